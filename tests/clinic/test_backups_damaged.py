"""What backup and restore say of folders that are no backup, and of a ledger of erasures that is torn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from procerus.clinic.installation import Installation
from procerus.clinic.ops.backup import back_up
from procerus.clinic.ops.ledger import check_ledgers
from procerus.clinic.ops.manifest import FORMAT, MANIFEST, read_backup
from procerus.clinic.phones.keys import LEDGER
from procerus.faults import BadInput
from served import told_to

ERASED = '{"patient": "4a3c5d0e-0000-4000-8000-000000000001", "upto": 3, "at": "2026-11-01T08:00:00+00:00"}'
TORN = '{"diary": "4a3c'


def made(folder: Path) -> Path:
    """The folder of a backup, as far as it can be told without its database."""
    folder.mkdir(parents=True)
    said = {"procerus": FORMAT, "version": "1", "made_at": "2026-11-02T080000Z", "held": {}, "keys": []}
    (folder / MANIFEST).write_text(json.dumps(said), encoding="utf-8")
    return folder


def why_not(folder: Path) -> str:
    with pytest.raises(BadInput) as bad:
        read_backup(folder)
    return str(bad.value)


@pytest.mark.parametrize("where", ["in the backup", "beside it"])
def test_a_torn_ledger_is_named_before_anything_is_restored(tmp_path: Path, where: str) -> None:
    backup = made(tmp_path / "backups" / "backup-2026-11-02T080000Z")
    ledger = (backup if where == "in the backup" else backup.parent) / LEDGER
    ledger.write_text(f"{ERASED}\n{TORN}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "procerus", "restore", str(backup), "--data", str(tmp_path / "again")],
        env=told_to(tmp_path / "again", ""), capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = " ".join(done.stderr.split())
    assert (done.returncode, "Traceback" in said) == (2, False), said
    assert "erased.jsonl, line 2: '" in said
    assert "is cut off or damaged" in said
    assert "another copy" in said
    assert not (tmp_path / "again").exists()


def test_a_torn_ledger_is_not_copied_into_a_backup(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_text(TORN, encoding="utf-8")
    with pytest.raises(BadInput, match="line 1"):
        back_up(Installation(tmp_path, None, (), False, False), tmp_path / "backups")
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("line", [
    TORN, "", "[]", "7", '"text"', '{"patient": 3, "upto": 1}', '{"patient": "nobody", "upto": 1}',
    ERASED.replace("3,", '"3",'), ERASED + ERASED,
])  # fmt: skip
def test_every_line_of_a_ledger_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    ledger = tmp_path / LEDGER
    ledger.write_text(f"{line}\n{ERASED}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        check_ledgers([ledger])
    assert [one.where for one in bad.value.faults] == [f"{ledger}, line 1", f"{ledger}, line 3"]


def test_a_ledger_of_other_signs_is_refused_and_one_that_is_whole_or_missing_is_not(tmp_path: Path) -> None:
    ledger = tmp_path / LEDGER
    check_ledgers([ledger])
    ledger.write_text(ERASED + "\n", encoding="utf-8")
    check_ledgers([ledger])
    ledger.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="cannot be read"):
        check_ledgers([ledger])


def test_of_a_folder_that_holds_backups_the_newest_is_named(tmp_path: Path) -> None:
    for day in ("2026-11-02", "2026-11-19", "2026-11-03"):
        made(tmp_path / f"backup-{day}T080000Z")
    (tmp_path / "backup-2026-12-01T080000Z").mkdir()
    said = why_not(tmp_path)
    assert "holds backups and is none itself. Name one of these" in said
    assert "the newest is backup-2026-11-19T080000Z." in said


@pytest.mark.parametrize(("there", "says"), [
    ("nothing", "is not there"),
    ("a file", "is a file, and a backup is a folder"),
    ("an empty folder", "backup.json is missing"),
    ("{", "backup.json is cut off or damaged"),
    ("\x00", "backup.json is cut off or damaged"),
    ("[]", "backup.json does not list what the backup holds"),
    ('{"procerus": "procerus-backup/1", "held": []}', "backup.json does not list what the backup holds"),
    ('{"procerus": "procerus-backup/9"}', "backup.json is of another format"),
])  # fmt: skip
def test_why_a_folder_is_no_backup_is_said_in_plain_words(tmp_path: Path, there: str, says: str) -> None:
    folder = tmp_path / "given"
    if there == "a file":
        folder.write_text("x", encoding="utf-8")
    elif there != "nothing":
        folder.mkdir()
        if there != "an empty folder":
            (folder / MANIFEST).write_text(there, encoding="utf-8")
    said = why_not(folder)
    assert says in said
    assert "Error" not in said
    assert "Errno" not in said
