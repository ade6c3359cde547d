"""The list of the day, who is overdue, and the list on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from procerus.clinic.access.at import SALT, At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.appointments.due import overdue as find_overdue
from procerus.clinic.appointments.due import untold, weeks_late
from procerus.clinic.appointments.models import AFTER, State
from procerus.clinic.appointments.reading import nexts_of
from procerus.clinic.look.dates import day_or
from procerus.clinic.people.merging import numbers_of
from procerus.clinic.people.models import Patient
from procerus.clinic.today.listed import Row, listed
from procerus.clinic.today.paper import paper_of

ON_A_PAGE = 50
PATIENT, APPOINTMENT = UUID(int=1), UUID(int=2)
"""They stand in an address for the ones of a row."""


@for_clinic("today.read", "today")
def today(at: At) -> HttpResponse:
    """Who comes on a day, and what has to be known of them."""
    day, wrong = _day(at)
    found = listed(at.clinic, day, at.today)
    at.shows(row.patient for row in found.rows)
    buttons = _buttons() if at.can("appointment.write") else {}
    pages = Addresses.of(at)
    context: dict[str, Any] = {
        "listed": found,
        "rows": [
            (row, buttons.get(row.appointment.state, []), _about(row), pages.of_row(row))
            for row in found.rows
        ],
        "wrong": wrong,
        "day_before": day - timedelta(days=1),
        "day_after": day + timedelta(days=1),
        "is_today": day == at.today,
    }
    return at.render("today/today.html", context, 422 if wrong else 200)


@for_clinic("today.read", "overdue")
def overdue(at: At) -> HttpResponse:
    """Whose next session is overdue and not booked, the longest first."""
    page = Paginator(find_overdue(at.clinic, at.today), ON_A_PAGE).get_page(at.request.GET.get("page"))
    at.shows(page)
    ids = [one.pk for one in page]
    booked, numbers = nexts_of(ids, bounds_of(at.today, at.zone)[0]), numbers_of(at.clinic, ids)
    rows = [(one, numbers.get(one.pk, ""), _weeks_late(one, at.today), booked.get(one.pk)) for one in page]
    context = {"page": page, "rows": rows, "untold": untold(at.clinic)}
    return at.render("today/overdue.html", context)


@for_clinic("today.read", "today.print")
def today_print(at: At) -> HttpResponse:
    """The list of a day on paper, for when the computer is down."""
    day, wrong = _day(at)
    paper = paper_of(at.clinic, day, at.now)
    at.shows(one.patient for one in paper.lines)
    return at.render("today/print.html", {"paper": paper, "wrong": wrong}, 422 if wrong else 200)


def _weeks_late(one: Patient, today: date) -> int:
    first = one.next_session.first_day
    return 0 if first is None else weeks_late(first, today)


def _day(at: At) -> tuple[date, str]:
    return day_or(at.request.GET.get("day", ""), at.today)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The pages that a row leads to, found once for all rows: looking one up takes long."""

    sheet: str
    state: str
    move: str
    cancel: str

    @classmethod
    def of(cls, at: At) -> Addresses:
        """With a place for the patient and one for the appointment."""
        both = {"patient": PATIENT, "appointment": APPOINTMENT}
        kept = (at.url(f"appointment_{name}", **both) for name in ("state", "move", "cancel"))
        return cls(at.url("sheet", patient=PATIENT), *kept)

    def of_row(self, row: Row) -> Addresses:
        """Those of one appointment."""
        patient, appointment = str(row.patient.pk), str(row.appointment.pk)
        return Addresses(
            *(
                each.replace(str(PATIENT), patient).replace(str(APPOINTMENT), appointment)
                for each in (self.sheet, self.state, self.move, self.cancel)
            )
        )


def _buttons() -> dict[str, list[tuple[State, str]]]:
    """The states that one press may say; moving and cancelling ask for a reason on a page of their own."""
    offered: dict[str, list[tuple[State, str]]] = {
        State.BOOKED: [(State.ARRIVED, _("arrived")), (State.MISSED, _("missed"))],
        State.ARRIVED: [(State.DONE, _("done")), (State.BOOKED, _("not here after all"))],
        State.DONE: [(State.ARRIVED, _("not done yet"))],
        State.MISSED: [(State.ARRIVED, _("came after all")), (State.BOOKED, _("still expected"))],
    }
    return {state: [one for one in said if one[0] in AFTER[state]] for state, said in offered.items()}


def _about(row: Row) -> str:
    return signing.dumps(str(row.patient.pk), salt=SALT)
