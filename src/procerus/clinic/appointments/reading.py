"""Which appointments there are: of a patient, of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.appointments.models import AWAITED, Appointment, State
from procerus.clinic.people.merging import PERSON, about
from procerus.clinic.people.models import Clinic, Patient

GIVEN_UP = (State.CANCELLED, State.MOVED)


def next_of(patient: Patient, since: datetime, clinic: Clinic | None = None) -> Appointment | None:
    """The first appointment from a moment on that is not over; at one clinic or at whatever."""
    awaited = Appointment.objects.filter(about(patient), at__gte=since, state__in=AWAITED)
    awaited = awaited if clinic is None else awaited.filter(clinic=clinic)
    return awaited.select_related("clinic").order_by("at", "id").first()


def nexts_of(patients: Sequence[UUID], since: datetime) -> dict[UUID, Appointment]:
    """The same of several patients, in one query; whoever has none is left out."""
    awaited = Appointment.objects.filter(about(*patients), at__gte=since, state__in=AWAITED)
    latest_first = awaited.annotate(person=PERSON).select_related("clinic").order_by("-at", "-id")
    return {one.person: one for one in latest_first}


def of_patient(patient: Patient, clinic: Clinic | None = None) -> list[Appointment]:
    """All appointments of a patient, at one clinic or at every one, latest first."""
    found = Appointment.objects.filter(about(patient)).select_related("clinic", "moved_to")
    return list((found if clinic is None else found.filter(clinic=clinic)).order_by("-at", "-id"))


def on_day(clinic: Clinic, day: date) -> QuerySet[Appointment]:
    """The appointments of a day by the clinic's clock, without those that were moved away from it."""
    begins, ends = bounds_of(day, ZoneInfo(clinic.timezone))
    found = Appointment.objects.filter(clinic=clinic, at__gte=begins, at__lt=ends)
    return found.exclude(state=State.MOVED).select_related("patient__into").order_by("at", "made_at", "id")


def beside(appointments: Sequence[Appointment]) -> dict[UUID, int]:
    """How many other appointments of the clinic begin at the same time as each of these."""
    if not appointments:
        return {}
    counted = (
        Appointment.objects.filter(
            clinic__in={one.clinic_id for one in appointments}, at__in={one.at for one in appointments}
        )
        .exclude(state__in=GIVEN_UP)
        .order_by()
        .values_list("clinic_id", "at")
        .annotate(number=Count("id"))
    )
    numbers = {(clinic, at): number for clinic, at, number in counted}
    return {one.pk: max(0, numbers.get((one.clinic_id, one.at), 0) - 1) for one in appointments}
