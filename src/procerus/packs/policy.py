"""Policy packs: one wording of one guidance, with its questions, readings and worked cases."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import Kind
from procerus.faults import Fault
from procerus.packs.headache import HeadachePack
from procerus.packs.names import check_waits, names_of, patient_names, refuse_namesakes
from procerus.packs.sections import (
    About,
    Sections,
    read_criteria,
    read_numbers,
    read_readings,
    read_tallies,
    read_windows,
)
from procerus.packs.shape import PackText, Shape, did_you_mean, each_once

QUESTIONS = ("start", "continue", "restart")
STANDING = ("current", "superseded", "retired", "article", "local")
CLASSES = (
    "beta-blocker", "antidepressant", "antiepileptic", "arb-ace", "calcium-channel-blocker", "5-ht2",
    "cgrp-antibody", "gepant", "toxin", "other",
)  # fmt: skip
_ANSWERS = tuple(answer.value for answer in Answer)
_KINDS = {Kind.NUMBER: "a number or a pair of numbers", Kind.TRUTH: "yes, no or unknown"}


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as written."""

    asks: str
    yes_when: str


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: facts given, answers expected. It is the pack's test and its page's example."""

    name: str
    given: Mapping[str, Between | Answer]
    expected: Mapping[str, Answer]  # question or criterion -> answer
    unsettled: tuple[str, ...] | None
    row: Shape


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """One wording of one guidance."""

    about: About
    place: str
    standing: str
    valid_from: datetime.date | None
    valid_until: datetime.date | None
    counts_accepted: bool
    notes: tuple[str, ...]
    sections: Sections  # laid over the headache pack's
    own: Sections  # what stands in this file
    questions: Mapping[str, QuestionText]
    cases: tuple[Case, ...]
    headache: HeadachePack
    text: PackText


def read_policy_pack(
    table: Mapping[str, object], text: PackText, headache: HeadachePack, faults: list[Fault]
) -> PolicyPack:
    """Read a policy pack's tables; what is wrong is added to `faults`."""
    shape = Shape(table, (), text, faults)
    pack = shape.sub("pack")
    pack.word("kind", ("policy",))
    pack.word("headache", (headache.about.id,))
    about, place, standing = About.read(pack), pack.text("place"), pack.word("standing", STANDING)
    valid_from, valid_until = _validity(pack)
    accepted, notes = pack.truth("counts_accepted"), pack.words("notes", None, False)
    pack.finish()
    own, merged = _sections(shape, headache)
    questions = _questions(shape)
    rows = shape.rows("cases")
    shape.finish()
    cases = () if faults else _cases(rows, merged)  # its facts are known once all else can be read
    return PolicyPack(
        about, place, standing or "", valid_from, valid_until, accepted, notes,
        merged, own, questions, cases, headache, text,
    )  # fmt: skip


def _sections(shape: Shape, headache: HeadachePack) -> tuple[Sections, Sections]:
    nouns: dict[str, str] = {}
    own = Sections(
        nouns=nouns,
        windows=read_windows(shape, nouns),
        numbers=read_numbers(shape),
        tallies=read_tallies(shape, CLASSES, nouns),
        criteria=read_criteria(shape),
    )
    refuse_namesakes(shape, own, names_of(headache.sections, headache.text.name))
    own = Sections(readings=read_readings(shape, headache.sections, own)).over(own)
    check_waits(shape, own)
    return own, own.over(headache.sections)


def _questions(shape: Shape) -> dict[str, QuestionText]:
    questions = {}
    for name, row in shape.named("questions", True).items():
        if name not in QUESTIONS:
            row.fault("", f"'{name}' is not a question", f"It may be {', '.join(QUESTIONS)}.")
        questions[name] = QuestionText(row.text("asks"), row.text("yes_when"))
        row.finish()
    return questions


def _cases(rows: Sequence[Shape], merged: Sections) -> tuple[Case, ...]:
    names = patient_names(merged)
    for number in merged.numbers:
        del names[number]  # a case says what a person is like, not what the policy asks
    each_once(rows, "name")
    return tuple(_case(row, names, merged) for row in rows)


def _case(row: Shape, names: Mapping[str, Kind], merged: Sections) -> Case:
    name, given = row.text("name"), _given(row.sub("given"), names)
    unsettled = row.words("unsettled", None, False) if "unsettled" in row.table else None
    answerable = (*QUESTIONS, *merged.criteria)
    row.asked.update(answerable)
    words = {key: row.word(key, _ANSWERS) for key in answerable if key in row.table}
    expected = {key: Answer(word) for key, word in words.items() if word is not None}
    if not words:
        row.fault("", "expects no answer", "Add start, continue or restart with yes, no or unknown.")
    row.finish()
    return Case(name, given, expected, unsettled, row)


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


def _validity(pack: Shape) -> tuple[datetime.date | None, datetime.date | None]:
    start, end = pack.day("valid_from", False), pack.day("valid_until", False)
    if start is not None and end is not None and start > end:
        pack.fault("valid_until", "is before valid_from", "", end)
    return start, end
