"""What stands beside a decision, word for word as a clinician reads it, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from asked import ARTICLE, AS_OF, FIRST, NEXT, NICE, ask, chronic, injected, treated
from people import LAST_DAY, diary, eve
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.diary.read import read_days
from procerus.faults import BadInput
from procerus.injection.attested import Injection, Today
from procerus.pathway.patient import AttestedCount, Patient, Stop

YES, NO = Answer.YES, Answer.NO
UNVERIFIED = "Rests on wording or numbers not yet verified in the source: 8.2.6; 8.2.8."
UNTIMED = "Timing unknown for 30 diary days: nobody knows when they were written down."
NOT_A_NICE_DAY = {"headache": "yes", "worst": 0}


def beside(question: str, patient: Patient, on: date = AS_OF, **more: Any) -> tuple[str, ...]:
    return ask(NICE, question, patient, on, **more).warnings


def said(question: str, patient: Patient, on: date, word: str) -> list[str]:
    return [text for text in beside(question, patient, on) if word in text]


def october(*days: dict[str, object]) -> Patient:
    """Days of October from the tenth on, as rows of a file."""
    rows = [{"date": f"2026-10-{number:02}", **day} for number, day in enumerate(days, 10)]
    return chronic(diary=read_days(rows, "x"))


# Before everything else ----------------------------------------------------------------------------------


def test_what_was_recorded_and_not_asked_comes_before_all_that_is_less_grave() -> None:
    today = Today(AS_OF, YES, YES, YES, YES, YES, YES)
    history = replace(chronic().history, other_cause_excluded=NO)
    person = chronic(today=today, history=history, toxin=injected(date(2026, 8, 2)))
    assert beside("start", person) == (
        "Recorded at this session, and not asked by this policy: allergy, infection at the site, trouble"
        " swallowing or breathing, pregnant, breast-feeding, toxin given elsewhere.",
        "Recorded, and not asked by this policy: another cause of headache is not excluded.",
        "A course of treatment is running already: the days counted here are days under treatment.",
        UNVERIFIED,
        UNTIMED,
    )


def test_only_what_was_answered_with_yes_is_told() -> None:
    today = Today(AS_OF, pregnant=YES, allergy=NO)
    assert beside("start", chronic(today=today))[0] == (
        "Recorded at this session, and not asked by this policy: pregnant."
    )
    assert beside("start", chronic()) == (UNVERIFIED, UNTIMED)


def test_an_article_is_named_before_what_is_unverified_in_it() -> None:
    assert ask(ARTICLE, "start", chronic()).warnings == (
        "botox-for-migraines is an article, not a guidance.",
        "Rests on wording or numbers not yet verified in the source: who may have it.",
        UNTIMED,
    )


# Sessions ------------------------------------------------------------------------------------------------


def test_a_running_course_needs_no_caveat_where_its_going_on_is_asked() -> None:
    assert not said("continue", chronic(toxin=injected(date(2026, 8, 2))), AS_OF, "running already")


def test_a_course_counts_as_ended_on_the_day_after_26_weeks() -> None:
    person = chronic(toxin=injected(date(2026, 2, 10)))
    assert said("continue", person, date(2026, 8, 12), "ended") == [
        "The last session was on 10 Feb 2026, more than 26 weeks ago, so the course counts as ended: a"
        " convention of this program, not of the policy."
    ]
    assert said("continue", person, date(2026, 8, 11), "ended") == []
    assert said("start", person, date(2026, 8, 12), "ended") == []


def test_a_course_that_was_stopped_did_not_end_by_our_convention() -> None:
    last, asked = date(2026, 2, 10), date(2026, 8, 12)
    person = chronic(toxin=injected(last))
    for stop, told in (
        (last, False),
        (date(2026, 3, 1), False),
        (asked, False),
        (last - timedelta(days=1), True),  # of an earlier course
        (asked + timedelta(days=1), True),  # not stopped yet
    ):
        stopped = replace(person, stops=(Stop(stop, "improved"),))
        assert bool(said("continue", stopped, asked, "convention of this program")) is told, stop


def test_earlier_sessions_are_said_to_belong_to_a_course_that_ended() -> None:
    person = chronic(toxin=injected(date(2025, 6, 1), date(2026, 5, 25)))
    assert said("continue", person, date(2026, 8, 17), "course") == [
        "The course counted began on 25 May 2026; earlier sessions belong to one that ended."
    ]
    once = chronic(toxin=injected(date(2026, 5, 25)))
    assert said("continue", once, date(2026, 8, 17), "course") == []


@pytest.mark.parametrize(("apart", "asked"), [(7, True), (55, True), (56, False), (84, False)])
def test_two_sessions_less_than_eight_weeks_apart_may_be_one_and_a_top_up(apart: int, asked: bool) -> None:
    first = date(2026, 3, 2)
    person = chronic(toxin=injected(first, first + timedelta(days=apart)))
    assert bool(said("continue", person, date(2026, 8, 17), f"lie {apart} days apart")) is asked


def test_a_top_up_is_asked_about_with_the_dates_of_both_sessions() -> None:
    person = chronic(toxin=injected(date(2026, 3, 2), date(2026, 3, 9)))
    assert said("continue", person, date(2026, 8, 17), "apart") == [
        "The sessions of 2 Mar 2026 and 9 Mar 2026 lie 7 days apart, and each counts as a cycle: is one of"
        " them a top-up?"
    ]


def test_sessions_for_another_reason_or_after_the_question_are_no_top_ups() -> None:
    first, soon = injected(date(2026, 3, 2), date(2026, 3, 9))
    elsewhere = replace(soon, indication="spasticity")
    assert not said("continue", chronic(toxin=(first, elsewhere)), date(2026, 8, 17), "apart")
    assert not said("continue", chronic(toxin=(first, soon)), date(2026, 3, 8), "apart")
    assert said("continue", chronic(toxin=(first, soon)), date(2026, 3, 9), "apart")
    undated = Injection(PartialDate.of("2026-03"), "botox", "chronic-migraine")
    assert not said("continue", chronic(toxin=(first, undated)), date(2026, 8, 17), "apart")


# What the diary says -------------------------------------------------------------------------------------


def test_three_odd_days_are_told_one_by_one_and_a_fourth_only_counted() -> None:
    three = october(*[NOT_A_NICE_DAY] * 3)
    odd = [text for text in beside("start", three) if "worst is 0" in text]
    assert odd == [
        f"{day} Oct 2026, row {row}: headache is yes, and worst is 0; both are kept as written."
        for row, day in enumerate((10, 11, 12), 1)
    ]
    assert not [text for text in beside("start", three) if "more such" in text]
    five = beside("start", october(*[NOT_A_NICE_DAY] * 5))
    assert [text for text in five if "Oct 2026, row" in text] == odd
    assert "2 more such days." in five


def test_what_contradicts_itself_comes_before_what_is_only_odd() -> None:
    person = october(
        {"headache": "no"},
        {"headache": "yes", "worst": 0, "entered": "2026-10-01T08:00"},
        {"headache": "no", "hours": 5},
        {"headache": "yes", "date": "2026-10-10"},
    )
    told = [text.split(":")[0] for text in beside("start", person) if " Oct 2026, row" in text]
    assert told == ["10 Oct 2026, rows 1 and 4", "12 Oct 2026, row 3"] + ["11 Oct 2026, row 2"] * 2
    assert "written down 10 days before the day itself." in " ".join(beside("start", person))


def test_unknown_medicines_are_told_with_their_days_the_most_frequent_first_and_three_at_most() -> None:
    taken = ["Aa; Bb; Aa"] * 3 + ["Bb; Cc"] * 2 + ["Cc; Dd"] + ["sumatriptan; none of these"]
    person = october(*[{"headache": "yes", "medicines": one} for one in taken])
    assert [text for text in beside("start", person) if "dictionary" in text] == [
        "“Bb” on 5 days is not in the medicine dictionary.",
        "“Aa” on 3 days is not in the medicine dictionary.",
        "“Cc” on 3 days is not in the medicine dictionary.",
    ]
    once = october({"headache": "yes", "medicines": "Dd"})
    assert "“Dd” on 1 day is not in the medicine dictionary." in beside("start", once)


def test_one_day_without_a_time_is_told_in_the_singular() -> None:
    assert beside("start", october({"headache": "yes"}))[-1] == (
        "Timing unknown for 1 diary day: nobody knows when it was written down."
    )


# Counts and baselines ------------------------------------------------------------------------------------


def test_attested_counts_are_told_where_they_were_used_and_where_not() -> None:
    letters = (
        AttestedCount(date(2026, 1, 1), date(2026, 1, 30), Between(3, 3)),
        AttestedCount(date(2026, 10, 2), LAST_DAY, Between(20, 22), Between(9, 12)),
        AttestedCount(date(2026, 1, 1), None, Between(3, 3)),
        AttestedCount(None, date(2026, 1, 1), Between(3, 3)),
    )
    assert beside("start", chronic(diary=Diary("ada", {}), counts=letters))[1:] == (
        "Attested, not from a diary here: the counts of 2–31 Oct 2026.",
        "The attested count of 1–30 Jan 2026 is not used: a diary is there, or no window reaches it.",
    )


def test_a_chosen_baseline_is_told_with_its_first_day() -> None:
    chosen = FIRST - timedelta(days=28)
    assert beside("continue", treated(20, ""), NEXT, baseline=chosen)[0] == (
        "The baseline was chosen: it begins on 8 Dec 2025."
    )


def test_a_thin_baseline_is_told_with_the_nearest_that_is_not() -> None:
    before = "h" * 40 + "h" * 19 + "?" * 9
    thin = treated(0, "", diary=diary(before + "." * 168, last=NEXT - timedelta(days=1)))
    assert beside("continue", thin, NEXT)[:2] == (
        "The baseline has only 19 of 28 days answered.",
        "The 28 days from 7 Dec 2025 have 20: to compare with them, ask again with --baseline 2025-12-07.",
    )


# What cannot be ------------------------------------------------------------------------------------------


def refused(question: str, patient: Patient, on: date = AS_OF, **more: Any) -> str:
    with pytest.raises(BadInput) as bad:
        beside(question, patient, on, **more)
    return str(bad.value)


def test_nobody_is_asked_about_who_is_born_on_the_day_of_the_question_or_later() -> None:
    assert refused("start", chronic(born=PartialDate.on(AS_OF))) == (
        "ada, born: '2026-11-01' is not before 1 Nov 2026, the day of the question. Check both."
    )
    ask(NICE, "start", chronic(born=PartialDate.on(LAST_DAY)))


def test_a_baseline_begins_before_treatment_and_before_the_question() -> None:
    assert refused("continue", treated(20, ""), NEXT, baseline=FIRST) == (
        "--baseline: '2026-01-05' is not before 5 Jan 2026, when treatment began or the question is asked."
        " Choose days before treatment."
    )
    assert "before 1 Nov 2026," in refused("start", chronic(), baseline=AS_OF)
    ask(NICE, "start", chronic(), baseline=LAST_DAY)
    ask(NICE, "continue", eve(), NEXT, baseline=FIRST - timedelta(days=1))


def test_a_question_on_which_the_source_is_silent_names_those_it_answers() -> None:
    assert refused("stop", chronic()) == (
        "nice-ta260: 'stop' is a question on which the source is silent. It answers start and continue."
    )
