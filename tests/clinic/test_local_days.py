"""Every moment is told by the clinic's own clock: around midnight, and on days when clocks are changed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from audited import a_decision
from clinics import a_clinic, a_patient, author, page, signed_in, staff
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.authorisations.models import Authorisation
from procerus.clinic.authorisations.standing import standings
from procerus.clinic.injections.models import Session
from procerus.clinic.letters.models import Letter
from procerus.clinic.letters.said_of import decided
from procerus.clinic.people.models import Clinic
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.summaries.summary import summary_of
from sessions_at import filled, ready, recorded

pytestmark = pytest.mark.django_db
NIGHTS = [
    ("Europe/Berlin", date(2026, 7, 1)), ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)), ("Pacific/Auckland", date(2026, 7, 1)),
    ("Pacific/Auckland", date(2026, 4, 5)), ("Pacific/Auckland", date(2026, 9, 27)),
]  # fmt: skip
"""A day in summer or winter, and the days on which clocks go forward and back."""
TIMES = [(0, 30), (23, 30)]
every_night = pytest.mark.parametrize(("zone", "day"), NIGHTS)
every_time = pytest.mark.parametrize(("hour", "minute"), TIMES)


def at_the_clinic(zone: str, day: date, hour: int, minute: int) -> tuple[Clinic, datetime]:
    """A clinic of that place, and the instant at which its clocks show this."""
    clinic = a_clinic(timezone=zone)
    shown = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return clinic, shown.astimezone(UTC)


def words(client: Any, address: str, **asked: str) -> str:
    text = client.get(address, asked).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def in_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


@every_night
@every_time
def test_an_appointment_is_on_the_list_of_its_local_day_at_its_local_time(
    zone: str, day: date, hour: int, minute: int
) -> None:
    clinic, instant = at_the_clinic(zone, day, hour, minute)
    patient = a_patient(clinic)
    Appointment.objects.create(patient=patient, clinic=clinic, at=instant, purpose="review")
    client, clock = signed_in(staff("nurse", clinic)), f"{hour:02}:{minute:02}"
    with time_machine.travel(instant, tick=False):
        shown = words(client, page("today"))
        assert f"{in_words(day)} 1 booked" in shown and f"{clock} review" in shown
        assert f"{in_words(day)}, {clock}" in words(client, page("appointments", patient))
        for away in (-1, 1):
            other = day + timedelta(days=away)
            assert "0 booked" in words(client, page("today"), day=other.isoformat())


@every_night
@every_time
def test_what_is_written_at_that_moment_is_of_the_local_day(
    zone: str, day: date, hour: int, minute: int
) -> None:
    clinic, instant = at_the_clinic(zone, day, hour, minute)
    with time_machine.travel(instant, tick=False):
        patient, nurse = a_patient(clinic), staff("nurse", clinic)
        enter(patient, Kind.NOTE, {"text": "seen"}, author(nurse))
        Letter.objects.create(
            clinic=clinic, patient=patient, kind="gp", language="en", content={}, pdf=b"", by=nurse
        )
        one = Authorisation.objects.create(clinic=clinic, patient=patient, payer="payer")
        client = signed_in(nurse)
        assert in_words(day) in words(client, page("letters", patient))
        assert in_words(day) in words(client, page("records", patient))
        shown = words(signed_in(staff("auditor", clinic)), page("trail"))
        assert in_words(day) in shown and f"{hour:02}:{minute:02}:00" in shown
        (standing,) = standings([one], day + timedelta(days=7))
        assert not standing.waits, "a week later it has lain for a week, and not for longer"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland"])
@every_time
def test_a_decision_is_of_the_local_day_in_summary_and_letter(zone: str, hour: int, minute: int) -> None:
    day = date(2026, 7, 1)
    clinic, instant = at_the_clinic(zone, day, hour, minute)
    patient = a_patient(clinic)
    made = a_decision(patient, day)
    made.pk, made._state.adding, made.at = None, True, instant
    made.save()
    assert summary_of(patient, clinic, day)["decided"]["on"] == day.isoformat()
    assert any(in_words(day) in str(part) for part in decided(made))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland"])
@every_time
def test_a_session_is_recorded_on_the_local_day(zone: str, hour: int, minute: int) -> None:
    day = date(2026, 7, 1)
    _clinic, instant = at_the_clinic(zone, day, hour, minute)
    with time_machine.travel(instant, tick=False):
        client, patient, _doctor = ready()
        assert recorded(client, patient, filled(client, patient)).status_code == 302
        session = Session.objects.get()
        assert session.day == day
        assert Entry.objects.get(kind=Kind.TOXIN).data["date"] == day.isoformat()
        assert in_words(day) in words(client, page("session", patient, session=session.pk))
        assert f"{hour:02}:{minute:02}" in words(client, page("session", patient, session=session.pk))
