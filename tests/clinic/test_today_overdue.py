"""Who is overdue: the interval is over, nobody recorded a stop, and no session is booked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics import a_clinic, a_patient, about, author, page, signed_in, staff
from procerus.clinic.appointments.due import nexts, overdue, untold, weeks_late
from procerus.clinic.appointments.models import Appointment, NextSession
from procerus.clinic.people.models import Patient
from procerus.clinic.record.models import Entry
from procerus.clinic.record.writing import Author, amend, enter
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOBODY = Author(None, "", None)


def dose(
    patient: Patient, on: str, product: str | None = "botox", indication: str | None = "chronic-migraine"
) -> Entry:
    said = {"date": on or None, "product": product, "indication": indication, "units": 155}
    return enter(patient, "toxin", {key: one for key, one in said.items() if one is not None}, NOBODY, on)


def stopped(patient: Patient, on: str) -> None:
    enter(patient, "stop", {"date": on, "reason": "improved"}, NOBODY, on)


def late() -> list[Patient]:
    return list(overdue(a_clinic(), TODAY))


def test_the_day_on_which_the_interval_ends_is_due_and_the_day_after_is_overdue() -> None:
    due, over = a_patient(), a_patient(given="Ben")
    dose(due, "2026-08-31")
    dose(over, "2026-08-30")
    assert late() == [over]
    assert over.next_session.first_day == date(2026, 11, 22)


def test_the_longest_overdue_stand_first() -> None:
    patients = [a_patient(given=name) for name in ("Ada", "Ben", "Cleo")]
    for patient, on in zip(patients, ("2026-08-01", "2026-01-05", "2026-06-01"), strict=True):
        dose(patient, on)
    assert [one.given for one in late()] == ["Ben", "Cleo", "Ada"]
    assert weeks_late(date(2026, 11, 10), TODAY) == 1


def test_a_stop_after_the_last_session_ends_the_course_and_one_before_it_does_not() -> None:
    ended, began_again, same_day = a_patient(), a_patient(given="Ben"), a_patient(given="Cleo")
    for patient in (ended, began_again, same_day):
        dose(patient, "2026-06-01")
    stopped(ended, "2026-07-01")
    stopped(began_again, "2025-12-01")
    stopped(same_day, "2026-06-01")
    assert late() == [began_again]


@pytest.mark.parametrize(
    ("hours", "said", "is_late"),
    [
        (24, {}, False),
        (-3, {}, False),  # this morning, and nobody said yet how it went
        (-3, {"state": "missed"}, True),
        (-24, {}, True),
        (24, {"state": "cancelled"}, True),
        (24, {"purpose": "review"}, True),  # a talk is no session
    ],
)
def test_only_a_session_that_is_booked_takes_somebody_off_the_list(
    hours: int, said: dict[str, str], is_late: bool
) -> None:
    patient = a_patient()
    dose(patient, "2026-06-01")
    Appointment.objects.create(
        patient=patient,
        clinic=a_clinic(),
        at=NOON + timedelta(hours=hours),
        **{"purpose": "injection"} | said,
    )  # fmt: skip
    assert bool(late()) is is_late


def test_toxin_for_something_else_makes_nobody_overdue_but_keeps_the_next_session_away() -> None:
    other, both = a_patient(), a_patient(given="Ben")
    dose(other, "2026-01-05", indication="cosmetic")
    dose(both, "2026-06-01")
    dose(both, "2026-10-01", indication="cosmetic")
    assert late() == []
    assert nexts([other], a_clinic())[other.pk].first_day == date(2026, 3, 30)
    assert nexts([both], a_clinic())[both.pk].first_day == date(2026, 12, 24)


def test_another_toxin_does_not_move_the_interval_of_this_one() -> None:
    patient = a_patient()
    dose(patient, "2026-06-01")
    dose(patient, "2026-10-01", product="dysport", indication="cosmetic")
    assert nexts([patient], a_clinic())[patient.pk].first_day == date(2026, 8, 24)


def test_a_session_without_a_day_is_told_apart_and_not_guessed() -> None:
    patient = a_patient()
    dose(patient, "")
    assert late() == []
    assert untold(a_clinic()) == 1


def test_an_unknown_product_is_given_the_longest_interval_there_is() -> None:
    patient = a_patient()
    dose(patient, "2026-06-01", product=None)
    found = nexts([patient], a_clinic())[patient.pk].first_day
    assert found is not None
    assert found >= date(2026, 8, 24)


def test_a_corrected_day_counts_as_soon_as_the_record_says_so() -> None:
    patient = a_patient()
    wrong = dose(patient, "2026-06-01")
    assert late() == [patient]
    said = {"date": "2026-11-01", "product": "botox", "indication": "chronic-migraine", "units": 155}
    amend(wrong, said, "typing error", author(staff()), "2026-11-01")
    Patient.objects.filter(pk=patient.pk).update(revision=1)  # as every write about a patient does
    assert late() == []


def test_what_is_kept_of_an_older_version_of_the_program_is_computed_again() -> None:
    patient = a_patient()
    dose(patient, "2026-06-01")
    late()
    NextSession.objects.update(made_from="0.0", first_day=None)
    assert late() == [patient]


@time_machine.travel(NOON, tick=False)
def test_the_page_says_weeks_late_and_leads_to_an_appointment_and_each_shown_is_a_read() -> None:
    patient = a_patient()
    dose(patient, "2026-06-01")
    text = signed_in(staff()).get(page("overdue")).content.decode()
    assert "13 weeks late" in text
    assert page("appointment_make", patient) in text
    assert list(Event.objects.filter(kind=Kind.READ).values_list("patient", "what")) == [
        (patient.pk, "overdue")
    ]


@time_machine.travel(NOON, tick=False)
def test_a_long_list_has_pages_and_shows_and_records_only_one_of_them() -> None:
    client = signed_in(staff())
    patients = [a_patient(given=f"P{number:03}") for number in range(3)]
    for patient in patients:
        dose(patient, "2026-06-01")
    client.get(page("overdue"))
    with CaptureQueriesContext(connection) as few:
        client.get(page("overdue"))
    more = [a_patient(given=f"Q{number:03}") for number in range(60)]
    for patient in more:
        dose(patient, "2026-07-01")
    client.get(page("overdue"))
    with CaptureQueriesContext(connection) as many:
        text = client.get(page("overdue"), {"page": "2"}).content.decode()
    assert len(many) == len(few)
    assert len(re.findall("data-row", text)) == 13
    assert "Page 2 of 2" in text
    assert Event.objects.filter(kind=Kind.READ).count() == 3 + 3 + 50 + 13


def test_patients_of_another_clinic_and_merged_ones_are_not_on_the_list() -> None:
    elsewhere, merged, kept = a_patient(a_clinic("south")), a_patient(given="Ben"), a_patient(given="Cleo")
    for patient in (elsewhere, merged, kept):
        dose(patient, "2026-06-01")
    merged.into = kept
    merged.save()
    assert late() == [kept]


@time_machine.travel(NOON, tick=False)
def test_the_number_at_the_head_of_the_day_changes_with_the_next_appointment_that_is_made() -> None:
    patient, client = a_patient(), signed_in(staff())
    dose(patient, "2026-06-01")
    assert "1 overdue" in client.get(page("today")).content.decode()
    with CaptureQueriesContext(connection) as asked:
        client.get(page("today"))
    assert not [one for one in asked if "first_day" in one["sql"]], "nothing was written since"
    sent = {"day": "2026-11-30", "time": "09:00", "purpose": "injection"} | about(patient)
    assert client.post(page("appointment_make", patient), sent).status_code == 302
    assert "0 overdue" in client.get(page("today")).content.decode()
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        again = signed_in(staff())
        assert "1 overdue" in again.get(page("today")).content.decode(), "nobody came"
