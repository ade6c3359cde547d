"""Clinics, staff and patients for tests, and how somebody of them asks for a page."""

from __future__ import annotations

import csv
import json
from itertools import count
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from procerus.clinic.access.at import SALT
from procerus.clinic.diaries.models import Source
from procerus.clinic.people.models import Account, Clinic, Membership, Patient, Registration
from procerus.clinic.record.from_file import enter_file, register
from procerus.clinic.record.writing import Author

EXAMPLES = Path(__file__).parents[1] / "examples"
_numbers = count(1)


def a_clinic(slug: str = "north", **said: Any) -> Clinic:
    """A clinic; the same one where it is there already."""
    made, _ = Clinic.objects.get_or_create(slug=slug, defaults={"name": slug.title()} | said)
    return made


def staff(role: str = "nurse", clinic: Clinic | None = None, second_factor: bool = True) -> Account:
    """Somebody who works at a clinic in a role, with a second factor unless that is left out."""
    number = next(_numbers)
    account = Account.objects.create_user(f"{role}{number}@clinic.example", f"{role.title()} Example")
    Membership.objects.create(account=account, clinic=clinic or a_clinic(), role=role)
    if second_factor:
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return account


def a_patient(
    clinic: Clinic | None = None,
    given: str = "Ada",
    family: str = "Example",
    born: str = "1984-05-02",
    sex: str = "female",
) -> Patient:
    """A patient of a clinic, of whom nothing else is known."""
    return register(clinic or a_clinic(), given, family, str(1000 + next(_numbers)), born, sex)


def example_file(name: str) -> dict[str, Any]:
    """One of the made-up people of examples/, as a patient file with the diary inside."""
    file: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    with (EXAMPLES / file["diary"]).open(encoding="utf-8", newline="") as rows:
        file["diary"] = [{key: value for key, value in row.items() if value} for row in csv.DictReader(rows)]
    return file


def example(name: str, clinic: Clinic | None = None) -> Patient:
    """One of the made-up people of examples/, as a patient of a clinic."""
    where, file = clinic or a_clinic(), example_file(name)
    patient = a_patient(where, name.title(), "Example", file.get("born", ""), file.get("sex", ""))
    enter_file(patient, file, Author(None, "", where), Source.IMPORT)
    return patient


def author(account: Account) -> Author:
    """Who writes, where the account works."""
    member = account.memberships.get(ended=None)
    return Author(account, member.role, member.clinic)


def signed_in(account: Account) -> Client:
    """A browser in which somebody is logged in."""
    client = Client()
    client.force_login(account)
    return client


def page(name: str, patient: Patient | None = None, clinic: Clinic | None = None, **kwargs: Any) -> str:
    """The address of a page at a clinic, about a patient where one is named."""
    where = clinic or a_clinic()
    own = {"clinic": where.slug} | ({} if patient is None else {"patient": patient.pk})
    return reverse(name, kwargs=own | kwargs)


def about(patient: Patient) -> dict[str, str]:
    """What a form about a patient carries."""
    from django.core import signing

    return {"about": signing.dumps(str(patient.pk), salt=SALT)}


def number_of(patient: Patient) -> str:
    """The number of a patient at the first clinic."""
    return Registration.objects.filter(patient=patient).first().number  # type: ignore[union-attr]  # a patient has one


def own_account(patient: Patient) -> Account:
    """The log-in of a patient."""
    account = Account.objects.create_user(f"{patient.pk}@home.example", f"{patient.given} {patient.family}")
    Patient.objects.filter(pk=patient.pk).update(account=account)
    return account
