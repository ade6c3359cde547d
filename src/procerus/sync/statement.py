"""One statement of a diary: what was said about a day, once, on one device. It is never changed.

A correction is another statement that says the same columns anew and had seen the first. Whoever holds the
same statements shows the same days, in whatever order they came (docs/explanation/how-the-diary-syncs.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from procerus.diary.day import COLUMNS
from procerus.faults import BadInput, Fault

SCHEMA = 1
"""The newest schema this version understands. A statement of a later one is kept, and not shown."""
FIELDS = tuple(column for column in COLUMNS if column not in ("patient", "date", "entered"))
"""The columns of the diary file that a statement may say."""
LONGEST = 2_000  # characters of one answer
MOST_SEEN = 200  # devices of one person
LARGEST = 2**53 - 1  # the largest whole number that a browser holds exactly
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"([0-9a-f]{64})?")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")
Known = Mapping[str, int]
"""For each device up to which of its statements something is known, counted from 1 without a gap."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said about a day. `said` holds columns of the diary file; an empty one is taken back."""

    id: str
    device: str
    seq: int
    """The place among the statements of the device, counted from 1 without a gap."""
    before: str
    """The digest of the statement before it on the same device; empty for the first."""
    day: str
    """The local calendar day as the person says it, whatever the clock of the device says."""
    said: Mapping[str, str]
    seen: Known
    """What was known of the other devices when this was said."""
    at: str
    """When it was said by the clock of the device, with its offset from UTC."""
    zone: str
    clock: int
    """Milliseconds; never less than that of any statement that was known. It orders, and tells no time."""
    app: str
    schema: int = SCHEMA
    again: str = ""
    """The id of the one that this repeats word for word, after two phones went on from one backup."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a later schema adds: kept as it came."""

    @property
    def origin(self) -> str:
        """The id under which it was said first."""
        return self.again or self.id

    def wire(self) -> dict[str, Any]:
        """As it is sent and stored."""
        named = {one: getattr(self, one) for one in _NAMED if one != "again" or self.again}
        return {**self.more, **named}

    def canonical(self) -> bytes:
        """The one spelling of it, the same in every language."""
        return json.dumps(
            self.wire(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()

    def digest(self) -> str:
        """The SHA-256 of its one spelling, in hexadecimal."""
        return sha256(self.canonical()).hexdigest()

    def knew(self, other: Statement) -> bool:
        """Whether whoever said this had seen the other."""
        if self.device == other.device:
            return self.seq > other.seq
        return self.seen.get(other.device, 0) >= other.seq


_NAMED = tuple(one.name for one in fields(Statement) if one.name != "more")


def read(wire: object, where: str = "statement") -> Statement:
    """A statement as it came. Raises BadInput with everything that is wrong with it."""
    if not isinstance(wire, Mapping):
        raise BadInput([Fault(where, "is not an object", _RENEW)])
    faults = list(_faults(wire, where))
    if faults:
        raise BadInput(faults)
    named = {key: value for key, value in wire.items() if key in _NAMED}
    return Statement(**named, more={key: value for key, value in wire.items() if key not in _NAMED})


_RENEW = "Nothing of it was taken; bring the diary on the phone to its newest version."


def _faults(wire: Mapping[str, Any], where: str) -> Iterator[Fault]:
    for name, (right, why) in _CHECKS.items():
        if name not in wire:
            if name != "again":
                yield Fault(f"{where}, {name}", "is missing", _RENEW)
        elif not right(wire[name]):
            yield Fault(f"{where}, {name}", why, _RENEW, str(wire[name]))
    for key, value in wire.items():
        if key not in _CHECKS and not (_KEY.fullmatch(str(key)) and _plain(value)):
            yield Fault(f"{where}, {key}", "is nothing that is kept", _RENEW)


def _matches(pattern: re.Pattern[str]) -> Any:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _text(longest: int) -> Any:
    return lambda value: isinstance(value, str) and len(value) <= longest and not _broken(value)


def _number(least: int) -> Any:
    return lambda value: type(value) is int and least <= value <= LARGEST


def _broken(text: str) -> bool:
    """Whether it holds half a character, which has no bytes."""
    return any("\ud800" <= one <= "\udfff" for one in text)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(_MOMENT.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_said(value: object) -> bool:
    """Columns of a later schema may be among them; the day is not shown by who does not know them."""
    return isinstance(value, Mapping) and bool(value) and all(
        _matches(_KEY)(key) and _text(LONGEST)(answer) for key, answer in value.items()
    )  # fmt: skip


def _is_known(value: object) -> bool:
    return isinstance(value, Mapping) and len(value) <= MOST_SEEN and all(
        _matches(_ID)(key) and _number(1)(place) for key, place in value.items()
    )  # fmt: skip


def _plain(value: object, depth: int = 4) -> bool:
    """Whether it has one spelling in every language: text, whole numbers, truths, and lists of them."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, Mapping) and depth:
        return all(_KEY.fullmatch(str(key)) and _plain(one, depth - 1) for key, one in value.items())
    if isinstance(value, list) and depth:
        return all(_plain(one, depth - 1) for one in value)
    return bool(_text(LONGEST)(value) or _number(-LARGEST)(value))


_CHECKS: Mapping[str, tuple[Any, str]] = {
    "id": (_matches(_ID), "is not an identifier"),
    "device": (_matches(_ID), "is not an identifier"),
    "seq": (_number(1), "is not a place"),
    "before": (_matches(_DIGEST), "is not a digest"),
    "day": (_is_day, "is not a day of the calendar"),
    "said": (_is_said, "says nothing that can be read"),
    "seen": (_is_known, "is not what was known"),
    "at": (_is_moment, "is not a moment"),
    "zone": (_text(60), "is not a time zone"),
    "clock": (_number(0), "is not a clock"),
    "app": (_text(60), "is not a version"),
    "schema": (_number(1), "is not a schema"),
    "again": (_matches(_ID), "is not an identifier"),
}
