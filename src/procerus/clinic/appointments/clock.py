"""Times by a clinic's clock: which instants a time on a day is, and where a day begins and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants at which clocks show this time on this day: one; two or none where clocks are changed."""
    shown = datetime.combine(day, at)
    found = []
    for fold in (0, 1):
        instant = shown.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None, fold=0) == shown and instant not in found:
            found.append(instant)
    return tuple(found)


def bounds_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a day, and the first of the next. A day may have 23 or 25 hours."""
    return _begins(day, zone), _begins(day + timedelta(days=1), zone)


def _begins(day: date, zone: ZoneInfo) -> datetime:
    """Where clocks skip midnight, a day begins with the first time that there is."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
