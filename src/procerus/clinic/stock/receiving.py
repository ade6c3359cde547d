"""Vials that arrive: each is a row of its own, with its units received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from procerus.clinic.look.templatetags.look import day as in_words
from procerus.clinic.people.merging import about
from procerus.clinic.people.models import Account, Clinic, Patient
from procerus.clinic.stock.lots import plain
from procerus.clinic.stock.models import Cause, Movement, Owner, Vial
from procerus.clinic.stock.vials import QUARTERS
from procerus.faults import BadInput, Fault
from procerus.injection.opened import expiry_day
from procerus.packs.products import find_product

MOST_AT_ONCE = 500
"""More vials in one delivery are a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Vials of one kind that arrived together."""

    product: str
    units: int
    lot: str
    expiry: str
    number: int
    owner: str
    patient: Patient | None = None
    serials: Sequence[str] = field(default=())


def receive(clinic: Clinic, delivery: Delivery, by: Account | None, on: date) -> list[Vial]:
    """The vials of a delivery, in stock from now on. BadInput names every fault, and nothing is written."""
    with transaction.atomic():
        Clinic.objects.select_for_update().get(pk=clinic.pk)  # so that no recall comes between
        faults = list(_faults(clinic, delivery, on))
        if faults:
            raise BadInput(faults)
        serials = [*delivery.serials, *[""] * (delivery.number - len(delivery.serials))]
        vials = [
            Vial(
                clinic=clinic, owner=delivery.owner, patient=delivery.patient, product=delivery.product,
                units=delivery.units, lot=delivery.lot.strip(), expiry=delivery.expiry.strip(),
                serial=serial, by=by,
            )
            for serial in serials
        ]  # fmt: skip
        Vial.objects.bulk_create(vials)
        Movement.objects.bulk_create(
            Movement(vial=one, cause=Cause.RECEIVED, quarters=one.units * QUARTERS, by=by) for one in vials
        )
    return vials


def _faults(clinic: Clinic, delivery: Delivery, on: date) -> Iterator[Fault]:
    yield from _label_faults(delivery, on)
    yield from _owner_faults(clinic, delivery)
    if not 1 <= delivery.number <= MOST_AT_ONCE:
        why = _("is no number of vials from 1 to %(most)s") % {"most": MOST_AT_ONCE}
        yield Fault("number", why, _("Count the vials."), str(delivery.number))
    yield from _serial_faults(clinic, delivery)
    recalled = Movement.objects.filter(vial__clinic=clinic, cause=Cause.RECALLED, taken_back_by=None)
    lots = recalled.values_list("vial__lot", flat=True).distinct()
    if plain(delivery.lot) in {plain(one) for one in lots}:
        mend = _("Put the vials aside and ask the maker.")
        yield Fault("lot", _("was recalled at this clinic"), mend, delivery.lot.strip())


def _label_faults(delivery: Delivery, on: date) -> Iterator[Fault]:
    try:
        sizes = find_product(delivery.product).sizes()
    except BadInput as bad:
        yield from bad.faults
        return
    if delivery.units not in sizes:
        why = _("is no size in which this product is sold")
        mend = _("It comes in vials of %(sizes)s.") % {"sizes": ", ".join(f"{one} U" for one in sizes)}
        yield Fault("units", why, mend, f"{delivery.units} U")
    if not delivery.lot.strip():
        yield Fault("lot", _("is missing"), _("Write the lot as it stands on the vial."))
    try:
        last = expiry_day(delivery.expiry)
    except BadInput:
        mend = _("Write it as 2028-03-31, or 2028-03 or 03/2028 where only the month is printed.")
        yield Fault("expiry", _("is not a day or a month"), mend, delivery.expiry)
        return
    if last < on:
        why = _("is over: they expired after %(day)s") % {"day": in_words(last)}
        yield Fault("expiry", why, _("Send them back, or check the label."), delivery.expiry)


def _owner_faults(clinic: Clinic, delivery: Delivery) -> Iterator[Fault]:
    if delivery.owner not in Owner.values:
        yield Fault("owner", _("is missing"), _("Say whose the vials are; that never changes afterwards."))
    elif delivery.owner != Owner.PATIENT and delivery.patient is not None:
        why = _("is named, though the vials are not a patient's own")
        yield Fault("patient", why, _("Leave the patient out, or say that they are the patient's own."))
    elif delivery.owner == Owner.PATIENT and delivery.patient is None:
        yield Fault("patient", _("is missing"), _("Say whose vials they are: name or number."))
    elif delivery.patient is not None and not _known(clinic, delivery.patient):
        yield Fault("patient", _("is not a patient of this clinic"), _("Register the patient first."))


def _known(clinic: Clinic, patient: Patient) -> bool:
    return clinic.registrations.filter(about(patient.person), ended=None).exists()


def _serial_faults(clinic: Clinic, delivery: Delivery) -> Iterator[Fault]:
    serials = list(delivery.serials)
    if serials and len(serials) != delivery.number:
        why = _("are %(serials)s, and there are %(number)s vials") % {
            "serials": len(serials), "number": delivery.number
        }  # fmt: skip
        yield Fault("serials", why, _("Write one for each vial, or none at all."))
    twice = {one for one in serials if serials.count(one) > 1}
    there = Vial.objects.filter(clinic=clinic, product=delivery.product, serial__in=serials)
    for one in sorted(twice | set(there.values_list("serial", flat=True))):
        yield Fault("serials", _("is in the stock book already"), _("A serial number is of one vial."), one)
