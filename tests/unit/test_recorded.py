"""What was recorded about a person reaches the rules under its own name; what nobody recorded is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from asked import AS_OF, FIRST, NEXT, SECOND, chronic, injected, treated
from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import Kind
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection, Today
from procerus.packs.facts import FACTS
from procerus.packs.rules import Tally
from procerus.pathway.patient import History, Patient, PreventiveTrial, Score, Stop
from procerus.pathway.recorded import anchors_of, course_of, recorded_facts, tallied

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
NOBODY_ASKED = Patient("x", chronic().diary)


def facts(patient: Patient, on: date = AS_OF):
    return recorded_facts(patient, course_of(patient, on), on)


def test_every_recorded_fact_a_rule_may_ask_for_is_there_and_of_its_kind():
    kinds = {
        name: Kind.TRUTH if isinstance(fact, Answer) else Kind.NUMBER
        for name, fact in facts(chronic()).items()
    }
    assert kinds == {name: fact.kind for name, fact in FACTS.items()}


def test_of_somebody_nobody_asked_anything_nothing_is_known():
    for name, fact in facts(NOBODY_ASKED).items():
        assert fact is UNKNOWN or fact == ANYTHING, name


def test_what_was_asked_is_known_as_it_was_said():
    history = History(50, 14, NO, "neurologist", YES, NO, 6)
    known = facts(replace(chronic(), history=history))
    assert known["lifetime_migraine_attacks"] == Between.exactly(50)
    assert known["months_of_this_pattern"] == Between.exactly(14)
    assert known["months_of_overuse"] == Between.exactly(6)
    said = ("other_cause_excluded", "overuse_plan", "overuse_withdrawn")
    assert [known[name] for name in said] == [NO, YES, NO]
    assert known["age"] == Between.exactly(42)


@pytest.mark.parametrize(
    ("by", "neurologist", "specialist"),
    [("neurologist", YES, NO), ("headache specialist", NO, YES), ("gp", NO, NO), (None, UNKNOWN, UNKNOWN)],
)
def test_a_diagnosis_by_one_is_not_by_another(by, neurologist, specialist):
    known = facts(replace(chronic(), history=History(diagnosed_by=by)))
    assert known["diagnosed_by_neurologist"] is neurologist
    assert known["diagnosed_by_headache_specialist"] is specialist


def test_a_running_course_knows_its_sessions_and_its_anchors():
    patient = treated(20, "")
    known = facts(patient, NEXT)
    assert (known["on_treatment"], known["course_ended"]) == (YES, NO)
    assert known["injections_in_course"] == Between.exactly(2)
    anchors = anchors_of(course_of(patient, NEXT), NEXT)
    assert {name: one.day for name, one in anchors.items()} == {
        "as_of": NEXT, "first_injection": FIRST, "second_injection": SECOND, "third_injection": None,
        "latest_injection": SECOND,
    }  # fmt: skip


def test_a_stop_of_treatment_ends_the_course_but_leaves_its_sessions():
    known = facts(treated(20, "", stops=(Stop(SECOND + timedelta(days=1)),)), NEXT)
    assert (known["on_treatment"], known["course_ended"]) == (NO, YES)
    assert known["injections_in_course"] == Between.exactly(2)


def test_never_injected_is_no_course_and_none_that_ended():
    known = facts(chronic(toxin=()))
    assert (known["on_treatment"], known["course_ended"]) == (NO, NO)
    assert known["injections_in_course"] == Between.exactly(0)


def test_a_session_without_a_date_leaves_the_whole_course_unknown():
    undated = (*injected(FIRST), Injection(None, "botox", "chronic-migraine"))
    known = facts(chronic(toxin=undated), NEXT)
    assert (known["on_treatment"], known["injections_in_course"]) == (UNKNOWN, ANYTHING)


def test_a_session_for_spasticity_is_left_out_even_without_a_date():
    both = (*injected(FIRST), Injection(None, "botox", "spasticity"))
    assert facts(chronic(toxin=both), NEXT)["injections_in_course"] == Between.exactly(1)


def test_a_session_after_the_day_of_the_question_has_not_happened_yet():
    assert facts(treated(20, ""), FIRST)["injections_in_course"] == Between.exactly(1)


def test_a_birth_year_alone_leaves_two_ages():
    assert facts(chronic(born=PartialDate.of("1984")))["age"] == Between(41, 42)


@pytest.mark.parametrize("answer", [YES, NO, UNKNOWN])
def test_whether_a_work_claim_was_accepted_is_as_it_was_said(answer):
    assert facts(chronic(history=History(work_related=answer)))["work_related"] is answer


def test_an_antibody_that_is_taken_now_is_a_fact_of_its_own():
    ongoing = PreventiveTrial("erenumab", PartialDate.on(FIRST), outcome="ongoing")
    assert facts(chronic(preventives=(ongoing,)))["cgrp_treatment_now"] is YES
    assert facts(chronic())["cgrp_treatment_now"] is NO


def test_questionnaires_are_set_against_the_first_session_of_the_course():
    scores = (Score(PartialDate.on(FIRST), "hit-6", Decimal(66)),)
    known = facts(treated(20, "", scores=scores), NEXT)
    assert (known["scored_before_treatment"], known["scored_on_treatment"]) == (YES, NO)


def test_a_third_session_is_an_anchor_of_its_own():
    third = chronic(toxin=injected(FIRST, SECOND, NEXT))
    anchors = anchors_of(course_of(third, NEXT), NEXT)
    assert anchors["third_injection"].day == anchors["latest_injection"].day == NEXT


def test_a_tally_of_cycles_counts_sessions_and_one_of_preventives_counts_medicines():
    patient = chronic(toxin=injected(FIRST, SECOND, NEXT))
    course = course_of(patient, NEXT)
    twelve_weeks = Tally(of="cycles", min_days=84, max_days=84)
    assert tallied(patient, course, twelve_weeks, NEXT) == Between.exactly(2)
    assert tallied(patient, course, replace(twelve_weeks, min_days=85), NEXT) == Between.exactly(0)
    did_not_work = Tally(outcomes=frozenset({"ineffective"}))
    assert tallied(patient, course, did_not_work, NEXT) == Between.exactly(3)
    assert tallied(replace(patient, preventives=None), course, did_not_work, NEXT) == ANYTHING


@pytest.mark.parametrize(
    ("earlier", "months"),
    [
        (-1, Between.exactly(9)),  # asked yesterday: what was said stands
        (0, Between.exactly(9)),
        (1, Between(8, 9)),
        (27, Between(8, 9)),
        (28, Between(7, 9)),  # four weeks may have been a whole month
        (30, Between(7, 9)),
        (31, Between(7, 8)),  # 31 days surely were
        (214, Between(1, 3)),
        (310, Between(0, 0)),
    ],
)
def test_a_history_was_shorter_on_a_day_before_it_was_asked(earlier: int, months: Between):
    history = History(months_of_this_pattern=9, months_of_overuse=9, lifetime_migraine_attacks=9)
    person = chronic(history=history, today=Today(on=AS_OF))
    known = facts(person, AS_OF - timedelta(days=earlier))
    assert (known["months_of_this_pattern"], known["months_of_overuse"]) == (months, months)
    assert known["lifetime_migraine_attacks"] == Between.exactly(9)


def test_a_history_asked_on_a_day_nobody_wrote_down_stands_as_it_was_said():
    history = History(months_of_this_pattern=9)
    for today in (None, Today()):
        known = facts(chronic(history=history, today=today), AS_OF - timedelta(days=300))
        assert known["months_of_this_pattern"] == Between.exactly(9)


def test_a_session_for_spasticity_hides_none_that_comes_after_it():
    both = (Injection(None, "botox", "spasticity"), *injected(FIRST))
    assert facts(chronic(toxin=both), NEXT)["injections_in_course"] == Between.exactly(1)
