"""Administrators keep the staff and the settings of their clinic; each change is an event."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics import a_clinic, a_patient, page, signed_in, staff
from procerus.clinic.login.settings_forms import LABELS, policies, protocols
from procerus.clinic.people.models import Account, Clinic, Membership
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet teapots singing"


def the_link(answer: Any) -> str:
    found = re.search(r"http://testserver(/account/enter/[\w-]+/)", answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def settings_of(clinic: Clinic, **said: str) -> dict[str, str]:
    names = ("name", "address", "phone", "timezone", "policy", "protocol", "product", "label")
    return {name: getattr(clinic, name) for name in names} | said


def test_an_invited_nurse_comes_in_by_a_link_that_is_shown_once() -> None:
    boss = signed_in(staff("administrator"))
    answer = boss.post(page("invite_staff"), {"name": "Ben", "email": "Ben@x.example", "role": "nurse"})
    link = the_link(answer)
    assert "Ben" in boss.get(page("staff")).content.decode()
    assert link not in boss.get(page("staff")).content.decode()
    assert Client().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    ben = Account.objects.get(email="ben@x.example")
    assert (ben.memberships.get().role, ben.memberships.get().clinic) == ("nurse", a_clinic())
    assert Client().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 410
    assert [one.what for one in Event.objects.filter(kind=Kind.ACCOUNT)] == [
        "staff.invite",
        "account.entered",
    ]


def test_an_invitation_lasts_seven_days_and_can_be_withdrawn() -> None:
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    boss = signed_in(staff("administrator"))
    form = {"name": "Ben", "email": "ben@x.example", "role": "nurse"}
    link = the_link(boss.post(page("invite_staff"), form))
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert Client().get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Client().get(link).status_code == 410
    again = the_link(boss.post(page("invite_staff"), form))
    assert Client().get(link).status_code == 410, "two links of one invitation are open"
    invited = a_clinic().one_time_links.get(withdrawn_at=None)
    assert boss.post(page("withdraw_invitation", link=invited.pk)).status_code == 302
    assert Client().get(again).status_code == 410
    assert boss.post(page("withdraw_invitation", link=invited.pk)).status_code == 404


def test_a_role_has_to_be_chosen_and_somebody_who_works_here_is_not_invited_again() -> None:
    boss, nurse = signed_in(staff("administrator")), staff("nurse")
    for form in (
        {"name": "Ben", "email": "ben@x.example", "role": ""},
        {"name": "Ben", "email": "ben@x.example", "role": "patient"},
        {"name": "Ben", "email": nurse.email.upper(), "role": "nurse"},
    ):
        assert boss.post(page("invite_staff"), form).status_code == 422
    assert not Event.objects.filter(kind=Kind.ACCOUNT).exists()


def test_a_changed_role_holds_at_once_and_the_old_one_stays_on_record() -> None:
    boss, nurse = staff("administrator"), staff("nurse")
    client, before = signed_in(nurse), nurse.memberships.get()
    address = page("staff_role", member=before.pk)
    assert signed_in(boss).post(address, {"role": "nurse"}).status_code == 422, "the role they have"
    assert signed_in(boss).post(address, {"role": "auditor"}).status_code == 302
    assert client.get(page("sheet", a_patient())).status_code == 403
    before.refresh_from_db()
    assert (before.role, before.ended_by) == ("nurse", boss)
    event = Event.objects.get(what="staff.role")
    assert event.about == {"account": str(nurse.pk), "before": "nurse", "role": "auditor"}


def test_the_last_administrator_cannot_be_ended_changed_or_closed() -> None:
    boss = staff("administrator")
    member = boss.memberships.get()
    client = signed_in(boss)
    for name, form in (
        ("end_role", {}),
        ("staff_role", {"role": "nurse"}),
        ("staff_account", {"active": "no"}),
    ):
        assert client.post(page(name, member=member.pk), form).status_code == 422
    assert boss.memberships.get(ended=None).role == "administrator"
    assert Account.objects.get(pk=boss.pk).is_active
    closed = staff("administrator")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    assert client.post(page("end_role", member=member.pk)).status_code == 422, (
        "a closed account manages nothing"
    )
    staff("administrator")
    assert client.post(page("end_role", member=member.pk)).status_code == 302


def test_a_closed_account_can_be_opened_again() -> None:
    boss, nurse = signed_in(staff("administrator")), staff("nurse")
    address = page("staff_account", member=nurse.memberships.get().pk)
    for said, active in (("no", False), ("yes", True)):
        assert boss.post(address, {"active": said}).status_code == 302
        assert Account.objects.get(pk=nurse.pk).is_active is active


def test_an_account_that_is_used_at_another_clinic_or_by_a_patient_is_not_closed_from_here() -> None:
    boss, nurse, doctor = signed_in(staff("administrator")), staff("nurse"), staff("doctor")
    Membership.objects.create(account=nurse, clinic=a_clinic("south"), role="nurse")
    patient = a_patient(a_clinic("south"))
    patient.account = doctor
    patient.save()
    for one in (nurse, doctor):
        member = one.memberships.get(clinic=a_clinic()).pk
        assert boss.post(page("staff_account", member=member), {"active": "no"}).status_code == 422
        assert boss.post(page("staff_way_in", member=member)).status_code == 422
        assert Account.objects.get(pk=one.pk).is_active


def test_who_lost_the_phone_gets_a_link_and_sets_a_new_second_factor_up() -> None:
    boss, nurse = signed_in(staff("administrator")), staff("nurse")
    link = the_link(boss.post(page("staff_way_in", member=nurse.memberships.get().pk)))
    assert signed_in(nurse).get(page("today")).status_code == 200, "nothing changes before it is used"
    assert Client().post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    client = Client()
    client.post("/account/login/", {"login": nurse.email, "password": PASSWORD})
    assert client.get(page("today"))["Location"] == "/account/set-up-second-factor/"


def test_staff_of_another_clinic_are_not_to_be_found() -> None:
    boss, other = signed_in(staff("administrator")), staff("nurse", a_clinic("south"))
    member = other.memberships.get().pk
    for name in ("staff_member", "staff_role", "end_role", "staff_way_in", "staff_account"):
        assert boss.get(page(name, member=member)).status_code == 404
        assert boss.post(page(name, member=member), {"role": "auditor"}).status_code == 404
    assert other.email not in boss.get(page("staff")).content.decode()


def test_the_list_of_staff_takes_as_many_queries_for_thirty_as_for_three() -> None:
    boss = signed_in(staff("administrator"))
    boss.get(page("staff"))  # the first request of a session writes when it began
    asked = []
    for more in (2, 27):
        for _ in range(more):
            staff("nurse")
        with CaptureQueriesContext(connection) as queries:
            assert boss.get(page("staff")).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15


def test_settings_are_saved_and_the_trail_names_what_was_changed_once() -> None:
    boss, clinic = signed_in(staff("administrator")), a_clinic()
    policy = next(key for key, _ in policies() if key != clinic.policy)
    said = settings_of(clinic, policy=policy, phone="+44 20 0000", label="eu")
    assert boss.post(page("clinic_settings"), said).status_code == 302
    assert boss.post(page("clinic_settings"), said).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.policy, clinic.phone, clinic.label) == (policy, "+44 20 0000", "eu")
    (event,) = Event.objects.filter(what="clinic.settings")
    assert event.about["changed"] == ["label", "phone", "policy"]
    assert "+44" not in str(event.about)


def test_a_product_that_the_protocol_is_not_written_for_is_refused() -> None:
    answer = signed_in(staff("administrator")).post(
        page("clinic_settings"), settings_of(a_clinic(), product="dysport")
    )
    assert answer.status_code == 422
    assert "Units of one toxin say nothing about another" in answer.content.decode()


def test_policies_protocols_and_labels_come_from_the_packs() -> None:
    from procerus.packs.load import policy_files
    from procerus.packs.products import PLACES
    from procerus.packs.protocols import protocol_files

    assert {key for key, _ in policies()} == set(policy_files())
    assert {key for key, _ in protocols()} == set(protocol_files())
    assert {key for key, _ in LABELS} == {"", *PLACES}


def test_another_clinic_has_no_staff_but_its_administrator() -> None:
    boss = staff("administrator")
    client, nurse = signed_in(boss), signed_in(staff("nurse"))
    assert client.post(page("new_clinic"), {"name": "North"}).status_code == 422, "there is one of this name"
    assert client.post(page("new_clinic"), {"name": "Süd-Ost"})["Location"] == "/at/sud-ost/settings/"
    made = Clinic.objects.get(slug="sud-ost")
    assert [one.account for one in Membership.objects.filter(clinic=made)] == [boss]
    assert nurse.get(page("today", clinic=made)).status_code == 404


def test_a_clinic_that_was_made_by_mistake_can_be_removed_while_nothing_belongs_to_it() -> None:
    boss = staff("administrator")
    client = signed_in(boss)
    assert client.post(page("remove_clinic"))["Location"] == page("clinic_settings")
    assert b"Remove this clinic" not in client.get(page("clinic_settings")).content, "it is the only one"
    client.post(page("new_clinic"), {"name": "Sutoh"})
    made = Clinic.objects.get(slug="sutoh")
    client.post(page("invite_staff", clinic=made), {"name": "N", "email": "n@x.example", "role": "nurse"})
    assert b"Remove this clinic" in client.get(page("clinic_settings", clinic=made)).content
    assert client.post(page("remove_clinic", clinic=made))["Location"] == page("clinic_settings")
    assert not Clinic.objects.filter(pk=made.pk).exists()
    event = Event.objects.get(what="clinic.removed")
    assert (event.clinic, event.about["name"]) == (made.pk, "Sutoh")


def test_a_clinic_to_which_anybody_ever_belonged_stays() -> None:
    boss = staff("administrator")
    south, west = a_clinic("south"), a_clinic("west")
    for one in (south, west):
        Membership.objects.create(account=boss, clinic=one, role="administrator")
    a_patient(south)
    nurse = staff("nurse", west)
    nurse.memberships.update(ended=timezone.now())
    for one in (south, west):
        answer = signed_in(boss).post(page("remove_clinic", clinic=one), follow=True)
        assert "so it stays" in answer.content.decode()
        assert boss.memberships.filter(clinic=one).exists()


def test_a_clinic_takes_another_name_but_not_that_of_another() -> None:
    boss, clinic = signed_in(staff("administrator")), a_clinic()
    a_clinic("south")
    assert boss.post(page("clinic_settings"), settings_of(clinic, name="SOUTH")).status_code == 422
    assert boss.post(page("clinic_settings"), settings_of(clinic, name="NORTH")).status_code == 302
    clinic.refresh_from_db()
    assert clinic.name == "NORTH"
