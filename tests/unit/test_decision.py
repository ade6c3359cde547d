"""A decision explains itself: its reasons, its readings, its warnings, and the exact shape it has as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

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
from people import LAST_DAY, NAMES, diary, person
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.faults import BadInput
from procerus.packs.load import Policy, find_policy, policy_files
from procerus.packs.policy import Wording
from procerus.pathway.decision import Decision, decide, headline
from procerus.pathway.patient import AttestedCount, Patient, PreventiveTrial

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
DECISION_KEYS = {
    "policy", "fingerprint", "question", "as_of", "answer", "reasons", "settled_by", "readings",
    "same_under_all_readings", "warnings",
}  # fmt: skip
REASON_KEYS = {
    "criterion", "asks", "answer", "found", "needs", "at", "status", "unsettled", "days",
}  # fmt: skip
GAPPY = "M" * 9 + "h" * 4 + "?" * 3 + "." * 14


def answers(decision: Decision) -> dict[tuple[str, str], Answer]:
    return {(one.reading, one.alternative): one.answer for one in decision.readings}


def said_in(decision: Decision, text: str) -> list[str]:
    return [warning for warning in decision.warnings if text in warning]


def standing(**changes: object) -> Policy:
    policy = find_policy(NICE)
    return replace(policy, pack=replace(policy.pack, **changes))


# The shape -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", list(policy_files()))
def test_a_decision_has_the_keys_of_the_contract_and_a_few_more(policy: str):
    for question in find_policy(policy).rules.questions:
        shape = ask(policy, question, chronic(GAPPY)).to_json()
        assert set(shape) == DECISION_KEYS | {"patient", "hangs_on", "changes"}
        has_every_key(shape)


def has_every_key(shape: dict[str, object]) -> None:
    for one in shape["reasons"]:
        assert REASON_KEYS <= set(one) <= REASON_KEYS | {"remark"}
    for one in shape["readings"]:
        assert set(one) == {"reading", "alternative", "answer", "says"}
    json.loads(json.dumps(shape))


def test_an_answered_question_has_nothing_that_would_settle_it():
    assert ask(NICE, "start", chronic()).to_json()["settled_by"] is None


def test_an_open_question_says_what_would_settle_it():
    shape = ask(NICE, "start", chronic(GAPPY)).to_json()
    assert set(shape["settled_by"]) == {"text", "fewest_yes", "fewest_no", "days", "facts"}
    assert shape["settled_by"]["days"] == ["2026-10-15", "2026-10-16", "2026-10-17"]
    assert (shape["settled_by"]["fewest_yes"], shape["settled_by"]["fewest_no"]) == (2, 2)
    assert shape["answer"] == "unknown"


def test_counts_are_written_as_two_ends_and_open_days_one_by_one():
    shape = ask(NICE, "start", chronic(GAPPY)).to_json()
    (often,) = [one for one in shape["reasons"] if one["criterion"] == "often_headache"]
    assert often["found"]["latest.headache_days.least"] == [13, 16]
    assert often["found"]["months_of_this_pattern"] == [14, 14]
    assert often["asks"] == "Headache on at least 15 days a month?"
    assert set(often["days"]) >= {"2026-10-15", "2026-10-16", "2026-10-17"}
    assert "latest.headache_days.least" in often["unsettled"]


def test_a_truth_is_written_as_its_word_and_an_end_nobody_knows_as_null():
    shape = ask(NICE, "start", chronic(history=chronic().history, born=None)).to_json()
    (adult,) = [one for one in shape["reasons"] if one["criterion"] == "adult"]
    (overuse,) = [one for one in shape["reasons"] if one["criterion"] == "overuse_managed"]
    assert adult["found"] == {"age": [0, None]}
    assert overuse["found"]["overuse_plan"] == "yes"


def test_the_question_is_recorded_with_the_person_the_day_and_the_packs():
    shape = ask(NICE, "start", chronic(), date(2026, 11, 1)).to_json()
    assert (shape["patient"], shape["as_of"], shape["policy"]) == ("ada", "2026-11-01", NICE)
    assert shape["fingerprint"] == find_policy(NICE).fingerprint


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("policy", list(policy_files()))
def test_reasons_stand_in_the_order_of_the_pack_and_each_once(name: str, policy: str):
    order = list(find_policy(policy).pack.own.criteria)
    for question in find_policy(policy).rules.questions:
        named = [one.criterion for one in ask(policy, question, person(name)).reasons]
        assert named == [one for one in order if one in named]
        assert len(named) == len(set(named)) > 0


# Why -------------------------------------------------------------------------------------------------


def test_overuse_found_in_the_classification_is_named_with_its_code():
    remark = reason(ask(NICE, "start", person("cleo")), "overuse_managed").remark
    assert remark == "found: triptan overuse (8.2.2), combination overuse (8.2.5)"


def test_no_overuse_leaves_nothing_to_name():
    assert reason(ask(NICE, "start", chronic()), "overuse_managed").remark == ""


def test_the_preventives_that_count_are_named_and_those_that_may():
    unsaid = PreventiveTrial("candesartan"), PreventiveTrial("flunarizine"), PreventiveTrial("propranolol")
    for trials, remark in (
        ((*tried("ineffective", "ineffective"), *unsaid),
         "counted: propranolol, amitriptyline; may count: candesartan, flunarizine"),
        (unsaid, "may count: candesartan, flunarizine, propranolol"),
        (tried("ineffective", "refused"), "counted: propranolol"),
        (tried("refused"), ""),
        (None, ""),
    ):  # fmt: skip
        decision = ask(NICE, "start", chronic(preventives=trials))
        assert reason(decision, "preventives_tried").remark == remark


# Readings --------------------------------------------------------------------------------------------


def test_each_alternative_is_asked_alone():
    late = stretch(26, 56) + stretch(16, 28)  # 42 in the whole second cycle, 16 in its last four weeks
    decision = ask(NICE, "continue", treated(20, late), NEXT)
    assert decision.answer is YES
    said = answers(decision)
    assert said["after two cycles", "weeks 9 to 12"] is NO
    assert said["after two cycles", "weeks 5 to 8"] is YES
    assert not decision.same_under_all_readings
    assert headline(decision) == "Depends on how the guidance is read"


def test_readings_that_cannot_matter_to_the_question_are_not_asked():
    start = {reading for reading, _ in answers(ask(NICE, "start", chronic()))}
    go_on = {reading for reading, _ in answers(ask(NICE, "continue", chronic()))}
    assert "after two cycles" in go_on and "after two cycles" not in start
    assert "migraine day" in start and "migraine day" not in go_on


def test_one_reading_among_many_that_differs_is_enough_to_say_that_it_depends():
    decision = ask(NICE, "start", person("ben"))
    differing = [one for one in decision.readings if one.answer is not decision.answer]
    assert [one.alternative for one in differing] == ["mean of three months"]
    shape = decision.to_json()
    assert shape["same_under_all_readings"] is False
    said = {one["alternative"]: one["answer"] for one in shape["readings"]}
    assert {one["alternative"]: one["says"] for one in shape["readings"]} == {
        one.alternative.name: one.alternative.says for one in find_policy(NICE).alternatives
        if one.alternative.name in said
    }  # fmt: skip
    assert (said.pop("mean of three months"), set(said.values())) == ("yes", {"unknown"})


def test_the_same_answer_under_all_readings_is_the_headline():
    decision = ask(NICE, "start", person("ada"))
    assert len(decision.readings) > 5
    assert decision.same_under_all_readings
    assert headline(decision) == "Criteria met"


@pytest.mark.parametrize(
    ("patient", "words"),
    [
        (person("ada"), "Criteria met"),
        (chronic(preventives=()), "Criteria not met"),
        (chronic(preventives=None), "Cannot be told yet"),
    ],
)
def test_the_headline_says_what_is_met_and_never_what_to_do(patient: Patient, words: str):
    assert headline(ask(NICE, "start", patient)) == words


# Warnings --------------------------------------------------------------------------------------------


def test_a_superseded_wording_named_explicitly_is_asked_and_the_decision_warns():
    decision = ask(NICE_2012, "start", chronic())
    assert decision.answer is YES
    assert "nice-ta260-2012 is a wording that has been superseded." in decision.warnings


def test_a_wording_asked_about_before_it_was_valid_is_asked_and_the_decision_warns():
    before = date(2012, 6, 26)
    assert said_in(ask(NICE_2012, "start", chronic(), before), "valid from 27 Jun 2012")
    assert not said_in(ask(NICE_2012, "start", chronic(), before + timedelta(days=1)), "valid")


def test_a_wording_asked_about_after_it_was_valid_is_asked_and_the_decision_warns():
    until = replace(standing(valid_until=LAST_DAY), wordings=(Wording(NICE, None, LAST_DAY),))
    assert said_in(decide(until, "start", chronic(), AS_OF), "valid until 31 Oct 2026")
    assert not said_in(decide(until, "start", chronic(), LAST_DAY), "valid")


def test_an_article_is_called_an_article_and_a_retired_policy_retired():
    assert "botox-for-migraines is an article, not a guidance." in ask(ARTICLE, "start", chronic()).warnings
    retired = decide(standing(standing="retired"), "start", chronic(), AS_OF)
    assert "nice-ta260 is retired by its authority." in retired.warnings


@pytest.mark.parametrize("kind", ["current", "local"])
def test_a_policy_in_force_needs_no_warning(kind: str):
    assert not said_in(decide(standing(standing=kind), "start", chronic(), AS_OF), "nice-ta260")


def test_an_answer_that_rests_on_unverified_wording_says_where_it_stands_and_each_place_once():
    (warning,) = said_in(ask(NICE, "start", chronic()), "not yet verified")
    assert warning == "Rests on wording or numbers not yet verified in the source: 8.2.6; 8.2.8."
    (warning,) = said_in(ask(ARTICLE, "continue", chronic()), "not yet verified")
    assert warning.count("when it stops") == 1
    assert not said_in(ask(NICE, "continue", chronic()), "not yet verified")


def test_days_nobody_dated_are_counted_as_timing_unknown():
    assert said_in(ask(NICE, "start", chronic()), "Timing unknown for 30 diary days")
    assert said_in(ask(NICE, "start", chronic("h")), "Timing unknown for 1 diary day:")
    timed = [replace(day, entered=datetime(2026, 11, 1, 8)) for day in chronic().diary.days.values()]
    assert not said_in(ask(NICE, "start", chronic(diary=Diary.of(timed))), "Timing unknown")


def test_attested_counts_are_not_used_where_the_policy_does_not_accept_them():
    letter = AttestedCount(date(2026, 10, 2), LAST_DAY, Between(20, 22), Between(9, 12))
    empty = chronic("", diary=Diary("ada", {}), counts=(letter,))
    assert decide(find_policy(NICE), "start", empty, AS_OF).answer is YES
    refused = decide(standing(counts_accepted=False), "start", empty, AS_OF)
    assert refused.answer is UNKNOWN
    assert not said_in(refused, "Attested")


# The baseline ----------------------------------------------------------------------------------------


def thin(answered: int) -> Patient:
    """Forty well-kept days, then a baseline of 28 days with so many answered, then two cycles."""
    before = stretch(20, 40) + "h" * answered + "?" * (28 - answered)
    return treated(
        0, "", diary=diary(before + stretch(60, 84) + stretch(42, 84), last=NEXT - timedelta(days=1))
    )


def test_a_baseline_with_twenty_answered_days_stands():
    assert not said_in(ask(NICE, "continue", thin(20), NEXT), "baseline")


def test_under_twenty_answered_days_the_nearest_earlier_28_days_are_offered_and_not_taken():
    decision = ask(NICE, "continue", thin(19), NEXT)
    assert said_in(decision, "The baseline has only 19 of 28 days answered.")
    (offer,) = said_in(decision, "--baseline")
    nearest = FIRST - timedelta(days=29)  # one day back brings one of the forty days in: 20 answered
    assert f"--baseline {nearest.isoformat()}" in offer and "have 20:" in offer
    assert reason(decision, "stop_no_response").found["baseline.headache_days.total"] == Between(19, 28)


@pytest.mark.parametrize(("back", "offered"), [(180, True), (181, False)])
def test_a_baseline_is_offered_from_180_days_before_the_first_session_and_no_earlier(
    back: int, offered: bool
):
    once_kept = "h" * 20 + "?" * (back - 20) + stretch(168, 168)
    patient = treated(0, "", diary=diary(once_kept, last=NEXT - timedelta(days=1)))
    decision = ask(NICE, "continue", patient, NEXT)
    assert said_in(decision, "only 0 of 28")
    assert bool(said_in(decision, f"--baseline {FIRST - timedelta(days=back)}")) is offered
    assert bool(said_in(decision, "--baseline")) is offered


def test_a_chosen_baseline_is_used_and_told():
    chosen = FIRST - timedelta(days=68)  # the forty well-kept days
    decision = ask(NICE, "continue", thin(19), NEXT, baseline=chosen)
    assert reason(decision, "stop_no_response").found["baseline.headache_days.total"] == Between.exactly(20)
    assert said_in(decision, "The baseline was chosen: it begins on 29 Oct 2025.")
    assert not said_in(decision, "--baseline")


def test_a_chosen_baseline_is_called_so_wherever_a_rule_is_read_aloud():
    policy = find_policy(NICE)
    plain = {name: replace(one, in_words="") for name, one in policy.rules.criteria.items()}
    spoken = replace(policy, rules=replace(policy.rules, criteria=plain))
    for chosen, named in ((None, "the baseline before the first injection"),
                          (FIRST - timedelta(days=68), "the baseline that was chosen")):  # fmt: skip
        needs = reason(decide(spoken, "continue", thin(19), NEXT, chosen), "stop_no_response").needs
        assert named in needs and f"‘{named}’" not in needs


def test_a_chosen_baseline_changes_nothing_where_the_question_has_none():
    assert ask(NICE, "start", chronic(), baseline=FIRST) == ask(NICE, "start", chronic())


def test_without_a_first_session_no_baseline_is_offered():
    assert not said_in(ask(NICE, "continue", chronic(toxin=())), "baseline")


def test_a_question_nobody_here_answers_is_refused_with_those_that_are():
    with pytest.raises(BadInput, match="start and continue"):
        ask(NICE, "stop", chronic())


def test_a_session_on_the_day_of_the_question_is_already_part_of_the_course():
    patient = chronic("", diary=kept(20, ""), toxin=injected(FIRST, SECOND))
    assert reason(ask(NICE, "continue", patient, FIRST), "treated").answer is YES
