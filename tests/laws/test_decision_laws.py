"""Laws of decisions: what more knowledge, another order or another day of asking can never do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from asked import ARTICLE, AS_OF, DRUGS, FIRST, NEXT, NICE, NICE_2012, ask, chronic, injected
from people import diary, migraine, other_headache
from procerus.criteria.bounds import Answer
from procerus.diary.cycles import NO_COURSE
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.packs.compile import closure
from procerus.packs.load import find_policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.patient import History, Outcome, Patient, PreventiveTrial
from procerus.pathway.recorded import tallied

FEW = max(10, settings().max_examples // 4)  # a decision with its readings is asked several times over

policies = st.sampled_from([NICE, NICE_2012, ARTICLE])
questions = st.sampled_from(["start", "continue"])
answers = st.sampled_from(list(Answer))
outcomes = st.sampled_from(
    [None, "ineffective", "not_tolerated", "contraindicated", "unsuitable", "too_short", "refused", "ongoing"]
)
partial = st.sampled_from([None, "2024", "2024-03", "2024-03-05", "2026-10", "2027"])
drugs = st.sampled_from([*DRUGS, "Inderal", "sumatriptan", "Zzyzzol", None])
trials = st.builds(
    lambda drug, start, outcome: PreventiveTrial(
        drug, None if start is None else PartialDate.of(start), None, None, outcome
    ),
    drugs, partial, outcomes,
)  # fmt: skip
histories = st.builds(
    History,
    months_of_this_pattern=st.sampled_from([None, 3, 14]),
    overuse_plan=answers,
    overuse_withdrawn=answers,
)
sessions = st.sampled_from(
    [None, (), injected(FIRST), injected(FIRST, "2026-03-30"), injected("2026-01", "2026-03")]
)
EARLY = NEXT + timedelta(days=3)


@st.composite
def people(draw: st.DrawFn) -> tuple[Patient, date]:
    """Somebody with a diary of half a year, kept well or badly, asked before or after two cycles."""
    on = draw(st.sampled_from([AS_OF, EARLY]))
    weights = draw(st.sampled_from(["Mh.", "Mh.?", "MMMh.?", "hh?.", "M????"]))
    letters = "".join(draw(st.lists(st.sampled_from(weights), min_size=150, max_size=200)))
    patient = chronic(
        diary=diary(letters, last=on - timedelta(days=1)),
        born=draw(st.sampled_from([None, PartialDate.of("1984"), PartialDate.of("2008")])),
        history=draw(histories),
        preventives=draw(st.none() | st.lists(trials, max_size=4).map(tuple)),
        toxin=draw(sessions),
    )
    return patient, on


def answered(policy: str, question: str, patient: Patient, on: date) -> Answer:
    found = find_policy(policy)
    asked = Asked.of(found.rules, question)
    return asked.answer(asked.facts(Case.of(patient, found, on)))


@st.composite
def completed(draw: st.DrawFn) -> tuple[Patient, Patient, date]:
    """A patient, and the same one with some of the open days answered in full."""
    patient, on = draw(people())
    earliest = patient.diary.first or on
    every = [earliest + timedelta(days=count) for count in range((on - earliest).days)]
    open_ = [day for day in every if not patient.diary.day(day).answered]
    chosen = draw(st.lists(st.sampled_from(open_), unique=True)) if open_ else []
    kinds = (migraine, other_headache, lambda day: Day(day, headache=Answer.NO))
    said = [draw(st.sampled_from(kinds))(day) for day in chosen]
    return patient, replace(patient, diary=Diary.of([*patient.diary.days.values(), *said])), on


@given(completed(), policies, questions)
def test_answering_an_open_day_never_turns_a_yes_into_a_no_or_back(
    told: tuple[Patient, Patient, date], policy: str, question: str
):
    less, more, on = told
    before = answered(policy, question, less, on)
    assert before is Answer.UNKNOWN or answered(policy, question, more, on) is before


@given(people(), policies, questions, st.data())
def test_recording_what_nobody_had_asked_never_turns_a_yes_into_a_no_or_back(
    someone: tuple[Patient, date], policy: str, question: str, data: st.DataObject
):
    patient, on = someone
    before = answered(policy, question, patient, on)
    more = replace(
        patient,
        born=patient.born or data.draw(partial.filter(bool).map(PartialDate.of)),
        preventives=data.draw(st.lists(trials, max_size=4).map(tuple))
        if patient.preventives is None
        else tuple(replace(one, outcome=one.outcome or data.draw(outcomes)) for one in patient.preventives),
        toxin=data.draw(sessions) if patient.toxin is None else patient.toxin,
    )
    assert before is Answer.UNKNOWN or answered(policy, question, more, on) is before


@given(people(), policies, st.data())
def test_the_order_of_preventives_does_not_matter(
    someone: tuple[Patient, date], policy: str, data: st.DataObject
):
    patient, on = someone
    shuffled = data.draw(st.permutations(patient.preventives or ()))
    other = patient if patient.preventives is None else replace(patient, preventives=tuple(shuffled))
    assert answered(policy, "start", other, on) is answered(policy, "start", patient, on)


@given(st.lists(trials, max_size=4), st.sampled_from(["too_short", "refused", "ongoing"]), drugs, st.data())
def test_a_trial_too_short_refused_or_ongoing_changes_no_tally(
    others: list[PreventiveTrial], outcome: Outcome, drug: str | None, data: st.DataObject
):
    where = data.draw(st.integers(0, len(others)))
    more = [*others[:where], PreventiveTrial(drug, outcome=outcome), *others[where:]]
    for name in (NICE, NICE_2012, ARTICLE):
        tallies = find_policy(name).rules.tallies
        assert tallies
        for how in tallies.values():
            before, after = (
                tallied(chronic("", preventives=tuple(each)), NO_COURSE, how, AS_OF)
                for each in (others, more)
            )
            assert before == after


@settings(max_examples=FEW)
@given(people(), policies, questions)
def test_the_same_question_asked_twice_gives_the_same_bytes(
    someone: tuple[Patient, date], policy: str, question: str
):
    patient, on = someone
    first = json.dumps(ask(policy, question, patient, on).to_json())
    again = replace(patient, diary=Diary.of(reversed(list(patient.diary.days.values()))))
    assert json.dumps(ask(policy, question, again, on).to_json()) == first


@settings(max_examples=FEW)
@given(people(), policies, questions)
def test_a_decision_gives_a_reason_for_each_criterion_of_the_policy_and_hangs_together(
    someone: tuple[Patient, date], policy: str, question: str
):
    patient, on = someone
    decision, found = ask(policy, question, patient, on), find_policy(policy)
    rests_on = set(closure(found.rules, found.rules.questions[question].tree)) & set(found.pack.own.criteria)
    assert sorted(one.criterion for one in decision.reasons) == sorted(rests_on)
    assert (decision.settled_by is None) is (decision.answer is not Answer.UNKNOWN)
    for one in decision.reasons:
        assert bool(one.unsettled) is (one.answer is Answer.UNKNOWN)
        assert all(day < on for day in one.days)
    if decision.settled_by is not None:
        assert decision.settled_by.text
        assert all(day < on for day in decision.settled_by.days)


@settings(max_examples=FEW)
@given(people(), policies, questions)
def test_what_is_not_in_the_policys_windows_before_the_day_of_the_question_does_not_matter(
    someone: tuple[Patient, date], policy: str, question: str
):
    patient, on = someone
    later = [migraine(on + timedelta(days=count)) for count in range(5)]
    more = replace(patient, diary=Diary.of([*patient.diary.days.values(), *later]))
    assert ask(policy, question, more, on) == ask(policy, question, patient, on)
