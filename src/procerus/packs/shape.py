"""Reading a pack's tables strictly: an unknown key, a missing key or a wrong kind of value is a fault.

Every fault names the file, the line, and the key as a path such as ``criteria.adult.asks``.
"""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from procerus.criteria.bounds import LARGEST
from procerus.faults import BadInput, Fault
from procerus.packs.lines import DEEPEST_KEY, Path, lines_of

LONGEST_KEY = 60
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's classes of what no reader sees and of what breaks a line: either may hide the words beside it."""
_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True)
class PackText:
    """A pack file as it was read: its name and its text, for telling where a fault is."""

    name: str
    text: str

    def where(self, path: Path) -> str:
        """The file, the line and the path of a key, list entries counted from 1."""
        line = self.line_of(path)
        at = f", line {line}" if line else ""
        shown = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        return f"{self.name}{at}, {shown}" if path else self.name

    def line_of(self, path: Path) -> int | None:
        """The line (from 1) of a key; of the nearest table around it where it is missing."""
        around = (path[:depth] for depth in range(len(path), 0, -1))
        return next((self._lines[one] for one in around if one in self._lines), None)

    def refuse_odd_keys(self, table: Mapping[str, Any]) -> None:
        """Raise BadInput where a key is no name a person would give, or where tables stand too deep."""
        waiting: list[tuple[Path, Any]] = [((), table)]
        while waiting:
            path, value = waiting.pop()
            below = value.items() if isinstance(value, dict) else enumerate(value)
            for key, part in below:
                if isinstance(key, str) and (len(key) > LONGEST_KEY or not key.isprintable()):
                    why = f"a name has at most {LONGEST_KEY} printable characters"
                    raise BadInput([Fault(self.where(path) if path else self.name, why, "", key)])
                if isinstance(part, dict | list):
                    waiting.append(((*path, key), part))
            if len(path) > DEEPEST_KEY:
                why = f"is nested more than {DEEPEST_KEY} deep"
                raise BadInput([Fault(self.where(path[:1]), why, "Nothing in a pack is.")])

    @cached_property
    def _lines(self) -> Mapping[Path, int]:
        return lines_of(self.text)


