"""Vials that leave without a session: thrown away, expired, lost. And back, where that was a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from procerus.clinic.people.models import Account, Clinic
from procerus.clinic.stock.models import Cause, Movement, Vial
from procerus.clinic.stock.vials import QUARTERS, called, left_in, locked, move, reverse
from procerus.faults import BadInput, Fault
from procerus.injection.opened import expiry_day

BY_HAND = (Cause.DISCARDED, Cause.EXPIRED, Cause.LOST)
"""Why a vial may leave without a session and without a recall."""


def take_out(vials: Sequence[Vial], cause: Cause, reason: str, by: Account | None, on: date) -> list[Vial]:
    """Vials leave the stock as a whole. BadInput names every fault, and nothing is written."""
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("Say what happened."))])
    with transaction.atomic():
        here = locked(one.pk for one in vials)
        left = left_in(list(here.values()))
        gone = [one for one in here.values() if left[one.pk] != one.units * QUARTERS]
        faults = [
            Fault("number", _("is not in stock any more"), _("Load the page again."), called(one))
            for one in gone
        ]
        early = [one for one in here.values() if expiry_day(one.expiry) >= on]
        if cause == Cause.EXPIRED and early:
            mend = _("Say that they were discarded, and why.")
            faults.append(Fault("cause", _("cannot be: they are in date"), mend))
        if faults:
            raise BadInput(faults)
        for one in here.values():
            move(one, cause, -left[one.pk], by, reason)
    return list(here.values())


def put_back(clinic: Clinic, movement: int, reason: str, by: Account | None) -> Vial:
    """Take back that a vial was discarded, expired, lost or recalled. BadInput where it cannot be.

    What a session took is given back by correcting the session's record, and not here.
    """
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("Say why it is taken back."))])
    with transaction.atomic():
        found = Movement.objects.filter(pk=movement, vial__clinic=clinic, session=None, quarters__lt=0)
        locked(found.values_list("vial_id", flat=True))
        one = found.filter(taken_back_by=None).select_related("vial").first()
        if one is None:
            mend = _("Load the page again; the record of a session is corrected where it was written.")
            raise BadInput([Fault("movement", _("cannot be taken back, or was already"), mend)])
        reverse(one, by, reason)
    return one.vial
