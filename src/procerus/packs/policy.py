"""Policy packs: one wording of one guidance, with its questions, readings and worked cases."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from procerus.faults import Fault
from procerus.packs.cases import Case, read_cases
from procerus.packs.headache import HeadachePack
from procerus.packs.names import check_tallies, check_waits, names_of, refuse_namesakes
from procerus.packs.sections import (
    ID,
    About,
    Sections,
    read_criteria,
    read_numbers,
    read_readings,
    read_tallies,
    read_windows,
)
from procerus.packs.shape import PackText, Shape

LONGEST_ID = 100
QUESTIONS = ("start", "continue", "restart")
"""The questions a clinic asks of every policy; a policy may name others of its own."""
STANDING = ("current", "superseded", "retired", "article", "local")
CLASSES = (
    "beta-blocker", "antidepressant", "antiepileptic", "arb-ace", "calcium-channel-blocker", "5-ht2",
    "cgrp-antibody", "gepant", "toxin", "other",
)  # fmt: skip
_NAME = re.compile(r"[a-z][a-z_]*")
_CASE_KEYS = ("name", "given", "tried", "cycles", "under", "unsettled")


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as written."""

    asks: str
    yes_when: str
    warning: str = ""  # said with every answer


@dataclass(frozen=True, slots=True)
class Wording:
    """When one wording of a guidance holds; an end that nobody has verified is None."""

    id: str
    first: datetime.date | None
    last: datetime.date | None
    superseded: bool = False

    def surely(self) -> tuple[datetime.date, datetime.date] | None:
        """The days on which it surely holds."""
        first, last = self.first or self.last, self.last or self.first
        return None if first is None or last is None else (first, last)

    def may_hold(self, day: datetime.date) -> bool:
        """Whether nothing that is known speaks against this day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


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
    wordings: tuple[str, ...]  # the ids of other wordings of the same guidance, in files beside this one
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
    wordings = pack.words("wordings", None, False)
    for name in wordings:
        if not ID.fullmatch(name) or len(name) > LONGEST_ID:
            pack.fault("wordings", "cannot be the id of a policy", "Write the name of its file.", name)
    pack.finish()
    own, merged = _sections(shape, headache)
    questions = _questions(shape, merged)
    rows = shape.rows("cases")
    shape.finish()
    # The facts of a case are known once all else can be read.
    cases = () if faults else read_cases(rows, merged, tuple(questions), CLASSES)
    return PolicyPack(
        about, place, standing or "", valid_from, valid_until, accepted, notes, wordings,
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
    check_tallies(shape, own)
    return own, own.over(headache.sections)


def _questions(shape: Shape, own: Sections) -> dict[str, QuestionText]:
    questions = {}
    for name, row in shape.named("questions", True).items():
        if not _NAME.fullmatch(name):
            row.fault("", f"'{name}' cannot name a question", "Use small letters, such as start.")
        if name in own.criteria or name in _CASE_KEYS:
            row.fault("", f"'{name}' names something else already", "Choose another name.")
        questions[name] = QuestionText(row.text("asks"), row.text("yes_when"), row.text("warning", False))
        row.finish()
    return questions


def _validity(pack: Shape) -> tuple[datetime.date | None, datetime.date | None]:
    start, end = pack.day("valid_from", False), pack.day("valid_until", False)
    if start is not None and end is not None and start > end:
        pack.fault("valid_until", "is before valid_from", "", end)
    return start, end
