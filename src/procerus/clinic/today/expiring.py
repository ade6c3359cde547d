"""Vials that expire within a week, or have expired, with something still in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from procerus.clinic.people.merging import PERSON
from procerus.clinic.people.models import Clinic
from procerus.clinic.stock.limits import limit
from procerus.clinic.stock.models import Vial
from procerus.diary.partial_date import PartialDate

LONG_AGO = timedelta(days=92)
"""What expired before then is for the stock-taking, not for the list of the day."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """A vial that may be used until a day."""

    patient: UUID | None
    until: date
    lot: str

    def is_over(self, today: date) -> bool:
        """Whether it may not be used any more."""
        return self.until < today


def expiring(clinic: Clinic, today: date) -> list[Expiring]:
    """The clinic's vials with units in them that expire this week or have expired. In one query.

    The week begins today, whatever day of the week it is. The shelf of the stock warns earlier
    (`stock.toml` has both numbers, and why).
    """
    last = today + timedelta(days=limit("this_week_days") - 1)
    bounds = ((today - LONG_AGO).strftime("%Y-%m"), last.isoformat())
    held = (
        Vial.objects.filter(clinic=clinic, expiry__gte=bounds[0], expiry__lte=bounds[1])
        .annotate(left=Sum("movements__quarters"))
        .filter(left__gt=0)
        .order_by("expiry", "lot")
    )
    rows = held.values_list(PERSON, "expiry", "lot")
    found = [Expiring(patient, PartialDate.of(expiry).latest, lot) for patient, expiry, lot in rows]
    return [one for one in found if one.until <= last]
