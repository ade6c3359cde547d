"""Opening the record of another clinic's patient in an emergency."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from clinics import a_clinic, a_patient, page, signed_in, staff
from procerus.clinic.people.models import Account, BrokenGlass, Patient
from procerus.clinic.trail.models import Event, Kind

pytestmark = pytest.mark.django_db
WHY = "unconscious after a fall"


def breaks(client: Client, **said: str) -> Any:
    return client.post(page("glass"), {"family": "Example", "born": "1984-05-02", "reason": WHY} | said)


def far_away(**said: str) -> Patient:
    """A patient of another clinic."""
    return a_patient(a_clinic("south"), **said)


def test_a_nurse_with_a_reason_opens_the_record_for_four_hours_and_no_longer(time_machine: Any) -> None:
    time_machine.move_to("2026-11-23T09:00:00Z")
    nurse, ada = staff(), far_away()
    client = signed_in(nurse)
    assert client.get(page("sheet", ada)).status_code == 404
    answer = breaks(client)
    assert answer["Location"] == page("sheet", ada)
    shown = client.get(page("identity", ada))
    assert shown.status_code == 200
    assert "opened in an emergency, until" in shown.content.decode()
    time_machine.shift(timedelta(hours=3, minutes=59))
    client = signed_in(nurse)
    assert client.get(page("identity", ada)).status_code == 200
    time_machine.shift(timedelta(minutes=2))
    assert client.get(page("identity", ada)).status_code == 404


def test_an_emergency_opens_the_record_and_hands_nothing_on() -> None:
    ada, client = far_away(), signed_in(staff("doctor"))
    breaks(client)
    overview = client.get(page("sheet", ada))
    assert overview.status_code == 200
    for name, more in (
        ("choose_other", {}), ("correct_identity", {}), ("invite", {"role": "carer"}), ("inject", {}),
        ("appointment_make", {}), ("letter_write", {"kind": "gp"}), ("diary_upload", {}),
        ("patient_authorisations", {}),
    ):  # fmt: skip
        address = page(name, ada, **more)
        assert client.get(address).status_code == 403, name
        assert address not in overview.content.decode(), name


def test_every_look_through_broken_glass_names_it_in_the_trail() -> None:
    client, ada = signed_in(staff()), far_away()
    breaks(client)
    client.get(page("identity", ada))
    wrote, read = Event.objects.filter(patient=ada.pk).order_by("seq")
    glass = BrokenGlass.objects.get()
    assert (wrote.kind, wrote.what, wrote.about["reason"]) == (Kind.WRITE, "glass.broken", WHY)
    assert (read.kind, read.about) == (Kind.READ, {"glass": str(glass.pk)})


@pytest.mark.parametrize(
    "said",
    [{"family": "Exampl"}, {"family": "Exam"}, {"born": "1984-05-03"}, {"family": "Example Ada"}],
)
def test_nobody_is_found_by_a_part_of_the_name_or_another_birth_date(said: dict[str, str]) -> None:
    far_away()
    assert breaks(signed_in(staff()), **said).status_code == 422
    assert not BrokenGlass.objects.exists()
    assert Event.objects.get().what == "glass.nobody_found"


def test_no_record_opens_without_a_reason_and_a_birth_date() -> None:
    far_away()
    client = signed_in(staff())
    for said in ({"reason": " "}, {"born": ""}, {"family": ""}):
        assert breaks(client, **said).status_code == 422
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator"])
def test_only_nurses_and_doctors_open_a_record_so(role: str) -> None:
    far_away()
    assert breaks(signed_in(staff(role))).status_code == 403


def test_of_several_people_with_one_name_and_birth_date_one_is_chosen() -> None:
    ada, eve = far_away(), far_away(given="Eve")
    client = signed_in(staff())
    asked = breaks(client)
    assert asked.status_code == 422
    assert not BrokenGlass.objects.exists()
    assert {one.patient for one in Event.objects.filter(kind=Kind.READ)} == {ada.pk, eve.pk}
    sealed = {one.given: seal for one, seal in asked.context["found"]}["Eve"]
    assert breaks(client, person=str(eve.pk)).status_code == 422
    assert breaks(client, person=sealed)["Location"] == page("sheet", eve)


def test_a_patient_of_the_own_clinic_needs_no_broken_glass() -> None:
    ada = a_patient()
    assert breaks(signed_in(staff()))["Location"] == page("sheet", ada)
    assert not BrokenGlass.objects.exists()


def test_the_patient_sees_who_opened_the_record_when_and_why() -> None:
    ada = far_away()
    account = Account.objects.create_user("ada@home.example", "Ada")
    Patient.objects.filter(pk=ada.pk).update(account=account)
    breaks(signed_in(staff()))
    shown = signed_in(account).get(reverse("mine", kwargs={"patient": ada.pk})).content.decode()
    assert "Nurse Example, North" in shown
    assert WHY in shown


def test_auditors_of_both_clinics_see_the_list_and_those_of_a_third_do_not() -> None:
    far_away()
    breaks(signed_in(staff()))
    for slug, sees in (("north", True), ("south", True), ("west", False)):
        clinic = a_clinic(slug)
        shown = signed_in(staff("auditor", clinic)).get(page("emergencies", clinic=clinic)).content.decode()
        assert (WHY in shown) == sees


def test_a_broken_glass_is_never_changed_or_swept_up() -> None:
    far_away()
    breaks(signed_in(staff()))
    with pytest.raises(DatabaseError), transaction.atomic():
        BrokenGlass.objects.update(reason="none")
    with pytest.raises(DatabaseError), transaction.atomic():
        BrokenGlass.objects.all().delete()
