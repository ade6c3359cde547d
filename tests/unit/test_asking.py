"""Asking under one reading: what a question rests on, and which readings ask something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from asked import ARTICLE, AS_OF, FIRST, NEXT, NICE, chronic, stretch, treated
from people import person
from procerus.criteria.bounds import Answer, Between
from procerus.diary.counts import MonthCounts
from procerus.diary.diary import Diary
from procerus.packs.load import find_policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.classification import classify
from procerus.pathway.decision import decide
from procerus.pathway.patient import AttestedCount

START, GO_ON = (Asked.of(find_policy(NICE).rules, question) for question in ("start", "continue"))


def test_a_question_needs_what_its_criteria_need_and_nothing_else():
    asked = Asked.of(find_policy(ARTICLE).rules, "start")
    assert set(asked.needed) == {
        "latest.headache_days.least", "more_than_headache_days", "medicines_without_response",
        "min_medicines",
    }  # fmt: skip
    assert set(asked.criteria) == {"often_headache", "preventives_tried"}


def test_a_criterion_stands_after_those_it_uses():
    order = list(START.criteria)
    assert order.index("medication_overuse") < order.index("overuse_managed")


def test_another_number_is_another_question_and_another_unused_number_is_not():
    rules = find_policy(NICE).rules
    stricter = replace(rules, numbers={**rules.numbers, "min_headache_days": 16})
    assert Asked.of(stricter, "start").meaning != START.meaning
    assert Asked.of(stricter, "continue").meaning == GO_ON.meaning


def test_another_window_or_another_day_rule_is_another_question_only_where_it_is_looked_at():
    rules = find_policy(NICE).rules
    longer = replace(rules.windows["baseline"], months=3)
    other = replace(rules, windows={**rules.windows, "baseline": longer})
    assert Asked.of(other, "continue").meaning != GO_ON.meaning
    assert Asked.of(other, "start").meaning == START.meaning
    migraine = replace(rules, days={**rules.days, "migraine_days": rules.days["headache_days"]})
    assert Asked.of(migraine, "start").meaning != START.meaning
    assert Asked.of(migraine, "continue").meaning == GO_ON.meaning


def test_reading_recalled_days_as_gaps_is_another_question_wherever_days_are_counted():
    rules = find_policy(NICE).rules
    strict = replace(rules, diary=replace(rules.diary, recalled_days="gaps"))
    assert Asked.of(strict, "start").meaning != START.meaning


def test_readings_share_one_count_of_preventives():
    policy = find_policy(NICE)
    case = Case.of(chronic(), policy, AS_OF)
    assert case.tallies == {}
    START.facts(case)
    how = policy.rules.tallies["preventives_exhausted"]
    assert case.tallies == {how: Between.exactly(3)}
    shared = case.tallies[how]
    assert case.tally(policy.rules, ["preventives_exhausted", "age"])["preventives_exhausted"] is shared


def test_a_chosen_baseline_begins_on_its_day_and_has_the_length_of_the_rule():
    policy, chosen = find_policy(NICE), date(2025, 11, 1)
    case = Case.of(treated(20, stretch(40, 84)), policy, NEXT, chosen)
    (month,) = case.windows(policy.rules).months("baseline") or ()
    assert month == (chosen, date(2025, 11, 28))
    unchosen = Case.of(treated(20, stretch(40, 84)), policy, NEXT)
    (month,) = unchosen.windows(policy.rules).months("baseline") or ()
    assert (month[1].toordinal(), month[0].toordinal()) == (FIRST.toordinal() - 1, FIRST.toordinal() - 28)


def test_a_chosen_baseline_changes_no_other_window():
    policy = find_policy(NICE)
    one, other = (Case.of(treated(20, ""), policy, NEXT, day).windows(policy.rules) for day in (FIRST, None))
    for name in set(policy.rules.windows) - {"baseline"}:
        assert one.months(name) == other.months(name)


def test_a_policy_without_a_baseline_ignores_a_chosen_one():
    policy = find_policy(NICE)
    windows = {name: one for name, one in policy.rules.windows.items() if name != "baseline"}
    bare = replace(policy.rules, windows=windows)
    assert Case.of(chronic(), policy, AS_OF, FIRST).windows(bare).rules is bare


def test_the_answer_is_that_of_the_question_over_its_criteria():
    case = Case.of(chronic(), find_policy(NICE), AS_OF)
    facts = START.facts(case)
    assert START.answer(facts) is Answer.YES
    assert START.answer({**facts, "adult": Answer.NO}) is Answer.NO
    assert START.answer({**facts, "adult": Answer.UNKNOWN}) is Answer.UNKNOWN


def test_counts_shared_between_questions_change_no_answer():
    ben, policy = person("ben"), find_policy(NICE)
    shared = MonthCounts(ben.diary.until(AS_OF), policy.rules.bits)
    alone = [decide(policy, question, ben, AS_OF) for question in ("start", "continue")]
    classified = classify(ben, AS_OF)
    assert classify(ben, AS_OF, counts=shared) == classified
    assert [decide(policy, one.question, ben, AS_OF, counts=shared) for one in alone] == alone


@pytest.mark.parametrize("question", ["start", "continue"])
def test_another_reading_finds_beside_the_first_what_it_finds_alone(question: str):
    """Also where it reads recalled days as gaps: a count that is shared would then be another's."""
    policy = find_policy(NICE)
    kept = treated(20, stretch(30, 60) + "M" * 24)
    recalled = [replace(day, entered=datetime.combine(day.date, time()) + timedelta(days=day.date.day % 9))
                for day in kept.diary.days.values()]  # fmt: skip
    case = Case.of(replace(kept, diary=Diary.of(recalled)), policy, NEXT)
    asked = Asked.of(policy.rules, question)
    facts, found = asked.facts(case), []
    for one in policy.alternatives:
        other = Asked.of(one.rules, question)
        assert other.facts_beside(case, asked, facts) == other.facts(case)
        found.append(other.facts(case) != facts)
    assert any(found) and not all(found)


def test_an_attested_count_that_reaches_into_the_day_of_the_question_is_not_used():
    policy = find_policy(NICE)
    for last, used in ((AS_OF - timedelta(days=1), 1), (AS_OF, 0), (None, 0)):
        letter = AttestedCount(AS_OF - timedelta(days=30), last, Between(20, 22))
        case = Case.of(chronic(diary=Diary("ada", {}), counts=(letter,)), policy, AS_OF)
        assert len(case.counts.attested) == used
