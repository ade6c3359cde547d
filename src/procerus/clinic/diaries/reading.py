"""The days of a diary as they count today, in the shape of the diary file.

What phones told stands beside what was uploaded or entered at the clinic: each is a row, and the heart's rule
for rows of one day holds (`procerus.diary.agreement`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from procerus.clinic.diaries.models import Statement
from procerus.clinic.people.merging import everything_of, kept_of
from procerus.clinic.phones.told import heard_of
from procerus.sync.days import rows


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
    stated = live(patients).order_by("day").values_list("patient_id", "day", "said")
    for patient, day, said in stated.iterator(chunk_size=5000):
        found[whose[patient]].append({"date": day.isoformat(), **said})
    for kept_one, heard in heard_of(patients, whose).items():
        told = rows(one.statement for one in heard).items()
        found[kept_one] += [{"date": day, **_writable(row)} for day, said in told for row in said]
    return found


def _writable(row: Mapping[str, str]) -> dict[str, str]:
    """Without the character that no text file can hold; what a phone told stays as it was told."""
    return {name: text.replace("\0", " ") for name, text in row.items()}
