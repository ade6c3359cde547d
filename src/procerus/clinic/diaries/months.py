"""A diary by calendar years: which years there are, and the months of one of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from procerus.clinic.diaries.reading import live
from procerus.clinic.people.models import Patient
from procerus.clinic.summaries import days
from procerus.clinic.summaries.seen import Seen
from procerus.diary.dates import Span


@dataclass(frozen=True, slots=True)
class Years:
    """The years in which something was written down, the one shown, and those before and after it."""

    shown: int
    older: int | None
    newer: int | None


def years_of(patient: Patient, wanted: int | None, today: date) -> Years:
    """The year that is asked for, or else the newest; only years with days in them are offered."""
    known = sorted({one.year for one in live([patient.pk]).dates("day", "year") if one.year <= today.year})
    shown = wanted if wanted is not None else (known[-1] if known else today.year)
    older = [one for one in known if one < shown]
    newer = [one for one in known if one > shown]
    return Years(shown, older[-1] if older else None, newer[0] if newer else None)


def months_of(seen: Seen, year: int) -> list[dict[str, Any]]:
    """The months of a year as far as they have passed, from the first in which something was written down."""
    return [days.month(span, seen) for span in _passed(seen, year)]


def _passed(seen: Seen, year: int) -> Iterator[Span]:
    begun, last = seen.counts.diary.first, seen.as_of - timedelta(days=1)
    for month in range(1, 13):
        first, end = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if begun is not None and end >= begun and first <= last:
            yield first, min(end, last)
