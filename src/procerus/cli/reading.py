"""Which files a command has read, so that no result is written over one of them.

A diary is named inside a patient file, a policy is found in a folder of packs: only the reader knows
what was read. So every file that the program opens for reading is noted as Python opens it. A record of a
session is never written over either, read or not: it is there for good.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from procerus.faults import BadInput, Fault

_RECORD_NAME = re.compile(r".+-[0-9a-f]{16}\.json")
_RECORD = re.compile(rb'\s*\{\s*"procerus"\s*:\s*"record/')  # how a record begins, under any name
_BEGINNING = 200  # bytes
_read: set[tuple[int, int]] = set()
_listening: list[bool] = []


def note_what_is_read() -> None:
    """Begin anew to note files; what was noted for an earlier command is forgotten."""
    _read.clear()
    if not _listening:
        _listening.append(True)
        sys.addaudithook(_heard)  # a hook stays for as long as Python runs, so there is only ever one


def refuse_writing_over(path: Path) -> None:
    """Raise BadInput where a result would replace a file that was read, or a record of a session."""
    if was_read(path):
        raise BadInput([Fault(str(path), "is a file that was read", "Name another file.")])
    if _is_record(path):
        why = "is the place of a recorded session, and a record is never written over"
        raise BadInput([Fault(str(path), why, "Name another file.")])


def _is_record(path: Path) -> bool:
    """Whether a file is a record, or has the name of one: a damaged record is not written over either."""
    try:
        found = path.resolve()
        return _RECORD_NAME.fullmatch(found.name) is not None or (
            found.is_file() and _RECORD.match(_beginning(found)) is not None
        )
    except (OSError, RuntimeError, ValueError):  # writing to it will say so itself
        return False


def _beginning(path: Path) -> bytes:
    """The first bytes of a file, read in a way that is not noted: nothing is made from them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, _BEGINNING)
    finally:
        os.close(handle)


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
