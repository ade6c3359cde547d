"""What stands on the shelf: vials that are alike, counted together, first expiring first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.stock.limits import limit
from procerus.clinic.stock.models import Count, Owner, Vial
from procerus.clinic.stock.vials import FIRST, product_title, untouched
from procerus.injection.opened import expiry_day

OF_ONE_KIND = ("owner", "patient_id", "product", "units", "lot", "expiry")
"""What vials have in common that are counted together."""


def kind_of(one: Vial | Count) -> tuple[Any, ...]:
    """What makes a vial alike with others."""
    return tuple(getattr(one, name) for name in OF_ONE_KIND)


@dataclass(frozen=True, slots=True)
class Kind:
    """Vials in stock that are alike."""

    vials: Sequence[Vial]
    today: date
    counted_at: datetime | None = None

    @property
    def one(self) -> Vial:
        """The first of them, which stands for all."""
        return self.vials[0]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.vials)

    @property
    def units(self) -> int:
        """The units in all of them."""
        return sum(one.units for one in self.vials)

    @property
    def title(self) -> str:
        """The product as it stands on the vial."""
        return product_title(self.one.product)

    @property
    def last_day(self) -> date:
        """The last day on which they may be used."""
        return expiry_day(self.one.expiry)

    @property
    def days_left(self) -> int:
        """The days from today to the last day; below nought where it is over."""
        return (self.last_day - self.today).days

    @property
    def expired(self) -> bool:
        """Whether they may no longer be used."""
        return self.days_left < 0

    @property
    def soon(self) -> bool:
        """Whether they expire soon."""
        return 0 <= self.days_left <= limit("expiring_days")


def shelf(clinic: Clinic, today: date) -> list[Kind]:
    """Everything in stock. Expired kinds are first, then by owner and expiry."""
    vials = untouched(clinic).select_related("patient__into").order_by("received_at", "pk")
    return kinds(vials, today, {kind_of(one): one.at for one in clinic.counts.order_by("at")})


def kinds(
    vials: Iterable[Vial], today: date, counted: Mapping[tuple[Any, ...], datetime] | None = None
) -> list[Kind]:
    """Vials under what they have in common. `counted` is when each kind was counted last."""
    found: dict[tuple[Any, ...], list[Vial]] = defaultdict(list)
    for vial in vials:
        found[kind_of(vial)].append(vial)
    made = (Kind(those, today, (counted or {}).get(key)) for key, those in found.items())
    return sorted(made, key=_turn)


def kind_with(clinic: Clinic, vial: UUID, today: date) -> Kind | None:
    """The kind to which a vial belongs, whether any is left or not; None where it is no vial here."""
    one = clinic.vials.filter(pk=vial).first()
    if one is None:
        return None
    alike = dict(zip(OF_ONE_KIND, kind_of(one), strict=True))
    left = untouched(clinic).filter(**alike).select_related("patient__into").order_by("received_at", "pk")
    return Kind(list(left), today)


def patients_of(kinds: Sequence[Kind]) -> list[Patient]:
    """The patients whose own vials are among them."""
    return list({one.one.patient.pk: one.one.patient for one in kinds if one.one.patient}.values())


def _turn(kind: Kind) -> tuple[bool, int, str, date, str, str]:
    whose = str(kind.one.patient or "")
    place = FIRST.index(Owner(kind.one.owner))
    return not kind.expired, place, whose, kind.last_day, kind.one.product, kind.one.lot
