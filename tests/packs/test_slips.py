"""Slips of the pen in a policy: each must be noticed by one of its own worked cases.

A slip is a number one up or down, a comparison strict instead of lax or the reverse, `and` for `or`, a
`not` left out, an outcome, class or route of a tally left out or added, drugs counted for classes. Where a
slip makes the default what an alternative reading already is, that alternative is taken out first.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any

import pytest

from packs.edited import POLICIES, text_of
from procerus.faults import Fault
from procerus.packs.check import check_policy, run_case
from procerus.packs.compile import AlternativeRules, compile_rules, patched
from procerus.packs.load import load_headache
from procerus.packs.policy import read_policy_pack
from procerus.packs.sections import NEVER_TRIED, OUTCOMES
from procerus.packs.shape import PackText

Table = dict[str, Any]
Slip = Callable[[Table], None]
REPLACED = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "and": "or", "or": "and", "not": ""}
CHANGES_NOTHING = re.compile(r"readings\.(\d+)\.alternatives\.(\d+): changes nothing")


def slips(name: str) -> Iterator[tuple[str, Slip]]:
    """Every slip in a policy, with what it is called."""
    table = table_of(name)
    yield from slips_of_numbers(table)
    for kind in ("criteria", "questions"):
        for one, row in table.get(kind, {}).items():
            yield from slips_of_a_rule((kind, one, "yes_when"), row["yes_when"])
    for number, reading in enumerate(table.get("readings", [])):
        for other, alternative in enumerate(reading.get("alternatives", [])):
            place = ("readings", number, "alternatives", other)
            for one, rule in alternative.get("criteria", {}).items():
                yield from slips_of_a_rule((*place, "criteria", one), rule)
            for one, value in alternative.get("numbers", {}).items():
                yield from slips_of_a_value((*place, "numbers", one), value)
    for one, row in table.get("tallies", {}).items():
        yield from slips_of_a_tally(one, row)


def slips_of_numbers(table: Table) -> Iterator[tuple[str, Slip]]:
    for one, row in table.get("numbers", {}).items():
        yield from slips_of_a_value(("numbers", one, "is"), row["is"])


def slips_of_a_value(path: tuple[str | int, ...], value: int) -> Iterator[tuple[str, Slip]]:
    for slipped in (value - 1, value + 1):
        if slipped >= 0:
            yield f"{called(path)} is {slipped}", put(path, slipped)


def slips_of_a_rule(path: tuple[str | int, ...], rule: str) -> Iterator[tuple[str, Slip]]:
    for found in re.finditer(r">=|<=|[<>]|\b(?:and|or|not)\b", rule):
        slipped = rule[: found.start()] + REPLACED[found[0]] + rule[found.end() :]
        yield f"{called(path)}: {slipped}", put(path, slipped.strip())
    for found in re.finditer(r"(?<![\w.])\d+\b", rule):
        for value in (int(found[0]) - 1, int(found[0]) + 1):
            slipped = rule[: found.start()] + str(value) + rule[found.end() :]
            yield f"{called(path)}: {slipped}", put(path, slipped)


def slips_of_a_tally(name: str, row: Table) -> Iterator[tuple[str, Slip]]:
    for key in ("outcomes", "classes", "routes"):
        words = row.get(key, [])
        for word in words if len(words) > 1 else []:
            rest = [one for one in words if one != word]
            yield f"{name}: no {word}", put(("tallies", name, key), rest)
    tried = [one for one in OUTCOMES if one not in NEVER_TRIED]
    for word in [one for one in tried if one not in row.get("outcomes", tried)]:
        yield f"{name}: {word} too", put(("tallies", name, "outcomes"), [*row["outcomes"], word])
    for key in ("classes", "routes"):
        if key in row:
            yield f"{name}: any {key}", put(("tallies", name, key), [])
    if "distinct" in row:
        other = "class" if row["distinct"] == "drug" else "drug"
        yield f"{name}: each {other}", put(("tallies", name, "distinct"), other)


def called(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def put(path: tuple[str | int, ...], value: object) -> Slip:
    def slip(table: Table) -> None:
        below: Any = table
        for key in path[:-1]:
            below = below[key]
        assert below[path[-1]] != value
        below[path[-1]] = value

    return slip


@lru_cache
def table_of(name: str) -> Table:
    return tomllib.loads(text_of(name))


def broken_cases(name: str, slip: Slip) -> list[str]:
    """The worked cases that a slip breaks; alternatives that no longer differ are taken out first."""
    table = deepcopy(table_of(name))
    slip(table)
    faults = faults_in(name, table)
    while same := [found for fault in faults if (found := CHANGES_NOTHING.search(fault))]:
        take_out(table, int(same[-1][1]) - 1, int(same[-1][2]) - 1)  # people count from 1
        faults = faults_in(name, table)
    return [fault for fault in faults if re.search(r", cases\.\d+\.", fault)]


def faults_in(name: str, table: Table) -> list[str]:
    """What is wrong with a policy. Where a case of the default reading is broken, no more is looked at."""
    headache, faults, text = load_headache(), list[Fault](), PackText(f"{name}.toml", text_of(name))
    pack = read_policy_pack(table, text, headache.pack, faults)
    if faults:
        return [str(fault) for fault in faults]
    rules = compile_rules(pack.sections, headache.definitions, pack.questions, text, faults)
    default = [case for case in pack.cases if case.under is None]
    broken = [] if faults else [case for case in default if run_case(case, rules) != case.expected]
    if broken:
        return [f"{text.where(case.row.path)}, cases.1.: {case.name}" for case in broken]
    definitions = headache.definitions
    others = [
        AlternativeRules(reading, one, patched(rules, pack.sections, definitions, one, text, faults))
        for reading in pack.sections.readings
        for one in reading.alternatives
        if not faults
    ]
    return [str(fault) for fault in faults or check_policy(pack, rules, others)]


def take_out(table: Table, reading: int, alternative: int) -> None:
    """Remove an alternative that says what the default says; its cases are now about the default."""
    row = table["readings"][reading]
    under = {"reading": row["id"], "alternative": row["alternatives"].pop(alternative)["name"]}
    if not row["alternatives"]:
        del row["alternatives"]
        row["stated_only"] = True
    for case in table["cases"]:
        if case.get("under") == under:
            del case["under"]  # the default now says the same


SLIPPED = [pytest.param(name, slip, id=f"{name}: {what}") for name in POLICIES for what, slip in slips(name)]


@pytest.mark.parametrize(("name", "slip"), SLIPPED)
def test_a_slip_in_a_policy_breaks_one_of_its_own_worked_cases(name: str, slip: Slip) -> None:
    assert broken_cases(name, slip), "no worked case noticed"


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_without_a_slip_breaks_none_of_its_worked_cases(name: str) -> None:
    def wrong(table: Table) -> None:
        question = next(iter(table["questions"]))
        table["cases"].append({"name": "Wrong", "given": {}, question: "yes"})

    [broken] = broken_cases(name, wrong)
    assert "Wrong" in broken


def test_there_are_enough_slips_to_mean_something() -> None:
    assert Counter(one.values[0] for one in SLIPPED).keys() == set(POLICIES) and len(SLIPPED) > 600
