"""Pages of a patient's diary."""

from __future__ import annotations

from django.http import HttpResponse

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient


@about_patient("patient.read", "diary")
def diary(at: At) -> HttpResponse:
    """Months."""
    return at.render("look/base.html")


@about_patient("patient.read", "diary.days")
def days(at: At) -> HttpResponse:
    """Days."""
    return at.render("look/base.html")
