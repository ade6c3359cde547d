"""The kinds of value a patient file may hold. Each knows how to read one, and how JSON Schema says it.

One object with two faces keeps the reader and the published schema from drifting apart: whatever a kind
reads, its schema accepts. The schema is the laxer of the two where JSON Schema cannot say it (30 February).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from procerus.criteria.bounds import Answer, Between
from procerus.diary.partial_date import PARTIAL_DATE, PartialDate
from procerus.faults import Fault
from procerus.packs.shape import did_you_mean

Json = dict[str, Any]

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FULL_DATE = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_LONGEST_HINTED = 60  # a hint for a longer word would be slow to find and of no use
_LARGEST_SHOWN = 10**30


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a value stands, such as ``ada.json, preventives[0].outcome``."""

    file: str
    faults: list[Fault]
    path: str = ""

    def at(self, key: str) -> Place:
        """The place of a key below this one."""
        name = key[:_LONGEST_HINTED] if key.isprintable() else ascii(key[:_LONGEST_HINTED])
        return Place(self.file, self.faults, f"{self.path}.{name}" if self.path else name)

    def item(self, number: int) -> Place:
        """The place of an item of the list here, counted from 0."""
        return Place(self.file, self.faults, f"{self.path}[{number}]")

    def __str__(self) -> str:
        return f"{self.file}, {self.path}" if self.path else self.file

    def take(self, kind: Kind, value: object) -> Any:
        """The value read, or None after recording why it was refused."""
        try:
            return kind.read(value, self)
        except Refused as refused:
            self.fault(refused.why, refused.mend, refused.value)
            return None

    def fault(self, why: str, mend: str = "", value: object = None) -> None:
        """Record what is wrong here."""
        self.faults.append(Fault(str(self), why, mend, None if value is None else _shown(value)))


class Refused(Exception):
    """A value that its kind cannot use: why, what to do, and the value where showing it helps."""

    def __init__(self, why: str, mend: str = "", value: object = None) -> None:
        super().__init__(why)
        self.why, self.mend, self.value = why, mend, value


class Kind(Protocol):
    """A kind of value. `read` raises Refused for a value it cannot use."""

    def read(self, value: object, place: Place) -> Any: ...

    def schema(self) -> Json: ...


@dataclass(frozen=True, slots=True)
class Constant:
    """One text and no other."""

    text: str

    def read(self, value: object, place: Place) -> str:
        if value == self.text:
            return self.text
        raise Refused(f"is not '{self.text}'", f"This program reads '{self.text}' only.", value)

    def schema(self) -> Json:
        return {"const": self.text}


@dataclass(frozen=True, slots=True)
class Text:
    """Text in somebody's own words, on one line."""

    longest: int = 200

    def read(self, value: object, place: Place) -> str:
        if not isinstance(value, str):
            raise Refused("is not text", "Write it in quotes.", value)
        if len(value) > self.longest:
            raise Refused(f"is longer than {self.longest} characters", "Shorten it.", value)
        text = " ".join(value.split())
        if not text:
            raise Refused("is empty", "Write it, or write null where it is not known.")
        if _UNWRITABLE.search(text):
            raise Refused("holds a character that cannot be shown", "Type it again.", value)
        return text

    def schema(self) -> Json:
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": r"\S"}


