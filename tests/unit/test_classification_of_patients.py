"""Classifying a patient: what was asked beside the diary counts too."""

from __future__ import annotations

from datetime import date

import procerus
from people import ada, dan
from procerus.criteria.bounds import Answer

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
