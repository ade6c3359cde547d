"""One record as it lies in the folder, and the proof that it did not change.

A record's name ends with the hash of its bytes, and each record names the hash of the one filed before it.
So a record that is changed, taken away, exchanged or slipped in later is seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from procerus.exchange.sessions.session_file import session_from
from procerus.exchange.sessions.session_keys import MOST_UNITS, SEAL, Seal, Whatever
from procerus.faults import BadInput, Fault
from procerus.injection.attested import Indication, Injection
from procerus.injection.session import Record
from procerus.injection.session_form import Session
from procerus.pathway.patient_file import strict_json
from procerus.pathway.patient_kinds import (
    Amount,
    AnyDate,
    Constant,
    FullDate,
    Id,
    Key,
    Many,
    Place,
    Text,
    Word,
)
from procerus.pathway.patient_kinds import Record as Keys

VERSION = "record/1"
SHOWN = 16  # figures of the hash in a record's name
SLUG = 40
_OUTER = Keys(
    dict,
    {
        "procerus": Key(Constant(VERSION), f'"{VERSION}".', needed=True),
        "after": Key(Seal(), "The hash of the record filed before."),
        "recorded": Key(Whatever(), "What follows from the session.", needed=True),
        "session": Key(Whatever(), "The session as it was written.", needed=True),
    },
)
_DOSE = Keys(
    Injection,
    {
        "date": Key(AnyDate(), "The day.", needed=True),
        "product": Key(Id("botox"), "The product.", needed=True),
        "indication": Key(Word(get_args(Indication)), "What for.", needed=True),
        "units": Key(Amount(0, MOST_UNITS), "The units given.", needed=True),
    },
)
_DERIVED = Keys(
    dict,
    {
        "day": Key(FullDate(), "The day.", needed=True),
        "patient": Key(Text(), "The person.", needed=True),
        "next_day": Key(FullDate(), "The first day for the next session.", needed=True),
        "awaits_countersignature_by": Key(FullDate(), "Until when."),
        "lots": Key(Many(Text(60)), "The lots.", needed=True),
        "serials": Key(Many(Text(60)), "The vials' own numbers.", needed=True),
        "replaces": Key(Text(120), "The record that it corrects."),
        "toxin": Key(_DOSE, "The dose.", needed=True),
    },
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A record in the folder."""

    path: Path
    hash: str
    after: str | None
    day: date
    patient: str
    next_day: date
    awaits: date | None
    lots: tuple[str, ...]
    serials: tuple[str, ...]
    replaces: str | None
    dose: Injection
    derived: Mapping[str, Any]
    written: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def session(self) -> Session:
        """The session as it was written. BadInput where it is none."""
        return session_from(self.written, self.name)


def bytes_of(record: Record, written: Mapping[str, Any], after: str | None) -> bytes:
    """The record as it is filed: the session as it was written, what follows from it, and what lay before."""
    session = record.session
    derived = record.to_json() | {
        "patient": session.patient,
        "lots": [one.lot for one in record.vials],
        "serials": [one.serial for one in session.vials if one.serial],
        "replaces": None if session.replaces is None else session.replaces.record,
    }
    shape = {"procerus": VERSION, "after": after, "recorded": derived, "session": written}
    return (json.dumps(shape, indent=1, ensure_ascii=False) + "\n").encode()


def name_of(day: date, patient: str, content: bytes) -> str:
    """The file name of a record: its day, its person and the beginning of its hash."""
    slug = "".join(one if one.isascii() and one.isalnum() else "-" for one in patient.lower())[:SLUG]
    return f"{day.isoformat()}-{slug}-{hash_of(content)[:SHOWN]}.json"


def hash_of(content: bytes) -> str:
    """The SHA-256 of a record."""
    return hashlib.sha256(content).hexdigest()


def read_filed(path: Path) -> Filed:
    """A record in the folder. BadInput where it is none, or where it is not as it was filed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput([Fault(path.name, f"cannot be read: {error.strerror}")]) from None
    mark = hash_of(content)
    if path.stem.rpartition("-")[2] != mark[:SHOWN]:
        why = "is not as it was filed: its content does not fit the hash in its name"
        raise BadInput([Fault(path.name, why, "Put back the file from the backup.")])
    top = Place(path.name, [])
    outer = top.take(_OUTER, strict_json(path))
    read = None
    if outer is not None:
        derived = {key: one for key, one in outer["recorded"].items() if key in _DERIVED.keys}
        read = top.at("recorded").take(_DERIVED, derived)
    if outer is None or read is None or top.faults:
        raise BadInput(top.faults)
    return Filed(
        path, mark, outer.get("after"), read["day"], read["patient"], read["next_day"],
        read.get("awaits_countersignature_by"), read["lots"], read["serials"], read.get("replaces"),
        read["toxin"], outer["recorded"], outer["session"],
    )  # fmt: skip


def read_session(path: Path) -> Session:
    """The session in a session file, or in a record. BadInput names every fault with its place."""
    return session_from(written_in(path), path.name)


def written_in(path: Path) -> object:
    """The session as it was written, in a session file or in a record. BadInput where it is no JSON."""
    value = strict_json(path)
    if isinstance(value, dict) and value.get("procerus") == VERSION:
        return dict(read_filed(path).written)
    return value


def is_filed(path: Path) -> bool:
    """Whether a file has the name of a record."""
    mark = path.stem.rpartition("-")[2]
    return path.suffix == ".json" and len(mark) == SHOWN and SEAL.fullmatch(mark * (64 // SHOWN)) is not None
