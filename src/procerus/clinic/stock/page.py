"""The stock in the words of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procerus.clinic.access.at import At
from procerus.clinic.injections.models import Session
from procerus.clinic.look.wording import figures
from procerus.clinic.people.models import Patient
from procerus.clinic.stock.models import Cause, Movement, Owner, Vial
from procerus.clinic.stock.shelf import Kind
from procerus.clinic.stock.vials import QUARTERS

OWNERS: dict[str, str | Promise] = {
    Owner.CLINIC: _("The clinic's"),
    Owner.PATIENT: _("Patients' own, from a specialty pharmacy: for that patient only, never billed"),
    Owner.SAMPLE: _("Samples: never billed"),
}
CAUSES: dict[str, str | Promise] = {
    Cause.RECEIVED: _("received"),
    Cause.GIVEN: _("given"),
    Cause.DISCARDED: _("discarded"),
    Cause.EXPIRED: _("expired"),
    Cause.LOST: _("lost"),
    Cause.RECALLED: _("recalled"),
    Cause.TAKEN_BACK: _("taken back"),
}


@dataclass(frozen=True, slots=True)
class OfOwner:
    """The kinds of one owner."""

    title: str | Promise
    own: bool
    kinds: Sequence[Kind]

    @property
    def number(self) -> int:
        """How many vials."""
        return sum(one.number for one in self.kinds)

    @property
    def by_product(self) -> list[tuple[str, int]]:
        """Units by product: units of one are not units of another, so they are never added."""
        titles = dict.fromkeys(sorted(one.title for one in self.kinds))
        return [(title, sum(one.units for one in self.kinds if one.title == title)) for title in titles]


def by_owner(kinds: Sequence[Kind]) -> list[OfOwner]:
    """The kinds, expired or not, under whose they are."""
    order = list(OWNERS)
    ordered = sorted(kinds, key=lambda one: order.index(one.one.owner))
    return [
        OfOwner(OWNERS[owner], owner == Owner.PATIENT, list(those))
        for owner, those in groupby(ordered, key=lambda one: one.one.owner)
    ]


def of_page(at: At, session: Session) -> tuple[Session, str]:
    """A session and where it can be read."""
    return session, session_url(at, session)


def session_url(at: At, session: Session) -> str:
    """Where a session can be read; empty for whoever may not open patients."""
    if not at.can("patient.read"):
        return ""
    with suppress(NoReverseMatch):
        return at.url("session", patient=session.patient.person.pk, session=session.pk)
    return at.url("sheet", patient=session.patient.person.pk)


@dataclass(frozen=True, slots=True)
class Happening:
    """One movement of a vial, as its history shows it."""

    movement: Movement
    left: str
    url: str

    @property
    def patient(self) -> Patient | None:
        """The patient of the session, where there was one."""
        return None if self.movement.session is None else self.movement.session.patient.person

    @property
    def says(self) -> str | Promise:
        """What happened."""
        return CAUSES[self.movement.cause]

    @property
    def of(self) -> str | Promise:
        """What was taken back."""
        return "" if self.movement.takes_back is None else CAUSES[self.movement.takes_back.cause]

    @property
    def units(self) -> str:
        """How many units came or went."""
        sign = "+" if self.movement.quarters > 0 else ""
        return sign + figures(Fraction(self.movement.quarters, QUARTERS))

    @property
    def may_go_back(self) -> bool:
        """Whether it was written by hand and stands."""
        one = self.movement
        return one.quarters < 0 and one.session_id is None and not hasattr(one, "taken_back_by")


def history(at: At, vial: Vial) -> list[Happening]:
    """Everything that happened to a vial, oldest first, with what was left each time."""
    beside = ("session__patient__into", "by", "takes_back", "taken_back_by")
    rows = vial.movements.select_related(*beside).order_by("at", "pk")
    made, left = [], 0
    for one in rows:
        left += one.quarters
        url = "" if one.session is None else session_url(at, one.session)
        made.append(Happening(one, figures(Fraction(left, QUARTERS)), url))
    return made
