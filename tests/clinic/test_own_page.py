"""The patient's own page: what was written down, who saw it, and no word that judges."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics import EXAMPLES, a_clinic, a_patient, about, author, example, number_of, page, signed_in, staff
from procerus.clinic.appointments.models import Appointment
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.merging import merge
from procerus.clinic.people.models import Account, Care, Patient
from procerus.clinic.people.own import own_month
from procerus.clinic.record.assembled import document, person
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.trail.models import Event
from procerus.packs.load import policy_files

pytestmark = pytest.mark.django_db
PEOPLE = sorted(one.stem for one in EXAMPLES.glob("*.json"))
TODAY = date(2026, 3, 30)
EMERGENCY = (
    "Trouble swallowing, speaking or breathing, or a sudden worst-ever headache: call emergency services."
    " Nobody watches this diary."
)
VERDICTS = (
    r"\bmet\b", r"cannot be told", r"criteri", r"\bpolic(y|ies)\b", r"\bdecision", r"eligib", r"qualif",
    r"\bfail", r"continue", r"\brestart", r"overuse", r"chronic", r"respond", r"should", r"streak",
    r"missed", r"%", r"\bonly\b", r"\bleft\b",
)  # fmt: skip


def own(name: str, patient: Patient, **kwargs: Any) -> str:
    return reverse(name, kwargs={"patient": patient.pk} | kwargs)


def as_patient(patient: Patient) -> Client:
    """A browser in which the patient is logged in."""
    account = Account.objects.create_user(f"{patient.pk}@home.example", f"{patient.given} {patient.family}")
    Patient.objects.filter(pk=patient.pk).update(account=account)
    return signed_in(account)


def read(html: str) -> str:
    """What somebody reads of a page."""
    main = html[html.index("<main") : html.index("</main>")]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def text_of(client: Client, patient: Patient, name: str = "mine") -> str:
    answer = client.get(own(name, patient))
    assert answer.status_code == 200
    return read(answer.content.decode())


@pytest.mark.parametrize("name", PEOPLE)
def test_no_word_of_a_verdict_is_on_anybodys_own_page(name: str, time_machine: Any) -> None:
    time_machine.move_to("2026-03-30T10:00:00Z")
    patient = example(name)
    shown = text_of(as_patient(patient), patient).lower()
    assert "headache" in shown
    said = shown.replace("never stop opioids or butalbital suddenly.", "")
    assert not [word for word in (*VERDICTS, r"\bstop") if re.search(word, said)]
    assert not [policy for policy in policy_files(()) if policy in said]


@pytest.mark.parametrize("name", ["mine", "mine_seen", "mine_invite"])
def test_every_page_of_a_patient_says_when_to_call_emergency_services(name: str) -> None:
    patient = a_patient()
    assert EMERGENCY in text_of(as_patient(patient), patient, name)


def test_counts_are_bounds_and_open_days_are_named(time_machine: Any) -> None:
    time_machine.move_to("2026-03-31T10:00:00Z")
    patient = a_patient()
    said: list[tuple[date, dict[str, str]]] = [
        (date(2026, 3, day), {"headache": "no"}) for day in range(1, 27)
    ]
    said += [
        (date(2026, 3, 27), {"headache": "yes", "medicines": "sumatriptan 50 mg"}),
        (date(2026, 3, 28), {"headache": "yes", "medicines": "sumatriptan 50 mg"}),
    ]
    state(patient, said, Source.PHONE, None)
    shown = text_of(as_patient(patient), patient)
    assert "Days with headache: 2 to 4" in shown
    assert "triptans on at least 2 days; from 10 days in a month on, talk to your clinic" in shown
    assert "2 days are open: 29 Mar 2026, 30 Mar 2026" in shown
    assert "opioids on at least" not in shown


def test_open_days_with_two_answers_are_counted_apart(time_machine: Any) -> None:
    time_machine.move_to("2026-03-31T10:00:00Z")
    patient = a_patient()
    for said in ({"headache": "no"}, {"headache": "yes"}):
        state(patient, [(date(2026, 3, 29), said)], Source.PHONE, None)
    shown = text_of(as_patient(patient), patient)
    assert "30 days are open: " in shown
    assert "30 Mar 2026. 1 of them has two answers that differ." in shown


def test_a_diary_in_which_nothing_is_written_shows_no_number() -> None:
    patient = a_patient()
    shown = text_of(as_patient(patient), patient)
    assert "Nothing was written down for these days yet." in shown
    assert "Days with headache" not in shown


@pytest.mark.parametrize("name", PEOPLE)
def test_the_picture_of_the_month_agrees_with_its_counts(name: str) -> None:
    month = own_month(person(example(name)), TODAY)
    looks = [one.looks for one in month.days]
    assert (len(looks), month.last) == (30, TODAY - timedelta(days=1))
    headaches = looks.count("migraine") + looks.count("headache")
    assert (month.headache.low, month.headache.high) == (headaches, headaches + looks.count("open"))
    assert month.migraine.low == looks.count("migraine")


def test_the_next_appointment_stands_there_by_the_clinics_clock() -> None:
    clinic = a_clinic("berlin", timezone="Europe/Berlin", phone="030 1")
    patient = a_patient(clinic)
    client = as_patient(patient)
    assert "None is booked." in text_of(client, patient)
    at = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0, month=1, day=12) + timedelta(
        days=366
    )
    for state_ in ("cancelled", "booked"):
        Appointment.objects.create(clinic=clinic, patient=patient, at=at, purpose="injection", state=state_)
    assert text_of(client, patient).count("09:00 Berlin") == 1


def test_a_patient_sees_in_words_who_read_and_who_wrote() -> None:
    nurse, patient = staff("nurse"), a_patient()
    client = signed_in(nurse)
    for _ in range(2):
        client.get(page("identity", patient))
    signed_in(staff("nurse", a_clinic("south"))).get(page("identity", patient, a_clinic("south")))
    as_patient(a_patient(given="Clara", family="Query")).get(reverse("mine", kwargs={"patient": patient.pk}))
    shown = text_of(as_patient(patient), patient, "mine_seen")
    assert "another account" in shown and "Clara" not in shown, "who else is a patient is nobody's business"
    assert "Nurse Example (nurse, North) opened your record, 2 times" in shown
    assert "(nurse, South) tried to open your record and was refused" in shown


def test_who_saw_the_patient_in_a_list_did_not_open_the_record() -> None:
    patient, nurse = a_patient(), signed_in(staff("nurse"))
    administrator = signed_in(staff("administrator"))
    nurse.get(page("people"))
    for _ in range(2):
        assert f"#{number_of(patient)}" in administrator.get(page("trail")).content.decode()
    nurse.get(page("identity", a_patient(given="Adda")))
    shown = text_of(as_patient(patient), patient, "mine_seen")
    assert "Administrator Example (administrator, North) saw you in a list, 2 times" in shown
    assert "Nurse Example (nurse, North) saw you in a list, 2 times" in shown
    assert "opened your record" not in shown
    assert "in a list" in read(administrator.get(page("trail")).content.decode())


def test_what_was_done_about_the_other_registration_is_seen_after_a_merge() -> None:
    doctor, kept = staff("doctor"), a_patient()
    other = a_patient(given="Zoe", family="Other", born="1950-01-01")
    signed_in(doctor).get(page("identity", other))
    client = as_patient(other)
    merge(kept, other, a_clinic(), "same passport", doctor, "doctor")
    assert client.get(own("mine", other))["Location"] == own("mine", kept)
    assert "Doctor Example (doctor, North) opened" in text_of(client, kept, "mine_seen")
    assert client.get("/")["Location"] == own("mine", kept)


def test_a_question_reaches_the_clinic_as_an_entry_and_is_one_write() -> None:
    patient = a_patient()
    client = as_patient(patient)
    answer = client.post(own("mine_ask", patient), about(patient) | {"text": "May I swim?"})
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.kind, entry.data, entry.role, entry.clinic) == (
        Kind.QUESTION, {"text": "May I swim?"}, "patient", a_clinic(),
    )  # fmt: skip
    assert Event.objects.filter(kind="write", patient=patient.pk).count() == 1
    assert "May I swim? not answered yet" in text_of(client, patient)
    enter(patient, Kind.QUESTION, {"answers": str(entry.pk), "text": "After a day."}, author(staff("nurse")))
    assert "May I swim? The clinic: After a day." in text_of(client, patient)
    assert client.post(own("mine_ask", patient), about(patient) | {"text": " "}).status_code == 422


def test_everything_written_down_is_taken_along_as_a_patient_file_and_the_diary_as_a_table() -> None:
    patient = example("ada")
    client = as_patient(patient)
    taken = client.get(own("mine_file", patient))
    assert json.loads(taken.content) == json.loads(json.dumps(document(patient)))
    table = client.get(own("mine_diary", patient)).content
    rows = list(csv.DictReader(StringIO(table.decode())))
    assert len(rows) == len({one["date"] for one in document(patient)["diary"]})
    assert Event.objects.filter(kind="read", patient=patient.pk).count() == 2


@pytest.mark.parametrize("name", ["mine", "mine_seen", "mine_file", "mine_diary", "mine_invite"])
def test_nobody_else_opens_a_patients_own_pages(name: str) -> None:
    patient, other = a_patient(), a_patient(given="Ben")
    stranger, former = as_patient(other), Account.objects.create_user("former@home.example", "Former")
    Care.objects.create(carer=former, patient=patient, ended=timezone.now())
    for client in (stranger, signed_in(staff("nurse")), signed_in(former)):
        assert client.get(own(name, patient)).status_code == 404
    assert Client().get(own(name, patient)).status_code == 302


def test_a_note_of_the_staff_is_not_among_the_patients_questions() -> None:
    nurse, patient = staff("nurse"), a_patient()
    enter(patient, Kind.QUESTION, {"text": "Is she honest?"}, author(nurse))
    assert "honest" not in text_of(as_patient(patient), patient)


def test_the_page_costs_the_same_however_long_the_diary(django_assert_max_num_queries: Any) -> None:
    patient = example("ada")
    client = as_patient(patient)
    client.get(own("mine", patient))
    with django_assert_max_num_queries(26):
        client.get(own("mine", patient))


def test_a_carer_of_two_people_finds_the_way_from_one_page_to_the_other() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    carer = Account.objects.create_user("carer@home.example", "Carla")
    for one in (ada, ben):
        Care.objects.create(carer=carer, patient=one)
    client = signed_in(carer)
    home = client.get("/").content.decode()
    assert own("mine", ada) in home
    assert own("mine", ben) in home
    assert own("mine", ben) in client.get(own("mine", ada)).content.decode()
