"""How many days of a month a definition counts, between bounds, from one diary.

Between day rules and patient rules stands this one fixed step: count the days of each month of each
window. A month nobody kept a diary in may have a count that somebody attested (design 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Node
from procerus.criteria.reference import answer, count_days
from procerus.diary.dates import Span
from procerus.diary.day import Day, bits_of
from procerus.diary.diary import Diary
from procerus.diary.windows import days_in
from procerus.packs.rules import Bit, DiaryReading


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


@dataclass
class MonthCounts:
    """Counts of one diary, remembered, so that readings share what they do not change."""

    diary: Diary
    bits: Mapping[str, Bit]
    attested: Sequence[Attested] = ()
    _days: dict[tuple[date, DiaryReading], dict[str, Answer]] = field(default_factory=dict)
    _months: dict[tuple[str, int, Span, DiaryReading], Between] = field(default_factory=dict)
    _empty: dict[str, Answer] = field(default_factory=dict)

    def count(self, fact: str, rule: Node, month: Span, reading: DiaryReading) -> Between:
        """At least and at most how many days of the month the rule counts."""
        key = (fact, id(rule), month, reading)
        if key not in self._months:
            self._months[key] = self._count(fact, rule, month, reading)
        return self._months[key]

    def open_days(self, rule: Node, month: Span, reading: DiaryReading) -> list[date]:
        """The days of the month that the diary leaves open for this rule."""
        return [
            day.date for day in self.diary.spans(*month)
            if answer(rule, self.bits_on(day, reading)) is Answer.UNKNOWN
        ]  # fmt: skip

    def bits_on(self, day: Day, reading: DiaryReading) -> dict[str, Answer]:
        """Every bit of one day."""
        if day.date not in self.diary.days:
            if not self._empty:
                self._empty = bits_of(day, self.bits, reading)
            return self._empty
        key = (day.date, reading)
        if key not in self._days:
            self._days[key] = bits_of(day, self.bits, reading)
        return self._days[key]

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

    def _count(self, fact: str, rule: Node, month: Span, reading: DiaryReading) -> Between:
        told = self.told(fact, month)
        if told:
            return _from_told(told, month)
        return count_days(rule, [self.bits_on(day, reading) for day in self.diary.spans(*month)])


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
