"""What was recorded of sessions: those that count, the last one, and those that await a countersignature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from procerus.clinic.injections.models import Session
from procerus.clinic.people.merging import about
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import live as live_entries

AWAITS = "awaits_countersignature_by"


def live(patients: UUID | Sequence[UUID]) -> QuerySet[Session]:
    """The sessions that count: not replaced by a correction and not taken back; oldest first.

    Those of registrations that were merged into these patients are among them (`people.merging`).
    """
    chosen = [patients] if isinstance(patients, UUID) else list(patients)
    found = Session.objects.filter(about(*chosen), replaced_by=None, taken_back=None)
    return found.select_related("by", "clinic").order_by("day", "recorded_at")


def last_session(patient: Patient, clinic: Clinic, before: date | None = None) -> Session | None:
    """The last session of a patient at a clinic that counts; before a day where one is given."""
    found = live(patient.pk).filter(clinic=clinic)
    return (found if before is None else found.filter(day__lt=before)).last()


@dataclass(frozen=True, slots=True)
class Awaited:
    """A session whose stop was set aside by somebody alone, and the last day for the countersignature."""

    session: Session
    by: date


def awaiting(clinic: Clinic) -> list[Awaited]:
    """The sessions of a clinic that await a countersignature, those due first on top."""
    rows = Session.objects.filter(
        clinic=clinic, replaced_by=None, taken_back=None, countersigned=None
    ).exclude(**{f"follows__{AWAITS}": None})
    found = [
        Awaited(one, date.fromisoformat(one.follows[AWAITS]))
        for one in rows.select_related("patient__into", "by")
        if one.follows.get(AWAITS)
    ]
    return sorted(found, key=lambda one: (one.by, one.session.day))


def awaits(session: Session) -> date | None:
    """By when a session awaits a countersignature; None where it does not, or has it."""
    said = session.follows.get(AWAITS)
    return None if said is None or hasattr(session, "countersigned") else date.fromisoformat(said)


def events_since(patient: Patient, session: Session) -> list[Entry]:
    """The adverse events that were recorded since a session, oldest first."""
    return [
        one
        for one in live_entries(patient.pk, Kind.ADVERSE_EVENT)
        if (one.on and one.on >= session.day.isoformat()) or (not one.on and one.at >= session.at)
    ]
