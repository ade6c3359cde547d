"""What other features know that belongs on the patient page: decisions, appointments, events, questions."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch

from procerus.clinic.access.at import At
from procerus.clinic.appointments.models import Appointment, State
from procerus.clinic.decisions.models import Decision
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live

MOST_SHOWN = 3
"""So many of the newest events and questions fit on one sheet; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest of something, and how many older ones there are."""

    newest: list[Mapping[str, Any]]
    older: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the diary."""

    decision: Decision | None
    appointment: Appointment | None
    events: Listed
    questions: Listed


def beside(at: At) -> Beside:
    """Read it, in three queries."""
    decided = (
        Decision.objects.filter(patient=at.patient).select_related("by").defer("snapshot").order_by("-at")
    )
    booked = Appointment.objects.filter(
        patient=at.patient, clinic=at.clinic, at__gte=at.now, state__in=(State.BOOKED, State.ARRIVED)
    ).order_by("at")
    entries = list(live(at.patient.pk, Kind.ADVERSE_EVENT, Kind.QUESTION))
    return Beside(
        decided.first(),
        booked.first(),
        _listed([one for one in entries if one.kind == Kind.ADVERSE_EVENT]),
        _listed([one for one in entries if one.kind == Kind.QUESTION and not one.data.get("answered")]),
    )


def _listed(entries: list[Entry]) -> Listed:
    newest = [_words(one) for one in reversed(entries[-MOST_SHOWN:])]
    return Listed(newest, len(entries) - len(newest))


def _words(entry: Entry) -> dict[str, Any]:
    """An entry as one line: what, how bad, since when, until when."""
    data = entry.data.get("event", entry.data)
    data = data if isinstance(data, Mapping) else entry.data
    return {
        "text": data.get("term") or data.get("text") or data.get("asks") or "",
        "grade": data.get("grade") or "",
        "onset": data.get("onset") or entry.on,
        "ended": data.get("ended") or "",
        "outcome": data.get("outcome") or "",
    }


def page_if_there(at: At, *names: str) -> str:
    """The address of the first of these pages that there is; nothing where there is none."""
    for name in names:
        with suppress(NoReverseMatch):
            return at.url(name)
    return ""
