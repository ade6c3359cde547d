"""Appointments: times by the clinic's clock, moving and cancelling, and what a calendar is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from clinics import a_clinic, a_patient, about, page, signed_in, staff
from procerus.clinic.appointments.clock import bounds_of, instants
from procerus.clinic.appointments.models import Appointment, State
from procerus.clinic.appointments.reading import next_of, nexts_of, on_day
from procerus.clinic.people.models import Account, Clinic, Patient, Registration
from procerus.clinic.record.writing import Author, enter
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def booked(patient: Patient, at: datetime = NOON, clinic: Clinic | None = None, **said: Any) -> Appointment:
    return Appointment.objects.create(
        patient=patient, clinic=clinic or a_clinic(), at=at, **{"purpose": "injection"} | said
    )


def made(client: Any, patient: Patient, day: str, at: str, **said: str) -> Any:
    sent = {"day": day, "time": at, "purpose": "injection"} | said | about(patient)
    return client.post(page("appointment_make", patient), sent)


def test_an_hour_that_the_clocks_skip_is_no_time_and_one_they_repeat_is_two() -> None:
    assert instants(date(2027, 3, 28), time(2, 30), BERLIN) == ()
    assert instants(date(2027, 10, 31), time(2, 30), BERLIN) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )
    assert instants(date(2027, 3, 29), time(2, 30), BERLIN) == (datetime(2027, 3, 29, 0, 30, tzinfo=UTC),)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2027, 3, 28), "Europe/Berlin", 23),
        (date(2027, 10, 31), "Europe/Berlin", 25),
        (date(2027, 3, 14), "America/Havana", 23),  # clocks skip midnight
        (date(2027, 6, 1), "Asia/Kathmandu", 24),
    ],
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(day: date, zone: str, hours: int) -> None:
    begins, ends = bounds_of(day, ZoneInfo(zone))
    assert ends - begins == timedelta(hours=hours)
    assert begins.astimezone(ZoneInfo(zone)).date() == day


def test_an_appointment_belongs_to_the_day_that_the_clinics_clock_shows() -> None:
    clinic, patient = a_clinic("east", timezone="Pacific/Auckland"), a_patient(a_clinic("east"))
    late = booked(patient, datetime(2026, 11, 22, 11, 30, tzinfo=UTC), clinic)  # 00:30 on the 23rd there
    assert list(on_day(clinic, date(2026, 11, 23))) == [late]
    assert list(on_day(clinic, date(2026, 11, 22))) == []


def test_a_time_that_does_not_exist_is_refused_with_the_reason() -> None:
    a_clinic(timezone="Europe/Berlin")
    client, patient = signed_in(staff()), a_patient()
    answer = made(client, patient, "2027-03-28", "02:30")
    assert answer.status_code == 422
    assert "There is no 02:30 on 28 Mar 2027" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_time_that_comes_twice_is_asked_about_and_never_guessed() -> None:
    a_clinic(timezone="Europe/Berlin")
    client, patient = signed_in(staff()), a_patient()
    answer = made(client, patient, "2027-10-31", "02:30")
    assert answer.status_code == 422
    assert "the first (CEST)" in answer.content.decode()
    assert "checked" not in answer.content.decode().split("Which of the two?")[2].split("</fieldset>")[0]
    assert made(client, patient, "2027-10-31", "02:30", which="1").status_code == 302
    assert Appointment.objects.get().at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_making_an_appointment_is_one_write_about_the_patient() -> None:
    nurse, patient = staff(), a_patient()
    assert made(signed_in(nurse), patient, "2026-12-01", "09:20").status_code == 302
    one = Appointment.objects.get()
    assert (one.at, one.by) == (datetime(2026, 12, 1, 9, 20, tzinfo=UTC), nurse)
    event = Event.objects.get(patient=patient.pk)
    assert (event.kind, event.what, event.about) == (
        Kind.WRITE, "appointment.make", {"appointment": str(one.pk)}
    )  # fmt: skip


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_make_appointments_makes_none(role: str) -> None:
    patient = a_patient()
    assert made(signed_in(staff(role)), patient, "2026-12-01", "09:20").status_code == 403
    assert not Appointment.objects.exists()


def test_what_it_is_for_is_never_chosen_beforehand() -> None:
    patient = a_patient()
    answer = signed_in(staff()).get(page("appointment_make", patient)).content.decode()
    assert "checked" not in answer
    assert made(signed_in(staff()), patient, "2026-12-01", "09:20", purpose="").status_code == 422


def test_moving_makes_a_new_appointment_that_names_the_old() -> None:
    patient = a_patient()
    old, client = booked(patient), signed_in(staff())
    sent = {"day": "2026-12-02", "time": "10:00", "reason": "snow"} | about(patient)
    assert client.post(page("appointment_move", patient, appointment=old.pk), sent).status_code == 302
    new = Appointment.objects.get(instead_of=old)
    old.refresh_from_db()
    assert (old.state, old.reason, new.state, new.purpose) == ("moved", "snow", "booked", "injection")
    assert list(on_day(a_clinic(), date(2026, 11, 23))) == []
    again = client.post(page("appointment_move", patient, appointment=old.pk), sent)
    assert again.status_code == 409
    assert Appointment.objects.count() == 2


def test_cancelling_needs_a_reason_and_keeps_the_appointment_on_the_day() -> None:
    patient = a_patient()
    one, client = booked(patient), signed_in(staff())
    address = page("appointment_cancel", patient, appointment=one.pk)
    assert client.post(address, about(patient) | {"reason": " "}).status_code == 422
    assert client.post(address, about(patient) | {"reason": "unwell"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.reason) == ("cancelled", "unwell")
    assert list(on_day(a_clinic(), date(2026, 11, 23))) == [one]


@pytest.mark.parametrize(
    ("before", "pressed", "after", "status"),
    [
        ("booked", "arrived", "arrived", 302),
        ("arrived", "done", "done", 302),
        ("booked", "missed", "missed", 302),
        ("missed", "arrived", "arrived", 302),
        ("done", "arrived", "arrived", 302),
        ("cancelled", "arrived", "cancelled", 409),
        ("done", "missed", "done", 409),
        ("booked", "cancelled", "booked", 409),
        ("booked", "", "booked", 409),
    ],
)
def test_a_button_says_only_what_can_follow(before: str, pressed: str, after: str, status: int) -> None:
    patient = a_patient()
    one = booked(patient, state=before)
    answer = signed_in(staff()).post(
        page("appointment_state", patient, appointment=one.pk), {"state": pressed} | about(patient)
    )
    one.refresh_from_db()
    assert (one.state, answer.status_code) == (after, status)
    assert Event.objects.filter(kind=Kind.WRITE).count() == (status == 302)


def test_looking_at_a_state_changes_nothing() -> None:
    patient = a_patient()
    one = booked(patient)
    address = page("appointment_state", patient, appointment=one.pk)
    assert signed_in(staff()).get(address, {"state": "arrived"}).status_code == 409
    one.refresh_from_db()
    assert one.state == "booked"


def test_an_appointment_of_another_patient_is_nothing_here() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    one, client = booked(ben), signed_in(staff())
    for name in ("appointment_move", "appointment_cancel", "appointment_calendar"):
        assert client.get(page(name, ada, appointment=one.pk)).status_code == 404
    sent = {"state": "arrived"} | about(ada)
    assert client.post(page("appointment_state", ada, appointment=one.pk), sent).status_code == 404


def test_two_at_the_same_time_are_a_hint_and_not_refused() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    soon = datetime(date.today().year + 1, 1, 5, 9, 0, tzinfo=UTC)
    booked(ben, soon)
    client = signed_in(staff())
    assert made(client, ada, soon.date().isoformat(), "09:00").status_code == 302
    said = client.get(page("appointments", ada)).content.decode()
    assert "Another appointment of the clinic begins at that time." in said
    assert "Ben" not in said


def test_a_session_before_the_interval_is_over_is_a_hint() -> None:
    patient = a_patient()
    dose = {"date": "2098-12-01", "product": "botox", "indication": "chronic-migraine", "units": 155}
    enter(patient, "toxin", dose, Author(None, "", a_clinic()), "2098-12-01")
    booked(patient, datetime(2099, 1, 5, 9, 0, tzinfo=UTC))
    said = signed_in(staff()).get(page("appointments", patient)).content.decode()
    assert "This is before the interval is over: from 23 Feb 2099." in said


def test_the_next_appointment_is_the_first_that_is_still_awaited() -> None:
    patient = a_patient()
    assert next_of(patient, NOON) is None
    booked(patient, NOON + timedelta(days=1), state=State.CANCELLED)
    booked(patient, NOON - timedelta(days=1))
    later = booked(patient, NOON + timedelta(days=3))
    sooner = booked(patient, NOON + timedelta(days=2), state=State.ARRIVED)
    assert next_of(patient, NOON) == sooner
    assert nexts_of([patient.pk], NOON) == {patient.pk: sooner}
    assert next_of(patient, NOON + timedelta(days=2, minutes=1)) == later


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("state", [State.BOOKED, State.ARRIVED])
def test_an_appointment_of_this_morning_stands_on_both_pages_until_it_is_over(state: State) -> None:
    patient = a_patient()
    one = booked(patient, NOON - timedelta(hours=2), state=state)
    pages = (
        (staff(), page("sheet", patient)),
        (own(patient), reverse("mine_appointments", kwargs={"patient": patient.pk})),
    )
    for account, address in pages:
        assert "23 Nov 2026, 10:00" in signed_in(account).get(address).content.decode()
    one.state = State.DONE
    one.save()
    assert "none booked" in signed_in(staff()).get(page("sheet", patient)).content.decode()


def calendar_of(content: bytes) -> tuple[Any, Any]:
    found = Calendar.from_ical(content)
    return next(iter(found.walk("VEVENT"))), found


def test_the_calendar_file_knows_the_clock_and_says_nothing_of_health() -> None:
    clinic = a_clinic(timezone="Europe/Berlin", name="North House", address="1 Example Street")
    patient = a_patient(clinic)
    one = booked(patient, datetime(2027, 3, 29, 7, 0, tzinfo=UTC))
    answer = signed_in(staff()).get(page("appointment_calendar", patient, appointment=one.pk))
    event, whole = calendar_of(answer.content)
    assert answer["Content-Type"].startswith("text/calendar")
    assert event["SUMMARY"] == "Appointment at North House"
    assert event["DTSTART"].dt == datetime(2027, 3, 29, 9, 0, tzinfo=BERLIN)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Berlin"]
    said = answer.content.decode().casefold()
    assert not [word for word in ("injection", "botox", "migraine", "headache", "ada") if word in said]


def test_a_moved_appointment_takes_its_place_in_the_calendar() -> None:
    patient = a_patient()
    first = booked(patient, state=State.MOVED)
    second = booked(patient, NOON + timedelta(days=1), instead_of=first)
    client = signed_in(staff())
    events = [
        calendar_of(client.get(page("appointment_calendar", patient, appointment=one.pk)).content)[0]
        for one in (first, second)
    ]
    assert events[0]["UID"] == events[1]["UID"]
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1]
    assert [str(event["STATUS"]) for event in events] == ["CANCELLED", "CONFIRMED"]


def own(patient: Patient) -> Account:
    account = Account.objects.create_user("own@patient.example", "Ada Example")
    patient.account = account
    patient.save()
    return account


@time_machine.travel(NOON, tick=False)
def test_a_patient_sees_and_takes_home_their_own_appointments_only() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    mine, other = booked(ada, NOON + timedelta(days=1)), booked(ben, NOON + timedelta(days=2))
    client = signed_in(own(ada))
    said = client.get(reverse("mine_appointments", kwargs={"patient": ada.pk})).content.decode()
    assert "24 Nov 2026, 12:00" in said
    assert "injection" not in said.casefold()
    address = {"patient": ada.pk, "appointment": mine.pk}
    assert client.get(reverse("mine_appointment", kwargs=address)).status_code == 200
    for kwargs in (
        {"patient": ada.pk, "appointment": other.pk},
        {"patient": ben.pk, "appointment": other.pk},
    ):
        assert client.get(reverse("mine_appointment", kwargs=kwargs)).status_code == 404


def test_an_appointment_at_another_clinic_is_not_changed_from_here() -> None:
    patient, south = a_patient(), a_clinic("south")
    Registration.objects.create(patient=patient, clinic=south, number="7")
    one = booked(patient, clinic=south)
    sent = {"state": "arrived"} | about(patient)
    address = page("appointment_state", patient, appointment=one.pk)
    assert signed_in(staff()).post(address, sent).status_code == 404
    one.refresh_from_db()
    assert one.state == "booked"
