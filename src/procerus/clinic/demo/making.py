"""Fill an empty installation with a clinic of made-up people, and say how to log in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation

from procerus.clinic.demo import met, on_paper, shelf, treated, written
from procerus.clinic.demo.people import everybody
from procerus.clinic.demo.practice import Practice, Step, in_turn
from procerus.clinic.people.models import Account, Clinic, Membership, Patient, Role
from procerus.simulation.examples import folder as examples

STAFF: Mapping[str, str] = {
    Role.NURSE: "Nora Nurse",
    Role.DOCTOR: "Dora Doctor",
    Role.COORDINATOR: "Cora Coordinator",
    Role.AUDITOR: "Audra Auditor",
    Role.ADMINISTRATOR: "Adam Administrator",
}
SECOND_DOCTOR, ELSEWHERE = "Drew Doctor", "Emil Emergency"
ADDRESS = "{name}@demo.example"
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LogIn:
    """How somebody of the demonstration gets in."""

    role: str
    address: str
    password: str


def _nobody_is_told(done: int, of: int) -> None: ...


@transaction.atomic
@translation.override("en")
def fill(today: date | None = None, told: Told = _nobody_is_told) -> list[LogIn]:
    """Make the clinic as of a day, and nothing where there is one. `told` hears how many steps are taken."""
    if Clinic.objects.exists():
        return []
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    practice, elsewhere, log_ins = _staffed(today, password)
    steps = list(in_turn(list(_steps(practice))))
    log_ins.append(_log_in_of(practice, password))
    steps += _today(practice, elsewhere)
    _walk(steps, told)
    return log_ins


def _staffed(today: date | None, password: str) -> tuple[Practice, Practice, list[LogIn]]:
    clinic = Clinic.objects.create(
        slug="demo", name="Demonstration Clinic", timezone="Europe/London", policy="nice-ta260",
        address="1 Example Street\nLondon", phone="020 7946 0000",
    )  # fmt: skip
    other = Clinic.objects.create(
        slug="elsewhere", name="Emergency Department (demonstration)", timezone="Europe/London"
    )
    day = today or datetime.now(ZoneInfo(clinic.timezone)).date()
    made = {role: _staff(clinic, role, name, password) for role, name in STAFF.items()}
    _staff(clinic, Role.DOCTOR, SECOND_DOCTOR, password, "doctor2")
    far = _staff(other, Role.DOCTOR, ELSEWHERE, password, "emergency")
    listed = [LogIn(str(Role(role).label), one.email, password) for role, one in made.items()]
    listed.insert(2, LogIn("Second doctor", ADDRESS.format(name="doctor2"), password))
    listed.append(LogIn("Doctor elsewhere", far.email, password))
    return Practice(clinic, made, day), Practice(other, {Role.DOCTOR: far}, day), listed


def _staff(clinic: Clinic, role: str, name: str, password: str, address: str = "") -> Account:
    account = Account.objects.create_user(ADDRESS.format(name=address or role), name, password)
    Membership.objects.create(account=account, clinic=clinic, role=role)
    return account


def _log_in_of(practice: Practice, password: str) -> LogIn:
    """Of the first patient."""
    patient = practice.people["Ada"].patient
    name = f"{patient.given} {patient.family}"
    account = Account.objects.create_user(ADDRESS.format(name=patient.given.lower()), name, password)
    Patient.objects.filter(pk=patient.pk).update(account=account)
    practice.staff[Role.PATIENT] = account
    return LogIn(f"Patient ({name})", account.email, password)


def _steps(practice: Practice) -> Iterator[Step]:
    """Everything before today."""
    for number, one in enumerate(everybody(practice.today, examples()), start=1):
        yield met.registered(practice, one, number)
    yield from shelf.delivered(practice)
    for known in list(practice.people.values()):
        yield from treated.treated(practice, known)
    yield from treated.decided(practice)
    yield from on_paper.authorised(practice)
    yield from written.by_hand(practice)


def _today(practice: Practice, elsewhere: Practice) -> Iterator[Step]:
    """What happened today before the first patient came."""
    for name in practice.people:
        yield met.up_to_date(practice, name)
    yield from met.booked(practice)
    yield from on_paper.letters(practice)
    yield from met.also(practice, elsewhere)


def _walk(steps: list[Step], told: Told) -> None:
    for done, one in enumerate(steps, start=1):
        one.act()
        told(done, len(steps))


def log_ins_of(folder: Path, made: list[LogIn]) -> str:
    """The log-ins as they are printed, kept beside the made-up data so that they can be printed again."""
    path = folder / "log-ins.txt"
    if made:
        wide = max(len(one.role) for one in made), max(len(one.address) for one in made)
        lines = [f"  {one.role:<{wide[0]}}  {one.address:<{wide[1]}}  {one.password}" for one in made]
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.exists() else ""
