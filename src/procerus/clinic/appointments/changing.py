"""Make, move and cancel appointments, and say how one went."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from procerus.clinic.appointments.models import AFTER, Appointment, State
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.writing import Author
from procerus.faults import BadInput, Fault


def make(patient: Patient, clinic: Clinic, at: datetime, purpose: str, author: Author) -> Appointment:
    """A new appointment."""
    return Appointment.objects.create(
        patient=patient, clinic=clinic, at=at, purpose=purpose, by=author.account
    )


def move(old: Appointment, at: datetime, reason: str, author: Author) -> Appointment:
    """The appointment at another time. The old one stays and says that it was moved. Raises BadInput."""
    set_state(old, State.MOVED, reason)
    return Appointment.objects.create(
        patient_id=old.patient_id, clinic_id=old.clinic_id, at=at, purpose=old.purpose, instead_of=old,
        by=author.account,
    )  # fmt: skip


def set_state(one: Appointment, state: str, reason: str = "") -> None:
    """How an appointment stands from now on. BadInput where that cannot follow from how it stands."""
    if state == State.CANCELLED and not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("Say why it is cancelled."))])
    fresh = Appointment.objects.select_for_update().get(pk=one.pk)
    if state not in AFTER[fresh.state]:
        stands = State(fresh.state).label
        raise BadInput([Fault("state", _("cannot follow"), _("It stands as: %s.") % stands)])
    fresh.state = one.state = state
    if reason.strip():
        fresh.reason = one.reason = reason.strip()
    fresh.save(update_fields=["state", "reason"])
