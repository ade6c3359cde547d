"""The six example people are what their stories say. Nothing here decides; it counts days on the fingers."""

from __future__ import annotations

import runpy
from datetime import date, timedelta

import pytest

from people import EXAMPLES, NAMES, ben, cleo, dan, diary, eve, fay, person
from procerus.criteria.bounds import Answer
from procerus.diary.diary import Diary

NOVEMBER_1 = date(2026, 11, 1)


def months(of: Diary, before: date, length: int, how_many: int) -> list[tuple[int, int]]:
    """Fewest and most headache days in each of the latest months before a day, oldest first."""
    found = []
    for number in range(how_many, 0, -1):
        first = before - timedelta(days=length * number)
        said = [day.headache for day in of.spans(first, first + timedelta(days=length - 1))]
        found.append((said.count(Answer.YES), said.count(Answer.YES) + said.count(Answer.UNKNOWN)))
    return found


def medicine_days(of: Diary, name: str, before: date) -> int:
    days = of.spans(before - timedelta(days=30), before - timedelta(days=1))
    return sum(any(name in one.classes for one in day.medicines or ()) for day in days)


def migraine_days(of: Diary, before: date, number: int) -> int:
    last = before - timedelta(days=30 * number + 1)
    return sum(day.believed_migraine is Answer.YES for day in of.spans(last - timedelta(days=29), last))


def test_making_the_examples_again_gives_the_same_bytes():
    made = runpy.run_path(str(EXAMPLES / "make_examples.py"))["files"]()
    assert sorted(made) == sorted(f"{name}.{ending}" for name in NAMES for ending in ("csv", "json"))
    assert {name: (EXAMPLES / name).read_bytes() for name in made} == made


@pytest.mark.parametrize("name", NAMES)
def test_every_example_says_that_it_is_made_up(name: str):
    patient = person(name)
    assert patient.id == f"made-up-{name}"
    assert next(iter(patient.diary.days.values())).note == "made-up example"


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_a_diary_without_findings_in_which_every_medicine_is_understood(name: str):
    assert person(name).diary.findings == ()


def test_ada_is_clearly_chronic_in_each_of_four_months_however_a_month_is_read():
    ada = person("ada")
    for length in (28, 30):
        assert all(
            fewest == most and fewest >= 15 for fewest, most in months(ada.diary, NOVEMBER_1, length, 4)
        )
    assert all(migraine_days(ada.diary, NOVEMBER_1, number) >= 8 for number in range(4))
    assert len(ada.preventives or ()) == 3
    assert medicine_days(ada.diary, "triptan", NOVEMBER_1) < 10


def test_bens_last_month_is_neither_fifteen_days_nor_fewer():
    *_, (fewest, most) = months(ben().diary, NOVEMBER_1, 30, 4)
    assert (fewest, most) == (12, 19)


def test_cleo_takes_triptans_and_combinations_too_often_and_nobody_wrote_down_a_plan():
    patient = cleo()
    assert medicine_days(patient.diary, "triptan", NOVEMBER_1) == 14
    assert medicine_days(patient.diary, "combination", NOVEMBER_1) == 12
    assert patient.history.overuse_plan is Answer.UNKNOWN
    assert patient.history.months_of_overuse == 7


def test_dan_has_six_to_nine_headache_days_a_month():
    assert months(dan().diary, NOVEMBER_1, 30, 4) == [(8, 8), (7, 7), (9, 9), (7, 7)]


def test_eve_has_a_third_fewer_headache_days_after_two_cycles_and_still_fifteen_a_month():
    patient = eve()
    first, second = (one.date.day for one in patient.toxin or () if one.date)
    assert (first, second) == (date(2026, 3, 2), date(2026, 5, 25))
    assert months(patient.diary, date(2026, 3, 2), 28, 1) == [(24, 24)]
    assert months(patient.diary, date(2026, 8, 17), 28, 3) == [(15, 15), (16, 16), (15, 15)]
    assert any(fewest >= 15 for fewest, _ in months(patient.diary, date(2026, 8, 17), 30, 3))


def test_fay_has_turned_episodic_and_her_stop_is_recorded():
    patient = fay()
    for length in (28, 30):
        assert all(most < 15 for _, most in months(patient.diary, date(2026, 9, 21), length, 3))
    assert [(stop.date, stop.reason) for stop in patient.stops] == [(date(2026, 9, 28), "improved")]


def test_a_diary_of_letters_has_a_day_for_every_letter_but_the_question_mark():
    drawn = diary("Mh. ?", last=date(2026, 3, 4))
    assert list(drawn.days) == [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]
    migraine, other, none = drawn.days.values()
    assert (migraine.headache, migraine.nausea, migraine.worst) == (Answer.YES, Answer.YES, 3)
    assert (other.headache, other.nausea, other.worst) == (Answer.YES, Answer.NO, 1)
    assert (none.headache, none.nausea) == (Answer.NO, Answer.NO)
    with pytest.raises(ValueError):
        diary("MX")
