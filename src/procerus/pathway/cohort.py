"""The same questions for many patients at once, through the blocks engine.

The rules, windows and readings are those of `procerus.pathway.decision`; only the way of counting
differs. A patient asked alone and the same patient in a cohort get the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from procerus.criteria import blocks
from procerus.criteria.blocks import Integers, Masks, Numbers, Truths
from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Node
from procerus.criteria.reference import Fact
from procerus.diary.counts import MonthCounts
from procerus.packs.load import Policy
from procerus.packs.rules import DiaryReading, Rules, Tally
from procerus.pathway.asking import Asked, Case
from procerus.pathway.blocks_windows import EPOCH, AnchorDays, BlockFacts

Facts = dict[str, Numbers | Truths]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Many patients on the days of their questions, as arrays with one row a patient."""

    masks: Mapping[DiaryReading, Masks]
    anchors: Mapping[str, AnchorDays]
    as_of: Integers  # epoch days
    recorded: Mapping[str, Numbers | Truths]
    tallies: Mapping[Tally, Numbers]
    attested: Mapping[int, MonthCounts]  # row -> a diary with counts that somebody attested

    @classmethod
    def of(cls, cases: Sequence[Case], policy: Policy, question: str) -> Cohort:
        """Gather single cases. Masks are packed for every reading of the diary the policy knows."""
        asked = [Asked.of(one, question) for one in _every_rules(policy)]
        tallies = {how for one in asked for name, how in one.rules.tallies.items() if name in one.needed}
        anchors = {name: AnchorDays.of([case.anchors[name] for case in cases]) for name in cases[0].anchors}
        readings = tuple(dict.fromkeys(one.rules.diary for one in asked))
        return cls(
            masks=_packed(cases, readings, tuple(policy.rules.bits)),
            anchors={str(name): days for name, days in anchors.items()},
            as_of=np.array([case.as_of.toordinal() - EPOCH for case in cases], np.int64),
            recorded={name: _columns([case.recorded[name] for case in cases]) for name in cases[0].recorded},
            tallies={how: blocks.numbers_of([case.tallied(how) for case in cases]) for how in tallies},
            attested={row: case.counts for row, case in enumerate(cases) if case.counts.attested},
        )

    def __len__(self) -> int:
        return len(self.as_of)

    def part(self, rows: slice) -> Cohort:
        """Some of the patients."""
        return Cohort(
            _parts(self.masks, rows),
            {name: days.part(rows) for name, days in self.anchors.items()},
            self.as_of[rows],
            {name: _rows(pair, rows) for name, pair in self.recorded.items()},
            {how: (low[rows], high[rows]) for how, (low, high) in self.tallies.items()},
            {row - rows.start: one for row, one in self.attested.items() if rows.start <= row < rows.stop},
        )


@dataclass(frozen=True, slots=True)
class CohortAnswers:
    """One question answered for every patient: a pair of arrays, known yes and known no, for each."""

    answer: Truths
    criteria: Mapping[str, Truths]
    readings: Mapping[tuple[str, str], Truths]  # reading and alternative, each alone

    @property
    def same_under_all_readings(self) -> NDArray[np.bool_]:
        """Whose answer no alternative reading changes."""
        same = np.ones(len(self.answer[0]), bool)
        for yes, no in self.readings.values():
            same &= (yes == self.answer[0]) & (no == self.answer[1])
        return same


def decide_cohort(policy: Policy, question: str, cohort: Cohort, *, threads: int = 2) -> CohortAnswers:
    """Ask a policy's question of every patient, under the default reading and every alternative."""
    asked = Asked.of(policy.rules, question)
    others = {}
    for one in policy.alternatives:
        other = Asked.of(one.rules, question)
        if other.meaning != asked.meaning:
            others[one.reading.id, one.alternative.name] = other

    def work(rows: slice) -> CohortAnswers:
        part = cohort.part(rows)
        ask = _Asking(part, BlockFacts(part.masks, part.anchors, part.as_of, part.attested))
        answer, criteria = ask(asked)
        return CohortAnswers(answer, criteria, {key: ask(one)[0] for key, one in others.items()})

    return _joined(blocks.in_chunks(work, len(cohort), threads=threads))


