"""The screen of a session: what is posted is what is recorded, and whatever is missing is one sentence."""

from __future__ import annotations

import pytest

from procerus.clinic.injections.models import Session
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.stock.models import Movement
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.models import Kind as EventKind
from sessions_at import filled, ready, recorded, the_session

pytestmark = pytest.mark.django_db


def test_a_session_is_recorded_with_its_dose_its_answers_and_its_vial_in_one_event() -> None:
    client, patient, doctor = ready()
    answer = recorded(client, patient, filled(client, patient))
    assert answer.status_code == 302, answer.content.decode()
    session = the_session(patient)
    assert session.follows["total_units"] == 155
    assert session.written["by"] == {"name": doctor.name, "role": "Doctor"}
    dose = Entry.objects.get(patient=patient, kind=Kind.TOXIN)
    assert dose.data == session.follows["toxin"] and session.dose_id == dose.pk
    today = Entry.objects.get(patient=patient, kind=Kind.TODAY)
    assert today.data["pregnant"] == "no" and today.data["on"] == session.day.isoformat()
    gone = Movement.objects.filter(session=session).order_by("quarters")
    assert [one.quarters for one in gone] == [-620, -180]
    (event,) = Event.objects.filter(patient=patient.pk, kind=EventKind.WRITE)
    assert (event.what, event.account) == ("injections.record", doctor.pk)
    assert Session.objects.count() == 1
