"""Add statements to a diary. A statement that says the same as one that is there adds nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from procerus.clinic.diaries.models import Batch, Source, Statement
from procerus.clinic.diaries.reading import live
from procerus.clinic.people.models import Account, Patient
from procerus.diary.read import read_days

Days = Sequence[tuple[date, Mapping[str, Any]]]


def state(
    patient: Patient,
    days: Days,
    source: Source,
    by: Account | None,
    batch: Batch | None = None,
    role: str = "",
) -> list[Statement]:
    """Statements about days, for those that are new. BadInput names every fault, and nothing is written.

    `role` is that of whoever typed the days in by hand; they can be corrected by those of the same side.
    """
    read_days([{"date": day.isoformat(), **said} for day, said in days], "diary")
    fresh = [
        Statement(patient=patient, day=day, said=dict(said), source=source, by=by, batch=batch, role=role)
        for day, said in unsaid(patient, days)
    ]
    return Statement.objects.bulk_create(fresh)


def unsaid(patient: Patient, days: Days) -> list[tuple[date, Mapping[str, Any]]]:
    """Those of the days that nobody has said in the same words yet."""
    known = {(day, _canonical(said)) for day, said in live([patient.pk]).values_list("day", "said")}
    return [(day, said) for day, said in days if (day, _canonical(said)) not in known]


def _canonical(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, str(value)) for key, value in said.items() if value not in ("", None)))


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two statements of a day say the same in the same words."""
    return _canonical(one) == _canonical(other)
