"""What the patient page takes from other features: the next appointment, and where their pages are."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.urls import NoReverseMatch

from procerus.clinic.access.at import At
from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.appointments.due import next_on, nexts
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.appointments.reading import next_of
from procerus.clinic.appointments.standing import Due, due_of


def next_appointment(at: At) -> Appointment | None:
    """The next one at this clinic; one of today is there until it is over, whatever time it is."""
    return next_of(at.patient, bounds_of(at.today, at.zone)[0], at.clinic)


def due_on(at: At, on: date) -> Due:
    """When the next session may be, as the list of the day says it; on another day, as it stood then."""
    if on == at.today:
        return due_of(nexts([at.patient], at.clinic)[at.patient.pk], on)
    return due_of(next_on(at.patient, at.clinic, on), on)


def page_if_there(at: At, *names: str) -> str:
    """The address of the first of these pages that there is; nothing where there is none."""
    for name in names:
        with suppress(NoReverseMatch):
            return at.url(name)
    return ""