@dataclass(frozen=True, slots=True)
class Id:
    """The id of a product or an instrument: lower case, parts joined by hyphens."""

    example: str

    def read(self, value: object, place: Place) -> str:
        if isinstance(value, str) and len(value) <= 60 and _KEBAB.fullmatch(value):
            return value
        mend = f"Ids are in lower case with hyphens, such as {self.example}."
        raise Refused("is not an id", mend, value)

    def schema(self) -> Json:
        return {"type": "string", "maxLength": 60, "pattern": _whole(_KEBAB)}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a closed list."""

    words: tuple[str, ...]

    def read(self, value: object, place: Place) -> str:
        if isinstance(value, str) and value in self.words:
            return value
        hint = value.lower()[:_LONGEST_HINTED] if isinstance(value, str) else ""
        mend = did_you_mean(hint, self.words) or f"It may be {', '.join(self.words)}."
        raise Refused("is not a word this key may hold", mend, value)

    def schema(self) -> Json:
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Truth:
    """An answer: yes, no or unknown."""

    def read(self, value: object, place: Place) -> Answer:
        if isinstance(value, str) and value in ("yes", "no", "unknown"):
            return Answer(value)
        raise Refused("is not an answer", 'Write "yes", "no" or "unknown".', value)

    def schema(self) -> Json:
        return {"type": "string", "enum": [answer.value for answer in Answer]}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, nought or more."""

    most: int

    def read(self, value: object, place: Place) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
            raise Refused("is not a whole number", "Write it in digits, without quotes.", value)
        if not 0 <= value <= self.most:
            raise Refused(f"is not between 0 and {self.most}", "Check the number.", value)
        return int(value)

    def schema(self) -> Json:
        return {"type": "integer", "minimum": 0, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number above `above` and at most `most`, exact; with `quarters`, in quarters only."""

    above: int
    most: int
    quarters: bool = False

    def read(self, value: object, place: Place) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Refused("is not a number", "Write it in digits, without quotes.", value)
        if not self.above < value <= self.most:  # also refuses NaN
            raise Refused(f"is not above {self.above} and at most {self.most}", "Check it.", value)
        amount = Decimal(str(value))
        if self.quarters and amount * 4 % 1:
            raise Refused("is not a whole number, a half or a quarter", "Check the number.", value)
        return amount

    def schema(self) -> Json:
        quarters = {"multipleOf": 0.25} if self.quarters else {}
        return {"type": "number", "exclusiveMinimum": self.above, "maximum": self.most, **quarters}


@dataclass(frozen=True, slots=True)
class FullDate:
    """A calendar day."""

    def read(self, value: object, place: Place) -> date:
        if isinstance(value, str) and _FULL_DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise Refused("is not in the calendar", "Check day and month.", value) from None
        raise Refused("is not a full date", "Write year, month and day, such as 2026-03-05.", value)

    def schema(self) -> Json:
        return {"type": "string", "pattern": _whole(_FULL_DATE)}


@dataclass(frozen=True, slots=True)
class AnyDate:
    """A calendar day, a month or a year."""

    def read(self, value: object, place: Place) -> PartialDate:
        if isinstance(value, str) and PARTIAL_DATE.fullmatch(value):
            try:
                return PartialDate.of(value)
            except ValueError:
                raise Refused("is not in the calendar", "Check day and month.", value) from None
        raise Refused("is not a date", "Write 2026-03-05, 2026-03 or 2026.", value)

    def schema(self) -> Json:
        return {"type": "string", "pattern": _whole(PARTIAL_DATE)}


@dataclass(frozen=True, slots=True)
class Count:
    """Days counted: a whole number, or [fewest, most] where either end may be null."""

    most: int

    def read(self, value: object, place: Place) -> Between:
        if not isinstance(value, list):
            return Between.exactly(Whole(self.most).read(value, place))
        if len(value) != 2:
            raise Refused("is not a pair", "Write [fewest, most], such as [20, 22].")
        whole = Whole(self.most)
        low, high = (None if end is None else whole.read(end, place) for end in value)
        if low is not None and high is not None and low > high:
            raise Refused(f"goes from {low} down to {high}", "Write the smaller number first.")
        return Between(low or 0, high)

    def schema(self) -> Json:
        whole = Whole(self.most).schema()
        pair = {"type": "array", "minItems": 2, "maxItems": 2, "items": or_null(whole)}
        return {"anyOf": [whole, pair]}


@dataclass(frozen=True, slots=True)
class Many:
    """A list. A list that is present is complete."""

    kind: Kind

    def read(self, value: object, place: Place) -> tuple[Any, ...]:
        """The items in their order; None stands for an item that was refused."""
        if not isinstance(value, list):
            raise Refused("is not a list", "Put it in [ ]; an empty list means 'asked, none'.", value)
        for number, item in enumerate(value):
            if item is None:
                place.item(number).fault("is null", "Take it out; a list that is present is complete.")
        return tuple(
            None if item is None else place.item(number).take(self.kind, item)
            for number, item in enumerate(value)
        )

    def schema(self) -> Json:
        return {"type": "array", "items": self.kind.schema()}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: its kind, what it says, and the attribute it fills where the name differs."""

    kind: Kind
    says: str
    attribute: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object with a closed list of keys. A key that is missing or null is unknown."""

    make: Callable[..., Any]
    keys: Mapping[str, Key] = field(default_factory=dict)

    def read(self, value: object, place: Place) -> Any:
        """The record, made of what is sound; None where it lacks a key it needs."""
        if not isinstance(value, dict):
            raise Refused("is not an object", "Put it in { }.", value)
        self._refuse_unknown(value, place)
        sound, complete = {}, True
        for name, key in self.keys.items():
            given = value.get(name)
            if given is None and key.needed:
                place.fault(f"has no '{name}'", f"Add it: {key.says}")
            read = None if given is None else place.at(name).take(key.kind, given)
            if read is not None:
                sound[key.attribute or name] = read
            complete = complete and (read is not None or not key.needed)
        return self.make(**sound) if complete else None

    def _refuse_unknown(self, value: Mapping[str, object], place: Place) -> None:
        for name in value:
            if name not in self.keys:
                hint = did_you_mean(str(name)[:_LONGEST_HINTED], self.keys)
                place.fault("has no meaning here", hint or f"It may be {', '.join(self.keys)}.", name)

    def schema(self) -> Json:
        needed = [name for name, key in self.keys.items() if key.needed]
        return {
            "type": "object",
            "properties": {name: _of_key(key) for name, key in self.keys.items()},
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
        }


def or_null(schema: Json) -> Json:
    """The same schema, with null allowed for unknown."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    listed = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **listed}


def _of_key(key: Key) -> Json:
    schema = key.kind.schema()
    return {"description": key.says, **(schema if key.needed else or_null(schema))}


def _whole(pattern: re.Pattern[str]) -> str:
    return f"^(?:{pattern.pattern})$"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, int) and abs(value) > _LARGEST_SHOWN:
        return "a very large number"
    return str(value)
