"""What if a number of a policy were another: the same rules otherwise, and never the policy itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asked import AS_OF, FIRST, NEXT, SECOND, chronic, injected, kept, reason, stretch, treated
from packs.edited import policy as edited
from people import ada, ben, cleo, eve
from procerus.criteria.bounds import Answer
from procerus.faults import BadInput
from procerus.packs.load import Policy, find_policy
from procerus.packs.rules import NotBefore, Rules
from procerus.packs.suppose import suppose
from procerus.pathway.decision import Decision, decide
from unit.small_policy import small

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
NICE, EHF, MBS = "nice-ta260", "ehf-2018", "mbs-18377"
TELLS = "This is a what-if, not the policy:"


def what_if(policy: str, **numbers: int) -> Policy:
    return suppose(find_policy(policy), numbers)


def fault_of(policy: str, **numbers: int) -> str:
    with pytest.raises(BadInput) as complaint:
        what_if(policy, **numbers)
    [fault] = complaint.value.faults
    return str(fault)


def every_reading(policy: Policy) -> Iterator[Rules]:
    yield policy.rules
    yield from (other.rules for other in policy.alternatives)


# What changes


def test_fourteen_headache_days_would_be_enough_if_the_policy_asked_for_fourteen() -> None:
    fourteen = chronic("M" * 9 + stretch(5, 21))
    assert decide(find_policy(NICE), "start", fourteen, AS_OF).answer is NO
    decision = decide(what_if(NICE, min_headache_days=14), "start", fourteen, AS_OF)
    assert decision.answer is YES
    assert reason(decision, "often_headache").answer is YES


def test_only_the_number_named_changes() -> None:
    own, other = find_policy(NICE), what_if(NICE, min_headache_days=10)
    assert other.rules.numbers == {**own.rules.numbers, "min_headache_days": 10}
    assert other.rules.windows == own.rules.windows and other.rules.tallies == own.rules.tallies
    trees = {name: one.tree for name, one in own.rules.criteria.items()}
    assert {name: one.tree for name, one in other.rules.criteria.items()} == trees
    assert other.rules.questions == own.rules.questions
    assert find_policy(NICE).rules.numbers["min_headache_days"] == 15, "the policy itself stays as it is"


def test_every_alternative_reading_is_asked_with_the_number_too() -> None:
    own, other = find_policy(NICE), what_if(NICE, min_headache_days=10)
    assert [one.alternative for one in other.alternatives] == [one.alternative for one in own.alternatives]
    assert {rules.numbers["min_headache_days"] for rules in every_reading(other)} == {10}


def test_an_alternative_that_sets_the_number_itself_keeps_its_own() -> None:
    other = what_if(EHF, min_preventives=5)
    said = {one.alternative.name: one.rules.numbers["min_preventives"] for one in other.alternatives}
    assert (said.pop("three"), said.pop("none needed")) == (3, 0)
    assert set(said.values()) == {5} and other.rules.numbers["min_preventives"] == 5


def test_a_longer_cycle_is_waited_for() -> None:
    other = what_if(NICE, cycle_days=91)
    for rules in every_reading(other):
        assert rules.criteria["stop_no_response"].not_before == NotBefore("second_injection", 91)
    patient = treated(20, stretch(84, 84))
    assert reason(decide(find_policy(NICE), "continue", patient, NEXT), "stop_no_response").answer is YES
    waiting = reason(decide(other, "continue", patient, NEXT), "stop_no_response")
    assert (waiting.answer, waiting.remark) == (NO, "too early to assess")


def test_a_tally_counts_by_the_number_that_was_set(tmp_path: Path) -> None:
    other = suppose(small(tmp_path), {"weeks": 28, "longest": 90})
    for rules in every_reading(other):
        assert rules.tallies["tried"].min_days == 28
        assert (rules.tallies["fair_cycles"].min_days, rules.tallies["fair_cycles"].max_days) == (28, 90)


def test_two_numbers_can_be_set_at_once() -> None:
    eight = chronic("M" * 7 + "h" * 3 + "." * 20)
    one = what_if(NICE, min_headache_days=10)
    both = what_if(NICE, min_headache_days=10, min_migraine_days=7)
    assert decide(one, "start", eight, AS_OF).answer is NO
    assert decide(both, "start", eight, AS_OF).answer is YES


def test_a_number_of_the_headache_pack_can_be_set() -> None:
    twelve = chronic("M" * 9 + stretch(3, 21))
    assert what_if(EHF, chronic_headache_days=12).rules.numbers["chronic_headache_days"] == 12
    own, other = (
        reason(decide(policy, "start", twelve, AS_OF), "chronic_migraine_diagnosed").answer
        for policy in (find_policy(EHF), what_if(EHF, chronic_headache_days=12))
    )
    assert (own, other) == (NO, UNKNOWN), "the pattern is there, and the attacks in a lifetime are not known"


def test_a_fall_asked_for_in_percent_can_be_set() -> None:
    patient = treated(20, stretch(42, 84))  # a fall of exactly 30 percent
    for percent, answer in ((30, YES), (31, NO)):
        decided = decide(what_if(NICE, min_reduction_percent=percent), "continue", patient, NEXT)
        assert decided.answer is answer


# That it is not the policy


def test_a_what_if_says_first_of_all_that_it_is_none_of_the_policy() -> None:
    decision = decide(what_if(NICE, min_headache_days=10), "start", ada(), AS_OF)
    assert decision.warnings[0] == f"{TELLS} min_headache_days is 10, not 15."
    assert decision.to_json()["what_if"] == {"not_the_policy": True, "numbers": {"min_headache_days": 10}}


def test_a_what_if_names_every_number_that_was_set_with_the_policys_own() -> None:
    decision = decide(what_if(EHF, stop_below=15, chronic_headache_days=12), "continue", eve(), NEXT)
    assert decision.warnings[0] == f"{TELLS} stop_below is 15, not 10; chronic_headache_days is 12, not 15."


def test_without_a_what_if_nothing_is_said_of_one() -> None:
    decision = decide(find_policy(NICE), "start", ada(), AS_OF)
    assert "what_if" not in decision.to_json()
    assert not any("what-if" in warning for warning in decision.warnings)


def test_a_what_if_has_a_fingerprint_of_its_own_whatever_the_order_of_its_numbers() -> None:
    prints = {
        find_policy(NICE).fingerprint,
        what_if(NICE, min_headache_days=10).fingerprint,
        what_if(NICE, min_headache_days=11).fingerprint,
        what_if(NICE, min_headache_days=10, adult_age=16).fingerprint,
        what_if(NICE, adult_age=16, min_headache_days=10).fingerprint,
        what_if(NICE, min_headache_days=15).fingerprint,
    }
    assert len(prints) == 5


# What cannot be supposed


def test_a_number_the_policy_does_not_have_is_refused_with_the_nearest_one() -> None:
    said = fault_of(NICE, min_headache_day=10)
    assert said == (
        "nice-ta260: 'min_headache_day' is no number of this policy. Did you mean 'min_headache_days'?"
    )


def test_every_number_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(BadInput) as complaint:
        what_if(NICE, years_old=18, min_headache_days=10, weeks=12)
    assert [fault.value for fault in complaint.value.faults] == ["years_old", "weeks"]


def test_a_what_if_waits_for_no_longer_than_a_policy_may() -> None:
    assert what_if(NICE, cycle_days=3660).rules.numbers["cycle_days"] == 3660
    said = fault_of(NICE, cycle_days=3661)
    assert said == "nice-ta260, cycle_days: '3661' waits for more than 3660 days. Set fewer."


def test_a_reading_that_names_the_day_it_waits_for_cannot_wait_for_another(
    tmp_path: Path,
) -> None:
    named = ("windows = { baseline.months = 3 }", 'criteria = { treated = "second_injection.day_84" }')
    found = edited(tmp_path, NICE, named)
    with pytest.raises(BadInput, match=r"second_injection\.day_84"):
        suppose(found, {"cycle_days": 91})


# The law

PEOPLE = {"ada": ada(), "ben": ben(), "cleo": cleo(), "eve": eve()}
PEOPLE["treated"] = chronic(diary=kept(20, stretch(40, 84)), toxin=injected(FIRST, SECOND))
ASKED = {NICE: "continue", EHF: "continue", MBS: "start", "smc-2017": "start", "wa-lni": "start"}


def without_marks(decision: Decision) -> dict[str, object]:
    """A decision less what marks it as a what-if."""
    said = decision.to_json()
    said["warnings"] = [one for one in decision.warnings if not one.startswith(TELLS)]
    return {key: value for key, value in said.items() if key not in ("fingerprint", "what_if")}


@settings(max_examples=15)
@given(st.sampled_from(sorted(ASKED)), st.sampled_from(sorted(PEOPLE)), st.data())
def test_supposing_the_numbers_a_policy_has_already_changes_no_answer(
    name: str, who: str, data: st.DataObject
) -> None:
    policy = find_policy(name)
    chosen = data.draw(st.sets(st.sampled_from(sorted(policy.pack.own.numbers)), min_size=1))
    same = suppose(policy, {number: policy.rules.numbers[number] for number in chosen})
    ours, theirs = (decide(one, ASKED[name], PEOPLE[who], NEXT) for one in (policy, same))
    assert without_marks(ours) == without_marks(theirs)


@settings(max_examples=15)
@given(st.integers(0, 31), st.integers(0, 31), st.integers(0, 29))
def test_asking_for_more_days_lets_nobody_start_who_could_not_start_before(
    one: int, other: int, headaches: int
) -> None:
    patient = chronic("M" * headaches + "?" + "." * (29 - headaches))
    fewer, more = sorted((one, other))
    asked = [
        reason(decide(what_if(NICE, min_headache_days=days), "start", patient, AS_OF), "often_headache")
        for days in (fewer, more)
    ]
    order = (NO, UNKNOWN, YES)
    assert order.index(asked[0].answer) >= order.index(asked[1].answer)
    assert asked[0].found == asked[1].found, "what was counted is the same"
