"""What would settle an open question: the least of it, found by trying everything too, and without blame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest

from asked import (
    ARTICLE,
    AS_OF,
    FIRST,
    NEXT,
    NICE,
    SECOND,
    ask,
    chronic,
    injected,
    starting_when,
    stretch,
    treated,
    tried,
)  # fmt: skip
from people import LAST_DAY, drawn, felt, migraine, other_headache, person
from procerus.criteria.bounds import Answer, Between
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.packs.load import find_policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.decision import decide
from procerus.pathway.patient import AttestedCount, History, Patient, PreventiveTrial
from procerus.pathway.settle import Settlement

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def settlement(policy: str, question: str, patient: Patient, on: date = AS_OF) -> Settlement:
    found = ask(policy, question, patient, on).settled_by
    assert found is not None
    return found


def free(day: date) -> Day:
    return Day(day, headache=NO)


def answered(policy: str, question: str, patient: Patient) -> Answer:
    found = find_policy(policy)
    asked = Asked.of(found.rules, question)
    return asked.answer(asked.facts(Case.of(patient, found, AS_OF)))


def completions(patient: Patient, days: list[date], number: int) -> Iterator[Patient]:
    """The patient with this many of the open days answered, in every way."""
    for chosen in combinations(days, number):
        for kinds in product((free, other_headache, migraine), repeat=number):
            said = [kind(day) for kind, day in zip(kinds, chosen, strict=True)]
            yield replace(patient, diary=Diary.of([*patient.diary.days.values(), *said]))


def fewest_by_trying(policy: str, patient: Patient, target: Answer, days: list[date]) -> int | None:
    for number in range(len(days) + 1):
        if any(answered(policy, "start", one) is target for one in completions(patient, days, number)):
            return number
    return None


@pytest.mark.parametrize(
    ("policy", "letters"),
    [
        (ARTICLE, "." * 12 + "h" * 15 + "???"),  # one headache more is enough; a no needs all three
        (ARTICLE, "." * 13 + "h" * 13 + "????"),
        (ARTICLE, "?" + "." * 13 + "h" * 15 + "?"),
        (NICE, "." * 14 + "h" * 5 + "M" * 8 + "???"),  # two more headaches
        (NICE, "." * 12 + "h" * 9 + "M" * 6 + "???"),  # two more migraines
        (NICE, "." * 13 + "h" * 7 + "M" * 7 + "???"),  # a headache that is a migraine
        (NICE, "." * 12 + "h" * 10 + "M" * 5 + "???"),  # all three must be migraine
    ],
)
def test_the_fewest_days_are_what_trying_every_answer_finds(policy: str, letters: str):
    patient = chronic(letters)
    days = [LAST_DAY - timedelta(days=29 - number) for number, one in enumerate(letters) if one == "?"]
    found = settlement(policy, "start", patient)
    assert found.fewest_yes == fewest_by_trying(policy, patient, YES, days)
    assert found.fewest_no == fewest_by_trying(policy, patient, NO, days)
    assert set(found.days) == set(days)


def test_open_days_that_cannot_matter_are_not_asked_for():
    earlier = "?" * 30 + "." * 13 + "h" * 13 + "????"
    assert settlement(ARTICLE, "start", chronic(earlier)).days == tuple(
        LAST_DAY - timedelta(days=back) for back in (3, 2, 1, 0)
    )


def test_days_that_a_question_counts_by_itself_are_asked_for_like_those_of_a_criterion():
    policy = starting_when(ARTICLE, "latest.headache_days.least >= 15 and preventives_tried")
    found = decide(policy, "start", chronic("." * 13 + "h" * 13 + "????"), AS_OF).settled_by
    assert found is not None
    assert (found.fewest_yes, found.fewest_no, len(found.days)) == (2, 3, 4)


def test_days_must_be_answered_with_headache_and_without_medicines_where_both_are_needed():
    history = History(months_of_this_pattern=14, overuse_plan=NO, overuse_withdrawn=NO)
    found = settlement(NICE, "start", chronic("M" * 14 + "?" * 16, history=history))
    assert found.fewest_yes == 7  # one headache more, and triptans on no more than nine of the days left open


def test_a_headache_of_which_only_the_features_are_open_stays_a_headache():
    unsaid = felt(not_said="unilateral pulsating aggravated nausea vomiting photophobia phonophobia")
    patient = chronic(diary=drawn("." * 15 + "h" * 6 + "M" * 6 + "u" * 3, {"u": unsaid}))
    found = settlement(NICE, "start", patient)
    assert (found.fewest_yes, found.fewest_no) == (
        2,
        2,
    )  # of three that may be migraine; all 15 were headache
    assert found.days == tuple(LAST_DAY - timedelta(days=back) for back in (2, 1, 0))


def test_days_that_only_a_yes_or_only_a_no_needs_are_listed_all_the_same():
    for_yes = settlement(NICE, "start", chronic("." * 13 + "h" * 5 + "M" * 9 + "???", born=None))
    assert for_yes.days == tuple(LAST_DAY - timedelta(days=back) for back in (2, 1, 0))
    for_no = settlement(NICE, "start", chronic(history=History()))
    assert (for_no.fewest_yes, for_no.fewest_no) == (1, 17)  # how long; or 16 days, and managed by a plan
    assert (min(for_no.days), max(for_no.days), len(for_no.days)) == (
        date(2026, 7, 4), date(2026, 10, 1), 90,
    )  # fmt: skip


# Facts nobody recorded ---------------------------------------------------------------------------------


def test_one_missing_fact_is_asked_for_by_name_and_no_day_is():
    found = settlement(NICE, "start", person("cleo"), AS_OF)
    assert found.text == "Record whether there is a plan for medication overuse."
    assert (found.fewest_yes, found.fewest_no) == (1, 1)
    assert (found.days, found.facts) == ((), ("overuse_plan",))


def test_two_missing_facts_are_both_asked_for_where_a_yes_needs_both():
    found = settlement(NICE, "start", chronic(born=None, preventives=None))
    assert (found.fewest_yes, found.fewest_no) == (2, 1)
    assert "date of birth" in found.text
    assert "It may also take: " in found.text
    assert "record each preventive with its drug, dates and outcome" in found.text.lower()


def test_missing_dates_of_sessions_are_asked_for_once():
    found = settlement(NICE, "continue", chronic(toxin=None))
    assert found.text.lower().count("record every toxin session with its date and indication") == 1


def test_a_preventive_of_which_nothing_is_known_settles_it_either_way():
    found = settlement(
        NICE, "start", chronic(preventives=(PreventiveTrial(), *tried("ineffective", "ineffective")))
    )
    assert (found.fewest_yes, found.fewest_no) == (1, 1)
    assert found.text == "Record each preventive with its drug, dates and outcome."


def test_an_answer_that_nothing_could_bring_about_has_no_fewest():
    full = treated(20, stretch(84, 84), preventives=None)  # no fall at all, but when was the second session?
    found = settlement(NICE, "continue", replace(full, toxin=injected(FIRST, "2026-03")), NEXT)
    assert (found.fewest_yes, found.fewest_no) == (1, None)


def test_a_date_that_decides_whether_it_is_too_early_is_asked_for():
    vague = replace(treated(20, stretch(84, 84)), toxin=injected("2026-01", "2026-03"))
    found = settlement(NICE, "continue", vague, NEXT)
    assert found.text == "Record the date of the second injection."
    assert found.fewest_yes == 1


def test_dates_known_only_by_their_month_are_asked_for_where_windows_hang_on_them():
    vague = replace(treated(20, stretch(84, 84)), toxin=injected("2026-01", "2026-03"))
    found = settlement(NICE, "continue", vague, NEXT + timedelta(days=30))
    assert found.text == "Record the exact dates of the first injection and of the second injection."
    assert (found.fewest_yes, found.fewest_no, found.days) == (None, None, ())


# Attested counts ---------------------------------------------------------------------------------------


def test_days_of_a_month_that_was_attested_are_not_asked_for():
    letter = AttestedCount(date(2026, 10, 2), LAST_DAY, Between(14, 22), Between(9, 12), "letter")
    told = chronic(diary=Diary("ada", {}), counts=(letter,))
    found = ask(NICE, "start", told).settled_by
    assert found is not None
    assert not [day for day in found.days if day >= date(2026, 10, 2)]


def test_a_month_that_was_only_attested_cannot_be_settled_by_any_diary_day():
    letter = AttestedCount(date(2026, 10, 2), LAST_DAY, Between(14, 22), None, "letter")
    found = settlement(ARTICLE, "start", chronic(diary=Diary("ada", {}), counts=(letter,)))
    assert found.text == "Nothing that could be recorded now was found to settle it."
    assert (found.fewest_yes, found.fewest_no, found.days, found.facts) == (None, None, (), ())


def test_one_inexact_date_is_asked_for_in_the_singular():
    vague = replace(treated(20, stretch(30, 54) + stretch(16, 30)), toxin=injected("2026-01", SECOND))
    found = settlement(NICE, "continue", vague, NEXT)
    assert found.text == "Record the exact date of the first injection."


def test_days_asked_for_another_reason_do_not_change_what_was_attested():
    letter = AttestedCount(date(2026, 10, 2), LAST_DAY, Between(14, 22), Between(9, 12), "letter")
    asked = History(months_of_this_pattern=14, overuse_plan=NO, overuse_withdrawn=NO)
    told = chronic(diary=Diary("ada", {}), counts=(letter,), history=asked)
    found = settlement(NICE, "start", told)
    assert found.fewest_yes is None  # 14 to 22 headache days stay 14 to 22, whatever medicines were taken
    assert found.fewest_no is not None and found.fewest_no >= 10


# Words -------------------------------------------------------------------------------------------------

OPEN = [
    (ARTICLE, "start", chronic("." * 13 + "h" * 13 + "????"), AS_OF),
    (ARTICLE, "start", chronic("????" + "." * 13 + "h" * 13), AS_OF),
    (NICE, "start", chronic("?"), AS_OF),
    (NICE, "start", chronic(preventives=None, born=None, history=History()), AS_OF),
    (NICE, "start", person("ben"), AS_OF),
    (NICE, "continue", chronic(toxin=None), AS_OF),
    (NICE, "continue", treated(20, stretch(30, 60) + "?" * 24), NEXT),
    (NICE, "continue", replace(treated(20, "h"), toxin=injected("2026")), NEXT),
]


@pytest.mark.parametrize(("policy", "question", "patient", "on"), OPEN)
def test_days_more_than_a_week_back_are_never_asked_for_without_saying_that_they_will_be_marked(
    policy: str, question: str, patient: Patient, on: date
):
    found = settlement(policy, question, patient, on)
    far = [day for day in found.days if day < on - timedelta(days=7)]
    assert ("will be marked as recalled" in found.text) is bool(far)
    assert ("record written at the time" in found.text) is bool(far)


@pytest.mark.parametrize(("policy", "question", "patient", "on"), OPEN)
def test_nobody_is_blamed_and_every_text_is_a_sentence(
    policy: str, question: str, patient: Patient, on: date
):
    text = settlement(policy, question, patient, on).text
    assert text[0].isupper() and text.endswith(".") and "_" not in text
    for blame in ("missed", "forgot", "failed", "should have", "!"):
        assert blame not in text.lower()


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("." * 14 + "h" * 15 + "?", "Answer the open day 31 Oct 2026."),
        ("." * 12 + "h" * 15 + "???", "Answer 1 of the 3 open days (29–31 Oct 2026); 3 may be needed."),
        ("." * 13 + "h" * 14 + "???", "Answer 2 of the 3 open days (29–31 Oct 2026)."),
    ],
)
def test_days_are_asked_for_by_number_and_dates(letters: str, text: str):
    assert settlement(ARTICLE, "start", chronic(letters)).text == text


def test_days_that_only_one_of_the_answers_needs_are_named_after_what_is_quicker():
    found = settlement(ARTICLE, "start", chronic("." * 12 + "h" * 15 + "???", preventives=None))
    assert found.text == (
        "Record each preventive with its drug, dates and outcome."
        " It may also take: answer 1 of the 3 open days (29–31 Oct 2026)."
    )


def test_all_that_may_also_be_needed_is_named_days_first():
    found = settlement(
        NICE, "start", chronic("." * 13 + "h" * 5 + "M" * 9 + "???", born=None, preventives=None)
    )
    assert found.text == (
        "Record each preventive with its drug, dates and outcome."
        " It may also take: answer 1 of the 3 open days (29–31 Oct 2026); record the date of birth."
    )


def test_a_missing_fact_that_neither_answer_needs_is_not_asked_for():
    earlier = "?" * 20 + "M" * 25 + "." * 5 + ("M" * 20 + "." * 10) * 2
    history = History(overuse_plan=YES)  # how many months it has been like this, nobody asked
    found = settlement(NICE, "start", chronic(earlier + "???" + "M" * 13 + "." * 14, history=history))
    assert "months_of_this_pattern" in found.facts
    assert found.text.startswith("Answer 2 of the 3 open days (2–4 Oct 2026). Use a record")


def test_the_smaller_number_of_days_is_asked_for_and_the_larger_one_named():
    history = History(months_of_this_pattern=3, overuse_plan=YES)  # too short, unless the diary shows four
    found = settlement(NICE, "start", chronic(history=history))
    assert (found.fewest_yes, found.fewest_no) == (45, 16)
    assert found.text == (
        "Answer 16 of the 90 open days (4 Jul – 1 Oct 2026); 45 may be needed. Use a record written at the"
        " time: days more than 7 days back, filled in from memory, will be marked as recalled."
    )


def test_the_day_a_week_back_may_still_be_asked_about():
    week = "." * 8 + "h" * 15 + "?" + "." * 6
    found = settlement(ARTICLE, "start", chronic(week))
    assert (found.days, "recalled" in found.text) == ((date(2026, 10, 25),), False)
    day_before = "." * 7 + "h" * 15 + "?" + "." * 7
    found = settlement(ARTICLE, "start", chronic(day_before))
    assert (found.days, "recalled" in found.text) == ((date(2026, 10, 24),), True)


def test_an_answered_question_asks_for_nothing():
    assert ask(NICE, "start", chronic()).settled_by is None


def test_settled_by_is_written_with_dates_as_text():
    shape = settlement(ARTICLE, "start", chronic("." * 14 + "h" * 15 + "?")).to_json()
    assert shape == {
        "text": "Answer the open day 31 Oct 2026.", "fewest_yes": 1, "fewest_no": 1,
        "days": ["2026-10-31"], "facts": [],
    }  # fmt: skip
