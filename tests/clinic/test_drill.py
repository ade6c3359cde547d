"""Backup, restore and the drill, on a real installation in a folder, as the commands run them."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.ci

MAKE = """
import sys
from pathlib import Path
from procerus.clinic.ops import serving
serving.settle(Path(sys.argv[1]), demo=True)
serving.ready()
from procerus.clinic.people.models import Account, Patient
from django.test import Client
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
client = Client()
client.force_login(Account.objects.get(email="nurse@demo.example"))
for patient in Patient.objects.order_by("given")[:5]:
    assert client.get(f"/at/demo/patients/{patient.pk}/").status_code == 200
"""
Drill = Callable[..., "subprocess.CompletedProcess[str]"]


def environment() -> dict[str, str]:
    return os.environ | {"PROCERUS_DATABASE": "", "PROCERUS_DEMO": "0", "COLUMNS": "100", "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation of made-up people, five of whom a nurse has looked at."""
    folder = tmp_path_factory.mktemp("clinic") / "data"
    subprocess.run([sys.executable, "-c", MAKE, str(folder)], env=environment(), check=True)
    return folder


@pytest.fixture
def clinic(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it that may be broken."""
    yield Path(shutil.copytree(made, tmp_path / "clinic"))


def procerus(*said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "procerus", *said],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def tamper(clinic: Path, *statements: str) -> None:
    """What somebody does who has the file: the triggers go first."""
    with closing(sqlite3.connect(clinic / "clinic.sqlite3")) as connection:
        triggers = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        ]
        made = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type='trigger'")]
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount == 1
        for statement in made:
            connection.execute(statement)
        connection.commit()


def head(clinic: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(clinic / "clinic.sqlite3")) as connection:
        row: tuple[int, str] = connection.execute("SELECT seq, hash FROM trail_head").fetchone()
        return row


def test_the_drill_brings_a_whole_clinic_back_and_starts_it(clinic: Path) -> None:
    done = procerus("drill", "--data", str(clinic))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        [step, "passed"] for step in ("trail", "backup", "restore", "start")
    ]
    assert f"{head(clinic)[0]} events" in done.stdout


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE trail_event SET what = 'nothing' WHERE seq = 3",
        "UPDATE trail_event SET patient = NULL WHERE seq = 3",
        "UPDATE trail_event SET at = '2020-01-01 00:00:00' WHERE seq = 3",
        "DELETE FROM trail_event WHERE seq = 3",
        "UPDATE trail_event SET seq = 99999 WHERE seq = 3",
    ],
)  # fmt: skip
def test_an_event_that_was_changed_moved_or_taken_out_is_named(clinic: Path, broken: str) -> None:
    tamper(clinic, broken)
    done = procerus("drill", "--data", str(clinic))
    assert done.returncode == 1
    assert "trail    FAILED" in done.stdout
    assert any(f"trail, event {seq}" in done.stdout for seq in (3, 4))


def test_an_end_that_was_cut_off_shows_against_the_anchor_the_drill_gave_out(clinic: Path) -> None:
    (noted,) = re.findall(r"the last is (\d+:[0-9a-f]{64}) ", procerus("drill", "--data", str(clinic)).stdout)
    seq, _ = head(clinic)
    with closing(sqlite3.connect(clinic / "clinic.sqlite3")) as connection:
        before = connection.execute("SELECT hash FROM trail_event WHERE seq = ?", [seq - 1]).fetchone()[0]
    tamper(
        clinic, f"DELETE FROM trail_event WHERE seq = {seq}",
        f"UPDATE trail_head SET seq = {seq - 1}, hash = '{before}'",
    )  # fmt: skip
    assert procerus("drill", "--data", str(clinic)).returncode == 0
    done = procerus("drill", "--data", str(clinic), "--anchor", noted)
    assert done.returncode == 1
    assert "the end of the trail was cut off or rewritten" in done.stdout


def test_a_restored_clinic_holds_what_the_backup_held_and_a_full_place_is_never_written_over(
    clinic: Path, tmp_path: Path
) -> None:
    assert procerus("backup", str(tmp_path / "kept"), "--data", str(clinic)).returncode == 0
    (backup,) = (tmp_path / "kept").iterdir()
    done = procerus("restore", str(backup), "--data", str(tmp_path / "again"))
    assert done.returncode == 0, done.stderr
    assert head(tmp_path / "again") == head(clinic)
    assert (tmp_path / "again" / "session.key").read_bytes() == (clinic / "session.key").read_bytes()
    again = procerus("restore", str(backup), "--data", str(tmp_path / "again"))
    assert (again.returncode, "is not empty" in again.stderr) == (2, True)


def test_the_clinics_own_protocols_and_their_signatures_come_back_too(clinic: Path, tmp_path: Path) -> None:
    (clinic / "protocols").mkdir()
    (clinic / "protocols" / "signatures.toml").write_text("# signed", encoding="utf-8")
    procerus("backup", str(tmp_path / "kept"), "--data", str(clinic))
    (backup,) = (tmp_path / "kept").iterdir()
    assert procerus("restore", str(backup), "--data", str(tmp_path / "again")).returncode == 0
    assert (tmp_path / "again" / "protocols" / "signatures.toml").read_text(encoding="utf-8") == "# signed"


def test_a_backup_that_was_touched_is_not_passed_off_as_whole(clinic: Path, tmp_path: Path) -> None:
    procerus("backup", str(tmp_path / "kept"), "--data", str(clinic))
    (backup,) = (tmp_path / "kept").iterdir()
    tamper(backup, "UPDATE people_patient SET family = 'Other' WHERE given = 'Cleo'")
    done = procerus("restore", str(backup), "--data", str(tmp_path / "again"))
    assert done.returncode == 2
    assert "people_patient has rows that differ" in done.stderr


@pytest.mark.parametrize(
    ("file", "said"), [("signing.key", "lacks signing.key"), ("clinic.sqlite3", "is damaged")]
)
def test_a_backup_without_its_keys_or_with_half_a_database_is_refused_and_nothing_half_stays(
    clinic: Path, tmp_path: Path, file: str, said: str
) -> None:
    procerus("backup", str(tmp_path / "kept"), "--data", str(clinic))
    (backup,) = (tmp_path / "kept").iterdir()
    whole = (backup / file).read_bytes()
    (backup / file).unlink()
    if file == "clinic.sqlite3":
        (backup / file).write_bytes(whole[: len(whole) // 2 - 100])
    done = procerus("restore", str(backup), "--data", str(tmp_path / "again"))
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", " ")
    assert not (tmp_path / "again").exists()


def test_a_folder_without_a_clinic_is_said_and_left_as_it_is(tmp_path: Path) -> None:
    done = procerus("drill", "--data", str(tmp_path))
    assert (done.returncode, "holds no clinic" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_weak_setting_of_the_database_is_refused_at_the_start(clinic: Path) -> None:
    weakened = (
        "import sys; from pathlib import Path; from procerus.clinic import installation\n"
        "installation.SQLITE_PRAGMAS = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;'\n"
        "from procerus.clinic.ops import serving\n"
        "serving.settle(Path(sys.argv[1]))\n"
        "serving.ready()"
    )
    done = subprocess.run(
        [sys.executable, "-c", weakened, str(clinic)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "The database's synchronous is 1" in done.stderr


def test_a_database_whose_triggers_are_gone_is_refused_at_the_start(clinic: Path) -> None:
    with closing(sqlite3.connect(clinic / "clinic.sqlite3")) as connection:
        connection.execute("DROP TRIGGER record_entry_is_never_changed")
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(clinic)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "The table record_entry could be changed" in done.stderr
