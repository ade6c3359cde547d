"""Take vials for a session, and give them back where its record was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from procerus.clinic.injections.models import Session
from procerus.clinic.look.templatetags.look import day as in_words
from procerus.clinic.look.wording import figures
from procerus.clinic.people.merging import about
from procerus.clinic.people.models import Account, Clinic, Patient
from procerus.clinic.stock.models import Cause, Movement, Owner, Vial
from procerus.faults import BadInput, Fault
from procerus.injection.opened import expiry_day
from procerus.packs.products import products

QUARTERS = 4
"""The ledger counts quarters of a unit: the smallest dose that is drawn up."""
FIRST = (Owner.PATIENT, Owner.CLINIC, Owner.SAMPLE)
"""Whose vial is taken first: the patient's own, which nobody else can be given."""


@dataclass(frozen=True, slots=True)
class InStock:
    """A vial that may be used, and the units in it."""

    vial: Vial
    left: Fraction


@dataclass(frozen=True, slots=True)
class Use:
    """What a session took from a vial: units given to the patient, and units thrown away."""

    vial_id: UUID
    given: Fraction
    discarded: Fraction


def untouched(clinic: Clinic) -> QuerySet[Vial]:
    """The vials of a clinic from which nothing was taken: in date or not, of whomever."""
    return clinic.vials.filter(quarters__gt=0, quarters=F("units") * QUARTERS)


def billable(vial: Vial) -> bool:
    """Whether the clinic may bill the vial: it bought it. A patient's own and a sample are never billed."""
    return vial.owner == Owner.CLINIC


def available(clinic: Clinic, patient: Patient, product: str, on: date) -> list[InStock]:
    """The vials that may be used for a patient on a day, in the order in which they should be.

    The patient's own first, then the clinic's, then samples; first expiring first. A vial whose expiry is a
    month lasts until the month's last day.
    """
    for_them = ~Q(owner=Owner.PATIENT) | about(patient)
    month = on.isoformat()[: len("2028-03")]
    rows = untouched(clinic).filter(for_them, product=product, expiry__gte=month)
    usable = [one for one in rows if expiry_day(one.expiry) >= on]
    return [InStock(one, Fraction(one.units)) for one in sorted(usable, key=_turn)]


def _turn(vial: Vial) -> tuple[int, date, str, str]:
    return FIRST.index(Owner(vial.owner)), expiry_day(vial.expiry), vial.lot, str(vial.pk)


def use(session: Session, uses: Sequence[Use], by: Account | None) -> None:
    """Write down what a session took from each vial. BadInput names every fault, and nothing is written.

    The rows of the vials are locked until the transaction ends: of two sessions that take the same vial at
    once, the second is refused.
    """
    with transaction.atomic():
        vials = locked(one.vial_id for one in uses)
        faults = [fault for at, one in enumerate(uses) for fault in _faults(at, one, uses, session, vials)]
        if faults:
            raise BadInput(faults)
        for one in uses:
            for cause, units in ((Cause.GIVEN, one.given), (Cause.DISCARDED, one.discarded)):
                if units:
                    move(vials[one.vial_id], cause, -int(units * QUARTERS), by, session=session)


def take_back(session: Session, by: Account | None, reason: str) -> None:
    """Take back everything that a session gave or discarded, for its record is corrected.

    BadInput where no reason is given. What was taken back already stays as it is.
    """
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("Say why the record is corrected."))])
    with transaction.atomic():
        locked(session.movements.values_list("vial_id", flat=True))
        for one in session.movements.filter(quarters__lt=0, taken_back_by=None).select_related("vial"):
            reverse(one, by, reason, session)


def reverse(movement: Movement, by: Account | None, reason: str, session: Session | None = None) -> Movement:
    """The movement that takes another back. The vial has to be locked."""
    return Movement.objects.create(
        vial=movement.vial, quarters=-movement.quarters, cause=Cause.TAKEN_BACK, takes_back=movement,
        session=session, reason=reason.strip(), by=by,
    )  # fmt: skip


