"""The days of a diary as they count today, in the shape of the diary file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from procerus.clinic.diaries.models import Statement


def live(patients: Sequence[UUID]) -> QuerySet[Statement]:
    """The statements that count: not amended, not withdrawn, not of an import that was undone."""
    return Statement.objects.filter(
        Q(batch=None) | Q(batch__undone_at=None), patient__in=patients, amended_by=None, withdrawn=False
    )


def days_of(patients: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """For each patient the day objects that a patient file's `diary` may hold, oldest day first."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    rows = live(patients).order_by("day").values_list("patient_id", "day", "said")
    for patient, day, said in rows.iterator(chunk_size=5000):
        found[patient].append({"date": day.isoformat(), **said})
    return found
