"""The days of a diary as they count today, in the shape of the diary file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from procerus.clinic.diaries.models import Statement
from procerus.clinic.people.merging import everything_of, kept_of


def live(patients: Sequence[UUID]) -> QuerySet[Statement]:
    """The statements that count: not amended, not withdrawn, not of an import that was undone.

    Those of registrations that were merged into these patients are among them (`people.merging`).
    """
    return Statement.objects.filter(
        Q(batch=None) | Q(batch__undone_at=None),
        patient__in=everything_of(patients), amended_by=None, withdrawn=False,
    )  # fmt: skip


def days_of(
    patients: Sequence[UUID], kept: Mapping[UUID, UUID] | None = None
) -> dict[UUID, list[dict[str, Any]]]:
    """For each patient the day objects that a patient file's `diary` may hold, oldest day first.

    `kept` spares a query: which patient each registration belongs to (`people.merging.kept_of`).
    """
    whose = kept_of(patients) if kept is None else kept
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    rows = live(patients).order_by("day").values_list("patient_id", "day", "said")
    for patient, day, said in rows.iterator(chunk_size=5000):
        found[whose[patient]].append({"date": day.isoformat(), **said})
    return found
