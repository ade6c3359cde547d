"""What a backup says of itself, and in plain words why a folder is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procerus.faults import BadInput, Fault

MANIFEST, FORMAT = "backup.json", "procerus-backup/1"
NAMED = "Name a folder that procerus backup made."
WHOLE = "Take a copy of the backup that is whole."


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where it is, and what the database held when it was made."""

    folder: Path
    held: Mapping[str, tuple[int, str]]
    made_at: str
    version: str
    keys: tuple[str, ...]
    """The files without which log-ins end, and signatures of decisions cannot be checked."""

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(rows for rows, _ in self.held.values())


def read_backup(folder: Path) -> Backup:
    """A backup as its own list describes it. BadInput where the folder is none."""
    said = _said(folder)
    try:
        if said["procerus"] != FORMAT:
            why = f"is not a backup that this version reads: {MANIFEST} is of another format"
            raise BadInput([Fault(str(folder), why, f"This version reads {FORMAT}.", str(said["procerus"]))])
        held = {name: (int(rows), str(digest)) for name, (rows, digest) in said["held"].items()}
        return Backup(folder, held, said["made_at"], said["version"], tuple(said["keys"]))
    except BadInput:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        why = f"is not a whole backup: {MANIFEST} does not list what the backup holds"
        raise BadInput([Fault(str(folder), why, WHOLE)]) from None


def _said(folder: Path) -> Any:
    """What stands in the list of a backup. BadInput where there is none, or it cannot be read."""
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput([_no_backup(folder)]) from None
    except OSError as error:
        why = f"is not a whole backup: {MANIFEST} cannot be opened ({error.strerror or error})"
        raise BadInput([Fault(str(folder), why, WHOLE)]) from None
    except ValueError:
        why = f"is not a whole backup: {MANIFEST} is cut off or damaged"
        raise BadInput([Fault(str(folder), why, WHOLE)]) from None


def _no_backup(folder: Path) -> Fault:
    if not folder.exists():
        return Fault(str(folder), "is not there", NAMED)
    if not folder.is_dir():
        return Fault(str(folder), "is a file, and a backup is a folder", NAMED)
    if within := sorted(one.parent.name for one in folder.glob(f"backup-*/{MANIFEST}")):
        mend = f"Name one of these; the newest is {within[-1]}."
        return Fault(str(folder), "holds backups and is none itself", mend)
    return Fault(str(folder), f"is not a whole backup: {MANIFEST} is missing", NAMED)
