"""The treatment in a summary: its cycles, and the weeks of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from procerus.clinic.summaries.seen import Seen, pair
from procerus.diary.cycles import Session
from procerus.diary.dates import Span
from procerus.exchange.letters.records import number
from procerus.injection.attested import Injection
from procerus.pathway.patient import Patient

CYCLES_WITH_WEEKS = 4
"""So many of the latest cycles are told week by week."""
WEEKS_BEFORE = 4
"""So many weeks before the first injection stand beside them."""


def course(seen: Seen) -> dict[str, Any]:
    """The latest course: whether it runs, its cycles, and headache days week by week, with no model."""
    found = seen.case.course
    sessions = found.sessions or ()
    stops = [one for one in seen.person.stops if one.date <= seen.as_of]
    return {
        "running": str(found.running),
        "ended": str(found.ended),
        "known": found.sessions is not None,
        "stopped": [{"date": one.date.isoformat(), "reason": one.reason} for one in stops][-1:],
        "before": list(_weeks(seen, _before(sessions))),
        "cycles": [
            _cycle(seen, sessions, place, place >= len(sessions) - CYCLES_WITH_WEEKS)
            for place in range(len(sessions))
        ],
    }


def _cycle(seen: Seen, sessions: Sequence[Session], place: int, with_weeks: bool) -> dict[str, Any]:
    one = sessions[place]
    given = _given(seen.person, one)
    units = [dose.units for dose in given]
    until = sessions[place + 1].earliest if place + 1 < len(sessions) else seen.as_of
    known = one.earliest == one.latest
    weeks = list(_weeks(seen, _whole_weeks(one.earliest, until))) if with_weeks and known else []
    return {
        "number": place + 1,
        "earliest": one.earliest.isoformat(),
        "latest": one.latest.isoformat(),
        "products": sorted({dose.product for dose in given if dose.product}),
        "units": None
        if not units or None in units
        else number(sum((one for one in units if one is not None), Decimal(0))),
        "days_since": (seen.as_of - one.earliest).days if known else None,
        "weeks": weeks,
    }


def _given(person: Patient, session: Session) -> list[Injection]:
    """What was given at a session whose day is known."""
    if session.earliest != session.latest:
        return []
    return [one for one in person.doses if one.date is not None and one.date.day == session.earliest]


def _before(sessions: Sequence[Session]) -> list[Span]:
    if not sessions or sessions[0].earliest != sessions[0].latest:
        return []
    start = sessions[0].earliest - timedelta(weeks=WEEKS_BEFORE)
    return _whole_weeks(start, sessions[0].earliest)


def _whole_weeks(first: date, until: date) -> list[Span]:
    """The weeks from a day on that are over before another; the last days of a cycle may be no whole week."""
    whole = (until - first).days // 7
    starts = [first + timedelta(weeks=count) for count in range(whole)]
    return [(start, start + timedelta(days=6)) for start in starts]


def _weeks(seen: Seen, weeks: Sequence[Span]) -> Iterator[dict[str, Any]]:
    for week in weeks:
        yield {
            "from": week[0].isoformat(),
            "to": week[1].isoformat(),
            "answered": seen.answered([week]),
            "headache": pair(seen.count("headache_days", [week])),
            "migraine": pair(seen.count("migraine_days", [week])),
        }


def scores(seen: Seen) -> list[dict[str, Any]]:
    """Every score by questionnaire, oldest first; one whose day nobody knows stands first."""
    dated = [one for one in seen.person.scores or () if one.date is None or one.date.earliest <= seen.as_of]
    dated.sort(key=lambda one: date.min if one.date is None else one.date.earliest)
    names = dict.fromkeys(one.instrument or "" for one in dated)
    return [
        {
            "instrument": name,
            "scores": [
                {
                    "earliest": None if one.date is None else one.date.earliest.isoformat(),
                    "latest": None if one.date is None else one.date.latest.isoformat(),
                    "score": number(one.score),
                }
                for one in dated
                if (one.instrument or "") == name
            ],
        }
        for name in names
    ]
