"""The calendar file of one appointment. It lies on phones and in mailboxes, so it says nothing of health."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from procerus.clinic.appointments.models import Appointment, State

AROUND = timedelta(days=366)
"""How far around the appointment the file says when clocks are changed."""


def calendar_file(one: Appointment) -> bytes:
    """One event by the clinic's clock. An appointment that was moved keeps its place in the calendar."""
    first, moves = _first_and_moves(one)
    at = one.at.astimezone(ZoneInfo(one.clinic.timezone))
    event = Event()
    event.add("uid", f"{first.pk}@appointment")
    event.add("sequence", moves + (one.state == State.CANCELLED))
    event.add("dtstamp", one.made_at)
    event.add("dtstart", at)
    event.add("summary", _("Appointment at %s") % one.clinic.name)
    event.add("status", "CANCELLED" if one.state in (State.CANCELLED, State.MOVED) else "CONFIRMED")
    event.add("class", "PRIVATE")
    if one.clinic.address:
        event.add("location", one.clinic.address)
    made = Calendar()
    made.add("prodid", "-//Procerus//Appointment//EN")
    made.add("version", "2.0")
    made.add_component(event)
    made.add_missing_timezones(first_date=(at - AROUND).date(), last_date=(at + AROUND).date())
    return bytes(made.to_ical())


def _first_and_moves(one: Appointment) -> tuple[Appointment, int]:
    first, moves = one, 0
    while first.instead_of is not None:
        first, moves = first.instead_of, moves + 1
    return first, moves
