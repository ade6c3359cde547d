"""Days: what one line of a diary says, and what its silence does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from people import LAST_DAY, felt
from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from procerus.diary.medicines import load_medicines
from spec.diagnosed import on_one_day, under

title = "Days"
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

HEADACHE_FREE = Day(LAST_DAY, headache=NO)
UNANSWERED = Day(LAST_DAY)


def test_an_unanswered_day_is_neither_a_headache_day_nor_a_headache_free_day() -> None:
    assert on_one_day(UNANSWERED, "headache_days") is UNKNOWN
    assert on_one_day(UNANSWERED, "crystal_clear_days") is UNKNOWN


def test_any_headache_makes_a_headache_day_however_mild_and_short() -> None:
    assert on_one_day(felt(worst=1, minutes=10), "headache_days") is YES
    assert on_one_day(felt(worst=1, minutes=10), "crystal_clear_days") is NO


def test_a_headache_that_nobody_described_is_still_a_headache_day() -> None:
    assert on_one_day(Day(LAST_DAY, headache=YES), "headache_days") is YES


def test_aura_without_headache_is_no_headache_day() -> None:
    day = replace(HEADACHE_FREE, aura=YES)
    assert on_one_day(day, "headache_days") is NO
    assert on_one_day(day, "crystal_clear_days") is YES


def test_nausea_alone_does_not_answer_whether_there_was_a_headache() -> None:
    assert on_one_day(replace(UNANSWERED, nausea=YES), "headache_days") is UNKNOWN


def test_a_day_that_says_no_headache_and_severe_pain_is_open() -> None:
    assert on_one_day(replace(HEADACHE_FREE, worst=3), "headache_days") is UNKNOWN


def test_no_medicine_written_on_a_headache_free_day_is_read_as_none_taken() -> None:
    assert on_one_day(HEADACHE_FREE, "triptan_days") is NO
    assert on_one_day(HEADACHE_FREE, "acute_days") is NO


def test_no_medicine_written_on_a_headache_day_is_not_read_as_none_taken() -> None:
    assert on_one_day(felt(medicines=""), "triptan_days") is UNKNOWN
    assert on_one_day(felt(medicines="none"), "triptan_days") is NO


def test_no_medicine_written_on_an_unanswered_day_is_not_read_as_none_taken() -> None:
    assert on_one_day(UNANSWERED, "triptan_days") is UNKNOWN


def test_empty_medicines_can_be_read_as_unknown_on_every_day() -> None:
    assert on_one_day(HEADACHE_FREE, "triptan_days", under("empty medicines", "unknown")) is UNKNOWN


def test_a_triptan_on_a_headache_free_day_is_a_triptan_day() -> None:
    day = replace(HEADACHE_FREE, medicines=load_medicines().understand("sumatriptan 50 mg"))
    assert on_one_day(day, "triptan_days") is YES
    assert on_one_day(day, "headache_days") is NO


@pytest.mark.parametrize(("days_late", "said"), [(7, YES), (8, UNKNOWN)])
def test_more_than_seven_days_late_is_recalled_and_may_be_read_as_a_gap(days_late: int, said: Answer) -> None:
    midnight = datetime.combine(LAST_DAY, datetime.min.time())
    day = replace(felt(), entered=midnight + timedelta(days=days_late))
    assert on_one_day(day, "headache_days") is YES
    assert on_one_day(day, "headache_days", under("recalled days", "gaps")) is said


def test_a_day_that_does_not_say_when_it_was_written_is_not_called_late() -> None:
    assert on_one_day(felt(), "headache_days", under("recalled days", "gaps")) is YES


@pytest.mark.parametrize(
    ("cell", "counted"),
    [
        ("Treximet", {"triptan_days", "non_opioid_days"}),
        ("sumatriptan + naproxen", {"triptan_days", "non_opioid_days"}),
        ("dihydroergotamine", {"ergot_days"}),
        ("metamizole", {"non_opioid_days"}),
        ("aspirin + paracetamol", {"non_opioid_days"}),
        ("tramadol 50 mg", {"opioid_days"}),
        ("co-codamol 30/500", {"combination_days"}),
        ("Excedrin Migraine", {"combination_days"}),
        ("Solpadeine", {"combination_days"}),
        ("Migraleve pink", {"combination_days"}),
        ("Syndol", {"combination_days"}),
        ("Anadin Extra", {"combination_days"}),
        ("Anadin Original", {"combination_days"}),
        ("Cuprofen Plus", {"combination_days"}),
        ("paracetamol + caffeine", {"combination_days"}),
        ("lasmiditan 100 mg", {"other_days"}),
        ("rimegepant 75 mg", set()),
        ("metoclopramide 10 mg", set()),
        ("coffee", set()),
        ("nerve block", set()),
        ("aspirin 75 mg", set()),
        ("painkiller", {"unverified_days", "unrecognised_days"}),
    ],
)
def test_a_medicine_counts_in_its_overuse_classes_and_a_combination_not_by_its_constituents(
    cell: str, counted: set[str]
) -> None:
    every = ("triptan", "ergot", "non_opioid", "opioid", "combination", "other", "unverified", "unrecognised")
    facts = [f"{one}_days" for one in every]
    day = felt(medicines=cell)
    assert {fact for fact in facts if on_one_day(day, fact) is YES} == counted


@pytest.mark.parametrize(
    ("cell", "acute"),
    [
        ("sumatriptan", YES),
        ("rimegepant", YES),
        ("painkiller", YES),
        ("metoclopramide", NO),
        ("aspirin 75 mg", NO),
        ("little blue pill", UNKNOWN),
    ],
)
def test_any_acute_medicine_counts_also_where_no_class_counts_it(cell: str, acute: Answer) -> None:
    assert on_one_day(felt(medicines=cell), "acute_days") is acute


@pytest.mark.parametrize(
    "fact", ["triptan_days", "ergot_days", "non_opioid_days", "opioid_days", "combination_days", "other_days"]
)
@pytest.mark.parametrize("cell", ["little blue pill", "painkiller"])
def test_a_medicine_nobody_can_identify_may_be_of_any_class_and_is_surely_of_none(
    fact: str, cell: str
) -> None:
    assert on_one_day(felt(medicines=cell), fact) is UNKNOWN


def test_a_gepant_counts_as_another_medicine_only_under_the_alternative_reading() -> None:
    day = felt(medicines="ubrogepant")
    assert on_one_day(day, "other_days") is NO
    assert on_one_day(day, "other_days", under("gepants", "counted")) is YES
