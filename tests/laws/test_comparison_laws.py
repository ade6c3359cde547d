"""Laws of comparing: asking all policies together says what asking each of them alone says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from laws.test_decision_laws import people
from procerus.packs.load import find_policy, policy_files
from procerus.pathway.comparison import compare
from procerus.pathway.decision import decide
from procerus.pathway.patient import Patient

FEW = max(8, settings().max_examples // 8)  # every policy is asked with all its readings
several = st.lists(st.sampled_from(tuple(policy_files())), min_size=2, max_size=5, unique=True)


@settings(max_examples=FEW)
@given(people(), several, st.sampled_from(["start", "continue", "restart"]))
def test_policies_that_share_counts_decide_as_each_does_alone(
    someone: tuple[Patient, date], order: Sequence[str], question: str
) -> None:
    patient, on = someone
    policies = [find_policy(name) for name in order]
    together = compare(policies, question, patient, on)
    assert [one.id for one in together.policies] == list(order)
    for one in together.policies:
        alone = None
        if question in one.policy.rules.questions:
            alone = decide(one.policy, question, patient, on)
        assert one.decision == alone


@settings(max_examples=FEW)
@given(people(), several, st.sampled_from(["start", "continue"]))
def test_every_policy_that_answers_stands_once_in_every_split(
    someone: tuple[Patient, date], names: Sequence[str], question: str
) -> None:
    patient, on = someone
    found = compare([find_policy(name) for name in names], question, patient, on)
    answering = sorted(one.id for one in found.asked)
    for split in found.splits():
        said = [name for policies in split.said.values() for name in policies]
        assert sorted([*said, *split.not_asked]) == answering
        assert sorted(said) == sorted(split.asks)
    json.dumps(found.to_json())


@settings(max_examples=FEW)
@given(people(), several, st.sampled_from(["start", "continue"]))
def test_what_is_in_the_way_stands_among_the_reasons_and_only_where_criteria_are_not_met(
    someone: tuple[Patient, date], names: Sequence[str], question: str
) -> None:
    patient, on = someone
    for one in compare([find_policy(name) for name in names], question, patient, on).policies:
        reasons = {each.criterion for each in one.reasons}
        blocking = {each.criterion for each in one.in_the_way()}
        assert blocking <= reasons
        assert not (blocking and one.answer == "yes")
        assert one.nearest() is None or one.answer == "yes"
