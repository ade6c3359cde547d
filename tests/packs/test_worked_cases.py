"""The worked cases of the built-in policies: they come out as written, on two engines, and they bite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from packs.edited import POLICIES, faults_of, text_of, written
from procerus.criteria import blocks
from procerus.criteria.bounds import Answer, Between
from procerus.packs.cases import Case
from procerus.packs.check import case_facts, rules_of, run_case
from procerus.packs.load import Policy, find_policy, load_headache
from procerus.packs.shape import PackText

ASKED = {"start", "continue"}
SLIPS = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "and": "or", "or": "and", "not": ""}


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
    assert policy.rules.questions.keys() >= ASKED
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


# Slips of the pen in a policy: each must be noticed by one of its own worked cases.


def slips(name: str) -> Iterator[tuple[str, str]]:
    """Every number one up and one down, every comparison strict or lax, every join the other, no `not`."""
    policy, whole = find_policy(name), without_readings(name)
    text, lines, asked = PackText(name, whole), whole.splitlines(), used_by_default(policy)
    for number, one in policy.pack.own.numbers.items():
        if re.search(rf"\b{number}\b", asked):
            at = line_at(text, ("numbers", number, "is"))
            for slipped in (one.value - 1, one.value + 1):
                line = re.sub(r"\bis = \d+", f"is = {slipped}", lines[at])
                yield f"{number} is {slipped}", with_line(lines, at, line)
    named = [("criteria", one) for one in policy.pack.own.criteria]
    for path in [*named, *(("questions", one) for one in policy.pack.questions)]:
        at = line_at(text, (*path, "yes_when"))
        for line in slips_of_the_rule(lines[at]):
            yield f"{path[1]}: {line.partition('= ')[2]}", with_line(lines, at, line)


def without_readings(name: str) -> str:
    """A policy with its default readings only, because an alternative may be what a slip makes of it."""
    text = text_of(name)
    end = min(text.index(table) for table in ("[[claims]]", "[[cases]]") if table in text)
    return text[: text.index("[[readings]]")] + text[end:]


def used_by_default(policy: Policy) -> str:
    """The rules of the default reading and the waits of its criteria; worked cases show no other."""
    rules, own = policy.rules, policy.pack.own.criteria
    said = [rules.criteria[name].yes_when for name in own]
    said += [question.yes_when for question in rules.questions.values()]
    return " ".join([*said, *(one.not_before[1] for one in own.values() if one.not_before)])


def slips_of_the_rule(line: str) -> Iterator[str]:
    start = line.index('"') + 1
    for found in re.finditer(r">=|<=|[<>]|\b(?:and|or|not)\b", line[start:]):
        yield line[: start + found.start()] + SLIPS[found[0]] + line[start + found.end() :]
    for found in re.finditer(r"\b\d+\b", line[start:]):
        for slipped in (int(found[0]) - 1, int(found[0]) + 1):
            yield line[: start + found.start()] + str(slipped) + line[start + found.end() :]


def line_at(text: PackText, path: tuple[str, ...]) -> int:
    line = text.line_of(path)
    assert line is not None
    return line - 1


def with_line(lines: list[str], at: int, line: str) -> str:
    assert line != lines[at]
    return "\n".join([*lines[:at], line, *lines[at + 1 :]])


SLIPPED = [pytest.param(name, text, id=f"{name}: {what}") for name in POLICIES for what, text in slips(name)]


@pytest.mark.parametrize(("name", "text"), SLIPPED)
def test_a_slip_in_a_policy_breaks_one_of_its_own_worked_cases(name: str, text: str, tmp_path: Path) -> None:
    faults = [str(fault) for fault in faults_of(written(tmp_path, name, text))]
    broken = [fault for fault in faults if re.search(r", cases\.\d+\.", fault)]
    assert broken, "\n".join(faults)


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_without_a_slip_breaks_none_of_its_worked_cases(name: str, tmp_path: Path) -> None:
    wrong = '\n[[cases]]\nname = "Wrong"\ngiven = {}\nstart = "yes"\n'
    faults = [str(fault) for fault in faults_of(written(tmp_path, name, without_readings(name) + wrong))]
    [broken] = [fault for fault in faults if ", cases." in fault]
    assert "the case 'Wrong' says yes, the rules say unknown" in broken


def test_there_are_enough_slips_to_mean_something() -> None:
    assert Counter(one.values[0] for one in SLIPPED).keys() == set(POLICIES) and len(SLIPPED) > 100