def move(
    vial: Vial, cause: Cause, quarters: int, by: Account | None, reason: str = "",
    session: Session | None = None,
) -> Movement:  # fmt: skip
    """Quarters of a unit that come into a vial or leave it. The vial has to be locked."""
    return Movement.objects.create(
        vial=vial, cause=cause, quarters=quarters, by=by, reason=reason.strip(), session=session
    )


def locked(ids: Iterable[UUID]) -> dict[UUID, Vial]:
    """Vials that nobody else can move until the transaction ends, always locked in the same order."""
    rows = Vial.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    return {one.pk: one for one in rows}


def left_in(vials: Sequence[Vial]) -> dict[UUID, int]:
    """The quarters of a unit left in each vial, as they are now."""
    return dict(Vial.objects.filter(pk__in=[one.pk for one in vials]).values_list("pk", "quarters"))


def _faults(
    at: int, use: Use, uses: Sequence[Use], session: Session, vials: dict[UUID, Vial]
) -> Iterator[Fault]:
    where, vial = f"vials[{at}]", vials.get(use.vial_id)
    if vial is None or vial.clinic_id != session.clinic_id:
        yield Fault(where, _("is no vial of this clinic"), _("Choose one that is in stock here."))
        return
    name = called(vial)
    if Counter(one.vial_id for one in uses)[vial.pk] > 1:
        yield Fault(where, _("is named twice"), _("Write all that it gave in one line."), name)
    if vial.product != session.product:
        why = _("is %(product)s, and the session is with %(wanted)s") % {
            "product": product_title(vial.product), "wanted": product_title(session.product)
        }  # fmt: skip
        yield Fault(where, why, _("Units of one are not units of the other. Choose another vial."), name)
    if vial.owner == Owner.PATIENT and not _belongs(vial, session.patient):
        yield Fault(where, _("belongs to another patient"), _("It is for that patient only."), name)
    if expiry_day(vial.expiry) < session.day:
        why = _("expired after %(day)s") % {"day": in_words(expiry_day(vial.expiry))}
        yield Fault(where, why, _("Take a vial that is in date."), name)
    gone = _gone(vial)
    if gone:
        yield Fault(where, gone, _("Look at what happened to it, and choose another."), name)
    else:
        yield from _amount_faults(where, name, use, vial)


def _belongs(vial: Vial, patient: Patient) -> bool:
    return vial.patient is not None and vial.patient.person == patient.person


def _gone(vial: Vial) -> str:
    """Why a vial cannot be taken any more; nothing where it can."""
    said = {
        Cause.GIVEN: _("was used already"),
        Cause.DISCARDED: _("was discarded"),
        Cause.EXPIRED: _("was taken out because it had expired"),
        Cause.LOST: _("was written down as lost"),
        Cause.RECALLED: _("was recalled"),
    }
    causes = {one.cause for one in vial.movements.filter(quarters__lt=0, taken_back_by=None)}
    first = next((cause for cause in (Cause.RECALLED, *said) if cause in causes), None)
    return said[first] if first else ""


def _amount_faults(where: str, name: str, use: Use, vial: Vial) -> Iterator[Fault]:
    amounts = (use.given, use.discarded)
    if any(one < 0 for one in amounts):
        yield Fault(where, _("cannot give less than nothing"), _("Check the units."), name)
    elif any(Fraction(one * QUARTERS).denominator != 1 for one in amounts):
        yield Fault(where, _("is counted in quarters of a unit"), _("Round to 0.25 units."), name)
    elif sum(amounts) != vial.units:
        why = _("holds %(units)s units; given and discarded are %(sum)s together") % {
            "units": vial.units, "sum": figures(sum(amounts, Fraction(0)))
        }  # fmt: skip
        yield Fault(where, why, _("All of a vial is given or discarded in the session."), name)


def called(vial: Vial) -> str:
    """How sentences call a vial: product, lot and expiry, as on its label."""
    return _("%(product)s %(units)s U, lot %(lot)s, expiry %(expiry)s") % {
        "product": product_title(vial.product), "units": vial.units, "lot": vial.lot,
        "expiry": in_words(vial.expiry),
    }  # fmt: skip


def product_title(product: str) -> str:
    """A product as it is printed on the vial; its id where no pack knows it any more."""
    known = products().get(product)
    return known.title if known else product
