"""What was typed in wrong is put right by whoever may; the patient's words are annotated, never edited."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from clinics import a_clinic, a_patient, about, own_account, page, signed_in, staff
from papers import FIRST, OCTOBER, a_carer, by_phone, cells, counted, own, shown, text_of, typed
from procerus.clinic.diaries.correcting import amend
from procerus.clinic.diaries.models import Source, Statement
from procerus.clinic.diaries.reading import days_of
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Patient
from procerus.clinic.phones.models import Told
from procerus.clinic.trail.models import Event
from procerus.faults import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_first_of_november() -> Any:
    with time_machine.travel("2026-11-01T12:00:00Z"):
        yield


# Putting it right ----------------------------------------------------------------------------------


def entry_of(patient: Patient, client: Client) -> Statement:
    typed(client, patient, {3: {"headache": "yes", "hours": "4"}})
    return Statement.objects.get(patient=patient, day=date(2026, 10, 3))


def corrected(
    client: Client, patient: Patient, one: Statement, said: dict[str, str], status: int = 302
) -> str:
    sent = {f"{name}.{one.day.isoformat()}": text for name, text in said.items()} | about(patient)
    answer = client.post(page("diary_correct", patient, statement=one.pk), sent)
    assert answer.status_code == status, text_of(answer.content.decode())
    return answer.content.decode()


def test_an_entry_of_staff_is_put_right_by_a_new_one_and_the_old_stays_to_be_read() -> None:
    patient, client, doctor = a_patient(), signed_in(staff("nurse")), staff("doctor")
    one = entry_of(patient, client)
    assert page("diary_correct", patient, statement=one.pk) in shown(client, patient, **OCTOBER)
    assert 'value="4"' in client.get(page("diary_correct", patient, statement=one.pk)).content.decode()
    corrected(signed_in(doctor), patient, one, {"headache": "no"})
    assert days_of([patient.pk])[patient.pk] == [{"date": "2026-10-03", "headache": "no"}]
    new = Statement.objects.get(amends=one)
    assert (new.by, new.role, new.source, new.withdrawn) == (doctor, "doctor", "paper", False)
    event = Event.objects.get(what="diary.correct", kind="write")
    assert event.about == {"statement": str(new.pk), "amends": str(one.pk)}
    asked = {"from": "2026-10-03", "to": "2026-10-03"}
    words = text_of(client.get(page("diary_days", patient), asked).content.decode())
    assert "1 earlier answer" in words and "headache yes, hours 4 (amended)" in words


def test_an_entry_whose_every_cell_is_emptied_is_taken_back() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    one = entry_of(patient, client)
    corrected(client, patient, one, {})
    assert days_of([patient.pk]) == {} and Statement.objects.get(amends=one).withdrawn
    assert counted(patient) == (0, 31)


def test_a_correction_that_changes_nothing_or_cannot_be_read_writes_nothing() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    one = entry_of(patient, client)
    corrected(client, patient, one, {"headache": "yes", "hours": "4"})
    assert "Hours : “40” cannot be" in text_of(corrected(client, patient, one, {"hours": "40"}, 422))
    assert Statement.objects.count() == 1


def test_an_entry_is_corrected_once_and_its_successor_after_that() -> None:
    patient, nurse = a_patient(), staff("nurse")
    client = signed_in(nurse)
    one = entry_of(patient, client)
    corrected(client, patient, one, {"headache": "no"})
    corrected(client, patient, one, {"headache": "yes"})
    assert "was corrected already" in text_of(shown(client, patient))
    with pytest.raises(BadInput, match="in the meantime"):
        amend(one, {"headache": "yes"}, nurse, "nurse")
    corrected(client, patient, Statement.objects.get(amends=one), {"headache": "yes", "hours": "2"})
    assert days_of([patient.pk])[patient.pk] == [{"date": "2026-10-03", "headache": "yes", "hours": "2"}]


# The patient's words are annotated, never edited ---------------------------------------------------


def not_for_staff(patient: Patient) -> dict[str, Statement]:
    """Statements that are the patient's, by how they came."""
    day, carer = [(FIRST, {"headache": "yes", "note": "wind"})], a_carer(patient)
    found = {"phone": state(patient, day, Source.PHONE, None)[0]}
    day = [(FIRST, {"headache": "no"})]
    found["import"] = state(patient, day, Source.IMPORT, staff("nurse"))[0]
    day = [(FIRST, {"headache": "no", "hours": "0"})]
    found["carer"] = state(patient, day, Source.PAPER, carer, role="carer")[0]
    day = [(FIRST, {"headache": "yes", "hours": "1"})]
    found["paper file"] = state(patient, day, Source.PAPER, staff("nurse"))[0]
    return found


