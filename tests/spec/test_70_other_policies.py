"""Other policies, one sentence each: where they differ from NICE TA260, and for whom that matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from asked import (
    AS_OF,
    FIRST,
    NEXT,
    NICE,
    SECOND,
    ask,
    chronic,
    injected,
    reason,
    stretch,
    treated,
    tried,
)
from people import ada, ben, cleo, dan, diary, drawn, eve, fay, felt
from procerus.criteria.bounds import Answer, Between
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.pathway.patient import History, Patient, PreventiveTrial, Score

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
SMC, EHF, WA, LABEL, MBS, HNY = "smc-2017", "ehf-2018", "wa-lni", "us-label", "mbs-18377", "hny-2025"
ASKED = History(50, 14, YES, "neurologist", YES, NO, 6, YES)
EVES_VISIT = date(2026, 8, 17)
MAY = PartialDate.of("2026-05")


def known(letters: str = "." * 70 + "h" * 8 + "M" * 12, **changes: object) -> Patient:
    """Somebody with chronic migraine of whom all that any policy asks about the past was asked."""
    return chronic(letters, **{"history": ASKED, **changes})


def four_months(headaches: int, migraines: int, months: int = 4) -> str:
    return ("M" * migraines + stretch(headaches - migraines, 30 - migraines)) * months


# The example people


def test_ada_may_start_in_england_and_not_in_scotland_where_a_medicine_not_tolerated_does_not_count():
    assert ask(NICE, "start", ada()).answer is YES
    decision = ask(SMC, "start", ada())
    assert decision.answer is NO
    short = reason(decision, "preventives_tried")
    assert short.answer is NO
    assert short.found["oral_preventives_not_responded"] == Between.exactly(2)


def test_ada_meets_what_the_label_covers_and_the_european_federation_asks():
    assert ask(EHF, "start", ada()).answer is YES
    assert ask(LABEL, "start", ada()).answer is YES


def test_ben_with_his_gaps_cannot_be_told_by_any_of_them():
    for policy in (NICE, EHF, LABEL, MBS):
        assert ask(policy, "start", ben()).answer is UNKNOWN, policy


def test_cleo_with_overuse_and_no_plan_may_not_start_in_england_and_the_label_does_not_ask():
    assert ask(NICE, "start", cleo()).answer is not YES
    assert "overuse_managed" not in {one.criterion for one in ask(LABEL, "start", cleo()).reasons}


def test_dan_with_episodic_migraine_may_start_nowhere():
    for policy in (NICE, SMC, EHF, WA, LABEL, MBS, HNY):
        assert ask(policy, "start", dan()).answer is NO, policy


def test_eve_goes_on_in_england_and_in_europe():
    for policy in (NICE, EHF, HNY):
        assert ask(policy, "continue", eve(), EVES_VISIT).answer is YES, policy


def test_fay_whose_course_ended_and_who_is_episodic_again_may_restart_nowhere():
    for policy in (EHF, MBS):
        assert ask(policy, "restart", fay()).answer is NO, policy


# Which preventives count


@pytest.mark.parametrize(
    ("outcome", "nice", "smc", "mbs"),
    [
        ("ineffective", YES, YES, YES),
        ("not_tolerated", YES, NO, YES),
        ("contraindicated", YES, NO, YES),
        ("unsuitable", YES, NO, NO),
        ("refused", NO, NO, NO),
    ],
)
def test_the_third_preventive_counts_for_one_policy_and_not_for_another(outcome, nice, smc, mbs):
    patient = known(preventives=tried("ineffective", "ineffective", outcome))
    answers = {
        policy: reason(ask(policy, "start", patient), "preventives_tried").answer
        for policy in (NICE, SMC, MBS)
    }
    assert answers == {NICE: nice, SMC: smc, MBS: mbs}


def test_an_antibody_that_is_injected_does_not_count_in_scotland():
    injections = PreventiveTrial("erenumab", PartialDate.of("2025-01"), PartialDate.of("2025-06"),
                                 outcome="ineffective")  # fmt: skip
    patient = known(preventives=(*tried("ineffective", "ineffective"), injections))
    assert reason(ask(NICE, "start", patient), "preventives_tried").answer is YES
    assert reason(ask(SMC, "start", patient), "preventives_tried").answer is NO


@pytest.mark.parametrize(("medicines", "answer"), [(2, YES), (1, NO)])
def test_in_europe_two_preventives_are_enough_and_one_is_not(medicines: int, answer: Answer):
    patient = known(preventives=tried(*["ineffective"] * medicines))
    assert reason(ask(EHF, "start", patient), "preventives_tried").answer is answer


def test_the_label_asks_for_no_preventive_at_all():
    assert ask(LABEL, "start", known(preventives=None)).answer is YES


@pytest.mark.parametrize(
    ("drugs", "answer"),
    [(("propranolol", "metoprolol", "atenolol"), NO), (("propranolol", "metoprolol", "topiramate"), YES)],
)
def test_in_washington_three_medicines_have_to_come_from_two_classes(drugs, answer):
    trials = [replace(one, drug=drug) for one, drug in zip(tried(*["ineffective"] * 3), drugs, strict=True)]
    decision = ask(WA, "start", known(preventives=tuple(trials)))
    assert reason(decision, "preventives_tried").answer is YES
    assert reason(decision, "classes_tried").answer is answer


# Which days count


def test_the_label_asks_for_four_hours_on_fifteen_days_and_for_no_migraine():
    brief, long = felt(minutes=239), felt(minutes=240)
    for kind, label in ((long, YES), (brief, NO)):
        patient = chronic(diary=drawn("x" * 15 + "." * 15, {"x": kind}))
        assert ask(LABEL, "start", patient).answer is label
        assert ask(NICE, "start", patient).answer is NO, "none of the days is a migraine day"


def test_hours_nobody_wrote_down_leave_the_label_open():
    patient = chronic(diary=drawn("x" * 15 + "." * 15, {"x": felt(minutes=None)}))
    assert ask(LABEL, "start", patient).answer is UNKNOWN


def test_in_australia_the_days_are_an_average_over_six_months_and_one_good_month_does_not_matter():
    uneven = four_months(20, 12, 5) + four_months(5, 4, 1)  # 105 in 180 days
    patient = known(uneven)
    assert ask(NICE, "start", patient).answer is NO, "the latest month has too few days"
    assert ask(MBS, "start", patient).answer is YES


@pytest.mark.parametrize(("last_month", "answer"), [(15, YES), (14, NO)])
def test_in_australia_90_headache_days_in_six_months_are_enough_and_89_are_not(last_month, answer):
    patient = known(four_months(15, 8, 5) + four_months(last_month, 8, 1))
    assert ask(MBS, "start", patient).answer is answer


def test_in_australia_a_history_does_not_stand_in_for_six_months_of_diary():
    assert ask(NICE, "start", known()).answer is YES
    assert ask(MBS, "start", known()).answer is UNKNOWN


@pytest.mark.parametrize(("gap", "answer"), [("", YES), ("?", UNKNOWN)])
def test_in_washington_a_single_day_without_an_answer_leaves_three_months_open(gap: str, answer: Answer):
    letters = four_months(18, 10, 3)
    patient = known(gap + letters[len(gap) :])
    assert reason(ask(WA, "start", patient), "diary_kept").answer is answer


# Whose headache


@pytest.mark.parametrize("said", [YES, NO, UNKNOWN])
def test_in_washington_the_migraine_has_to_belong_to_an_accepted_work_claim(said: Answer):
    patient = known(four_months(18, 10), history=replace(ASKED, work_related=said))
    assert ask(WA, "start", patient).answer is said
    assert ask(NICE, "start", patient).answer is YES


@pytest.mark.parametrize(("by", "answer"), [("neurologist", YES), ("gp", NO), (None, UNKNOWN)])
def test_in_humber_and_north_yorkshire_a_neurologist_has_to_make_the_diagnosis(by, answer):
    patient = known(history=replace(ASKED, diagnosed_by=by))
    assert ask(HNY, "start", patient).answer is answer
    assert ask(NICE, "start", patient).answer is YES


@pytest.mark.parametrize(("ended", "outcome", "answer"), [(None, "ongoing", NO), (MAY, "ineffective", YES)])
def test_in_north_carolina_an_antibody_must_have_been_tried_and_must_not_be_taken_beside_it(
    ended, outcome, answer
):
    first = PreventiveTrial("galcanezumab", PartialDate.of("2025-01"), PartialDate.of("2025-06"),
                            outcome="ineffective")  # fmt: skip
    other = PreventiveTrial("erenumab", PartialDate.of("2026-03"), ended, outcome=outcome)
    patient = known(four_months(20, 12), preventives=(*tried(*["ineffective"] * 3), first, other))
    assert ask("bcbs-nc", "start", patient).answer is answer
    assert ask(NICE, "start", patient).answer is YES


def test_in_north_carolina_three_other_preventives_do_not_stand_in_for_an_antibody():
    patient = known(four_months(20, 12))
    assert ask("bcbs-nc", "start", patient).answer is NO
    assert ask(NICE, "start", patient).answer is YES


# Going on


def test_from_ten_to_fourteen_headache_days_a_month_nice_stops_and_the_european_federation_goes_on():
    for month, nice, europe in ((9, NO, NO), (10, NO, YES), (14, NO, YES), (15, YES, YES)):
        letters = stretch(28, 28) + stretch(60, 78) + stretch(month, 30) * 3
        patient = treated(28, "", diary=diary(letters, last=NEXT - timedelta(days=1)))
        assert ask(NICE, "continue", patient, NEXT).answer is nice, month
        assert ask(EHF, "continue", patient, NEXT).answer is europe, month


def test_in_humber_and_north_yorkshire_either_a_response_or_chronic_migraine_is_enough_to_go_on():
    """NICE asks for both: the first has responded and turned episodic, the second has done neither."""
    improved, unchanged = treated(28, stretch(12, 28) * 3), treated(28, stretch(28, 28) * 3)
    for patient in (improved, unchanged):
        assert ask(NICE, "continue", patient, NEXT).answer is NO
        decision = ask(HNY, "continue", patient, NEXT)
        assert decision.answer is YES
        assert any("NICE TA260 asks for both" in warning for warning in decision.warnings)


@pytest.mark.parametrize(("after", "wa", "mbs"), [(29, YES, YES), (30, NO, YES), (31, NO, NO)])
def test_exactly_fifty_percent_fewer_is_fifty_percent_and_not_more_than_fifty_percent(after, wa, mbs):
    """20 days in 28 before; 30 in 84 after is half as many."""
    patient = treated(20, stretch(after, 84), history=ASKED)
    assert ask(WA, "continue", patient, NEXT).answer is wa
    assert ask(MBS, "continue", patient, NEXT).answer is mbs


def test_in_washington_whether_exactly_half_is_enough_hangs_on_how_the_policy_is_read():
    decision = ask(WA, "continue", treated(20, stretch(30, 84), history=ASKED), NEXT)
    other = {(one.reading, one.alternative): one.answer for one in decision.readings}
    assert other["more than 50 percent", "exactly 50 percent passes"] is YES
    assert not decision.same_under_all_readings


def test_in_washington_nobody_stops_because_they_became_better():
    better = treated(28, stretch(1, 28) * 3)
    assert ask(NICE, "continue", better, NEXT).answer is NO
    assert ask(WA, "continue", better, NEXT).answer is YES


@pytest.mark.parametrize(("sessions", "answer"), [(4, YES), (5, NO)])
def test_in_washington_five_sessions_are_the_last_that_are_covered(sessions: int, answer: Answer):
    first = NEXT - timedelta(days=84 * sessions)
    days = [first + timedelta(days=84 * number) for number in range(sessions)]
    letters = stretch(28, 28) + stretch(20, 84) * sessions
    patient = chronic(
        diary=diary(letters, last=NEXT - timedelta(days=1)), toxin=injected(*days), history=ASKED
    )
    assert ask(WA, "continue", patient, NEXT).answer is answer
    assert reason(ask(WA, "continue", patient, NEXT), "stop_limit").answer is not answer


def test_in_australia_the_fall_has_to_be_maintained():
    third = NEXT + timedelta(days=84)
    relapsed = chronic(
        diary=diary(stretch(20, 28) + stretch(60, 84) + stretch(20, 84) + stretch(70, 84),
                    last=third - timedelta(days=1)),
        toxin=injected(FIRST, SECOND, NEXT),
    )  # fmt: skip
    decision = ask(MBS, "continue", relapsed, third)
    assert decision.answer is NO
    assert reason(decision, "stop_no_response").answer is NO
    assert reason(decision, "stop_not_maintained").answer is YES


def test_medicare_asks_for_a_questionnaire_before_treatment():
    scores = (Score(PartialDate.on(AS_OF - timedelta(days=1)), "hit-6", None),)
    patient = known(four_months(20, 12), scores=())
    for told, answer in ((None, UNKNOWN), ((), NO), (scores, UNKNOWN), (ada().scores, YES)):
        said = [one.answer for one in ask("medicare-mac", "start", replace(patient, scores=told)).reasons
                if "scored_before_treatment" in one.found]  # fmt: skip
        assert said == [answer]


# Where a policy is silent


@pytest.mark.parametrize(("policy", "question"), [(SMC, "continue"), (LABEL, "continue"), (WA, "restart")])
def test_a_question_that_a_policy_does_not_answer_is_refused_and_never_defaulted(policy: str, question: str):
    with pytest.raises(BadInput) as complaint:
        ask(policy, question, ada())
    assert policy in str(complaint.value)


def test_a_policy_that_was_retired_says_so():
    retired = [one for one in ask("aan-2016", "start", known()).warnings if "retired by its authority" in one]
    assert retired == ["aan-2016 is retired by its authority."]