@dataclass(slots=True)
class _Asking:
    """Asks one reading after the other; a rule whose facts are the same arrays is not asked again."""

    cohort: Cohort
    counted: BlockFacts
    numbers: dict[int, Numbers] = field(default_factory=dict)
    answers: dict[tuple[int, ...], Truths] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> tuple[Truths, dict[str, Truths]]:
        facts: Facts = {name: pair for name, pair in self.cohort.recorded.items() if name in asked.needed}
        tallies, numbers = asked.rules.tallies, asked.rules.numbers
        facts.update({name: self.cohort.tallies[tallies[name]] for name in asked.needed if name in tallies})
        facts.update({name: self._number(numbers[name]) for name in asked.needed if name in numbers})
        facts.update(self.counted.of(asked))
        criteria: dict[str, Truths] = {}
        for name, tree in asked.criteria.items():
            facts[name] = criteria[name] = self._answer(tree, asked.uses[name], facts)
        return _whole(blocks.answer(asked.tree, facts), len(self.cohort)), criteria

    def _number(self, value: int) -> Numbers:
        if value not in self.numbers:
            self.numbers[value] = blocks.numbers_of([Between.exactly(value)])
        return self.numbers[value]

    def _answer(self, tree: Node, uses: Sequence[str], facts: Facts) -> Truths:
        key = (id(tree), *(id(facts.get(name)) for name in uses))  # every fact is kept by its maker
        if key not in self.answers:
            self.answers[key] = blocks.answer(tree, facts)
        return self.answers[key]


def _whole(truths: Truths, patients: int) -> Truths:
    return np.broadcast_to(truths[0], patients), np.broadcast_to(truths[1], patients)


def _joined(parts: Sequence[CohortAnswers]) -> CohortAnswers:
    def join(pairs: Iterable[Truths]) -> Truths:
        listed = list(pairs)
        return np.concatenate([yes for yes, _ in listed]), np.concatenate([no for _, no in listed])

    return CohortAnswers(
        join(part.answer for part in parts),
        {name: join(_whole(part.criteria[name], len(part.answer[0])) for part in parts)
         for name in parts[0].criteria},
        {key: join(part.readings[key] for part in parts) for key in parts[0].readings},
    )  # fmt: skip


def _every_rules(policy: Policy) -> list[Rules]:
    return [policy.rules, *(one.rules for one in policy.alternatives)]


def _packed(
    cases: Sequence[Case], readings: Sequence[DiaryReading], bits: Sequence[str]
) -> dict[DiaryReading, Masks]:
    """Masks for every reading of the diary; readings that change no day of anybody share theirs."""
    packed: dict[tuple[DiaryReading, ...], Masks] = {}
    masks = {}
    for reading in readings:
        key = tuple(case.counts.effective(reading) for case in cases)
        if key not in packed:
            packed[key] = _masks([case.counts for case in cases], reading, bits)
        masks[reading] = packed[key]
    return masks


def _masks(diaries: Sequence[MonthCounts], reading: DiaryReading, bits: Sequence[str]) -> Masks:
    """The columns of every bit as words; a column already is one bit a day from the diary's first."""
    first = [0 if one.first is None else one.first.toordinal() - EPOCH for one in diaries]
    last = [0 if one.last is None else one.last.toordinal() - EPOCH for one in diaries]
    words = max((end >> 6) - (start >> 6) for start, end in zip(first, last, strict=True)) + 2

    def rows(days: Iterable[int]) -> NDArray[np.uint64]:
        aligned = ((one << (start & 63)) for one, start in zip(days, first, strict=True))
        written = b"".join(one.to_bytes(words * 8, "little") for one in aligned)
        return np.frombuffer(written, "<u8").astype(np.uint64).reshape(len(diaries), words)

    columns = [one.bit_columns(reading) for one in diaries]
    return Masks(
        np.array([start >> 6 for start in first], np.int64),
        {bit: rows(one[bit].yes for one in columns) for bit in bits},
        {bit: rows(one[bit].no for one in columns) for bit in bits},
    )


def _parts(masks: Mapping[DiaryReading, Masks], rows: slice) -> dict[DiaryReading, Masks]:
    cut = {id(one): one.part(rows) for one in masks.values()}
    return {reading: cut[id(one)] for reading, one in masks.items()}


def _rows(pair: Numbers | Truths, rows: slice) -> Numbers | Truths:
    return cast("Numbers | Truths", (pair[0][rows], pair[1][rows]))


def _columns(values: Sequence[Fact]) -> Numbers | Truths:
    if isinstance(values[0], Answer):
        return blocks.truths_of([one for one in values if isinstance(one, Answer)])
    return blocks.numbers_of([one for one in values if isinstance(one, Between)])
