"""The bits of a day: what each column and medicine says, under each reading of silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from people import felt
from procerus.criteria.bounds import Answer
from procerus.diary.day import SYMPTOMS, Day, Intake, bits_of
from procerus.packs.rules import Bit, DiaryReading

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
DAY = date(2026, 10, 31)
AS_WRITTEN = DiaryReading()
NOTHING_ASSUMED = DiaryReading(empty_medicines="unknown")
RECALLED_ARE_GAPS = DiaryReading(recalled_days="gaps")

TRIPTAN = Intake("sumatriptan", "sumatriptan", frozenset({"triptan"}), acute=True, migraine_specific=True)
TWO_CLASSES = Intake("Treximet", "sumatriptan + naproxen", frozenset({"triptan", "non-opioid"}), acute=True)
PAINKILLER = Intake("painkiller", "painkiller (not named)", frozenset({"unspecified"}), acute=True)
ANTIEMETIC = Intake("domperidone", "domperidone")
STRANGE = Intake("blue pill", None)
MEDICINES = ("triptan", "non-opioid", "any", "migraine-specific", "unrecognised", "unspecified")


def bit(day: Day, one: Bit, reading: DiaryReading = AS_WRITTEN) -> Answer:
    return bits_of(day, {"it": one}, reading)["it"]


def took(*taken: Intake, headache: Answer = YES) -> dict[str, Answer]:
    day = Day(DAY, headache=headache, medicines=taken)
    bits = {name: Bit("medicines", medicine=name) for name in MEDICINES}
    return bits_of(day, bits, AS_WRITTEN)


def but(rest: Answer, **some: Answer) -> dict[str, Answer]:
    return dict.fromkeys(MEDICINES, rest) | {name.replace("_", "-"): said for name, said in some.items()}


@pytest.mark.parametrize("column", ["headache", *SYMPTOMS])
@pytest.mark.parametrize("said", Answer)
def test_a_column_of_yes_and_no_is_its_own_bit(column: str, said: Answer) -> None:
    others = YES if said is NO else NO
    every = dict.fromkeys(("headache", *SYMPTOMS), others) | {column: said}
    assert bit(Day(DAY, **every), Bit(column)) is said


@pytest.mark.parametrize(("grade", "said"), [(1, NO), (2, YES), (3, YES), (0, NO), (None, UNKNOWN)])
def test_a_grade_reaches_its_least_or_not_and_an_empty_one_is_open(grade: int | None, said: Answer) -> None:
    assert bit(Day(DAY, headache=YES, worst=grade), Bit("worst", at_least=2)) is said


@pytest.mark.parametrize(("minutes", "said"), [(239, NO), (240, YES), (1440, YES), (0, NO), (None, UNKNOWN)])
def test_minutes_reach_their_least_or_not_and_an_empty_number_is_open(
    minutes: int | None, said: Answer
) -> None:
    assert bit(Day(DAY, headache=YES, minutes=minutes), Bit("minutes", at_least=240)) is said


def test_a_headache_free_day_reaches_no_grade_and_an_unanswered_day_may_reach_any() -> None:
    assert bit(Day(DAY, headache=NO), Bit("minutes", at_least=30)) is NO
    assert bit(Day(DAY), Bit("minutes", at_least=30)) is UNKNOWN


def test_a_named_medicine_is_of_its_classes_and_of_no_other() -> None:
    assert took(TRIPTAN) == but(NO, triptan=YES, any=YES, migraine_specific=YES)
    assert took(TWO_CLASSES)["triptan"] is took(TWO_CLASSES)["non-opioid"] is YES


def test_a_medicine_that_treats_no_attack_is_of_no_class() -> None:
    assert took(ANTIEMETIC) == but(NO)


def test_nothing_taken_is_of_no_class_on_any_day() -> None:
    assert took() == took(headache=NO) == took(headache=UNKNOWN) == but(NO)


def test_a_painkiller_without_a_name_is_acute_and_leaves_every_class_open() -> None:
    assert took(PAINKILLER) == but(UNKNOWN, any=YES, unrecognised=YES, unspecified=YES)


def test_a_word_nobody_knows_leaves_everything_open_but_that_it_was_not_recognised() -> None:
    assert took(STRANGE) == but(UNKNOWN, unrecognised=YES)


def test_a_word_nobody_knows_beside_a_triptan_does_not_take_the_triptan_away() -> None:
    assert took(STRANGE, TRIPTAN) == but(
        UNKNOWN, triptan=YES, any=YES, migraine_specific=YES, unrecognised=YES
    )
    assert took(TRIPTAN, STRANGE) == took(STRANGE, TRIPTAN)


@pytest.mark.parametrize(
    ("headache", "reading", "said"),
    [
        (NO, AS_WRITTEN, NO),
        (YES, AS_WRITTEN, UNKNOWN),
        (UNKNOWN, AS_WRITTEN, UNKNOWN),
        (NO, NOTHING_ASSUMED, UNKNOWN),
        (YES, NOTHING_ASSUMED, UNKNOWN),
    ],
)
@pytest.mark.parametrize("medicine", MEDICINES)
def test_empty_medicines_are_none_only_on_a_headache_free_day_and_only_under_that_reading(
    headache: Answer, reading: DiaryReading, said: Answer, medicine: str
) -> None:
    day = Day(DAY, headache=headache)
    assert bit(day, Bit("medicines", medicine=medicine), reading) is said


def test_a_written_none_is_an_answer_under_every_reading() -> None:
    day = Day(DAY, headache=YES, medicines=())
    assert bit(day, Bit("medicines", medicine="triptan"), NOTHING_ASSUMED) is NO


@pytest.mark.parametrize(
    ("entered", "said"),
    [(datetime(2026, 11, 7, 23, 59), YES), (datetime(2026, 11, 8), UNKNOWN), (None, YES)],
)
def test_a_day_written_down_on_the_eighth_day_after_is_recalled_and_a_gap_under_that_reading(
    entered: datetime | None, said: Answer
) -> None:
    day = replace(felt("nausea", medicines="sumatriptan"), entered=entered)
    assert bit(day, Bit("headache"), RECALLED_ARE_GAPS) is said
    assert bit(day, Bit("nausea"), RECALLED_ARE_GAPS) is said
    assert bit(day, Bit("worst", at_least=1), RECALLED_ARE_GAPS) is said
    assert bit(day, Bit("medicines", medicine="triptan"), RECALLED_ARE_GAPS) is said
    assert bit(day, Bit("headache"), AS_WRITTEN) is YES


def test_a_recalled_headache_free_day_read_as_a_gap_says_nothing_of_medicines_either() -> None:
    day = Day(DAY, headache=NO, entered=datetime(2026, 12, 24))
    triptan = Bit("medicines", medicine="triptan")
    assert bit(day, triptan, RECALLED_ARE_GAPS) is UNKNOWN
    assert bit(day, triptan, AS_WRITTEN) is NO


def test_every_declared_bit_is_answered_and_no_other() -> None:
    bits = {"ill": Bit("nausea"), "long": Bit("minutes", at_least=240)}
    assert bits_of(felt("nausea", minutes=10), bits, AS_WRITTEN) == {"ill": YES, "long": NO}
