"""Keys of diaries: kept with the backup, and destroyed again where a newer ledger says so."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from durable import joined_phones
from procerus.clinic.phones.keys import LEDGER, Keys, Sealed
from served import filled, told_to

pytestmark = pytest.mark.ci

SAY = """
import json, sys
from procerus.clinic.ops import serving
serving.load()
from uuid import uuid4
from procerus.clinic.phones.models import Phone
from procerus.clinic.phones.told import epoch, heard_of, keys, take
from procerus.sync.phone import Now, Phone as Handset, say
phone = Phone.objects.order_by("pk").first()
if sys.argv[1] == "say":
    now = Now("2026-11-03T21:00:00.000+01:00", "Europe/Berlin", 1, "test")
    take(phone, [say(Handset(str(uuid4())), str(uuid4()), "2026-11-02", {"note": "canary"}, now)], 0)
if sys.argv[1] == "erase":
    keys().destroy(phone.patient_id, 1)
heard = [one.statement.said for of in heard_of([phone.patient_id]).values() for one in of]
print("SAID" + json.dumps({"heard": heard, "epoch": epoch(phone.patient_id)}))
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A clinic in which one phone has said one thing."""
    folder = tmp_path / "data"
    folder.mkdir()
    filled(joined_phones, told_to(folder, ""))
    asked(folder, "say")
    return folder


def asked(folder: Path, what: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", SAY, what],
        env=told_to(folder, ""),
        capture_output=True,
        text=True,
        check=False,
    )
    line = next((one for one in done.stdout.splitlines() if one.startswith("SAID")), None)
    assert line is not None, done.stderr
    found: dict[str, object] = json.loads(line.removeprefix("SAID"))
    return found


def procerus(folder: Path, *said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "procerus", *said], env=told_to(folder, ""), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_restored_clinic_reads_what_phones_told_and_has_another_life(clinic: Path, tmp_path: Path) -> None:
    procerus(clinic, "backup", str(tmp_path / "backups"), "--data", str(clinic))
    (backup,) = (tmp_path / "backups").glob("backup-*")
    procerus(clinic, "restore", str(backup), "--data", str(tmp_path / "anew"))
    before, after = asked(clinic, "look"), asked(tmp_path / "anew", "look")
    assert before["heard"] == after["heard"] == [{"note": "canary"}]
    assert before["epoch"] != after["epoch"], "phones send everything again"


def test_restoring_a_backup_from_before_an_erasure_erases_again(clinic: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    procerus(clinic, "backup", str(backups), "--data", str(clinic))
    (older,) = backups.glob("backup-*")
    older = older.rename(backups / "older")
    assert asked(clinic, "erase")["heard"] == []
    procerus(clinic, "backup", str(backups), "--data", str(clinic))
    procerus(clinic, "restore", str(older), "--data", str(tmp_path / "anew"))
    assert asked(tmp_path / "anew", "look")["heard"] == []
    assert not list((tmp_path / "anew" / "diary-keys").glob("*.key"))


def test_a_key_that_was_destroyed_opens_nothing_and_the_ledger_says_up_to_where(tmp_path: Path) -> None:
    patient, own = uuid4(), Keys(tmp_path)
    sealed = own.seal(patient, b"words", b"statement 1")
    assert own.unseal(patient, [(sealed, b"statement 1")]) == [b"words"]
    own.destroy(patient, 1)
    with pytest.raises(Sealed):
        Keys(tmp_path).unseal(patient, [(sealed, b"statement 1")])
    assert Keys(tmp_path).erased() == {patient: 1}


@pytest.mark.parametrize("what", ["another place", "a changed sign", "another patient"])
def test_what_is_sealed_opens_only_as_what_it_was_sealed_as(tmp_path: Path, what: str) -> None:
    patient, own = uuid4(), Keys(tmp_path)
    sealed, about, whose = own.seal(patient, b"words", b"statement 1"), b"statement 1", patient
    if what == "another place":
        about = b"statement 2"
    elif what == "a changed sign":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    else:
        whose = uuid4()
        own.seal(whose, b"other", b"x")
    with pytest.raises(Sealed):
        own.unseal(whose, [(sealed, about)])


def test_two_workers_that_make_a_key_at_the_same_moment_use_one(tmp_path: Path) -> None:
    patient = uuid4()
    one, other = Keys(tmp_path), Keys(tmp_path)
    sealed = [each.seal(patient, b"words", b"x") for each in (one, other)]
    assert other.unseal(patient, [(each, b"x") for each in sealed]) == [b"words", b"words"]
    assert one.mark(patient, "d") == other.mark(patient, "d") != one.mark(UUID(int=1), "d")


def test_an_older_ledger_destroys_nothing_that_was_said_since(tmp_path: Path) -> None:
    patient, own = uuid4(), Keys(tmp_path)
    own.seal(patient, b"words", b"x")
    own.destroy(patient, 3)
    shutil.copy2(tmp_path / LEDGER, tmp_path / "older")
    anew = Keys(tmp_path)
    sealed = anew.seal(patient, b"anew", b"statement 4")
    assert anew.destroy_again([tmp_path / "older"]) == 0
    assert anew.unseal(patient, [(sealed, b"statement 4")]) == [b"anew"]
