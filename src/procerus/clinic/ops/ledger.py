"""Whether a ledger of erasures can be read: before it is copied, and before anything rests on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from procerus.faults import BadInput, Fault

MEND = "Put it right from another copy: the clinic's folder, its folder of backups and each backup have one."


def check_ledgers(ledgers: Iterable[Path]) -> None:
    """Raise BadInput with every line of them that cannot be read; a ledger that is not there is none."""
    if faults := [fault for path in ledgers if path.exists() for fault in _faults(path)]:
        raise BadInput(faults)


def _faults(path: Path) -> Iterator[Fault]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        yield Fault(str(path), "cannot be read, and so nobody knows what was erased", MEND)
        return
    for number, line in enumerate(lines, 1):
        if not _whole(line):
            why = "is cut off or damaged: it names no patient whose diary was erased"
            yield Fault(f"{path}, line {number}", why, MEND, line)


def _whole(line: str) -> bool:
    try:
        said = json.loads(line)
        UUID(said["patient"])
        return type(said["upto"]) is int
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
