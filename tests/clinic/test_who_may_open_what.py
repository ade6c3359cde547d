"""Who may open which page, and what the trail says of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from clinics import a_clinic, a_patient, about, example, page, signed_in, staff
from procerus.clinic.trail.chain import faults_of_the_chain
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db


def test_every_address_says_who_may_open_it() -> None:
    call_command("check")


def test_a_nurse_opens_a_patient_of_her_clinic_and_that_is_one_event() -> None:
    nurse, patient = staff("nurse"), example("ada")
    answer = signed_in(nurse).get(page("sheet", patient))
    assert answer.status_code == 200
    event = Event.objects.get(patient=patient.pk)
    assert (event.kind, event.what, event.account, event.role) == (Kind.READ, "sheet", nurse.pk, "nurse")
    assert not list(faults_of_the_chain())


def test_a_patient_of_another_clinic_looks_like_nobody_and_the_attempt_is_written_down() -> None:
    nurse, other = staff("nurse"), a_patient(a_clinic("south"))
    client = signed_in(nurse)
    for clinic in (a_clinic(), a_clinic("south")):
        assert client.get(page("sheet", other, clinic)).status_code == 404
    assert [one.kind for one in Event.objects.all()] == [Kind.DENIED, Kind.DENIED]


def test_staff_without_a_second_factor_are_sent_to_set_one_up() -> None:
    nurse = staff("nurse", second_factor=False)
    answer = signed_in(nurse).get(page("today"))
    assert (answer.status_code, answer["Location"]) == (302, "/account/set-up-second-factor/")


def test_a_form_of_one_patient_is_refused_at_another() -> None:
    nurse, ada, ben = staff("nurse"), a_patient(), a_patient(given="Ben")
    answer = signed_in(nurse).post(page("sheet", ben), about(ada))
    assert answer.status_code == 409


def test_a_look_that_a_role_is_refused_is_in_the_trail_of_the_patient() -> None:
    ada = a_patient()
    assert signed_in(staff("auditor")).get(page("sheet", ada)).status_code == 403
    assert [(one.kind, one.patient) for one in Event.objects.all()] == [(Kind.DENIED, ada.pk)]


def test_whoever_logs_in_comes_back_to_exactly_where_they_were_going() -> None:
    asked = page("people") + "?q=a&more=b"
    answer = Client().get(asked)
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [asked]}
