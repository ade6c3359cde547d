"""The copy of everything that is kept about a patient: no table is forgotten, nothing left out silently."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from clinics import a_clinic, a_patient, author, own_account, page, signed_in, staff
from procerus.clinic.people.merging import merge, unmerge
from procerus.clinic.people.models import Account, Care, Patient
from procerus.clinic.people.whole_copy import COMPUTED, NOT_GIVEN, paths, tables
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import amend, enter
from procerus.clinic.stock.models import Vial
from worlds import CANARY, a_world

pytestmark = pytest.mark.django_db
ABOUT_NO_PATIENT = {
    "people.Clinic": "a clinic",
    "people.Account": "given as `accounts`, without its secrets",
    "people.Membership": "roles of staff",
    "access.Sent": "the hash of a form, so that it is saved once",
    "people.WrongTry": "a keyed hash and a moment, of nobody in particular",
    "decisions.Pack": "the text of a guidance",
    "trail.Event": "given in words, as `seen_by`",
    "trail.Head": "the end of the trail",
    "login.OneTimeLink": "links for staff",
}


def copy_of(patient: Patient, account: Account | None = None) -> Any:
    who = account or Account.objects.filter(patient=patient).first() or own_account(patient)
    answer = signed_in(who).get(reverse("mine_copy", kwargs={"patient": patient.pk}))
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_every_table_of_the_clinic_is_in_the_copy_or_named_with_the_reason_why_not() -> None:
    ours = {one._meta.label for one in apps.get_models() if one.__module__.startswith("procerus.clinic.")}
    given = {one._meta.label for one in tables()}
    assert ours - given == set(COMPUTED) | set(ABOUT_NO_PATIENT)
    named = {f"{label}.{one.name}" for label in ours for one in apps.get_model(label)._meta.concrete_fields}
    assert set(NOT_GIVEN) <= named


def test_a_row_of_every_table_about_a_patient_is_in_the_copy() -> None:
    world = a_world()
    made = copy_of(world.stranger, world.people["other patient"])
    filled = {one._meta.label for model, one in world.things.items() if model in tables() and _is_about(one)}
    assert filled <= set(made["tables"]) and {"letters.Letter", "decisions.Decision"} <= filled
    assert (
        CANARY in str(made["tables"]["letters.Letter"]) and "pdf" not in made["tables"]["letters.Letter"][0]
    )
    assert (
        "code" not in made["tables"]["people.Invitation"][0] and made["not_given"]["people.Invitation.code"]
    )
    assert copy_of(world.ada, world.people["patient"])["tables"]
    assert CANARY not in json.dumps(copy_of(world.ada, world.people["patient"])), "another patient's"


def _is_about(one: models.Model) -> bool:
    """Whether the row could name a patient: some tables forbid it for what was filled in."""
    ways = paths(type(one))
    first = [way.split("__")[0] for way in ways]
    return all(getattr(one, f"{name}_id", one.pk) for name in first)


def test_doses_stand_in_the_copy_although_nobody_said_that_the_list_is_complete() -> None:
    patient, nurse = a_patient(), staff("nurse")
    dose = {"date": "2026-01-05", "product": "botox", "indication": "chronic-migraine", "units": 155}
    first = enter(patient, Kind.TOXIN, dose, author(nurse))
    amend(first, dose | {"units": 165}, "a slip", author(nurse))
    made = copy_of(patient)
    entries = made["tables"]["record.Entry"]
    assert [one["data"]["units"] for one in entries if one["kind"] == "toxin"].count(155) == 1
    assert {one["data"]["units"] for one in entries} == {155, 165} and entries[0]["by"] == nurse.name
    assert "toxin" not in made["patient_file"]


def test_notes_of_the_staff_are_held_back_and_the_copy_says_how_many_and_why() -> None:
    patient, nurse = a_patient(), author(staff("nurse"))
    enter(patient, Kind.NOTE, {"text": "Her husband drinks."}, nurse)
    enter(patient, Kind.QUESTION, {"text": "Is she honest?"}, nurse)
    own = enter(patient, Kind.QUESTION, {"text": "May I swim?"}, _patient(patient))
    enter(patient, Kind.QUESTION, {"answers": str(own.pk), "text": "After a day."}, nurse)
    made = copy_of(patient)
    text = json.dumps(made)
    assert "drinks" not in text and "honest" not in text
    assert "May I swim?" in text and "After a day." in text
    assert (
        ": 2." in made["not_given"]["notes"]
        and made["not_given"]["notes"].endswith("a month.")
        and "Art. 15" in made["not_given"]["notes"]
    )


def _patient(patient: Patient) -> Any:
    from procerus.clinic.record.writing import Author

    return Author(own_account(patient), "patient", a_clinic())


def test_a_vial_of_the_patients_own_is_in_the_copy_and_the_clinics_are_not() -> None:
    patient = a_patient()
    for owner, whose in (("patient", patient), ("clinic", None)):
        said = {"product": "botox", "units": 200, "lot": f"of-{owner}", "expiry": "2030-01"}
        Vial.objects.create(clinic=a_clinic(), owner=owner, patient=whose, **said)
    text = json.dumps(copy_of(patient))
    assert "of-patient" in text and "of-clinic" not in text


def test_everybody_who_read_is_in_the_copy() -> None:
    patient, nurse = a_patient(), staff("nurse")
    signed_in(nurse).get(page("identity", patient))
    assert nurse.name in {one["who"] for one in copy_of(patient)["seen_by"]}


def test_of_a_merge_that_was_taken_back_nothing_of_the_other_person_is_in_the_copy() -> None:
    doctor, ada, other = staff("doctor"), a_patient(), a_patient(given="Zoe", family="Other")
    event, _about = merge(ada, other, a_clinic(), "same passport as Zoe", doctor, "doctor")
    assert "people.Merge" in copy_of(ada)["tables"]
    unmerge(event, a_clinic(), "Zoe is another", doctor, "doctor")
    assert "Zoe" not in json.dumps(copy_of(ada)) and str(other.pk) not in json.dumps(copy_of(ada)["tables"])


def test_a_carer_takes_the_diary_along_and_not_the_whole_record() -> None:
    patient, carer = a_patient(), Account.objects.create_user("carer@home.example", "Carla")
    Care.objects.create(carer=carer, patient=patient)
    made = copy_of(patient, carer)
    assert "tables" not in made and "seen_by" not in made and made["not_given"] and made["patient_file"]
    shown = signed_in(carer).get(reverse("mine", kwargs={"patient": patient.pk})).content.decode()
    assert "everything-about-me" not in shown
