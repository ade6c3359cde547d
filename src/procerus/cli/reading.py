"""Which files a command has read, so that no result is written over one of them.

A diary is named inside a patient file, a policy is found in a folder of packs: only the reader knows
what was read. So every file that the program opens for reading is noted as Python opens it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_read: set[tuple[int, int]] = set()
_listening: list[bool] = []


def note_what_is_read() -> None:
    """Begin anew to note files; what was noted for an earlier command is forgotten."""
    _read.clear()
    if not _listening:
        _listening.append(True)
        sys.addaudithook(_heard)  # a hook stays for as long as Python runs, so there is only ever one


def was_read(path: Path) -> bool:
    """Whether this very file, under whatever name, was opened for reading."""
    try:
        return _mark(path) in _read
    except OSError:
        return False


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    mode = arguments[1]
    if isinstance(mode, str) and "r" in mode and "+" not in mode:
        try:
            _read.add(_mark(arguments[0]))
        except (OSError, ValueError):  # opening it will say so itself
            return


def _mark(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> tuple[int, int]:
    found = Path(os.fsdecode(path)).stat()
    return found.st_dev, found.st_ino
