"""One-time codes for patients and carers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics import a_patient, about, page, signed_in, staff
from procerus.clinic.people.codes import LETTERS, MOST_WRONG_TRIES
from procerus.clinic.people.inviting import (
    Newcomer,
    NotInvited,
    accept,
    cancel,
    invite,
)
from procerus.clinic.people.models import Account, Care, Invitation, Patient, Role
from procerus.clinic.trail.models import Event, Kind
from procerus.faults import BadInput

pytestmark = pytest.mark.django_db
PASSWORD = "five grey cats at noon"
INVITED = "/invited/"


def a_code(patient: Patient, role: str = Role.PATIENT, by: Account | None = None) -> str:
    """A fresh code."""
    return invite(patient, role, None, by or staff())[1]


def told(code: str, **said: str) -> dict[str, str]:
    """What somebody types who has a code."""
    new = {"name": "Ada Example", "email": "ada@home.example", "password": PASSWORD}
    return {"code": code, "born": "2 May 1984"} | new | said


def own(name: str, patient: Patient, **kwargs: Any) -> str:
    return reverse(name, kwargs={"patient": patient.pk} | kwargs)


def carer_of(patient: Patient, email: str = "carer@home.example") -> Account:
    account = Account.objects.create_user(email, "Carla Example")
    Care.objects.create(carer=account, patient=patient)
    return account


def test_a_code_with_the_birth_date_makes_the_patients_account_and_opens_their_page() -> None:
    ada, client = a_patient(), Client()
    answer = client.post(INVITED, told(a_code(ada)))
    assert (answer.status_code, answer["Location"]) == (302, own("mine", ada))
    account = Account.objects.get(email="ada@home.example")
    ada.refresh_from_db()
    assert (ada.account, account.check_password(PASSWORD), ada.revision) == (account, True, 1)
    assert client.get("/")["Location"] == own("mine", ada)
    assert client.get(own("mine", ada)).status_code == 200
    wrote = Event.objects.get(kind=Kind.WRITE)
    assert (wrote.what, wrote.patient, wrote.account) == ("people.invitation.used", ada.pk, account.pk)


def test_the_staff_page_shows_code_link_and_picture_once_and_keeps_no_code() -> None:
    ada, client = a_patient(), signed_in(staff())
    shown = client.post(page("invite", ada, role="patient"), about(ada)).content.decode()
    code = re.search(rf"([{LETTERS}]{{4}}-){{3}}[{LETTERS}]{{4}}", shown)
    assert code is not None
    assert "<svg" in shown
    assert f"http://testserver{INVITED}" in shown
    kept = Invitation.objects.get()
    assert code[0].replace("-", "") not in kept.code
    for name in ("identity", "people"):
        again = client.get(page(name, ada if name == "identity" else None)).content.decode()
        assert code[0] not in again
    assert code[0] not in str(list(Event.objects.values()))
    assert Client().post(INVITED, told(code[0].lower().replace("-", " "))).status_code == 302


@pytest.mark.parametrize("born", ["2 May 1985", "1984-05-03", "1984"])
def test_a_code_with_another_birth_date_opens_nothing(born: str) -> None:
    code = a_code(a_patient())
    answer = Client().post(INVITED, told(code, born=born))
    assert answer.status_code == 422
    assert not Account.objects.filter(email="ada@home.example").exists()
    assert Client().post(INVITED, told(code)).status_code == 302


def test_a_code_works_once_and_a_second_newcomer_gets_nothing() -> None:
    code = a_code(a_patient())
    Client().post(INVITED, told(code))
    assert Client().post(INVITED, told(code, email="eve@home.example")).status_code == 422
    assert not Account.objects.filter(email="eve@home.example").exists()


def test_a_code_that_is_too_old_or_was_cancelled_opens_nothing(time_machine: Any) -> None:
    time_machine.move_to("2026-11-23T09:00:00Z")
    ada, nurse = a_patient(), staff()
    old = a_code(ada)
    time_machine.shift(timedelta(days=14, minutes=1))
    assert Client().post(INVITED, told(old)).status_code == 422
    made, code = invite(ada, Role.PATIENT, None, nurse)
    signed_in(nurse).post(page("cancel_invitation", ada, invitation=made.pk), about(ada))
    assert Client().post(INVITED, told(code)).status_code == 422
    assert Event.objects.filter(what="people.invitation.cancelled", patient=ada.pk).count() == 1


def test_a_new_code_for_the_patient_ends_the_one_before() -> None:
    ada = a_patient()
    first, second = a_code(ada), a_code(ada)
    assert Client().post(INVITED, told(first)).status_code == 422
    assert Client().post(INVITED, told(second)).status_code == 302


def test_whoever_makes_a_second_code_is_told_that_the_first_ends_and_only_then() -> None:
    patient, client = a_patient(), signed_in(staff("coordinator"))
    invite(patient, "carer", None, staff())
    ends, ended = b"ends when you make another one", b"The code that was made before works no more."
    url = page("invite", patient, role="patient")
    assert ends not in client.get(url).content, "the code of a carer goes on"
    assert ended not in client.post(url, about(patient)).content
    assert ends in client.get(url).content
    assert ended in client.post(url, about(patient)).content


def test_a_wrong_code_and_a_wrong_birth_date_are_told_apart_by_nobody() -> None:
    code = a_code(a_patient())
    client = Client()
    wrong_code = client.post(INVITED, told("AAAA-AAAA-AAAA-AAAA"))
    wrong_date = client.post(INVITED, told(code, born="1 Jan 1950"))
    faults = [re.findall(r"<li>(.*?)</li>", one.content.decode()) for one in (wrong_code, wrong_date)]
    assert faults[0] == faults[1] != []


def test_after_twenty_wrong_codes_from_one_address_no_code_is_looked_at_until_tomorrow(
    time_machine: Any,
) -> None:
    time_machine.move_to("2026-11-23T09:00:00Z")
    code, client = a_code(a_patient()), Client()
    for _ in range(MOST_WRONG_TRIES):
        assert client.post(INVITED, told("AAAA-AAAA-AAAA-AAAA")).status_code == 422
    assert client.post(INVITED, told(code)).status_code == 429
    assert client.post(INVITED, told(code), REMOTE_ADDR="10.0.0.9").status_code == 302
    time_machine.shift(timedelta(days=1, minutes=1))
    assert client.post(INVITED, told("AAAA-AAAA-AAAA-AAAA")).status_code == 422


def test_a_birth_date_is_not_guessed_from_many_addresses() -> None:
    code = a_code(a_patient())
    for number in range(MOST_WRONG_TRIES):
        client = Client(REMOTE_ADDR=f"10.0.1.{number}")
        assert client.post(INVITED, told(code, born="1950-01-01")).status_code == 422
    assert Client(REMOTE_ADDR="10.0.2.1").post(INVITED, told(code)).status_code == 429


@pytest.mark.parametrize("password", ["short", "fourteen chars", "yfdbufnjh10305070"])
def test_a_short_or_common_password_is_refused_and_the_code_still_works(password: str) -> None:
    code = a_code(a_patient())
    assert Client().post(INVITED, told(code, password=password)).status_code == 422
    assert Client().post(INVITED, told(code)).status_code == 302


def test_an_address_that_has_an_account_is_asked_to_log_in_and_the_code_still_works() -> None:
    code, account = a_code(a_patient()), Account.objects.create_user("ada@home.example", "Ada")
    answer = Client().post(INVITED, told(code, email="ADA@home.example"))
    assert answer.status_code == 422
    assert "Log in with it first" in answer.content.decode()
    taken = signed_in(account).post(INVITED, {"code": code, "born": "1984-05-02"})
    assert taken.status_code == 302
    assert Patient.objects.get().account == account


def test_an_account_is_one_patients_only() -> None:
    ada, ben = a_patient(), a_patient(given="Ben")
    account = Account.objects.create_user("ada@home.example", "Ada")
    Patient.objects.filter(pk=ada.pk).update(account=account)
    answer = signed_in(account).post(INVITED, {"code": a_code(ben), "born": "1984-05-02"})
    assert answer.status_code == 422
    ben.refresh_from_db()
    assert ben.account is None


def test_nobody_is_invited_without_a_birth_date_or_twice() -> None:
    unknown, ada = a_patient(born=""), a_patient()
    Patient.objects.filter(pk=ada.pk).update(account=Account.objects.create_user("a@home.example", "Ada"))
    ada.refresh_from_db()
    for one in (unknown, ada):
        with pytest.raises(BadInput):
            a_code(one)
    answer = signed_in(staff()).post(page("invite", unknown, role="patient"), about(unknown))
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_a_role_of_the_staff_is_given_to_nobody_by_a_code() -> None:
    ada, client = a_patient(), signed_in(staff())
    for role in ("nurse", "administrator"):
        assert client.post(page("invite", ada, role=role), about(ada)).status_code == 404


# Carers


def test_a_patient_invites_a_carer_who_then_sees_the_same_page() -> None:
    ada = a_patient()
    account = Account.objects.create_user("ada@home.example", "Ada")
    Patient.objects.filter(pk=ada.pk).update(account=account)
    shown = signed_in(account).post(own("mine_invite", ada), about(ada)).content.decode()
    code = re.search(rf"([{LETTERS}]{{4}}-){{3}}[{LETTERS}]{{4}}", shown)
    assert code is not None
    client = Client()
    answer = client.post(INVITED, told(code[0], name="Carla", email="carla@home.example"))
    assert answer["Location"] == own("mine", ada)
    assert client.get(own("mine", ada)).status_code == 200
    assert "Carla" in signed_in(account).get(own("mine", ada)).content.decode()


def test_a_carer_whose_access_was_ended_sees_nothing_at_once() -> None:
    ada, nurse = a_patient(), staff()
    client = signed_in(carer_of(ada))
    assert client.get(own("mine", ada)).status_code == 200
    care = Care.objects.get()
    signed_in(nurse).post(page("end_carer", ada, care=care.pk), about(ada))
    assert client.get(own("mine", ada)).status_code == 404
    assert client.get(own("mine_file", ada)).status_code == 404


def test_a_carer_invites_nobody_and_ends_only_their_own_access() -> None:
    ada = a_patient()
    one, other = carer_of(ada), carer_of(ada, "other@home.example")
    client = signed_in(one)
    assert client.post(own("mine_invite", ada), about(ada)).status_code == 404
    theirs, mine = Care.objects.get(carer=other), Care.objects.get(carer=one)
    assert client.post(own("mine_end_carer", ada, care=theirs.pk), about(ada)).status_code == 404
    assert client.post(own("mine_end_carer", ada, care=mine.pk), about(ada)).status_code == 302
    assert client.get(own("mine", ada)).status_code == 404
    assert signed_in(other).get(own("mine", ada)).status_code == 200


# At the same moment


def test_a_code_that_was_used_between_looking_and_taking_makes_no_second_account() -> None:
    code = a_code(a_patient())
    accept(Newcomer(code, "1984-05-02", None, "one@home.example", "One", PASSWORD), [])
    with pytest.raises(NotInvited), transaction.atomic():
        accept(Newcomer(code, "1984-05-02", None, "two@home.example", "Two", PASSWORD), [])
    assert Account.objects.filter(email__endswith="@home.example").count() == 1


def test_a_code_is_cancelled_or_used_but_never_both() -> None:
    made, code = invite(a_patient(), Role.PATIENT, None, staff())
    accept(Newcomer(code, "1984-05-02", None, "one@home.example", "One", PASSWORD), [])
    assert not cancel(made, staff())
    made.refresh_from_db()
    assert made.cancelled_at is None
    assert made.used_at is not None and made.used_at <= timezone.now()