@pytest.mark.parametrize("role", ["nurse", "doctor", "coordinator"])
@pytest.mark.parametrize("whose", ["phone", "import", "paper file", "carer"])
def test_staff_cannot_change_what_is_the_patients(role: str, whose: str) -> None:
    patient, client = a_patient(), signed_in(staff(role))
    one = not_for_staff(patient)[whose]
    assert page("diary_correct", patient, statement=one.pk) not in shown(client, patient, **OCTOBER)
    asked = {"from": "2026-10-01", "to": "2026-10-01"}
    assert "Correct" not in client.get(page("diary_days", patient), asked).content.decode()
    assert client.get(page("diary_correct", patient, statement=one.pk)).status_code == 404
    corrected(client, patient, one, {"headache": "yes", "hours": "9"}, 404)
    corrected(client, patient, one, {}, 404)
    assert Statement.objects.count() == 4 and not Statement.objects.filter(amends__isnull=False).exists()


def test_the_database_itself_refuses_to_change_what_a_phone_told() -> None:
    patient = a_patient()
    one = not_for_staff(patient)["phone"]
    by_phone(patient, "2026-10-03", {"headache": "no"})
    for rows, change in (
        (Statement.objects.filter(pk=one.pk), {"said": {"headache": "no"}}),
        (Told.objects.all(), {"sealed": b"other"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    assert Statement.objects.get(pk=one.pk).said == {"headache": "yes", "note": "wind"}


def test_a_note_about_a_day_is_signed_stands_beside_the_patients_words_and_changes_no_answer() -> None:
    patient, nurse = a_patient(), staff("nurse")
    one, client = not_for_staff(patient)["phone"], signed_in(nurse)
    before = days_of([patient.pk])
    sent = {"text": "Says it was the wind.", **about(patient)}
    assert client.post(page("diary_note", patient, day="2026-10-01"), sent).status_code == 302
    asked = {"from": "2026-10-01", "to": "2026-10-01"}
    words = text_of(client.get(page("diary_days", patient), asked).content.decode())
    assert f"{nurse.name}, 1 Nov 2026: Says it was the wind." in words and "“wind”" in words
    assert days_of([patient.pk]) == before and Statement.objects.get(pk=one.pk).said == one.said


def test_a_note_is_not_on_the_patients_page_and_their_copy_says_that_there_is_one_and_why_not_here() -> None:
    patient, client = a_patient(), signed_in(staff("nurse"))
    address = page("diary_note", patient, day="2026-10-01")
    assert "Patients do not see notes on their page" in text_of(client.get(address).content.decode())
    client.post(address, {"text": "Between ourselves.", **about(patient)})
    home = signed_in(own_account(patient))
    for name in ("mine", "mine_paper", "mine_copy"):
        answer = home.get(f"/my/{patient.pk}/" if name == "mine" else own(name, patient))
        assert answer.status_code == 200 and "Between ourselves." not in answer.content.decode()
    said = json.loads(answer.content)["not_given"]["notes"]
    assert "for each other: 1." in said and "Ask the clinic for them" in said


# At home -------------------------------------------------------------------------------------------


def test_a_carer_without_a_phone_types_a_month_in_and_it_is_theirs() -> None:
    patient = a_patient()
    carer = a_carer(patient)
    client = signed_in(carer)
    assert own("mine_paper", patient) in client.get(own("mine", patient)).content.decode()
    sent = OCTOBER | cells({3: {"headache": "yes"}}) | about(patient)
    assert client.post(own("mine_paper", patient), sent).status_code == 302
    one = Statement.objects.get()
    assert (one.source, one.by, one.role) == ("paper", carer, "carer")
    assert Event.objects.filter(kind="write", account=carer.pk, role="carer").count() == 1
    words = text_of(shown(signed_in(staff("nurse")), patient, **OCTOBER))
    assert "Paper (Carla Example): headache" in words


def test_at_home_one_corrects_ones_own_entries_and_nobody_elses() -> None:
    patient = a_patient()
    carer, patient_self = a_carer(patient), own_account(patient)
    (theirs,) = state(patient, [(FIRST, {"headache": "yes"})], Source.PAPER, carer, role="carer")
    of_staff = entry_of(patient, signed_in(staff("nurse")))
    sent = {"headache.2026-10-01": "no", "headache.2026-10-03": "no"} | about(patient)
    for who, one in ((patient_self, theirs), (patient_self, of_staff), (carer, of_staff)):
        assert signed_in(who).post(own("mine_correct", patient, statement=one.pk), sent).status_code == 404
    assert signed_in(carer).post(own("mine_correct", patient, statement=theirs.pk), sent).status_code == 302
    assert Statement.objects.get(amends=theirs).said == {"headache": "no"}


def test_who_is_neither_patient_nor_carer_types_nothing_in() -> None:
    patient, other = a_patient(), a_patient(given="Ben")
    stranger = signed_in(own_account(other))
    assert stranger.get(own("mine_paper", patient)).status_code == 404
    for role in ("auditor", "administrator"):
        assert signed_in(staff(role)).get(page("diary_paper", patient)).status_code == 403
    south = signed_in(staff("nurse", a_clinic("south")))
    assert south.get(page("diary_paper", patient, a_clinic("south"))).status_code == 404


def test_an_entry_about_somebody_else_is_not_found_from_here() -> None:
    ada, ben, client = a_patient(), a_patient(given="Ben"), signed_in(staff("nurse"))
    one = entry_of(ada, client)
    corrected(client, ben, one, {"headache": "no"}, 404)
    assert Statement.objects.count() == 1
