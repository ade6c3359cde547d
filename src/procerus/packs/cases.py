"""Worked cases of a policy: facts given, answers expected. They are its tests and its page's examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import Kind
from procerus.packs.names import patient_names
from procerus.packs.records import Tried
from procerus.packs.sections import OUTCOMES, ROUTES, Patch, Sections
from procerus.packs.shape import Shape, did_you_mean, each_once

_ANSWERS = tuple(answer.value for answer in Answer)
_KINDS = {Kind.NUMBER: "a number or a pair of numbers", Kind.TRUTH: "yes, no or unknown"}


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case. What it does not give is unknown."""

    name: str
    given: Mapping[str, Between | Answer]
    expected: Mapping[str, Answer]  # question or criterion -> answer
    unsettled: tuple[str, ...] | None
    row: Shape
    tried: tuple[Tried, ...] | None = None  # preventives, for the policy's tallies to count
    cycles: tuple[Between, ...] | None = None  # days from one session to the next
    under: tuple[str, str] | None = None  # a reading and its alternative; else the default reading


def read_cases(
    rows: Sequence[Shape], merged: Sections, questions: Sequence[str], classes: Sequence[str]
) -> tuple[Case, ...]:
    """`[[cases]]`, once everything that they may name is known; what is wrong is added to the faults."""
    each_once(rows, "name")
    return tuple(_case(row, merged, questions, classes) for row in rows)


def _case(row: Shape, merged: Sections, questions: Sequence[str], classes: Sequence[str]) -> Case:
    name, under = row.text("name"), _under(row, merged)
    read_as = merged if under is None else merged.under(_patch(merged, under))
    names = patient_names(read_as)
    for number in merged.numbers:
        del names[number]  # a case says what a person is like, not what the policy asks
    records = "tried" in row.table or "cycles" in row.table
    given = _given(row.sub("given", not records), names)
    unsettled = row.words("unsettled", None, False) if "unsettled" in row.table else None
    tried = _tried(row, classes) if "tried" in row.table else None
    cycles = _cycles(row) if "cycles" in row.table else None
    expected = _expected(row, (*questions, *merged.criteria))
    row.finish()
    return Case(name, given, expected, unsettled, row, tried, cycles, under)


def _expected(row: Shape, answerable: Sequence[str]) -> dict[str, Answer]:
    row.asked.update(answerable)
    words = {key: row.word(key, _ANSWERS) for key in answerable if key in row.table}
    if not words:
        row.fault("", "expects no answer", "Add start, continue or restart with yes, no or unknown.")
    return {key: Answer(word) for key, word in words.items() if word is not None}


def _under(row: Shape, merged: Sections) -> tuple[str, str] | None:
    if "under" not in row.table:
        return None
    sub = row.sub("under")
    readings = {one.id: [other.name for other in one.alternatives] for one in merged.readings}
    reading = sub.word("reading", tuple(readings))
    alternative = None if reading is None else sub.word("alternative", tuple(readings[reading]))
    sub.asked.add("alternative")
    sub.finish()
    return None if reading is None or alternative is None else (reading, alternative)


def _patch(merged: Sections, under: tuple[str, str]) -> Patch:
    [patch] = [
        other.patch for one in merged.readings for other in one.alternatives if (one.id, other.name) == under
    ]
    return patch


def _tried(row: Shape, classes: Sequence[str]) -> tuple[Tried, ...]:
    tried = []
    for one in row.rows("tried"):
        days = one.take("days", object, "a number or a pair of numbers", False)
        length = ANYTHING if days is None else given_fact(days)
        if not isinstance(length, Between) or (length.low or 0) < 0:
            one.fault("days", f"is not {_KINDS[Kind.NUMBER]}", "", days)
            length = ANYTHING
        drug, drug_class = one.text("drug"), one.word("class", classes, False)
        route, outcome = one.word("route", ROUTES, False), one.word("outcome", OUTCOMES, False)
        one.finish()
        tried.append(Tried(drug, drug_class, route, length, outcome))
    return tuple(tried)


def _cycles(row: Shape) -> tuple[Between, ...]:
    lengths = [given_fact(one) for one in row.take("cycles", list, "a list of days", False) or []]
    if not all(isinstance(one, Between) and (one.low or 0) >= 0 for one in lengths):
        row.fault("cycles", "is not a list of days", "Write [84, 91], or a pair for days not known.")
    return tuple(one for one in lengths if isinstance(one, Between))


def _given(row: Shape, names: Mapping[str, Kind]) -> dict[str, Between | Answer]:
    given: dict[str, Between | Answer] = {}
    for path, value in _flat(row.table):
        fact, said = ".".join(path), given_fact(value)
        if fact not in names:
            row.fault_at(path, f"no fact is called '{fact}'", did_you_mean(fact, names))
        elif said is None:
            row.fault_at(path, "is neither a number, a pair, yes, no nor unknown", "", value)
        elif said is Answer.UNKNOWN and names[fact] is Kind.NUMBER:
            given[fact] = ANYTHING
        elif isinstance(said, Answer) is not (names[fact] is Kind.TRUTH):
            row.fault_at(path, f"is not {_KINDS[names[fact]]}", "", value)
        else:
            given[fact] = said
    return given


def given_fact(value: object) -> Between | Answer | None:
    """A fact as a case writes it: 17, [13, 18], "yes", "no" or "unknown"; None where it is none of these."""
    if isinstance(value, str) and value in _ANSWERS:
        return Answer(value)
    if type(value) is int:
        return Between.exactly(value)
    if isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value):
        return Between(*value) if value[0] <= value[1] else None
    return None


def _flat(
    table: Mapping[str, object], before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """The facts of a table by their path: WINDOW.FACT.least has three parts, and no fact has more."""
    for key, value in table.items():
        if isinstance(value, dict) and len(before) < 2:
            yield from _flat(value, (*before, key))
        else:
            yield (*before, key), value
