"""The list of the day."""

from __future__ import annotations

from django.http import HttpResponse

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.appointments.models import Appointment


@for_clinic("today.read", "today")
def today(at: At) -> HttpResponse:
    """Who comes today."""
    booked = (
        Appointment.objects.filter(clinic=at.clinic, at__date=at.today)
        .select_related("patient")
        .order_by("at")
    )
    at.shows(one.patient for one in booked)
    return at.render("today/today.html", {"booked": booked})
