"""A backup is a folder: the database, the keys, the clinic's own protocols, and a list of what it holds.

It is made while the clinic works. It holds the keys that sign decisions and everything about patients: keep
it where only the clinic gets at it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from procerus import __version__
from procerus.clinic.installation import OWN_PROTOCOLS, SQLITE_FILE, Installation
from procerus.clinic.ops.contents import contents, differences
from procerus.clinic.ops.ledger import check_ledgers
from procerus.clinic.ops.manifest import FORMAT, MANIFEST, WHOLE, Backup
from procerus.clinic.phones.keys import FOLDER as DIARY_KEYS
from procerus.clinic.phones.keys import LEDGER, Keys
from procerus.faults import BadInput, Fault

DUMP = "clinic.pgdump"


def back_up(installation: Installation, into: Path) -> Backup:
    """Copy a running installation into a new folder. BadInput where that cannot be; nothing half stays."""
    check_ledgers([installation.folder / LEDGER])
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    folder, part = into / f"backup-{now}", into / f".part-{now}"
    try:
        part.mkdir(parents=True, mode=0o700)
        held = (_from_sqlite if installation.database is None else _from_postgres)(installation, part)
        keys = _copy_files(installation.folder, part)
        manifest = {"procerus": FORMAT, "version": __version__, "made_at": now, "held": held, "keys": keys}
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        _durable(part)
        part.rename(folder)
        if (folder / LEDGER).exists():
            shutil.copy2(folder / LEDGER, into / LEDGER)
    except OSError as error:
        raise BadInput([Fault(str(into), f"cannot be written: {error.strerror or error}")]) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Backup(folder, held, now, __version__, keys)


def restore(backup: Backup, installation: Installation) -> list[str]:
    """Put a backup into a fresh place. Returns what differs from what was backed up: nothing, if all is well.

    BadInput where the place is not fresh: what is there is never written over; where a key is missing, or
    the ledger of erasures or the database cannot be read: then nothing half stays.
    """
    if installation.folder.exists() and any(installation.folder.iterdir()):
        raise BadInput([Fault(str(installation.folder), "is not empty", "Restore into a new folder.")])
    if lacking := [key for key in backup.keys if not (backup.folder / key).is_file()]:
        why = f"lacks {', '.join(lacking)}, without which signatures of decisions cannot be checked"
        raise BadInput([Fault(str(backup.folder), why, WHOLE)])
    check_ledgers([backup.folder / LEDGER, backup.folder.parent / LEDGER])
    try:
        return _restored(backup, installation)
    except (sqlite3.DatabaseError, BadInput) as error:
        shutil.rmtree(installation.folder, ignore_errors=True)
        if isinstance(error, BadInput):
            raise
        why = f"is damaged: its database cannot be read ({error})"
        raise BadInput([Fault(str(backup.folder), why, WHOLE)]) from None


def _restored(backup: Backup, installation: Installation) -> list[str]:
    installation.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copy_files(backup.folder, installation.folder)
    Keys(installation.folder).destroy_again([backup.folder.parent / LEDGER])
    if (backup.folder / SQLITE_FILE).exists():
        shutil.copy2(backup.folder / SQLITE_FILE, installation.folder / SQLITE_FILE)
        with closing(sqlite3.connect(installation.folder / SQLITE_FILE)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            damage = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            held = contents(connection.cursor())
    else:
        if installation.database is None:
            mend = "Name an empty database in PROCERUS_DATABASE."
            raise BadInput([Fault(str(backup.folder), "is of PostgreSQL", mend)])
        _run(["pg_restore", "--exit-on-error", "--no-owner", "--dbname", installation.database,
              str(backup.folder / DUMP)])  # fmt: skip
        damage, held = [], _held_by_postgres(installation.database)
    return damage + list(differences(backup.held, held))


def _copy_files(source: Path, goal: Path) -> tuple[str, ...]:
    """What lies beside the database and cannot be made again. Returns the names of the keys."""
    keys = sorted(source.glob("*.key"))
    for key in keys:
        shutil.copy2(key, goal / key.name)
    for folder in (OWN_PROTOCOLS, DIARY_KEYS):
        if (source / folder).is_dir():
            shutil.copytree(source / folder, goal / folder)
    if (source / LEDGER).exists():
        shutil.copy2(source / LEDGER, goal / LEDGER)
    return tuple(key.name for key in keys)


def _from_sqlite(installation: Installation, part: Path) -> Mapping[str, tuple[int, str]]:
    """The copy and the list are of one moment: both are read in one transaction."""
    source = installation.folder / SQLITE_FILE
    if not source.exists():
        raise BadInput([Fault(str(source), "is not there", "Name the clinic's folder with --data.")])
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        held = contents(connection.cursor())
        with closing(sqlite3.connect(part / SQLITE_FILE)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        connection.execute("COMMIT")
    return held


def _from_postgres(installation: Installation, part: Path) -> Mapping[str, tuple[int, str]]:
    import psycopg

    assert installation.database is not None
    with psycopg.connect(installation.database) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with connection.cursor() as cursor:
            snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()
            assert snapshot is not None
            held = contents(cursor)
            _run(["pg_dump", "--format=custom", f"--snapshot={snapshot[0]}", "--file", str(part / DUMP),
                  "--dbname", installation.database])  # fmt: skip
    return held


def _held_by_postgres(address: str) -> Mapping[str, tuple[int, str]]:
    import psycopg

    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        return contents(cursor)


def _run(command: Sequence[str]) -> None:
    """Run one of PostgreSQL's own programs. BadInput says what it said."""
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        mend = "Install PostgreSQL's client programs."
        raise BadInput([Fault(command[0], "is not installed", mend)]) from None
    except subprocess.CalledProcessError as error:
        raise BadInput([Fault(command[0], f"failed: {error.stderr.strip()[-300:]}")]) from None


def _durable(folder: Path) -> None:
    """Everything in a folder, and the folder itself, is on the disk."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
