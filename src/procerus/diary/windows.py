"""Months and windows: which calendar days a rule looks at.

The day of the question is never part of a window: a window before it ends the day before. The day of
an injection is day 0 of its cycle, so days 56 to 83 are weeks 9 to 12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from procerus.criteria.bounds import Answer
from procerus.diary.dates import Span
from procerus.packs.rules import Anchor, MonthLength, Window


@dataclass(frozen=True, slots=True)
class Anchored:
    """The day an anchor stands on. It may not exist, not be known, or be known only as a range."""

    exists: Answer
    earliest: date | None = None
    latest: date | None = None

    @classmethod
    def on(cls, day: date) -> Anchored:
        """An anchor on a day that is known."""
        return cls(Answer.YES, day, day)

    @property
    def day(self) -> date | None:
        """The day, where there is exactly one it can be."""
        return self.earliest if self.exists is Answer.YES and self.earliest == self.latest else None

    def passed(self, days: int, as_of: date) -> Answer:
        """Whether this many days have passed since the anchor on the day of the question."""
        if self.exists is not Answer.YES:
            return self.exists
        wait = timedelta(days=days)
        if self.latest is not None and self.latest + wait <= as_of:
            return Answer.YES
        if self.earliest is not None and self.earliest + wait > as_of:
            return Answer.NO
        return Answer.UNKNOWN


Anchors = Mapping[Anchor, Anchored]
ABSENT = Anchored(Answer.NO)
NOT_KNOWN = Anchored(Answer.UNKNOWN)


def months_of(window: Window, anchors: Anchors) -> tuple[Span, ...] | None:
    """The months of a window, oldest first, or None where its anchor is not one known day."""
    side = window.before or window.after
    anchor = None if side is None else anchors[side].day
    if anchor is None:
        return None
    if window.before is not None:
        return months_before(window.month, window.months, anchor)
    return _months_from(window.month, window.months, anchor + timedelta(days=window.first_day))


@lru_cache(maxsize=4096)
def months_before(month: MonthLength, months: int, anchor: date) -> tuple[Span, ...]:
    """The last complete months before a day, oldest first."""
    spans, end = [], anchor
    for _ in range(months):
        first = _calendar_before(end) if month == "calendar" else end - timedelta(days=_length(month))
        last = (_month_start(end) if month == "calendar" else end) - timedelta(days=1)
        spans.append((first, last))
        end = first
    return tuple(reversed(spans))


def months_covering(month: MonthLength, first: date, anchor: date) -> tuple[Span, ...]:
    """Months back from a day until `first` is covered, oldest first.

    The calendar month the anchor stands in is not complete; it is included as the days it has so far.
    """
    spans: list[Span] = []
    if month == "calendar" and anchor.day > 1:
        spans.append((_month_start(anchor), anchor - timedelta(days=1)))
    end = spans[0][0] if spans else anchor
    while end > first:
        spans.insert(0, months_before(month, 1, end)[0])
        end = spans[0][0]
    return tuple(spans)


def nominal_days(month: MonthLength) -> int | None:
    """How many days such a month has, or None where that depends on which month."""
    return None if month == "calendar" else _length(month)


def days_in(span: Span) -> int:
    """How many days a span has, both ends included."""
    return (span[1] - span[0]).days + 1


def _months_from(month: MonthLength, months: int, start: date) -> tuple[Span, ...]:
    spans = []
    if month == "calendar" and start.day > 1:
        start = _month_after(start)
    for _ in range(months):
        after = _month_after(start) if month == "calendar" else start + timedelta(days=_length(month))
        spans.append((start, after - timedelta(days=1)))
        start = after
    return tuple(spans)


def _length(month: MonthLength) -> int:
    return int(month.removesuffix("-day"))


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _calendar_before(day: date) -> date:
    return _month_start(_month_start(day) - timedelta(days=1))


def _month_after(day: date) -> date:
    return _month_start(_month_start(day) + timedelta(days=31))