@dataclass
class Shape:
    """One table of a pack being read; `finish` reports every key nobody asked for."""

    table: Mapping[str, Any]
    path: Path
    file: PackText
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def fault(self, key: str, why: str, mend: str = "", value: object = None) -> None:
        """Record a fault at a key of this table; an empty key is the table itself."""
        self.fault_at((key,) if key else (), why, mend, value)

    def fault_at(self, below: Path, why: str, mend: str = "", value: object = None) -> None:
        """Record a fault at a path below this table."""
        where = self.file.where((*self.path, *below))
        self.faults.append(Fault(where, why, mend, None if value is None else _shown(value)))

    def take(self, key: str, kind: type | tuple[type, ...], said: str, needed: bool) -> Any:
        self.asked.add(key)
        value = self.table.get(key)
        if value is None:
            if needed:
                self.fault("", f"has no '{key}'", f"Add {key} = {said}.")
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(key, f"is not {said}", "", value)
            return None
        return value

    def text(self, key: str, needed: bool = True) -> str:
        """A piece of text; empty where it is missing."""
        value: str = self.take(key, str, "text in quotes", needed) or ""
        if key in self.table and not value.strip() and isinstance(self.table[key], str):
            self.fault(key, "is empty", "Write it." if needed else "Write it, or take the line out.")
        return self.shown(key, value)

    def whole(self, key: str, needed: bool = True) -> int | None:
        """A whole number, nought or more."""
        value: int | None = self.take(key, int, "a whole number", needed)
        if value is not None and value < 0:
            self.fault(key, "is below nought", "Write 0 or more.", value)
        elif value is not None and value > LARGEST:
            self.fault(key, f"is larger than {LARGEST}, the largest number rules may use", "", value)
        return value

    def amount(self, key: str, needed: bool = True) -> Fraction | None:
        """A number that need not be whole, nought or more, exactly as it was typed: 2.5 is 5/2."""
        value: int | float | None = self.take(key, (int, float), "a number", needed)
        if value is None:
            return None
        if not math.isfinite(value) or not 0 <= value <= LARGEST:
            self.fault(key, f"is not a number from 0 to {LARGEST}", "", value)
            return None
        return Fraction(str(value))  # the shortest text that gives this float is what was typed

    def truth(self, key: str) -> bool:
        """True or false; false where it is missing."""
        return bool(self.take(key, bool, "true or false", False))

    def day(self, key: str, needed: bool = True) -> datetime.date | None:
        """A date."""
        said = "a date such as 2026-11-22"
        value: datetime.date | None = self.take(key, datetime.date, said, needed)
        if isinstance(value, datetime.datetime):
            self.fault(key, f"is not {said}", "", value)
        return value

    def word(self, key: str, words: Sequence[_Word], needed: bool = True) -> _Word | None:
        """One word of a closed list."""
        value: _Word | None = self.take(key, str, f"one of {', '.join(words)}", needed)
        if value is not None and value not in words:
            self.fault(key, f"is not one of {', '.join(words)}", did_you_mean(value, words), value)
            return None
        return value

    def words(self, key: str, words: Iterable[str] | None = None, needed: bool = True) -> tuple[str, ...]:
        """A list of words, of a closed list where one is given. A list that is needed is not empty."""
        listed = self.take(key, list, "a list of words in quotes", needed) or []
        if needed and not listed and isinstance(self.table.get(key), list):
            self.fault(key, "is empty", "Write at least one word.")
        for value in listed:
            if not isinstance(value, str) or (words is not None and value not in words):
                mend = did_you_mean(_shown(value), tuple(words or ()))
                self.fault(key, "is not a word this list may hold", mend, value)
        return tuple(self.shown(key, value) for value in listed if isinstance(value, str))

    def shown(self, key: str, text: str) -> str:
        """The text, with a space for each character that cannot be seen; the first of them is a fault."""
        hidden = hidden_in(text)
        if hidden:
            why = f"holds a character that cannot be shown (U+{ord(hidden[0]):04X})"
            self.fault(key, why, "Type it again, on one line.", text)
        return "".join(" " if one in hidden else one for one in text)

    def sub(self, key: str, needed: bool = True) -> Shape:
        """A table below this one; an empty one where it is missing."""
        table = self.take(key, dict, "a table", needed) or {}
        return Shape(table, (*self.path, key), self.file, self.faults)

    def named(self, key: str, needed: bool = False) -> dict[str, Shape]:
        """Tables below a key, each with a name of its own."""
        tables = self.sub(key, needed)
        tables.asked.update(tables.table)
        if needed and self.table.get(key) == {}:
            self.fault(key, "is empty", f"Add a table [{key}.NAME].")
        return {name: tables.sub(name) for name in tables.table}

    def rows(self, key: str) -> list[Shape]:
        """An array of tables."""
        listed = self.take(key, list, "a list of tables", False) or []
        for number, row in enumerate(listed):
            if not isinstance(row, dict):
                self.fault(key, f"entry {number + 1} is not a table", "", row)
        return [
            Shape(row, (*self.path, key, number), self.file, self.faults)
            for number, row in enumerate(listed)
            if isinstance(row, dict)
        ]

    def finish(self) -> None:
        """Report every key that has no meaning here."""
        for key in self.table:
            if key not in self.asked:
                self.fault(key, f"'{key}' has no meaning here", did_you_mean(key, sorted(self.asked)))


def hidden_in(text: str) -> list[str]:
    """The characters of a text that no reader sees or that break its line, in order."""
    if text.isprintable():
        return []
    return [one for one in text if unicodedata.category(one) in _HIDDEN]


def each_once(rows: Iterable[Shape], key: str) -> None:
    """Report every row whose `key` says what an earlier row said: two things cannot share a name."""
    met: set[str] = set()
    for row in rows:
        said = row.table.get(key)
        if isinstance(said, str) and said in met:
            row.fault(key, "stands here twice", "Choose another name.", said)
        elif isinstance(said, str):
            met.add(said)


def _shown(value: object) -> str:
    """A value as it may be shown; never the whole of a list, a table or an endless number."""
    match value:
        case dict():
            return "a table"
        case list():
            return "a list"
        case bool():
            return str(value).lower()
        case int() if abs(value) > LARGEST:
            return "a very large number"
    return str(value)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint for a misspelt word, or the list where it is short, or nothing."""
    listed = tuple(words)
    by_small = {one.lower(): one for one in listed}
    close = get_close_matches(word.lower(), by_small, n=1)
    if close:
        return f"Did you mean '{by_small[close[0]]}'?"
    return f"It may be {', '.join(listed)}." if 0 < len(listed) <= 12 else ""
