"""The worked cases of the built-in policies: they come out as written, on two engines, and they bite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from packs.edited import POLICIES
from procerus.criteria import blocks
from procerus.criteria.bounds import Answer, Between
from procerus.packs.cases import Case
from procerus.packs.check import case_facts, rules_of, run_case
from procerus.packs.load import Policy, find_policy, load_headache


def every_case() -> Iterator[tuple[Policy, Case]]:
    for name in POLICIES:
        policy = find_policy(name)
        yield from ((policy, case) for case in policy.pack.cases)


CASES = [pytest.param(*one, id=f"{one[0].pack.about.id}: {one[1].name}") for one in every_case()]


@pytest.mark.parametrize(("policy", "case"), CASES)
def test_a_worked_case_comes_out_as_written_on_the_reference_engine(policy: Policy, case: Case) -> None:
    assert run_case(case, rules_of(case, policy.rules, policy.alternatives)) == case.expected


@pytest.mark.parametrize(("policy", "case"), CASES)
def test_a_worked_case_comes_out_as_written_on_the_engine_for_many_patients(
    policy: Policy, case: Case
) -> None:
    rules = rules_of(case, policy.rules, policy.alternatives)
    facts: dict[str, blocks.Numbers | blocks.Truths] = {}
    for name, fact in case_facts(case, rules).items():
        if name in rules.criteria and name not in case.given:
            continue
        if isinstance(fact, Between):
            facts[name] = blocks.numbers_of([fact])
        else:
            facts[name] = blocks.truths_of([fact])
    for name, criterion in rules.criteria.items():
        if name not in case.given:
            facts[name] = blocks.answer(criterion.tree, facts)
    trees = {name: (rules.questions.get(name) or rules.criteria[name]).tree for name in case.expected}
    found = {name: blocks.answers(*blocks.answer(tree, facts))[0] for name, tree in trees.items()}
    assert found == case.expected


@pytest.mark.parametrize("name", POLICIES)
def test_every_question_is_shown_with_a_yes_a_no_and_an_unknown(name: str) -> None:
    policy = find_policy(name)
    assert policy.rules.questions
    for question in policy.rules.questions:
        assert {case.expected.get(question) for case in policy.pack.cases} >= set(Answer)


@pytest.mark.parametrize("name", POLICIES)
def test_at_least_three_cases_stand_exactly_at_a_threshold(name: str) -> None:
    """A case stands at a threshold if one more or one less of a single fact changes what it expects."""
    policy = find_policy(name)
    assert sum(at_a_threshold(case, policy) for case in policy.pack.cases) >= 3


def at_a_threshold(case: Case, policy: Policy) -> bool:
    for fact, said in case.given.items():
        if isinstance(said, Between) and said.known and said.low:
            for near in (said.low - 1, said.low + 1):
                given = {**case.given, fact: Between.exactly(near)}
                moved = replace(case, given=given)
                if run_case(moved, rules_of(case, policy.rules, policy.alternatives)) != case.expected:
                    return True
    return False


def test_the_headache_pack_is_sound_and_names_all_eight_subtypes_of_overuse() -> None:
    codes = load_headache().pack.codes
    assert {f"8.2.{number}" for number in range(1, 9)} <= codes.keys()
    assert max(Counter(codes.values()).values()) == 1, "two codes stand for one criterion"
