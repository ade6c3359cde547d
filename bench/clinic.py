"""How quick the clinic's pages are: Today and the patient page, for 8 users who ask one after another.

    .venv/bin/python bench/clinic.py                          1,000 patients x 3 years of diary, on SQLite
    .venv/bin/python bench/clinic.py --patients 10000
    scripts/with-postgres .venv/bin/python bench/clinic.py --postgres --patients 10000

The server is the real one (`procerus serve`), in processes of its own on this machine; the users are
threads of another. "server" is the time that the server says it took, "user" what a user waited. Everybody is
made up.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from statistics import quantiles
from typing import Any
from uuid import uuid4

USERS, DISTINCT, YEARS = 8, 100, 3
BOOKED = 24
PORT = 8790


def main() -> None:
    """Build the clinic, serve it, ask it, and print the table."""
    read = argparse.ArgumentParser()
    read.add_argument("--patients", type=int, default=1_000)
    read.add_argument("--seconds", type=float, default=20)
    read.add_argument("--postgres", action="store_true")
    read.add_argument("--warm", action="store_true", help="compute every summary first, as the night does")
    said = read.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PROCERUS_DATA"] = folder
        os.environ["PROCERUS_DATABASE"] = os.environ["PROCERUS_TEST_DATABASE"] if said.postgres else ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "procerus.clinic.settings"
        begun = time.perf_counter()
        cookie, patients = built(said.patients)
        print(f"built {said.patients:,} patients in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        if said.warm:
            warm()
        with served():
            print(table(asked(cookie, patients, said.seconds)))


def built(count: int) -> tuple[str, list[str]]:
    """A clinic with so many patients and three years of diary each: a nurse's session, the patients' ids."""
    from procerus.clinic.ops import serving

    serving.ready()
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from procerus.clinic.people.models import Account, Clinic, Membership

    clinic = Clinic.objects.create(slug="bench", name="Bench", timezone="UTC")
    nurse = Account.objects.create_user("nurse@bench.example", "Nurse", None)
    Membership.objects.create(account=nurse, clinic=clinic, role="nurse")
    Authenticator.objects.create(user=nurse, type=Authenticator.Type.TOTP, data={"secret": "x"})
    session = SessionStore()
    session[SESSION_KEY] = str(nurse.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = nurse.get_session_auth_hash()
    session.create()
    return str(session.session_key), [str(one) for one in people(clinic, count)]


def rest_of(row: dict[str, str]) -> dict[str, str]:
    """What a row of the diary says beside whose day it is."""
    return {key: value for key, value in row.items() if value and key not in ("date", "patient")}


def people(clinic: Any, count: int) -> list[Any]:
    """Patients on a course of treatment, with diaries of which every hundredth is the same."""
    from procerus.clinic.appointments.models import Appointment
    from procerus.clinic.diaries.models import Source, Statement
    from procerus.clinic.people.models import Patient, Registration
    from procerus.clinic.record.models import Entry, Kind
    from procerus.simulation.diaries import simulate_diaries
    from procerus.simulation.scenario import Scenario, Treatment

    today = datetime.now(UTC).date()
    days = YEARS * 365
    course = Treatment(first_day=days - 250)
    diaries = [
        [(date.fromisoformat(row["date"]), rest_of(row)) for row in rows]
        for rows in simulate_diaries(
            min(count, DISTINCT), days, 1, last_day=today - timedelta(days=1),
            scenario=Scenario(gaps="informative", treatment=course),
        )
    ]  # fmt: skip
    doses = [today - timedelta(days=250 - 84 * cycle) for cycle in range(3)]
    made: list[Any] = []
    for first in range(0, count, DISTINCT):
        patients = [
            Patient(pk=uuid4(), given=f"P{number}", family="Example", born="1980-05-02", sex="female")
            for number in range(first, min(first + DISTINCT, count))
        ]
        Patient.objects.bulk_create(patients)
        Registration.objects.bulk_create(
            Registration(patient=one, clinic=clinic, number=one.given[1:]) for one in patients
        )
        Entry.objects.bulk_create(
            Entry(patient=one, clinic=clinic, kind=kind, data=data, on=on)
            for one in patients for kind, data, on in entries(doses, Kind)
        )  # fmt: skip
        Statement.objects.bulk_create(
            (
                Statement(patient=one, day=day, said=said, source=Source.PHONE)
                for one, diary in zip(patients, diaries, strict=False) for day, said in diary
            ),
            batch_size=2_000,
        )  # fmt: skip
        made += patients
    at = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=9)
    Appointment.objects.bulk_create(
        Appointment(clinic=clinic, patient=one, at=at + timedelta(minutes=15 * place), purpose="injection")
        for place, one in enumerate(made[:BOOKED])
    )
    return [one.pk for one in made]


def entries(doses: list[date], kind: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """What a clinic would have asked of each."""
    yield kind.HISTORY, {"lifetime_migraine_attacks": 100, "months_of_this_pattern": 20,
                         "other_cause_excluded": "yes", "diagnosed_by": "neurologist"}, ""  # fmt: skip
    for drug in ("propranolol", "amitriptyline", "candesartan"):
        yield (
            kind.PREVENTIVE,
            {"drug": drug, "from": "2020-01", "to": "2020-08", "outcome": "ineffective"},
            "2020-01",
        )
    for dose in doses:
        said = {"date": dose.isoformat(), "product": "botox", "indication": "chronic-migraine", "units": 155}
        yield kind.TOXIN, said, dose.isoformat()
    for key in ("preventives", "toxin", "medicines", "conditions"):
        yield kind.ASKED, {"list": key}, ""


def warm() -> None:
    """Compute every summary, as the server does at night, and say how long it took."""
    from procerus.clinic.people.models import Clinic
    from procerus.clinic.summaries.summary import renew

    begun = time.perf_counter()
    count = renew(Clinic.objects.get(slug="bench"), datetime.now(UTC).date())
    spent = time.perf_counter() - begun
    print(
        f"renewed {count:,} summaries in {spent:.0f} s, {1000 * spent / count:.1f} ms each", file=sys.stderr
    )


@contextmanager
def served() -> Iterator[None]:
    """The real server, until the block ends."""
    command = [
        sys.executable,
        "-m",
        "procerus",
        "serve",
        "--data",
        os.environ["PROCERUS_DATA"],
        "--port",
        str(PORT),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                try:
                    fetched(HTTPConnection("127.0.0.1", PORT), "/health", "")
                    break
                except OSError:
                    time.sleep(0.2)
            yield
        finally:
            server.terminate()


def fetched(connection: HTTPConnection, path: str, cookie: str) -> tuple[float, float, int]:
    """Milliseconds the server took, milliseconds the user waited, and bytes over the wire."""
    begun = time.perf_counter()
    headers = {"Cookie": f"session={cookie}", "Accept-Encoding": "br, gzip"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    took = float(answer.headers["Server-Timing"].rpartition("=")[2])
    return took, (time.perf_counter() - begun) * 1000, len(body)


def asked(cookie: str, patients: list[str], seconds: float) -> dict[str, list[tuple[float, float, int]]]:
    """What users found who ask for one page after another: nine patients, then Today."""
    until = time.perf_counter() + seconds

    def user(number: int) -> list[tuple[str, tuple[float, float, int]]]:
        choose, found, connection = random.Random(number), [], HTTPConnection("127.0.0.1", PORT)
        while time.perf_counter() < until:
            page = "today" if choose.random() < 0.1 else "patient"
            path = "/at/bench/today/" if page == "today" else f"/at/bench/patients/{choose.choice(patients)}/"
            found.append((page, fetched(connection, path, cookie)))
        return found

    pages: dict[str, list[tuple[float, float, int]]] = {"patient": [], "today": []}
    with ThreadPoolExecutor(USERS) as users:
        for found in users.map(user, range(USERS)):
            for page, times in found:
                pages[page].append(times)
    return pages


def table(pages: dict[str, list[tuple[float, float, int]]]) -> str:
    """The figures, one line a page."""
    heads = ("server p50", "server p95", "user p50", "user p95")
    lines = [f"{'page':<8} {'asked':>6}" + "".join(f"{head:>13}" for head in heads) + f"{'kB':>7}"]
    for page, times in pages.items():
        cuts = [quantiles(one, n=20) for one in zip(*times, strict=True)]
        shown = (f"{cut[place]:>10.1f} ms" for cut in cuts[:2] for place in (9, 18))
        lines.append(f"{page:<8} {len(times):>6}{''.join(shown)}{cuts[2][9] / 1000:>7.1f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
