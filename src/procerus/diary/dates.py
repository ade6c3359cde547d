"""Dates as they are said to a reader: `26 Nov 2026`, `9–11 Aug 2026`. The same in every locale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Span = tuple[date, date]
"""A first and a last day, both included."""


def in_words(day: date) -> str:
    """One day, such as `26 Nov 2026`."""
    return f"{_without_year(day)} {day.year}"


def span_in_words(first: date, last: date) -> str:
    """A first and a last day, such as `3 Aug – 1 Sep 2026`; a single day is said once."""
    if first.year != last.year:
        return f"{in_words(first)} – {in_words(last)}"
    return f"{_within_year(first, last)} {last.year}"


def spans_in_words(spans: Iterable[Span]) -> str:
    """Spans, oldest first, with each year said once at its end: `3 Aug, 9–11 Aug 2026`."""
    said: list[str] = []
    pending = 0
    for first, last in spans:
        if pending and first.year != pending:
            said[-1] += f" {pending}"
        if first.year == last.year:
            said.append(_within_year(first, last))
            pending = last.year
        else:
            said.append(span_in_words(first, last))
            pending = 0
    if pending:
        said[-1] += f" {pending}"
    return ", ".join(said)


def spans_of(days: Iterable[date]) -> tuple[Span, ...]:
    """Single days joined into unbroken spans, oldest first."""
    spans: list[Span] = []
    for day in sorted(set(days)):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(spans)


def _within_year(first: date, last: date) -> str:
    if first == last:
        return _without_year(first)
    if first.month == last.month:
        return f"{first.day}–{_without_year(last)}"
    return f"{_without_year(first)} – {_without_year(last)}"


def _without_year(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
