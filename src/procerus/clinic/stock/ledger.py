"""The ledger: of every lot, what was received is what went somewhere and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Clinic
from procerus.clinic.stock.limits import limit
from procerus.clinic.stock.models import Cause, Movement
from procerus.clinic.stock.vials import QUARTERS, product_title
from procerus.injection.units import in_figures

OUT = (Cause.GIVEN, Cause.DISCARDED, Cause.EXPIRED, Cause.LOST, Cause.RECALLED)
"""Where units go. What was taken back counts where it had been written first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One lot of one product, in units."""

    product: str
    lot: str
    received: Fraction
    out: dict[str, Fraction]
    left: Fraction

    @property
    def title(self) -> str:
        """The product as it stands on the vial."""
        return product_title(self.product)

    @property
    def adds_up(self) -> bool:
        """Whether what was received is what went somewhere and what is left."""
        return self.received == sum(self.out.values(), self.left)

    @property
    def figures(self) -> list[str]:
        """Received, where it went, and left, as they are printed."""
        return [in_figures(one) for one in (self.received, *self.out.values(), self.left)]


def ledger(clinic: Clinic) -> list[Line]:
    """Every lot that the clinic ever had, by product and lot."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    rows = (
        Movement.objects.filter(vial__clinic=clinic)
        .annotate(really=Coalesce(F("takes_back__cause"), F("cause")))
        .values_list("vial__product", "vial__lot", "really")
        .annotate(sum=Sum("quarters"))
    )
    for product, lot, cause, quarters in rows:
        sums[product, lot][cause] = quarters
    left = dict(_left(clinic))
    return [
        Line(
            product, lot, Fraction(said.get(Cause.RECEIVED, 0), QUARTERS),
            {cause: Fraction(-said.get(cause, 0), QUARTERS) for cause in OUT},
            Fraction(left[product, lot], QUARTERS),
        )
        for (product, lot), said in sorted(sums.items())
    ]  # fmt: skip


def _left(clinic: Clinic) -> Iterator[tuple[tuple[str, str], int]]:
    """What the vials themselves say is left, to be compared with the movements."""
    rows = clinic.vials.values_list("product", "lot").annotate(left=Sum("quarters"))
    for product, lot, left in rows:
        yield (product, lot), left


def unreconciled(clinic: Clinic, today: date) -> list[Session]:
    """Recent sessions with which the ledger does not agree, and corrected ones that it still counts.

    Sessions from before the first vial was received here are left out: there was no ledger yet.
    """
    first = clinic.vials.order_by("received_at").values_list("received_at", flat=True).first()
    if first is None:
        return []
    received = timezone.localtime(first, ZoneInfo(clinic.timezone)).date()
    since = max(received, today - timedelta(days=limit("look_back_days")))
    rows = (
        clinic.sessions.filter(day__gte=since)
        .annotate(
            given=_taken(Cause.GIVEN), discarded=_taken(Cause.DISCARDED),
            corrected=Exists(Session.objects.filter(replaces=OuterRef("pk"))),
            said_given=F("follows__total_units"), said_discarded=F("follows__discarded_units"),
        )
        .values_list("pk", "corrected", "given", "discarded", "said_given", "said_discarded")
    )  # fmt: skip
    wrong = [pk for pk, *found in rows if not _agrees(*found)]
    return list(Session.objects.filter(pk__in=wrong).select_related("patient__into").order_by("day", "pk"))


def _taken(cause: Cause) -> Coalesce:
    stands = Q(movements__cause=cause, movements__taken_back_by=None)
    return Coalesce(Sum("movements__quarters", filter=stands), 0)


def _agrees(
    corrected: bool, given: int, discarded: int, said_given: float | None, said_discarded: float | None
) -> bool:
    """Whether the quarters that left vials for a session are the units that its record says."""
    if corrected or not given + discarded:
        return corrected and not given + discarded
    said = ((given, said_given), (discarded, said_discarded))
    return all(units is None or -quarters == units * QUARTERS for quarters, units in said)
