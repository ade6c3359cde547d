"""Classifying a patient: what was asked beside the diary counts too."""

from __future__ import annotations

from datetime import date

import pytest

import procerus
from people import ada, dan, diary, drawn, eve, felt
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.packs.rules import MonthLength
from procerus.pathway.patient import AttestedCount, Patient

AS_OF = date(2026, 11, 1)


def test_a_patient_with_the_pattern_and_the_history_has_chronic_migraine() -> None:
    assert procerus.classify(ada(), AS_OF).answer("chronic_migraine") is Answer.YES


def test_a_patient_with_seven_headache_days_has_not() -> None:
    assert procerus.classify(dan(), AS_OF).answer("chronic_migraine") is Answer.NO


def test_counts_of_another_question_on_the_same_day_give_the_same_classification() -> None:
    from procerus.diary.counts import MonthCounts
    from procerus.packs.load import load_headache

    person = ada()
    counts = MonthCounts(person.diary.until(AS_OF), load_headache().rules.bits, person.counts or ())
    alone = procerus.classify(person, AS_OF).to_json()
    assert procerus.classify(person, AS_OF, counts=counts).to_json() == alone


@pytest.mark.parametrize(
    ("length", "first"), [("30-day", "2026-10-02"), ("28-day", "2026-10-04"), ("calendar", "2026-10-01")]
)
def test_months_are_as_long_as_was_asked(length: MonthLength, first: str) -> None:
    latest = procerus.classify(ada(), AS_OF, months=length).to_json()["months"][-1]
    assert (latest["from"], latest["to"]) == (first, "2026-10-31")


def test_a_migraine_day_is_what_was_asked_for() -> None:
    believed = {"b": felt("believed_migraine", minutes=60)}  # one hour, and no feature of migraine
    person = Patient("x", drawn("b" * 30, believed))
    by_name = {name: migraine_days(person, name) for name in ("ichd3", "patient")}
    assert by_name == {"ichd3": [0, 0], "patient": [30, 30]}
    assert procerus.classify(person, AS_OF).to_json()["months"][-1]["migraine_days"] == [0, 0]


def migraine_days(person: Patient, name: str) -> object:
    return procerus.classify(person, AS_OF, migraine_day=name).to_json()["months"][-1]["migraine_days"]


def test_counts_in_a_letter_stand_for_a_diary_that_is_not_here() -> None:
    letter = AttestedCount(date(2026, 10, 2), date(2026, 10, 31), Between(20, 22), Between(9, 12), "letter")
    told = Patient("told", Diary("told", {}), counts=(letter,), history=ada().history)
    assert procerus.classify(told, AS_OF).answer("chronic_migraine") is Answer.YES
    silent = Patient("told", Diary("told", {}), history=ada().history)
    assert procerus.classify(silent, AS_OF).answer("chronic_migraine") is Answer.UNKNOWN


def test_a_classification_bears_the_name_of_its_patient_also_of_one_who_was_treated() -> None:
    for person in (ada(), eve(), Patient("x", diary("h"))):
        assert procerus.classify(person, AS_OF).to_json()["patient"] == person.id
