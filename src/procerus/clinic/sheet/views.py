"""The patient on one page."""

from __future__ import annotations

from django.http import HttpResponse

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient
from procerus.clinic.summaries.summary import summary_of


@about_patient("patient.read", "sheet")
def sheet(at: At) -> HttpResponse:
    """One page that is read in fifteen seconds."""
    return at.render("sheet/sheet.html", {"summary": summary_of(at.patient, at.clinic, at.today)})
