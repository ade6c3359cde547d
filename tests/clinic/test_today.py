"""The list of the day: who comes, what is due, what is open, and whose data were shown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics import a_clinic, a_patient, about, author, example, number_of, page, signed_in, staff
from procerus.clinic.appointments.models import Appointment, State
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry
from procerus.clinic.record.writing import Author, enter
from procerus.clinic.records.reading import open_questions
from procerus.clinic.stock.models import Movement, Vial
from procerus.clinic.summaries.models import Summary
from procerus.clinic.today.diary_days import answered_days
from procerus.clinic.today.listed import age_of, due_of, listed
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NOBODY = Author(None, "", None)


def comes(patient: Patient, at: datetime = NOON, **said: Any) -> Appointment:
    return Appointment.objects.create(
        patient=patient, clinic=a_clinic(), at=at, **{"purpose": "injection"} | said
    )


def dose(patient: Patient, on: str, product: str = "botox", indication: str = "chronic-migraine") -> Entry:
    said = {"date": on, "product": product, "indication": indication, "units": 155}
    return enter(patient, "toxin", said, NOBODY, on)


def shown(client: Any, **asked: str) -> str:
    """The page without its marks, so that a sentence is found however it is laid out."""
    text = client.get(page("today"), asked).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@time_machine.travel(NOON, tick=False)
def test_a_row_says_who_comes_how_complete_the_diary_is_and_what_decides() -> None:
    comes(example("ben"), NOON.replace(hour=9, minute=20), purpose="assessment")
    said = shown(signed_in(staff()))
    assert "Mon 23 Nov 2026 1 booked 0 overdue" in said
    assert "09:20 assessment" in said
    assert "Example, Ben" in said
    assert "35 to 36 y" in said, "born in some month of 1990: the age is known in bounds only"
    assert "start: cannot be told yet Answer" in said
    assert "of 30" in said


@time_machine.travel(NOON, tick=False)
def test_an_answer_that_depends_on_the_reading_is_said_so_on_the_list_and_on_the_page() -> None:
    ben, client = example("ben"), signed_in(staff())
    comes(ben)
    client.get(page("today"))
    kept = Summary.objects.get(patient=ben)
    kept.content["decision"]["same_under_all_readings"] = False
    kept.save()
    assert "start: depends on how the guidance is read" in shown(client)
    assert "depends on how the guidance is read" in client.get(page("sheet", ben)).content.decode()


@time_machine.travel(NOON, tick=False)
def test_every_patient_on_the_list_is_one_read_and_nobody_else_is() -> None:
    ada, ben, other = a_patient(), a_patient(given="Ben"), a_patient(given="Cleo")
    for patient in (ada, ben, ada):
        comes(patient)
    comes(other, NOON + timedelta(days=1))
    signed_in(staff()).get(page("today"))
    events = Event.objects.filter(kind=Kind.READ).values_list("patient", "what")
    assert sorted(events) == sorted([(ada.pk, "today"), (ben.pk, "today")])


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 3, 27, 22, 59, tzinfo=UTC), "27 Mar 2027"),
        (datetime(2027, 3, 27, 23, 1, tzinfo=UTC), "28 Mar 2027"),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), "28 Mar 2027"),
        (datetime(2027, 3, 28, 22, 1, tzinfo=UTC), "29 Mar 2027"),
    ],
)
def test_today_begins_at_midnight_of_the_clinics_clock_also_when_it_is_changed(
    moment: datetime, day: str
) -> None:
    a_clinic(timezone="Europe/Berlin")
    with time_machine.travel(moment, tick=False):
        assert day in shown(signed_in(staff()))


@time_machine.travel(NOON, tick=False)
def test_another_day_is_a_link_away_and_no_day_at_all_is_said_so() -> None:
    tomorrow = comes(a_patient(), NOON + timedelta(days=1))
    client = signed_in(staff())
    assert "Example, Ada" not in shown(client)
    text = client.get(page("today"), {"day": "2026-11-24"}).content.decode()
    assert f'id="a{tomorrow.pk}"' in text
    assert "?day=2026-11-23" in text
    for wrong in ("yesterday", "2026-02-30", "0001-01-01", "9999-12-31"):
        assert client.get(page("today"), {"day": wrong}).status_code == 422
        assert "is not a day" in shown(client, day=wrong)


@time_machine.travel(NOON, tick=False)
def test_a_button_on_the_list_says_that_the_patient_arrived() -> None:
    patient = a_patient()
    one, client = comes(patient), signed_in(staff())
    sent = {"state": "arrived", "back": "today"} | about(patient)
    answer = client.post(page("appointment_state", patient, appointment=one.pk), sent)
    assert answer["Location"] == f"{page('today')}?day=2026-11-23#a{one.pk}"
    one.refresh_from_db()
    assert one.state == State.ARRIVED


@time_machine.travel(NOON, tick=False)
def test_a_form_on_the_list_is_about_the_patient_of_its_row() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    one = comes(ada)
    comes(ben)
    client = signed_in(staff())
    text = client.get(page("today")).content.decode()
    row = text.split(f'id="a{one.pk}"')[1].split("</tr>")[0]
    token = re.search(r'name="about" value="([^"]+)"', row)
    assert token is not None
    address = page("appointment_state", ben, appointment=one.pk)
    assert client.post(address, {"state": "arrived", "about": token[1]}).status_code == 409


@time_machine.travel(NOON, tick=False)
def test_the_list_asks_the_database_as_often_for_twelve_patients_as_for_two() -> None:
    client, counts = signed_in(staff()), []
    for count in (2, 10):
        for number in range(count):
            patient = a_patient(given=f"P{count}{number}")
            comes(patient)
            dose(patient, "2026-06-01")
            enter(patient, "question", {"asks": "May I drive?"}, NOBODY)
        client.get(page("today"))  # whatever is computed once for a record is there then
        with CaptureQueriesContext(connection) as counted:
            client.get(page("today"))
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert counts[0] <= 26


def test_answered_days_are_those_of_the_thirty_days_before_today() -> None:
    patient = a_patient()
    said = [
        (TODAY, {"headache": "yes"}),  # today is not over
        (TODAY - timedelta(days=1), {"headache": "no"}),
        (TODAY - timedelta(days=2), {"note": "tired"}),  # says nothing of headache
        (TODAY - timedelta(days=3), {"headache": "yes"}),
        (TODAY - timedelta(days=30), {"headache": "no"}),
        (TODAY - timedelta(days=31), {"headache": "no"}),
    ]
    state(patient, said, Source.PHONE, None)
    assert answered_days([patient.pk], TODAY) == {patient.pk: 3}
    state(patient, [(TODAY - timedelta(days=3), {"headache": "no"})], Source.PAPER, None)
    assert answered_days([patient.pk], TODAY) == {patient.pk: 2}, "two statements that disagree"


def test_a_question_is_open_until_somebody_answers_it() -> None:
    patient, by = a_patient(), author(staff())
    asked = enter(patient, "question", {"text": "May I drive?"}, NOBODY)
    assert open_questions([patient.pk]) == {patient.pk: 1}
    enter(patient, "question", {"answers": str(asked.pk), "text": "Not on that day."}, by)
    assert open_questions([patient.pk]) == {}


@pytest.mark.parametrize(
    ("born", "age"),
    [("1984-11-23", (42, 42)), ("1984-11-24", (41, 41)), ("1984-11", (41, 42)), ("", None)],
)
def test_an_age_is_as_exact_as_the_birth_date(born: str, age: tuple[int, int] | None) -> None:
    assert age_of(a_patient(born=born), TODAY) == age


@pytest.mark.parametrize(
    ("on", "short", "late"),
    [
        ("2026-08-31", "today", False),
        ("2026-09-01", "+1 d", False),
        ("2026-09-21", "+3 wk", False),
        ("2026-08-30", "due", False),
        ("2026-08-10", "3 wk late", True),
        ("2026-08", "today", False),  # it may have been the 31st: only then is it surely over
    ],
)
def test_what_is_due_is_said_from_the_last_session_and_the_interval(on: str, short: str, late: bool) -> None:
    from procerus.clinic.appointments.due import nexts

    patient = a_patient()
    dose(patient, on)
    found = due_of(nexts([patient], a_clinic())[patient.pk], TODAY)
    assert (found.short, found.late) == (short, late)


def test_two_of_one_day_who_are_easily_taken_for_each_other_are_marked_at_both() -> None:
    said = {"given": "Anna", "family": "Meyer", "born": "1984-05-02"}
    one, other, third = a_patient(**said), a_patient(**said | {"family": "Maier"}), a_patient(given="Zoe")
    for patient in (one, other, third):
        comes(patient)
    found = {row.patient: " ".join(row.alerts) for row in listed(a_clinic(), TODAY, TODAY).rows}
    said = "of the same day: same birth date"
    assert f"Not {other} (#{number_of(other)}) {said}" in found[one]
    assert f"Not {one} (#{number_of(one)}) {said}" in found[other]
    assert said not in found[third]


def a_vial(expiry: str, quarters: int = 400, **said: Any) -> Vial:
    vial = Vial.objects.create(
        clinic=a_clinic(), product="botox", units=100, lot="C1", expiry=expiry, **{"owner": "clinic"} | said
    )
    Movement.objects.create(vial=vial, quarters=400, cause="received")
    if quarters != 400:
        Movement.objects.create(vial=vial, quarters=quarters - 400, cause="given")
    return vial


def test_vials_that_expire_within_the_week_are_counted_while_something_is_in_them() -> None:
    patient = a_patient()
    comes(patient)
    a_vial("2026-11-29")
    a_vial("2026-11", owner="patient", patient=patient)  # may be used until the 30th
    a_vial("2026-11-30")
    a_vial("2026-11-25", quarters=0)
    a_vial("2026-11-22")
    found = listed(a_clinic(), TODAY, TODAY)
    assert (found.expiring, found.expired) == (1, 1)
    assert found.rows[0].alerts == ()
    later = listed(a_clinic(), TODAY, TODAY + timedelta(days=2))
    assert later.rows[0].alerts == ("Own vial, lot C1: may be used until 30 Nov 2026.",)


def test_the_list_of_another_clinic_is_not_shown() -> None:
    a_clinic("south")
    client = signed_in(staff(clinic=a_clinic("south")))
    assert client.get(page("today")).status_code == 404
    assert signed_in(staff("auditor")).get(page("today")).status_code == 403


def test_no_migration_is_missing_for_these_features() -> None:
    call_command("makemigrations", "appointments", "authorisations", "today", check=True, dry_run=True)
