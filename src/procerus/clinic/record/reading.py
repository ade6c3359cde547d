"""What counts of a record today: entries that nobody amended or withdrew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from procerus.clinic.people.merging import everything_of
from procerus.clinic.record.models import Entry


def live(patients: UUID | Sequence[UUID], *kinds: str) -> QuerySet[Entry]:
    """The entries that count, oldest first; of all kinds where none is named.

    Those of registrations that were merged into these patients are among them (`people.merging`).
    """
    chosen = everything_of([patients] if isinstance(patients, UUID) else list(patients))
    found = Entry.objects.filter(patient__in=chosen, amended_by=None, withdrawn=False)
    return (found.filter(kind__in=kinds) if kinds else found).order_by("at", "id")


def history_of(entry: Entry) -> list[Entry]:
    """An entry and every older one that it amends, newest first."""
    found, one = [], entry
    while True:
        found.append(one)
        if one.amends is None:
            return found
        one = one.amends


def newest(entry: Entry) -> Entry:
    """The entry that stands in the place of this one today: after every amendment of it."""
    while (after := Entry.objects.filter(amends=entry).first()) is not None:
        entry = after
    return entry


def data_of(patient: UUID, kind: str) -> list[dict[str, Any]]:
    """What the entries of one kind hold, oldest first."""
    return list(live(patient, kind).values_list("data", flat=True))
