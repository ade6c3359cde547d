"""The list of the day, who is overdue, and the list on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

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
from procerus.clinic.look.dates import asked_day
from procerus.clinic.people.merging import numbers_of
from procerus.clinic.people.models import Patient
from procerus.clinic.today.listed import Row, listed
from procerus.clinic.today.paper import paper_of

ON_A_PAGE = 50


@for_clinic("today.read", "today")
def today(at: At) -> HttpResponse:
    """Who comes on a day, and what has to be known of them."""
    day, wrong = _day(at)
    found = listed(at.clinic, day, at.today)
    at.shows(row.patient for row in found.rows)
    may_write = at.can("appointment.write")
    context: dict[str, Any] = {
        "listed": found,
        "rows": [(row, _buttons(row) if may_write else [], _about(row)) for row in found.rows],
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
    """The day that is asked for, and what is wrong with it: then it is today."""
    said = at.request.GET.get("day", "").strip()
    if not said:
        return at.today, ""
    if found := asked_day(said):
        return found, ""
    return at.today, _("“%(said)s” is not a day. This is today; write a day as 2026-11-26.") % {
        "said": said[:20]
    }


def _buttons(row: Row) -> list[tuple[State, str]]:
    """The states that one press may say; moving and cancelling ask for a reason on a page of their own."""
    offered: dict[str, list[tuple[State, str]]] = {
        State.BOOKED: [(State.ARRIVED, _("arrived")), (State.MISSED, _("missed"))],
        State.ARRIVED: [(State.DONE, _("done")), (State.BOOKED, _("not here after all"))],
        State.DONE: [(State.ARRIVED, _("not done yet"))],
        State.MISSED: [(State.ARRIVED, _("came after all")), (State.BOOKED, _("still expected"))],
    }
    return [one for one in offered.get(row.appointment.state, []) if one[0] in AFTER[row.appointment.state]]


def _about(row: Row) -> str:
    return signing.dumps(str(row.patient.pk), salt=SALT)
