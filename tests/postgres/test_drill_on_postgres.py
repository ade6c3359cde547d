"""The drill on PostgreSQL. `scripts/with-postgres` names the server; without it nothing here is collected."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

SERVER = os.environ["PROCERUS_TEST_DATABASE"]
MAKE = """
import sys
from pathlib import Path
from procerus.clinic.ops import serving
serving.settle(Path(sys.argv[1]), demo=True)
serving.ready()
from procerus.clinic.people.models import Account, Patient
from django.test import Client
client = Client(headers={"host": "127.0.0.1"})
client.force_login(Account.objects.get(email="nurse@demo.example"))
for patient in Patient.objects.order_by("given")[:5]:
    assert client.get(f"/at/demo/patients/{patient.pk}/").status_code == 200
"""


@pytest.fixture
def database() -> Iterator[str]:
    """A new database on the server, gone afterwards."""
    name = f"drill_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clinic(database: str, tmp_path: Path) -> Path:
    """A clinic of made-up people, five of whom a nurse has looked at."""
    folder = tmp_path / "data"
    subprocess.run([sys.executable, "-c", MAKE, str(folder)], env=around(database), check=True)
    return folder


def around(database: str) -> dict[str, str]:
    return os.environ | {
        "PROCERUS_DATABASE": database,
        "PROCERUS_DEMO": "0",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }


def drill(clinic: Path, database: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "procerus", "drill", "--data", str(clinic)]
    return subprocess.run(command, env=around(database), capture_output=True, text=True, check=False)


def test_the_drill_brings_a_whole_clinic_back_and_leaves_no_database_behind(
    clinic: Path, database: str
) -> None:
    done = drill(clinic, database)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        [step, "passed"] for step in ("trail", "backup", "restore", "start")
    ]
    with psycopg.connect(SERVER) as server:
        left = server.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'procerus_drill_%'")
        assert left.fetchone() == (0,)


def test_an_event_that_was_changed_is_named(clinic: Path, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE trail_event DISABLE TRIGGER USER")
        connection.execute("UPDATE trail_event SET what = 'nothing' WHERE seq = 3")
        connection.execute("ALTER TABLE trail_event ENABLE TRIGGER USER")
    done = drill(clinic, database)
    assert done.returncode == 1
    assert "trail, event 3: is not as it was written" in done.stdout


def test_the_database_refuses_to_change_or_remove_an_event(clinic: Path, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in ("UPDATE trail_event SET what = ''", "DELETE FROM trail_event"):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed or removed"):
                connection.execute(statement)


def test_a_server_that_commits_without_writing_is_refused_at_the_start(clinic: Path, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {urlsplit(database).path[1:]} SET synchronous_commit = off")
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(clinic)],
        env=around(database),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "The database's synchronous_commit is off" in done.stderr
