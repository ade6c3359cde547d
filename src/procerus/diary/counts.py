"""How many days of a month a definition counts, between bounds, from one diary.

Between day rules and patient rules stands this one fixed step: count the days of each month of each
window. A month nobody kept a diary in may have a count that somebody attested (design 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from operator import attrgetter, is_
from typing import Protocol

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Node
from procerus.criteria.reference import answer
from procerus.diary.dates import Span
from procerus.diary.day import SYMPTOMS, Day, bits_of
from procerus.diary.diary import Diary, each_day
from procerus.diary.windows import days_in
from procerus.packs.rules import Bit, DiaryReading

_said = attrgetter("headache", "minutes", "worst", *SYMPTOMS, "medicines")


class Attested(Protocol):
    """A count by somebody who saw a diary that is not here."""

    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def headache_days(self) -> Between | None: ...
    @property
    def migraine_days(self) -> Between | None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """An attested count of one fact over a span."""

    span: Span
    bounds: Between


@dataclass(frozen=True, slots=True)
class Column:
    """One day rule over every day from the diary's first to its last: answers, and running counts."""

    answers: Sequence[Answer]
    yes: Sequence[int]  # how many of the days before this one are known to count
    no: Sequence[int]  # and how many are known not to


class MonthCounts:
    """Counts of one diary, remembered, so that readings share what they do not change.

    Days that say the same are judged once: most headache-free days of a year are alike.
    """

    def __init__(self, diary: Diary, bits: Mapping[str, Bit], attested: Sequence[Attested] = ()) -> None:
        self.diary, self.bits, self.attested = diary, bits, attested
        self.first, self.last = diary.first, diary.last
        self._alike: dict[tuple[object, ...], dict[str, Answer]] = {}
        self._days: dict[DiaryReading, tuple[dict[str, Answer], ...]] = {}
        self._judged: dict[int, tuple[Node, dict[int, Answer]]] = {}  # rules are kept, so ids stay theirs
        self._columns: dict[tuple[int, int], Column] = {}
        self._windows: dict[tuple[object, ...], tuple[Between, ...]] = {}

    def window(
        self, fact: str, rule: Node, months: tuple[Span, ...], reading: DiaryReading
    ) -> tuple[Between, ...]:
        """The counts of every month of a window."""
        key = (fact, id(rule), months, id(self.days(reading)))
        if key not in self._windows:
            self._windows[key] = tuple(self.count(fact, rule, month, reading) for month in months)
        return self._windows[key]

    def count(self, fact: str, rule: Node, month: Span, reading: DiaryReading) -> Between:
        """At least and at most how many days of the month the rule counts."""
        told = self.told(fact, month)
        if told:
            return _from_told(told, month)
        column, (start, stop) = self.column(rule, reading), self._inside(month)
        return Between(
            column.yes[stop] - column.yes[start],
            days_in(month) - (column.no[stop] - column.no[start]),
        )

    def open_days(self, rule: Node, month: Span, reading: DiaryReading) -> list[date]:
        """The days of the month that the diary leaves open for this rule."""
        return [day for day in each_day(*month) if self.answer_on(rule, day, reading) is Answer.UNKNOWN]

    def answer_on(self, rule: Node, day: date, reading: DiaryReading) -> Answer:
        """Whether the rule counts one day."""
        if not self._covers(day):
            return Answer.UNKNOWN
        return self.column(rule, reading).answers[self._offset(day)]

    def bits_on(self, day: Day, reading: DiaryReading) -> dict[str, Answer]:
        """Every bit of one day; days that say the same share one object."""
        gap = reading.recalled_days == "gaps" and day.recalled
        silent = day.medicines is None and day.headache is Answer.NO
        key = (_said(day), gap, reading.empty_medicines if silent else "")
        bits = self._alike.get(key)
        if bits is None:
            bits = self._alike[key] = bits_of(day, self.bits, reading)
        return bits

    def column(self, rule: Node, reading: DiaryReading) -> Column:
        """The rule's answer on every day of the diary."""
        days = self.days(reading)
        key = (id(rule), id(days))
        if key not in self._columns:
            self._columns[key] = self._column(rule, days)
        return self._columns[key]

    def _column(self, rule: Node, days: Sequence[dict[str, Answer]]) -> Column:
        _, judged = self._judged.setdefault(id(rule), (rule, {}))
        answers = []
        for bits in days:
            if id(bits) not in judged:
                judged[id(bits)] = answer(rule, bits)
            answers.append(judged[id(bits)])
        return Column(
            answers,
            list(accumulate([one is Answer.YES for one in answers], initial=0)),
            list(accumulate([one is Answer.NO for one in answers], initial=0)),
        )

    def days(self, reading: DiaryReading) -> tuple[dict[str, Answer], ...]:
        """The bits of every day from the diary's first to its last, under one reading.

        Days that say the same share one object, and so do readings that change no day of this diary.
        """
        if reading not in self._days:
            days = () if self.first is None or self.last is None else self.diary.spans(self.first, self.last)
            read = tuple([self.bits_on(day, reading) for day in days])
            same = (one for one in self._days.values() if all(map(is_, one, read)))
            self._days[reading] = next(same, read)
        return self._days[reading]

    def _covers(self, day: date) -> bool:
        return self.first is not None and self.last is not None and self.first <= day <= self.last

    def _offset(self, day: date) -> int:
        assert self.first is not None
        return (day - self.first).days

    def _inside(self, month: Span) -> tuple[int, int]:
        """Where a month begins and ends among the diary's days; outside them every day is open."""
        if self.first is None or self.last is None:
            return 0, 0
        length = self._offset(self.last) + 1
        start = min(max(self._offset(month[0]), 0), length)
        return start, min(max(self._offset(month[1]) + 1, start), length)

    def told(self, fact: str, month: Span) -> list[Told]:
        """The attested counts that stand in for a month in which no day was answered."""
        if not self.attested or any(day.answered for day in self.diary.spans(*month)):
            return []
        return [
            Told((one.first, one.last), bounds)
            for one in self.attested
            if one.first is not None and one.last is not None
            if one.first <= month[1] and one.last >= month[0]
            if (bounds := _bounds_of(one, fact)) is not None
        ]


def _bounds_of(one: Attested, fact: str) -> Between | None:
    """Only these two facts are ever attested."""
    return {"headache_days": one.headache_days, "migraine_days": one.migraine_days}.get(fact)


def _from_told(told: Sequence[Told], month: Span) -> Between:
    """Bounds for a month from counts over spans that overlap it; the spans do not overlap each other."""
    low, high, covered = 0, 0, 0
    for one in told:
        inside = days_in((max(one.span[0], month[0]), min(one.span[1], month[1])))
        outside = days_in(one.span) - inside
        low += max(0, (one.bounds.low or 0) - outside)
        high += inside if one.bounds.high is None else min(one.bounds.high, inside)
        covered += inside
    return Between(low, high + days_in(month) - covered)
