"""The phones of a diary as a page shows them: when each told something last, and what has not come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Patient
from procerus.clinic.phones.models import Parked, Phone
from procerus.clinic.phones.told import heard_of, parked_among
from procerus.sync.days import silent


@dataclass(frozen=True, slots=True)
class Joined:
    """A phone: how much it told, when last, and how many statements of it have not come."""

    phone: Phone
    told: int
    last: datetime | None
    missing: int


def shown(patient: Patient) -> list[Joined]:
    """Every phone that was ever joined, those that are joined first."""
    asked = Phone.objects.filter(patient__in=everything_of([patient.pk])).select_related("account")
    rows = asked.annotate(statements=Count("told"), last=Max("told__received_at")).order_by("-since")
    missing = _missing(patient)
    found = [Joined(one, one.statements, one.last, missing.get(str(one.pk), 0)) for one in rows]
    return sorted(found, key=lambda one: one.phone.ended is not None)


def parked_of(patient: Patient) -> list[Parked]:
    """What phones sent that could not be taken, newest first."""
    rows = Parked.objects.filter(patient__in=everything_of([patient.pk])).order_by("-at")
    return parked_among(rows)[:100]


def _missing(patient: Patient) -> Mapping[str, int]:
    """For each phone how many of its statements have not come although later ones have."""
    heard = heard_of([patient.pk]).get(patient.pk, [])
    of = {one.statement.device: str(one.phone) for one in heard}
    found: dict[str, int] = {}
    for device, places in silent([one.statement for one in heard]).items():
        phone = of.get(device, "")
        found[phone] = found.get(phone, 0) + len(places)
    return found
