"""Summaries are computed ahead of time, when the day begins by a clinic's clock, and nobody waits."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from clinics import a_clinic, a_patient, example
from procerus.clinic.appointments.models import NextSession
from procerus.clinic.ops import renewal
from procerus.clinic.ops.renewal import Done, renew_all
from procerus.clinic.people.models import Registration
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.summaries.models import Summary
from served import served

pytestmark = pytest.mark.ci

EVENING = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
SECONDS = 60


def no_pause(seconds: float) -> None:
    """Goes on at once."""


def renewed(now: datetime, done: Done) -> int:
    """Of how many patients something was computed at a moment."""
    return renew_all(done, now, no_pause)


@pytest.mark.django_db
def test_each_clinic_is_renewed_for_the_day_that_it_is_there() -> None:
    here, east = example("ada", a_clinic(timezone="UTC")), a_patient(a_clinic("east", timezone="Asia/Tokyo"))
    assert renewed(EVENING, {}) == 2
    assert Summary.objects.get(patient=here).as_of == date(2026, 11, 1)
    assert Summary.objects.get(patient=east).as_of == date(2026, 11, 2)
    assert NextSession.objects.count() == 2


@pytest.mark.django_db
def test_a_clinic_is_renewed_once_a_day_and_again_after_midnight() -> None:
    patient, done = a_patient(a_clinic(timezone="UTC")), Done()
    assert [renewed(EVENING, done), renewed(EVENING, done)] == [1, 0]
    assert renewed(datetime(2026, 11, 2, 0, 1, tzinfo=UTC), done) == 1
    assert Summary.objects.get(patient=patient).as_of == date(2026, 11, 2)


@pytest.mark.django_db
def test_nothing_is_computed_of_whoever_left_the_clinic() -> None:
    gone = a_patient(a_clinic())
    Registration.objects.filter(patient=gone).update(ended=EVENING)
    assert renewed(EVENING, {}) == 0
    assert not Summary.objects.exists()


@pytest.mark.django_db
def test_others_get_their_turn_after_every_few_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "AT_ONCE", 2)
    pauses: list[float] = []
    for _ in range(5):
        a_patient(a_clinic())
    assert renew_all({}, EVENING, pauses.append) == 5
    assert len(pauses) == 3 and min(pauses) > 0


@pytest.mark.django_db
def test_a_patient_whose_summary_cannot_be_computed_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(renewal, "AT_ONCE", 1)
    broken, sound = sorted((a_patient(a_clinic()), a_patient(a_clinic())), key=lambda one: one.pk)
    Entry.objects.create(patient=broken, kind=Kind.TOXIN, data={"date": "never"}, role="nurse")
    assert renewed(EVENING, {}) == 1
    assert NextSession.objects.get().patient_id == sound.pk
    assert '"event": "renewal failed"' in capfd.readouterr().err


def test_the_server_renews_by_itself_answers_meanwhile_and_ends_quickly(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    with served(folder, PROCERUS_DATABASE=""):
        pass
    with_a_patient(folder)
    with served(folder, PROCERUS_DATABASE="", PROCERUS_RENEW="1") as clinic:
        assert urlopen(f"{clinic.address}/health", timeout=10).status == 200
        assert "renewal" in running_beside(clinic.process)
        until = time.monotonic() + SECONDS
        while not summaries(folder) and time.monotonic() < until:
            time.sleep(0.2)
        begun = time.monotonic()
    assert summaries(folder) == 1
    assert time.monotonic() - begun < 10
    assert f"renewal {clinic.process}" not in " ".join(said for _, said in processes().values())


def test_the_renewal_can_be_switched_off(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    with served(folder, PROCERUS_DATABASE="", PROCERUS_RENEW="0") as clinic:
        with_a_patient(folder)
        assert "renewal" not in running_beside(clinic.process)


def with_a_patient(folder: Path) -> None:
    """Somebody registered at a clinic, straight into the database of a server that does not run."""
    with closing(sqlite3.connect(folder / "clinic.sqlite3")) as database, database:
        one = "0" * 31 + "1"
        columns = "id, slug, name, address, phone, timezone, policy, protocol, product, label"
        values = "?, 'north', 'North', '', '', 'UTC', 'nice-ta260', 'preempt', 'botox', ''"
        database.execute(f"INSERT INTO people_clinic ({columns}) VALUES ({values})", [one])
        database.execute(
            "INSERT INTO people_patient (id, given, family, born, sex, policy, revision, created_at)"
            " VALUES (?, 'Ada', 'Example', '1984-05-02', 'female', '', 0, '2026-01-01')", [one],
        )  # fmt: skip
        database.execute(
            "INSERT INTO people_registration (patient_id, clinic_id, number, key, since)"
            " VALUES (?, ?, '1', 'example ada', '2026-01-01')", [one, one],
        )  # fmt: skip


def summaries(folder: Path) -> int:
    """How many summaries are kept."""
    with closing(sqlite3.connect(folder / "clinic.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM summaries_summary").fetchone()[0])


def running_beside(server: int) -> str:
    """The commands of the processes that a server started."""
    return " ".join(said for parent, said in processes().values() if parent == str(server))


def processes() -> dict[str, tuple[str, str]]:
    """Every process: its parent and its command."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            said = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            parent = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
        except OSError:
            continue
        found[place.name] = (parent, said)
    return found
