"""The patient on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient
from procerus.clinic.look.dates import day_or
from procerus.clinic.sheet.beside import due_on, next_appointment, page_if_there
from procerus.clinic.summaries.summary import summary_as_of, summary_of


@about_patient("patient.read", "sheet")
def sheet(at: At) -> HttpResponse:
    """One page that is read in fifteen seconds. `?on=` asks on another day, of the record as it is today."""
    on, wrong = day_or(at.request.GET.get("on", ""), at.today)
    another_day = on != at.today
    find = summary_as_of if another_day else summary_of
    found = find(at.patient, at.clinic, on)
    known = {
        "summary": found,
        "due": due_on(at, on),
        "appointment": None if another_day else next_appointment(at),
        "on": on,
        "wrong": wrong,
        "another_day": another_day,
        "days_url": at.url("diary_days"),
        "decide_url": page_if_there(at, "decide", "decisions"),
        "records_url": page_if_there(at, "records", "record"),
        "medicines": worth_showing(found.get("medicines", ())),
    }
    return at.render("sheet/sheet.html", known, 422 if wrong else 200)


def worth_showing(medicines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Classes surely taken, or perhaps at their limit; of the others, how many are surely below it."""
    counted = [one for one in medicines if one["class"] != "any"]
    shown = [one for one in counted if one["counted"][0] or one["reached"] in ("yes", "unknown")]
    return {
        "any": next((one for one in medicines if one["class"] == "any"), None),
        "shown": shown,
        "below": sum(one["reached"] == "no" for one in counted if one not in shown),
    }
