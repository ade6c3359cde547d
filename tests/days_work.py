"""A clinic on an ordinary day: staff of every role, and patients, each for one journey of a test."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from clinics import a_clinic, a_patient, number_of, own_account, session_cookie, signed_in, staff
from procerus.clinic.people.models import Account, Clinic, Patient
from worlds import STAFF

PASSWORD = "four quiet teapots singing"
FORMULA = '=HYPERLINK("http://evil.example","Eve")'
PLAIN = ("ivy", "dina", "tess", "nell", "kay")
"""Of them nothing is known but who they are."""


def a_day() -> dict[str, Any]:
    """Fill it. Returns cookies by role, and the key of each patient by given name."""
    from whole import examples_at

    north = a_clinic("north", timezone="UTC", policy="nice-ta260")
    people = {role: staff(role, north) for role in STAFF}
    doctor = people["doctor"]
    patients = examples_at(north)
    patients |= {name: a_patient(north, name.title(), "Journey", "1984-05-02") for name in PLAIN}
    patients |= {name: _to_be_treated(north, name, doctor) for name in ("ina", "kit", "noah")}
    patients["rhea"] = _treated(north, "Rhea", "Journey", doctor, "R7001")
    patients["mallory"] = _treated(north, FORMULA, "@Journey", doctor, "R7002")
    for patient in patients.values():
        _comes_today(north, patient)
    people["patient"] = own_account(patients["ada"])
    known = _with_a_password(north)
    return {
        "cookies": {role: session_cookie(one) for role, one in people.items()},
        "patients": {name: str(one.pk) for name, one in patients.items()},
        "numbers": {name: number_of(one) for name, one in patients.items()},
        "names": {role: one.name for role, one in people.items()}, "email": known.email,
        "password": PASSWORD, "formula": FORMULA,
    }  # fmt: skip


def _to_be_treated(clinic: Clinic, name: str, doctor: Account) -> Patient:
    """Somebody of whom everything was asked, and a vial for them."""
    from sessions_at import asked_of_everything
    from stocked import vials

    patient = a_patient(clinic, name.title(), "Journey", "1984-05-02")
    asked_of_everything(patient, doctor)
    vials(clinic, lot="C8841")
    return patient


def _treated(clinic: Clinic, given: str, family: str, doctor: Account, lot: str) -> Patient:
    """Somebody who was given a lot today, recorded through the screen."""
    from sessions_at import asked_of_everything, filled, recorded
    from stocked import vials

    patient, client = a_patient(clinic, given, family), signed_in(doctor)
    asked_of_everything(patient, doctor)
    [vial] = vials(clinic, lot=lot)
    said = {"vials": [str(vial.pk)], f"opened.{vial.pk}": "00:00"}
    answer = recorded(client, patient, filled(client, patient, **said))
    assert answer.status_code == 302, answer.content.decode()
    return patient


def _comes_today(clinic: Clinic, patient: Patient) -> None:
    from procerus.clinic.appointments.models import Appointment, Purpose

    at = datetime.combine(datetime.now(UTC).date(), time(12), UTC)
    Appointment.objects.create(clinic=clinic, patient=patient, at=at, purpose=Purpose.INJECTION)


def _with_a_password(clinic: Clinic) -> Account:
    """A patient's log-in: staff need a second factor beside the password."""
    account = own_account(a_patient(clinic, "Pat", "Journey"))
    account.set_password(PASSWORD)
    account.save()
    return account
