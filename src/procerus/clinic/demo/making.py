"""Fill an empty installation with a clinic of made-up people, and say how to log in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from procerus.clinic.appointments.models import Appointment, Purpose
from procerus.clinic.demo.people import FAMILY, MadeUp, everybody
from procerus.clinic.diaries.models import Source
from procerus.clinic.people.models import Account, Clinic, Membership, Patient, Role
from procerus.clinic.record.from_file import enter_file, register
from procerus.clinic.record.writing import Author
from procerus.simulation.examples import folder as examples

STAFF: Mapping[str, str] = {
    Role.NURSE: "Nora Nurse",
    Role.DOCTOR: "Dora Doctor",
    Role.COORDINATOR: "Cora Coordinator",
    Role.AUDITOR: "Audra Auditor",
    Role.ADMINISTRATOR: "Adam Administrator",
}
SECOND_DOCTOR = "Drew Doctor"
ADDRESS = "{name}@demo.example"
FIRST_NUMBER = 1041
TO_COME = 14
"""How many come today."""
BEGIN, EVERY = time(9, 0), timedelta(minutes=20)


@transaction.atomic
def fill(today: date | None = None) -> dict[str, str]:
    """Make the clinic as of a day. Returns the log-ins: address and password, the same for all."""
    if Clinic.objects.exists():
        return {}
    clinic = Clinic.objects.create(
        slug="demo", name="Demonstration Clinic", timezone="Europe/London", policy="nice-ta260"
    )
    day = today or datetime.now(ZoneInfo(clinic.timezone)).date()
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    accounts = [_staff(clinic, role, name, password) for role, name in STAFF.items()]
    accounts.append(_staff(clinic, Role.DOCTOR, SECOND_DOCTOR, password, "doctor2"))
    patients = [
        _patient(clinic, one, str(FIRST_NUMBER + number))
        for number, one in enumerate(everybody(day, examples()), start=1)
    ]
    _booked(clinic, patients, day)
    accounts.append(_log_in_of(patients[0], password))
    return {account.email: password for account in accounts}


def _staff(clinic: Clinic, role: str, name: str, password: str, address: str = "") -> Account:
    account = Account.objects.create_user(ADDRESS.format(name=address or role), name, password)
    Membership.objects.create(account=account, clinic=clinic, role=role)
    return account


def _patient(clinic: Clinic, one: MadeUp, number: str) -> Patient:
    patient = register(clinic, one.given, FAMILY, number, one.born, one.sex)
    enter_file(patient, one.file, Author(None, "", clinic), Source.PHONE)
    return patient


def _log_in_of(patient: Patient, password: str) -> Account:
    name = f"{patient.given} {patient.family}"
    account = Account.objects.create_user(ADDRESS.format(name=patient.given.lower()), name, password)
    patient.account = account
    patient.save(update_fields=["account"])
    return account


def _booked(clinic: Clinic, patients: list[Patient], day: date) -> None:
    zone = ZoneInfo(clinic.timezone)
    for number, patient in enumerate(patients):
        days, place = divmod(number, TO_COME)
        at = datetime.combine(day + timedelta(days=days), BEGIN, zone) + EVERY * place
        has_begun = patient.entries.filter(kind="toxin").exists()
        purpose = Purpose.INJECTION if has_begun else Purpose.ASSESSMENT
        Appointment.objects.create(clinic=clinic, patient=patient, at=at, purpose=purpose)


def log_ins_of(folder: Path, made: Mapping[str, str]) -> str:
    """The log-ins as they are printed, kept beside the made-up data so that they can be printed again."""
    path = folder / "log-ins.txt"
    if made:
        width = max(map(len, made))
        lines = [f"  {address:<{width}}  {password}" for address, password in made.items()]
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.exists() else ""
