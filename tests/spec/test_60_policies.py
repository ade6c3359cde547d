"""Decisions about people, one sentence each: what NICE TA260 in both wordings and the article say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from asked import (
    ARTICLE,
    AS_OF,
    FIRST,
    NEXT,
    NICE,
    NICE_2012,
    SECOND,
    ask,
    chronic,
    injected,
    kept,
    reason,
    stretch,
    treated,
    tried,
)  # fmt: skip
from people import diary
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.headache.reason import TOO_EARLY
from procerus.injection.attested import Injection
from procerus.pathway.decision import headline
from procerus.pathway.patient import AttestedCount, History, PreventiveTrial, Stop

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
EXHAUSTED = "preventives_exhausted"
EPISODIC = "." * 6 + stretch(13, 24) + stretch(14, 30) + stretch(12, 30)  # 13, 14, 12 in 30-day months


def exhausted(*trials: PreventiveTrial) -> Between:
    said = reason(ask(NICE, "start", chronic(preventives=trials)), "preventives_tried").found[EXHAUSTED]
    assert isinstance(said, Between)
    return said


# Start -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", [NICE, NICE_2012])
def test_chronic_migraine_after_three_medicines_that_did_not_work_may_start_under_both_wordings(policy: str):
    assert ask(policy, "start", chronic()).answer is YES


@pytest.mark.parametrize("outcome", ["not_tolerated", "contraindicated", "unsuitable"])
def test_a_medicine_not_tolerated_or_not_safe_counts_today_and_did_not_in_2012(outcome):
    patient = chronic(preventives=tried("ineffective", "ineffective", outcome))
    assert ask(NICE, "start", patient).answer is YES
    assert ask(NICE_2012, "start", patient).answer is NO


@pytest.mark.parametrize("outcome", ["too_short", "refused", "ongoing"])
def test_a_trial_cut_short_refused_or_still_running_never_counts(outcome):
    patient = chronic(preventives=tried("ineffective", "ineffective", outcome))
    assert ask(NICE, "start", patient).answer is NO
    assert ask(NICE_2012, "start", patient).answer is NO


def test_an_outcome_nobody_recorded_leaves_the_count_open():
    assert exhausted(*tried("ineffective", "ineffective", None)) == Between(2, 3)


def test_the_same_medicine_twice_counts_once_whatever_it_was_called():
    trials = tried("ineffective", "ineffective")
    again = replace(trials[0], drug="Inderal LA 80 mg")
    assert exhausted(*trials, again) == Between.exactly(2)


def test_two_unknown_medicines_may_be_two_preventives_or_none():
    unknown = [PreventiveTrial(drug=name, outcome="ineffective") for name in ("Zzyzzol", "Qwertane")]
    assert exhausted(*unknown) == Between(0, 2)


def test_a_triptan_listed_as_a_preventive_does_not_count():
    trials = tried("ineffective", "ineffective")
    assert exhausted(*trials, PreventiveTrial(drug="sumatriptan", outcome="ineffective")) == Between.exactly(
        2
    )


def test_an_unknown_medicine_widens_the_upper_bound_only():
    patient = chronic(preventives=(*tried("ineffective", "ineffective"), PreventiveTrial("Zzyzzol 5 mg")))
    assert exhausted(*patient.preventives or ()) == Between(2, 3)
    assert ask(NICE, "start", patient).answer is UNKNOWN


def test_nobody_asked_about_preventives_is_not_the_same_as_none_were_tried():
    assert ask(NICE, "start", chronic(preventives=None)).answer is UNKNOWN
    assert ask(NICE, "start", chronic(preventives=())).answer is NO


@pytest.mark.parametrize(("days", "answer"), [(15, YES), (14, NO)])
def test_fifteen_headache_days_start_and_fourteen_do_not(days: int, answer: Answer):
    assert ask(NICE, "start", chronic("M" * 8 + stretch(days - 8, 22))).answer is answer


@pytest.mark.parametrize(("days", "answer"), [(8, YES), (7, NO)])
def test_eight_migraine_days_start_and_seven_do_not(days: int, answer: Answer):
    assert ask(NICE, "start", chronic("M" * days + stretch(20 - days, 30 - days))).answer is answer


def test_open_days_on_both_sides_of_fifteen_leave_it_open():
    assert ask(NICE, "start", chronic("M" * 9 + "h" * 5 + "?" + "." * 15)).answer is UNKNOWN


def test_an_open_day_that_cannot_reach_fifteen_leaves_nothing_open():
    assert ask(NICE, "start", chronic("M" * 9 + "h" * 4 + "?" + "." * 16)).answer is NO


@pytest.mark.parametrize(("months", "answer"), [(3, UNKNOWN), (4, YES)])
def test_exactly_three_months_are_not_more_than_three_months(months: int, answer: Answer):
    history = History(months_of_this_pattern=months, overuse_plan=YES)
    assert ask(NICE, "start", chronic(history=history)).answer is answer


@pytest.mark.parametrize(("born", "answer"), [("2008-11-01", YES), ("2008-11-02", NO), ("2008", UNKNOWN)])
def test_an_adult_is_eighteen_on_the_day_of_the_question(born: str, answer: Answer):
    assert ask(NICE, "start", chronic(born=PartialDate.of(born))).answer is answer


def test_the_day_of_the_question_itself_is_not_counted():
    fifteen = "M" * 8 + "h" * 6 + "." * 15  # and one more headache on the day of the question
    asked = chronic("", diary=diary(fifteen + "h", last=AS_OF))
    assert ask(NICE, "start", asked).answer is not YES
    assert ask(NICE, "start", asked, AS_OF + timedelta(days=1)).answer is YES


# Continue --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after", "stop", "go_on"), [(42, NO, YES), (43, YES, NO)])
def test_a_fall_of_exactly_thirty_percent_is_adequate_and_one_day_less_is_not(
    after: int, stop: Answer, go_on: Answer
):
    decision = ask(NICE, "continue", treated(20, stretch(after, 84)), NEXT)
    assert reason(decision, "stop_no_response").answer is stop
    assert decision.answer is go_on


@pytest.mark.parametrize("policy", [NICE, NICE_2012])
def test_from_24_to_13_14_and_12_is_a_response_and_must_stop_all_the_same(policy: str):
    decision = ask(policy, "continue", treated(24, EPISODIC), NEXT)
    assert reason(decision, "stop_no_response").answer is NO
    assert reason(decision, "stop_improved").answer is YES
    assert decision.answer is NO


def test_exactly_fifteen_days_in_one_of_three_months_is_still_chronic():
    still = "." * 6 + stretch(13, 24) + stretch(15, 30) + stretch(12, 30)
    decision = ask(NICE, "continue", treated(24, still), NEXT)
    assert reason(decision, "stop_improved").answer is NO
    assert decision.answer is YES


def test_an_open_day_that_could_be_the_fifteenth_leaves_it_open_whether_she_is_episodic():
    decision = ask(NICE, "continue", treated(24, EPISODIC[:-1] + "?"), NEXT)
    assert reason(decision, "stop_improved").answer is YES  # 12 and one open day are at most 13
    close = "." * 6 + stretch(13, 24) + "?" + stretch(14, 29) + stretch(12, 30)
    assert reason(ask(NICE, "continue", treated(24, close), NEXT), "stop_improved").answer is UNKNOWN


def test_on_day_83_of_the_second_cycle_it_is_too_early_to_assess_and_on_day_84_it_is_not():
    patient = treated(20, stretch(84, 84))
    early = ask(NICE, "continue", patient, NEXT - timedelta(days=1))
    assert reason(early, "stop_no_response").answer is NO
    assert reason(early, "stop_no_response").remark == TOO_EARLY == "too early to assess"
    assert early.answer is YES
    due = reason(ask(NICE, "continue", patient, NEXT), "stop_no_response")
    assert (due.answer, due.remark) == (YES, "")


def test_three_months_on_treatment_must_have_passed_before_anybody_is_called_episodic():
    patient = chronic("", diary=kept(24, EPISODIC), toxin=injected(FIRST))
    early = FIRST + timedelta(days=89)
    one = reason(ask(NICE, "continue", patient, early), "stop_improved")
    assert (one.answer, one.remark) == (NO, TOO_EARLY)
    assert reason(ask(NICE, "continue", patient, early + timedelta(days=1)), "stop_improved").remark == ""


def test_without_a_course_there_is_nothing_to_go_on_with():
    decision = ask(NICE, "continue", chronic(toxin=()))
    assert (decision.answer, reason(decision, "treated").answer) == (NO, NO)


def test_nobody_asked_about_toxin_leaves_it_open_whether_a_course_is_running():
    assert reason(ask(NICE, "continue", chronic(toxin=None)), "treated").answer is UNKNOWN


@pytest.mark.parametrize(("days", "running"), [(26 * 7, YES), (26 * 7 + 1, NO)])
def test_a_course_ends_after_26_weeks_without_a_session(days: int, running: Answer):
    on = SECOND + timedelta(days=days)
    assert reason(ask(NICE, "continue", treated(20, ""), on), "treated").answer is running


def test_a_recorded_stop_ends_the_course():
    stopped = treated(20, stretch(45, 84), stops=(Stop(NEXT - timedelta(days=3), "improved"),))
    decision = ask(NICE, "continue", stopped, NEXT)
    assert (decision.answer, reason(decision, "treated").answer) == (NO, NO)


def test_a_session_for_another_purpose_begins_no_course():
    elsewhere = (Injection(PartialDate.on(FIRST), "botox", "bruxism"),)
    assert reason(ask(NICE, "continue", chronic(toxin=elsewhere)), "treated").answer is NO


def test_a_session_nobody_gave_a_purpose_for_leaves_the_course_open():
    nobody_said = (Injection(PartialDate.on(FIRST), "botox"),)
    assert reason(ask(NICE, "continue", chronic(toxin=nobody_said)), "treated").answer is UNKNOWN


def test_dates_of_sessions_known_only_by_month_leave_the_response_open():
    vague = replace(treated(20, stretch(84, 84)), toxin=injected("2026-01", "2026-03"))
    decision = ask(NICE, "continue", vague, NEXT)
    assert reason(decision, "treated").answer is YES
    assert reason(decision, "stop_no_response").answer is UNKNOWN
    assert decision.answer is UNKNOWN


@pytest.mark.parametrize("policy", [NICE, NICE_2012, ARTICLE])
def test_no_policy_here_answers_whether_treatment_may_be_restarted(policy: str):
    with pytest.raises(BadInput, match="is silent") as raised:
        ask(policy, "restart", chronic())
    (fault,) = raised.value.faults
    assert str(fault).startswith(f"{policy}: 'restart' ")
    assert "start and continue" in str(fault)


# The article -------------------------------------------------------------------------------------------


def test_somebody_with_exactly_fifteen_headache_days_neither_starts_nor_stops_under_the_article():
    fifteen = stretch(15, 30)
    assert ask(ARTICLE, "start", chronic(fifteen)).answer is NO
    still = stretch(0, 54) + fifteen
    assert ask(ARTICLE, "continue", treated(24, still), NEXT).answer is YES
    assert ask(NICE, "start", chronic("M" * 8 + stretch(7, 22))).answer is YES


@pytest.mark.parametrize(("days", "go_on"), [(14, NO), (15, YES)])
def test_the_article_stops_below_fifteen_in_a_single_month(days: int, go_on: Answer):
    assert ask(ARTICLE, "continue", treated(24, stretch(0, 54) + stretch(days, 30)), NEXT).answer is go_on


def test_the_article_counts_only_medicines_that_did_not_work():
    sixteen = stretch(16, 30)
    assert (
        ask(ARTICLE, "start", chronic(sixteen, preventives=tried("ineffective", "ineffective"))).answer is YES
    )
    mixed = chronic(sixteen, preventives=tried("ineffective", "not_tolerated", "not_tolerated"))
    assert ask(ARTICLE, "start", mixed).answer is NO


def test_the_article_asks_nothing_about_overuse_or_migraine_days():
    assert {one.criterion for one in ask(ARTICLE, "start", chronic()).reasons} == {
        "often_headache",
        "preventives_tried",
    }


# Counts that somebody attested ---------------------------------------------------------------------------


LETTER = AttestedCount(date(2026, 10, 2), date(2026, 10, 31), Between(20, 22), Between(9, 12), "letter")


def test_a_count_attested_in_a_letter_serves_where_there_is_no_diary_and_says_so():
    decision = ask(NICE, "start", chronic("", diary=Diary("ada", {}), counts=(LETTER,)))
    assert decision.answer is YES
    assert reason(decision, "often_headache").found["latest.headache_days.least"] == Between(20, 22)
    assert "Attested, not from a diary here: the counts of 2–31 Oct 2026." in decision.warnings


def test_a_single_answered_day_sets_the_attested_count_of_that_month_aside():
    decision = ask(NICE, "start", chronic("h", counts=(LETTER,)))
    assert reason(decision, "often_headache").found["latest.headache_days.least"] == Between(1, 30)
    assert not any("Attested" in warning for warning in decision.warnings)


def test_an_attested_count_of_other_months_is_neither_used_nor_mentioned():
    long_ago = replace(LETTER, first=date(2025, 1, 1), last=date(2025, 1, 30))
    decision = ask(NICE, "start", chronic(counts=(long_ago,)))
    assert not any("Attested" in warning for warning in decision.warnings)


def test_the_headline_is_the_answer_where_every_reading_agrees_and_no_verdict_on_the_person():
    assert headline(ask(NICE, "start", chronic(preventives=()))) == "Criteria not met"
