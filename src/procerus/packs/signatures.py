"""Signatures: which protocols a clinic has checked against the label, each for one wording of its pack.

A clinic's folder may hold `signatures.toml`. A signature holds for the text that was signed; when the pack
changes, the protocol is unsigned again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.load import SIGNATURES, packs_in
from procerus.packs.protocols import Protocol, protocol_files
from procerus.packs.shape import Shape, did_you_mean
from procerus.packs.toml_file import read_pack

FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody answers for the numbers of a protocol, as its pack was on that day."""

    protocol: str
    fingerprint: str  # of the pack's text
    by: str  # a role or a name, as the clinic wants
    on: date

    @property
    def in_words(self) -> str:
        """`by the head of the clinic on 2026-11-20`."""
        return f"by {self.by} on {self.on.isoformat()}"


def needs_signature(protocol: Protocol) -> bool:
    """Whether a clinic has to sign before anything is planned: nobody has verified the pack."""
    return protocol.about.status == "unverified"


def may_plan(protocol: Protocol, signature: Signature | None) -> bool:
    """Whether a session may be planned: the pack is verified, or this very text of it is signed."""
    under = None if signature is None else (signature.protocol, signature.fingerprint)
    return not needs_signature(protocol) or under == (protocol.id, protocol.fingerprint)


def signed(protocol: Protocol, folders: Sequence[Path]) -> Signature | None:
    """The latest signature under this very text of a protocol, or None. Raises BadInput with every fault."""
    return _latest(one for one in _of(protocol, folders) if one.fingerprint == protocol.fingerprint)


def require_signature(protocol: Protocol, folders: Sequence[Path]) -> None:
    """Raise BadInput where a protocol that nobody has verified is not signed, and say what to write."""
    if may_plan(protocol, signed(protocol, folders)):
        return
    before = _latest(_of(protocol, folders))
    why = "is not verified in its source, and your clinic has not signed it"
    if before is not None:
        why = f"was signed {before.in_words}, and its text has changed since"
    mend = (
        f"Check its numbers with `procerus protocol show {protocol.id}`, which also shows"
        f" what to write into {SIGNATURES} in your folder of packs."
    )
    raise BadInput([Fault(f"protocol {protocol.id}", why, mend)])


def lines_to_sign(protocol: Protocol) -> tuple[str, ...]:
    """What to write into `signatures.toml`; who signs, and when, is left to be filled in."""
    return (
        "[[signed]]",
        f'protocol    = "{protocol.id}"',
        f'fingerprint = "{protocol.fingerprint}"',
        'by          = "your name or role"',
        "on          = the day, such as 2026-11-20",
    )


def check_signatures(folders: Sequence[Path]) -> list[Signature]:
    """Every signature of these folders. Raises BadInput with every fault, one under no protocol included."""
    known, found, faults = protocol_files(folders), list[Signature](), list[Fault]()
    for path in _files(folders):
        for one in read_signatures(path):
            found.append(one)
            if one.protocol not in known:
                mend = did_you_mean(one.protocol, known)
                faults.append(Fault(str(path), "signs a protocol that is not known here", mend, one.protocol))
    if faults:
        raise BadInput(faults)
    return found


def read_signatures(path: Path) -> tuple[Signature, ...]:
    """The signatures of one file, in its order. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    shape = Shape(table, (), text, faults)
    read = [_signature(row) for row in shape.rows("signed")]
    shape.finish()
    if faults:
        raise BadInput(faults)
    return tuple(one for one in read if one is not None)


def _signature(row: Shape) -> Signature | None:
    protocol, by, on = row.text("protocol"), row.text("by"), row.day("on")
    fingerprint = row.text("fingerprint")
    if fingerprint and not FINGERPRINT.fullmatch(fingerprint):
        mend = "Copy it from `procerus protocol show`."
        row.fault("fingerprint", "is not 16 of the figures 0 to 9 and a to f", mend, fingerprint)
    row.finish()
    return None if on is None else Signature(protocol, fingerprint, by, on)


def _of(protocol: Protocol, folders: Sequence[Path]) -> list[Signature]:
    every = (one for path in _files(folders) for one in read_signatures(path))
    return [one for one in every if one.protocol == protocol.id]


def _files(folders: Sequence[Path]) -> list[Path]:
    return [path for folder in folders for path in packs_in(folder) if path.name == SIGNATURES]


def _latest(found: Iterable[Signature]) -> Signature | None:
    return max(found, key=lambda one: one.on, default=None)
