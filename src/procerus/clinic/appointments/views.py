"""A patient's appointments: at the clinic, and on the patient's own page."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient, for_patient
from procerus.clinic.appointments import changing
from procerus.clinic.appointments.calendar_file import calendar_file
from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.appointments.forms import Cancelling, Making, Moving
from procerus.clinic.appointments.hints import Hint, hints
from procerus.clinic.appointments.models import AFTER, Appointment, State
from procerus.clinic.appointments.reading import next_of, of_patient
from procerus.clinic.look.forms import add_faults
from procerus.clinic.people.merging import about
from procerus.faults import BadInput

ASKED = (State.ARRIVED, State.DONE, State.MISSED, State.BOOKED)
"""States that a button says; moving and cancelling have forms of their own."""


@about_patient("patient.read", "appointments")
def appointments(at: At) -> HttpResponse:
    """Every appointment of the patient at this clinic, what comes next, and what to look at."""
    return _listed(at)


@about_patient("appointment.write", "appointment.make")
def appointment_make(at: At) -> HttpResponse:
    """A new appointment."""
    asked = parse_date(at.request.GET.get("day", "") or "") if at.request.method != "POST" else None
    form = Making(at.zone, at.request.POST or None, initial={"day": asked} if asked else None)
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        made = changing.make(at.patient, at.clinic, form.at, purpose, at.author)
        at.wrote("appointment.make", appointment=str(made.pk))
        return redirect(at.url("appointments"))
    title = _("Make an appointment")
    return _form(at, form, title, _("Make the appointment"))


@about_patient("appointment.write", "appointment.move")
def appointment_move(at: At, appointment: UUID) -> HttpResponse:
    """Another time for an appointment."""
    old = _found(at, appointment)
    if State.MOVED not in AFTER[old.state]:
        return _too_late(at, old)
    shown = old.at.astimezone(at.zone)
    form = Moving(at.zone, at.request.POST or None, initial={"day": shown.date(), "time": shown.time()})
    if form.is_valid():
        made = changing.move(old, form.at, form.cleaned_data["reason"], at.author)
        at.wrote("appointment.move", appointment=str(made.pk), instead_of=str(old.pk))
        return redirect(at.url("appointments"))
    return _form(at, form, _("Move the appointment"), _("Move it"), old)


@about_patient("appointment.write", "appointment.cancel")
def appointment_cancel(at: At, appointment: UUID) -> HttpResponse:
    """An appointment that will not take place, and why."""
    old = _found(at, appointment)
    if State.CANCELLED not in AFTER[old.state]:
        return _too_late(at, old)
    form = Cancelling(at.request.POST or None)
    if form.is_valid():
        try:
            changing.set_state(old, State.CANCELLED, form.cleaned_data["reason"])
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("appointment.cancelled", appointment=str(old.pk))
            return redirect(at.url("appointments"))
    return _form(at, form, _("Cancel the appointment"), _("Cancel the appointment"), old)


@about_patient("appointment.write", "appointment.state")
def appointment_state(at: At, appointment: UUID) -> HttpResponse:
    """Arrived, done, missed, or that it was none of these: a button on a list."""
    one = _found(at, appointment)
    state = at.request.POST.get("state", "")
    if at.request.method != "POST" or state not in ASKED or state not in AFTER[one.state]:
        return _too_late(at, one)
    changing.set_state(one, state)
    at.wrote(f"appointment.{state}", appointment=str(one.pk))
    if at.request.POST.get("back") == "today":
        return redirect(f"{at.url('today')}?day={one.at.astimezone(at.zone).date().isoformat()}#a{one.pk}")
    return redirect(at.url("appointments"))


@about_patient("patient.read", "appointment.calendar")
def appointment_calendar(at: At, appointment: UUID) -> HttpResponse:
    """The calendar file of an appointment."""
    return _file(_found(at, appointment))


@for_patient("mine.appointments")
def mine_appointments(at: At) -> HttpResponse:
    """The patient's own appointments."""
    listed = of_patient(at.patient)
    kept = next_of(at.patient, bounds_of(at.today, at.zone)[0])
    return at.render("appointments/mine.html", {"next": kept, "listed": listed})


@for_patient("mine.appointment")
def mine_appointment(at: At, appointment: UUID) -> HttpResponse:
    """The calendar file of one of the patient's own appointments."""
    return _file(_found(at, appointment))


def _listed(at: At) -> HttpResponse:
    listed = of_patient(at.patient, at.clinic)
    looked_at: dict[UUID, list[Hint]] = hints(listed, at.patient, at.clinic, at.now)
    rows = [(one, looked_at.get(one.pk, [])) for one in listed]
    coming = [row for row in rows if row[0].at >= at.now and row[0].state in (State.BOOKED, State.ARRIVED)]
    past = [row for row in rows if row not in coming]
    return at.render("appointments/appointments.html", {"coming": coming[::-1], "past": past})


def _form(
    at: At, form: Making | Moving | Cancelling, title: str, button: str, old: Appointment | None = None
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    said = {"form": form, "title": title, "button": button, "old": old}
    return at.render("appointments/form.html", said, status)


def _found(at: At, appointment: UUID) -> Appointment:
    """An appointment of the patient of the page, at the clinic of the page where it has one."""
    found = Appointment.objects.select_related("clinic").filter(about(at.patient), pk=appointment)
    if at.maybe_clinic is not None:
        found = found.filter(clinic=at.clinic)
    try:
        return found.get()
    except (Appointment.DoesNotExist, ValidationError):
        raise Http404 from None


def _too_late(at: At, one: Appointment) -> HttpResponse:
    """The list again: somebody was quicker, or the button is not on offer any more."""
    return at.render("appointments/changed.html", {"one": one}, 409)


def _file(one: Appointment) -> HttpResponse:
    answer = HttpResponse(calendar_file(one), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer
