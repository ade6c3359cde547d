"""How many days of a month a definition counts, between bounds, from one diary.

Between day rules and patient rules stands this one fixed step: count the days of each month of each
window. A month nobody kept a diary in may have a count that somebody attested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import Protocol

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Node, names_in
from procerus.criteria.reference import answer
from procerus.diary.dates import Span
from procerus.diary.day import SYMPTOMS, Day, bits_of
from procerus.diary.diary import Diary, each_day
from procerus.diary.windows import days_in
from procerus.packs.rules import Bit, DiaryReading


def _silent(day: Day) -> bool:
    """Whether a headache-free day says nothing of medicines, which readings read differently."""
    return day.medicines is None and day.headache is Answer.NO


@lru_cache
def _plainest(reading: DiaryReading, silent: bool, recalled: bool) -> DiaryReading:
    default = DiaryReading()
    return DiaryReading(
        reading.empty_medicines if silent else default.empty_medicines,
        reading.recalled_days if recalled else default.recalled_days,
    )


_said = attrgetter("headache", "minutes", "worst", *SYMPTOMS)


def _key(day: Day) -> tuple[object, ...]:
    """What a day says. Its medicines stand by identity: comparing them would cost more than it saves."""
    return _said(day), id(day.medicines)


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
    """One day rule over every day of a diary: bit n of a whole number is day n after the first."""

    yes: int  # the days known to count
    no: int  # the days known not to


@dataclass(frozen=True, slots=True)
class _Alike:
    """The days of a diary that say the same, as bits of a whole number."""

    bits: dict[str, Answer]
    days: int


class MonthCounts:
    """Counts of one diary, remembered, so that readings share what they do not change.

    Days that say the same to a rule are judged once: most headache-free days of a year are alike.
    """

    def __init__(self, diary: Diary, bits: Mapping[str, Bit], attested: Sequence[Attested] = ()) -> None:
        self.diary, self.bits, self.attested = diary, bits, attested
        self.first, self.last = diary.first, diary.last
        self._bits: dict[tuple[object, ...], dict[str, Answer]] = {}
        self._alike: dict[DiaryReading, tuple[_Alike, ...]] = {}
        self._judged: dict[int, tuple[Callable[[Mapping[str, Answer]], object], dict[object, Answer]]] = {}
        self._columns: dict[tuple[int, DiaryReading], tuple[Node, Column]] = {}
        self._windows: dict[tuple[object, ...], tuple[Between, ...]] = {}
        self._filled: dict[tuple[int, int, int], tuple[Node, dict[str, Answer], Answer | None]] = {}

    def window(
        self, fact: str, rule: Node, months: tuple[Span, ...], reading: DiaryReading
    ) -> tuple[Between, ...]:
        """The counts of every month of a window."""
        key = (fact, id(rule), months, self.effective(reading))
        if key not in self._windows:
            self._windows[key] = tuple(self.count(fact, rule, month, reading) for month in months)
        return self._windows[key]

    def count(self, fact: str, rule: Node, month: Span, reading: DiaryReading) -> Between:
        """At least and at most how many days of the month the rule counts."""
        told = self.told(fact, month)
        if told:
            return _from_told(told, month)
        column, days = self.column(rule, reading), self._days_of(month)
        return Between((column.yes & days).bit_count(), days_in(month) - (column.no & days).bit_count())

    def open_days(self, rule: Node, month: Span, reading: DiaryReading) -> list[date]:
        """The days of the month that the diary leaves open for this rule."""
        column, first = self.column(rule, reading), self.first
        if first is None:
            return list(each_day(*month))
        known, start = column.yes | column.no, first.toordinal()
        return [day for day in each_day(*month) if day < first or not known >> (day.toordinal() - start) & 1]

    def answer_on(self, rule: Node, day: date, reading: DiaryReading) -> Answer:
        """Whether the rule counts one day."""
        column, bit = self.column(rule, reading), self._days_of((day, day))
        return Answer.of(True if column.yes & bit else False if column.no & bit else None)

    def bits_on(self, day: Day, reading: DiaryReading) -> dict[str, Answer]:
        """Every bit of one day; days that say the same share one object."""
        return self._bits_said(day, _key(day), reading)

    def _bits_said(self, day: Day, said: tuple[object, ...], reading: DiaryReading) -> dict[str, Answer]:
        gap = reading.recalled_days == "gaps" and day.recalled
        key = (said, gap, reading.empty_medicines if _silent(day) else "")
        bits = self._bits.get(key)
        if bits is None:
            bits = self._bits[key] = bits_of(day, self.bits, reading)
        return bits

    def filled(
        self, rule: Node, said: dict[str, Answer], fill: Mapping[str, Answer], number: int
    ) -> Answer | None:
        """Whether the rule counts a day it leaves open once the rest of the day is filled in.

        None where the rule is answered already. `said` are bits of `bits_on`, `number` is the fill's own.
        """
        key = (id(rule), id(said), number)  # rule and bits are kept here, so their ids stay their own
        if key not in self._filled:
            whole = {bit: fill[bit] if one is Answer.UNKNOWN else one for bit, one in said.items()}
            open_ = answer(rule, said) is Answer.UNKNOWN
            self._filled[key] = (rule, said, answer(rule, whole) if open_ else None)
        return self._filled[key][2]

    def column(self, rule: Node, reading: DiaryReading) -> Column:
        """The rule's answer on every day of the diary."""
        reading = self.effective(reading)
        key = (id(rule), reading)  # the rule is kept beside its column, so its id stays its own
        if key not in self._columns:
            self._columns[key] = (rule, self._column(rule, reading))
        return self._columns[key][1]

    def bit_columns(self, reading: DiaryReading) -> dict[str, Column]:
        """Every bit by itself over every day of the diary."""
        yes, no = dict.fromkeys(self.bits, 0), dict.fromkeys(self.bits, 0)
        for alike in self._days_alike(self.effective(reading)):
            for name, said in alike.bits.items():
                if said is Answer.YES:
                    yes[name] |= alike.days
                elif said is Answer.NO:
                    no[name] |= alike.days
        return {name: Column(yes[name], no[name]) for name in self.bits}

    def effective(self, reading: DiaryReading) -> DiaryReading:
        """The plainest reading that reads every day of this diary alike."""
        return _plainest(reading, self._any_silent, self._any_recalled)

    def _column(self, rule: Node, reading: DiaryReading) -> Column:
        yes = no = 0
        if id(rule) not in self._judged:  # the column keeps the rule, so its id stays its own
            self._judged[id(rule)] = (itemgetter(*names_in(rule)), {})
        looked_at, judged = self._judged[id(rule)]
        for alike in self._days_alike(reading):
            seen = looked_at(alike.bits)
            said = judged.get(seen)
            if said is None:
                said = judged[seen] = answer(rule, alike.bits)
            if said is Answer.YES:
                yes |= alike.days
            elif said is Answer.NO:
                no |= alike.days
        return Column(yes, no)

    def _days_alike(self, reading: DiaryReading) -> tuple[_Alike, ...]:
        if reading not in self._alike:
            found: dict[int, _Alike] = {}
            for bit, day, said in self._written:
                bits = self._bits_said(day, said, reading)
                before = found.get(id(bits))
                found[id(bits)] = _Alike(bits, bit if before is None else before.days | bit)
            self._alike[reading] = tuple(found.values())
        return self._alike[reading]

    @cached_property
    def _written(self) -> list[tuple[int, Day, tuple[object, ...]]]:
        """Every day written about: its bit, itself, and what it says."""
        first = 0 if self.first is None else self.first.toordinal()
        return [(1 << (day.toordinal() - first), one, _key(one)) for day, one in self.diary.days.items()]

    @cached_property
    def _any_silent(self) -> bool:
        return any(map(_silent, self.diary.days.values()))

    @cached_property
    def _any_recalled(self) -> bool:
        return any(day.recalled for day in self.diary.days.values())

    def _days_of(self, span: Span) -> int:
        """The days of a span that lie in the diary's own, as bits; outside them every day is open."""
        if self.first is None or self.last is None or span[1] < self.first or span[0] > self.last:
            return 0
        start = max((span[0] - self.first).days, 0)
        stop = min((span[1] - self.first).days, (self.last - self.first).days) + 1
        return (1 << stop) - (1 << start)

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
