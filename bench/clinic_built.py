"""A clinic of made-up patients with years of diary, written by as few statements as it takes.

There are a hundred different diaries, each said again of every hundredth patient. Names are syllables, of
which some are far more frequent than others, and birth dates lie anywhere in fifty-five years, so that the
search for patients who look alike finds some.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

DISTINCT, YEARS = 100, 3
BOOKED = 24
SYLLABLES = (
    "ba",
    "den",
    "fi",
    "gor",
    "ha",
    "jo",
    "kel",
    "lu",
    "mar",
    "nes",
    "or",
    "pi",
    "ra",
    "sten",
    "ti",
    "wen",
)
TEMPLATE = "bench_template"


def built(count: int) -> tuple[str, list[str]]:
    """A clinic with so many patients, or the one that is there: a nurse's session, the patients' ids."""
    from procerus.clinic.ops import serving

    serving.ready()
    from allauth.mfa.models import Authenticator

    from procerus.clinic.people.models import Account, Clinic, Membership, Patient

    if Clinic.objects.filter(slug="bench").exists():
        nurse = Account.objects.get(email="nurse@bench.example")
        return logged_in(nurse), [
            str(one) for one in Patient.objects.order_by("pk").values_list("pk", flat=True)
        ]
    clinic = Clinic.objects.create(slug="bench", name="Bench", timezone="UTC")
    nurse = Account.objects.create_user("nurse@bench.example", "Nurse", None)
    Membership.objects.create(account=nurse, clinic=clinic, role="nurse")
    Authenticator.objects.create(user=nurse, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return logged_in(nurse), [str(one) for one in people(clinic, count)]


def logged_in(nurse: Any) -> str:
    """The key of a new session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(nurse.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = nurse.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def people(clinic: Any, count: int) -> list[UUID]:
    """Patients on a course of treatment, registered, with a record, a diary, and the first of them booked."""
    from procerus.clinic.appointments.models import Appointment
    from procerus.clinic.people.models import Patient, Registration
    from procerus.clinic.record.models import Entry, Kind

    today = datetime.now(UTC).date()
    doses = [today - timedelta(days=250 - 84 * cycle) for cycle in range(3)]
    made = list(_patients(Patient, count))
    Patient.objects.bulk_create(made, batch_size=1_000)
    Registration.objects.bulk_create(
        (Registration(patient=one, clinic=clinic, number=str(at + 1)) for at, one in enumerate(made)),
        batch_size=1_000,
    )
    for first in range(0, count, 1_000):
        Entry.objects.bulk_create(
            Entry(patient=one, clinic=clinic, kind=kind, data=data, on=on)
            for one in made[first : first + 1_000] for kind, data, on in entries(doses, Kind)
        )  # fmt: skip
    say_diaries(made, today)
    at = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=9)
    Appointment.objects.bulk_create(
        Appointment(clinic=clinic, patient=one, at=at + timedelta(minutes=15 * place), purpose="injection")
        for place, one in enumerate(made[:BOOKED])
    )
    return [one.pk for one in made]


def _patients(kind: Any, count: int) -> Iterator[Any]:
    choose = random.Random(1)
    weights = [1 / (place + 1) for place in range(len(SYLLABLES))]

    def name() -> str:
        return "".join(choose.choices(SYLLABLES, weights, k=choose.choice((2, 3)))).title()

    for number in range(count):
        born = date(1950, 1, 1) + timedelta(days=choose.randrange(55 * 365))
        sex = choose.choice(("female", "female", "female", "female", "male"))
        yield kind(pk=UUID(int=number + 1), given=name(), family=name(), born=born.isoformat(), sex=sex)


def entries(doses: list[date], kind: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """What a clinic would have asked of each."""
    yield kind.HISTORY, {"lifetime_migraine_attacks": 100, "months_of_this_pattern": 20,
                         "other_cause_excluded": "yes", "diagnosed_by": "neurologist"}, ""  # fmt: skip
    for drug in ("propranolol", "amitriptyline", "candesartan"):
        tried = {"drug": drug, "from": "2020-01", "to": "2020-08", "outcome": "ineffective"}
        yield kind.PREVENTIVE, tried, "2020-01"
    for dose in doses:
        said = {"date": dose.isoformat(), "product": "botox", "indication": "chronic-migraine"}
        yield kind.TOXIN, said | {"units": 155}, dose.isoformat()
    for key in ("preventives", "toxin", "medicines", "conditions"):
        yield kind.ASKED, {"list": key}, ""


def say_diaries(patients: Sequence[Any], today: date) -> None:
    """Every statement of every diary, multiplied by the database out of a hundred diaries."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic(), connection.cursor() as cursor:
        kind = "text" if connection.vendor == "sqlite" else "jsonb"
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TEMPLATE} (diary integer, row integer, day date, said {kind})"
        )
        cursor.executemany(
            f"INSERT INTO {TEMPLATE} VALUES (%s, %s, %s, %s)", list(_rows(len(patients), today))
        )
        if (
            connection.vendor == "postgresql"
        ):  # checking ten million references takes longer than writing them
            cursor.execute("SET LOCAL session_replication_role = replica")
        for first in range(0, len(patients), DISTINCT):
            cursor.execute(_SAYS[connection.vendor], [first, first, len(patients) - first])
        cursor.execute(f"DROP TABLE {TEMPLATE}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # there a process of its own does it; nobody does it in SQLite
            cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA journal_mode=WAL")


_COLUMNS = "(id, patient_id, day, said, source, role, withdrawn, received_at)"
_SAYS = {
    "sqlite": f"""
        INSERT INTO diaries_statement {_COLUMNS}
        SELECT printf('%%016x%%016x', %s + diary + 1, row), printf('%%032x', %s + diary + 1),
            day, said, 'phone', '', 0, day || ' 20:00:00'
        FROM {TEMPLATE} AS t WHERE diary < %s ORDER BY diary, row""",
    "postgresql": f"""
        INSERT INTO diaries_statement {_COLUMNS}
        SELECT (lpad(to_hex(%s + diary + 1), 16, '0') || lpad(to_hex(row), 16, '0'))::uuid,
            lpad(to_hex(%s + diary + 1), 32, '0')::uuid, day, said, 'phone', '', false,
            day + interval '20 hours'
        FROM {TEMPLATE} WHERE diary < %s ORDER BY diary, row""",
}  # fmt: skip


def _rows(count: int, today: date) -> Iterator[tuple[int, int, str, str]]:
    from procerus.simulation.diaries import simulate_diaries
    from procerus.simulation.scenario import Scenario, Treatment

    days = YEARS * 365
    scenario = Scenario(gaps="informative", treatment=Treatment(first_day=days - 250))
    diaries = simulate_diaries(
        min(count, DISTINCT), days, 1, last_day=today - timedelta(days=1), scenario=scenario
    )
    for diary, rows in enumerate(diaries):
        for place, row in enumerate(rows):
            said = {key: value for key, value in row.items() if value and key not in ("date", "patient")}
            yield diary, place, row["date"], json.dumps(said)
