"""Preventives are counted as a policy counts them; what is not recorded leaves a count open, never lower."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import tried
from procerus.criteria.bounds import ANYTHING, Between
from procerus.diary.cycles import COURSE_NOT_KNOWN, NO_COURSE, Course, latest_course
from procerus.diary.medicines import load_medicines
from procerus.diary.partial_date import PartialDate
from procerus.packs.rules import Tally
from procerus.pathway.patient import PreventiveTrial
from procerus.pathway.tallies import cycle_lengths, tally

AS_OF = date(2026, 11, 1)
INEFFECTIVE = Tally(frozenset({"ineffective"}))
ONE = PreventiveTrial(
    "propranolol", PartialDate.of("2026-01-01"), PartialDate.of("2026-03-01"), None, "ineffective"
)


def counted(*trials: PreventiveTrial, how: Tally = INEFFECTIVE) -> Between:
    return tally(trials, how, load_medicines(), AS_OF)


def test_nobody_asked_is_any_number_and_none_tried_is_nought():
    assert tally(None, INEFFECTIVE, load_medicines(), AS_OF) == ANYTHING
    assert counted() == Between.exactly(0)


def test_only_the_outcomes_a_policy_names_are_counted():
    trials = tried("ineffective", "not_tolerated", "refused")
    assert counted(*trials) == Between.exactly(1)
    both = Tally(frozenset({"ineffective", "not_tolerated"}))
    assert counted(*trials, how=both) == Between.exactly(2)


def test_a_record_without_a_drug_may_be_another_preventive_or_none():
    assert counted(ONE, replace(ONE, drug=None)) == Between(1, 2)


def test_two_records_without_a_drug_may_be_two_drugs():
    nobody_said = PreventiveTrial(outcome="ineffective")
    another = replace(nobody_said, started=PartialDate.of("2025"))
    assert counted(nobody_said, another) == Between(0, 2)


def test_an_unknown_name_together_with_a_triptan_stays_open():
    assert counted(replace(ONE, drug="sumatriptan; Zzyzzol")) == Between(0, 1)
    assert counted(replace(ONE, drug="sumatriptan; paracetamol")) == Between.exactly(0)


def test_an_outcome_that_may_count_and_one_that_does_are_the_same_drug():
    assert counted(ONE, replace(ONE, outcome=None)) == Between.exactly(1)


def test_two_drugs_of_one_class_are_one_where_classes_are_counted():
    trials = (ONE, replace(ONE, drug="metoprolol"), replace(ONE, drug="topiramate"))
    assert counted(*trials, how=replace(INEFFECTIVE, distinct="class")) == Between.exactly(2)
    assert counted(*trials) == Between.exactly(3)


def test_only_the_classes_and_routes_a_policy_names_are_counted():
    trials = (ONE, replace(ONE, drug="topiramate"), replace(ONE, drug="erenumab"))
    beta = replace(INEFFECTIVE, classes=frozenset({"beta-blocker"}))
    oral = replace(INEFFECTIVE, routes=frozenset({"oral"}))
    assert counted(*trials, how=beta) == Between.exactly(1)
    assert counted(*trials, how=oral) == Between.exactly(2)


def test_the_route_of_an_unknown_drug_is_unknown():
    oral = replace(INEFFECTIVE, routes=frozenset({"oral"}))
    assert counted(replace(ONE, drug="Zzyzzol"), how=oral) == Between(0, 1)


@pytest.mark.parametrize(
    ("started", "ended", "found"),
    [
        ("2026-01-01", "2026-03-01", Between.exactly(1)),  # 60 days, both ends taken
        ("2026-01-01", "2026-02-28", Between.exactly(0)),  # 59
        ("2026-01", "2026-03", Between(0, 1)),
        ("2026-01", "2026-03-01", Between(0, 1)),  # 60 days at most
        ("2026-01", "2026-01", Between.exactly(0)),
        ("2026-01-01", None, Between(0, 1)),  # may have lasted a day, or until now
        (None, "2026-03-01", Between(0, 1)),
    ],
)
def test_a_trial_must_be_as_long_as_the_policy_asks_and_partial_dates_leave_it_open(started, ended, found):
    sixty = replace(INEFFECTIVE, min_days=60)
    dates = [None if text is None else PartialDate.of(text) for text in (started, ended)]
    assert counted(replace(ONE, started=dates[0], ended=dates[1]), how=sixty) == found


@pytest.mark.parametrize(
    ("started", "found"),
    [
        ("2026-10-31", Between.exactly(1)),
        ("2026-11-01", Between.exactly(0)),
        ("2027", Between.exactly(0)),
        ("2026", Between(0, 1)),
    ],
)
def test_a_trial_that_begins_on_the_day_of_the_question_or_later_was_not_tried_yet(started, found):
    assert counted(replace(ONE, started=PartialDate.of(started), ended=None)) == found


# Cycles


def course(*days: PartialDate) -> Course:
    return latest_course(days, [], AS_OF)


def lengths(*days: str) -> tuple[Between, ...] | None:
    return cycle_lengths(course(*(PartialDate.of(day) for day in days)))


def test_a_cycle_lasts_from_one_session_to_the_next_and_the_last_has_not_finished():
    assert lengths("2026-04-06", "2026-06-29", "2026-09-28") == (Between.exactly(84), Between.exactly(91))
    assert lengths("2026-09-28") == ()


def test_without_a_session_there_is_no_cycle_and_where_sessions_are_not_known_cycles_are_not():
    assert cycle_lengths(NO_COURSE) == ()
    assert cycle_lengths(COURSE_NOT_KNOWN) is None


def test_a_cycle_of_an_earlier_course_is_not_counted():
    assert lengths("2024-01-08", "2024-04-01", "2026-06-29", "2026-09-21") == (Between.exactly(84),)


def test_a_session_known_by_its_month_makes_the_cycles_on_both_sides_ranges():
    assert lengths("2026-04-06", "2026-06", "2026-09-21") == (Between(56, 85), Between(83, 112))


def test_two_sessions_of_one_month_lie_no_days_apart_at_least():
    assert lengths("2026-09", "2026-09") == (Between(0, 29),)


@given(st.lists(st.tuples(st.integers(70, 100), st.integers(0, 9), st.integers(0, 9)), max_size=3))
def test_however_roughly_sessions_are_remembered_their_cycles_lie_between_the_bounds(gaps):
    true = [AS_OF - timedelta(days=400)]
    for days, _, _ in gaps:
        true.append(true[-1] + timedelta(days=days))
    about = [
        PartialDate(day - timedelta(days=less), day + timedelta(days=more))
        for day, (_, less, more) in zip(true[1:], gaps, strict=True)
    ]
    said = cycle_lengths(course(PartialDate.on(true[0]), *about))
    assert said is not None and len(said) == len(gaps)
    for between, (days, _, _) in zip(said, gaps, strict=True):
        assert (between.low or 0) <= days <= (between.high or 0)


def test_a_record_that_does_not_count_hides_none_that_comes_after_it():
    assert counted(*tried("refused", "ineffective", "ongoing", "ineffective")) == Between.exactly(2)


def test_a_medicine_against_sickness_may_still_have_been_taken_to_prevent():
    assert counted(replace(ONE, drug="domperidone")) == Between(0, 1)


def test_a_trial_of_which_no_start_is_known_may_not_have_lasted_a_day():
    a_day = replace(INEFFECTIVE, min_days=1)
    assert counted(replace(ONE, started=None), how=a_day) == Between(0, 1)
    assert counted(replace(ONE, ended=None), how=a_day) == Between.exactly(1)


def test_a_brand_and_its_generic_name_are_one_medicine():
    assert counted(replace(ONE, drug="topiramate"), replace(ONE, drug="Topamax")) == Between.exactly(1)


def test_an_empty_name_may_be_any_preventive():
    assert counted(replace(ONE, drug="")) == Between(0, 1)
