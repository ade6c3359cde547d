"""Policy packs: one wording of one guidance, with its questions, readings, worked cases and claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from procerus.criteria.bounds import Answer, Between
from procerus.faults import Fault
from procerus.packs.headache import HeadachePack
from procerus.packs.sections import (
    About,
    Sections,
    read_criteria,
    read_numbers,
    read_readings,
    read_status,
    read_tallies,
    read_window,
)
from procerus.packs.shape import PackText, Shape

QUESTIONS = ("start", "continue", "restart")
STANDING = ("current", "superseded", "retired", "article", "local")
CLASSES = (
    "beta-blocker", "antidepressant", "antiepileptic", "arb-ace", "calcium-channel-blocker", "5-ht2",
    "cgrp-antibody", "gepant", "toxin", "other",
)  # fmt: skip
_ANSWERS = tuple(answer.value for answer in Answer)


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
class Claim:
    """Something the source states outside its rules, beside what is held today."""

    id: str
    says: str
    today: str
    source: str
    status: str


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
    claims: tuple[Claim, ...]
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
    valid_from, valid_until = pack.day("valid_from", False), pack.day("valid_until", False)
    accepted, notes = pack.truth("counts_accepted"), pack.words("notes", None, False)
    pack.finish()
    own, merged = _sections(shape, headache)
    questions = _questions(shape)
    cases = tuple(_case(row, tuple(merged.criteria)) for row in shape.rows("cases"))
    claims = tuple(_claim(row) for row in shape.rows("claims"))
    shape.finish()
    return PolicyPack(
        about, place, standing or "", valid_from, valid_until, accepted, notes,
        merged, own, questions, cases, claims, headache, text,
    )  # fmt: skip


def _sections(shape: Shape, headache: HeadachePack) -> tuple[Sections, Sections]:
    nouns: dict[str, str] = {}
    windows = {}
    for name, row in shape.named("windows").items():
        nouns[name] = row.text("noun")
        window = read_window(row)
        if window is not None:
            windows[name] = window
    own = Sections(
        nouns=nouns,
        windows=windows,
        numbers=read_numbers(shape),
        tallies=read_tallies(shape, CLASSES, nouns),
        criteria=read_criteria(shape),
    )
    for kind in ("windows", "numbers", "criteria"):
        for name in set(getattr(own, kind)) & set(getattr(headache.sections, kind)):
            shape.sub(kind).fault(name, f"stands in {headache.text.name} already", "Choose another name.")
    own = Sections(readings=read_readings(shape, headache.sections, own)).over(own)
    return own, own.over(headache.sections)


def _questions(shape: Shape) -> dict[str, QuestionText]:
    questions = {}
    for name, row in shape.named("questions", True).items():
        if name not in QUESTIONS:
            row.fault("", f"'{name}' is not a question", f"It may be {', '.join(QUESTIONS)}.")
        questions[name] = QuestionText(row.text("asks"), row.text("yes_when"))
        row.finish()
    return questions


def _case(row: Shape, criteria: tuple[str, ...]) -> Case:
    name = row.text("name")
    given = {}
    for fact, value in _flat(row.take("given", dict, "a table of facts", True) or {}):
        said = given_fact(value)
        if said is None:
            row.fault("given", f"{fact} is neither a number, a pair, yes, no nor unknown", "", value)
        else:
            given[fact] = said
    unsettled = row.words("unsettled") if "unsettled" in row.table else None
    expected = {}
    for key in (*QUESTIONS, *criteria):
        if key in row.table and (word := row.word(key, _ANSWERS)) is not None:
            expected[key] = Answer(word)
    if not expected:
        row.fault("", "expects no answer", "Add start, continue or restart with yes, no or unknown.")
    row.finish()
    return Case(name, given, expected, unsettled, row)


def given_fact(value: object) -> Between | Answer | None:
    """A fact as a case writes it: 17, [13, 18], "yes", "no" or "unknown"; None where it is none of these."""
    if isinstance(value, str) and value in _ANSWERS:
        return Answer(value)
    if type(value) is int:
        return Between.exactly(value)
    if isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value):
        return Between(*value) if value[0] <= value[1] else None
    return None


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _claim(row: Shape) -> Claim:
    says, today, source = row.text("says"), row.text("today"), row.text("source")
    claim = Claim(row.text("id"), says, today, source, read_status(row))
    row.finish()
    return claim
