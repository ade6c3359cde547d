"""Reading a pack's tables strictly: an unknown key, a missing key or a wrong kind of value is a fault.

Every fault names the file, the line, and the key as a path such as ``criteria.adult.asks``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

from procerus.faults import Fault

_Word = TypeVar("_Word", bound=str)
_HEADER = re.compile(r"^\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*["']?([A-Za-z0-9_.-]+)["']?\s*=""")


@dataclass(frozen=True)
class PackText:
    """A pack file as it was read: its name and its text, for telling where a fault is."""

    name: str
    text: str

    def where(self, path: tuple[str, ...]) -> str:
        """The file, the line and the path of a key; the nearest table's line where the key is missing."""
        line = self.line_of(path)
        at = f", line {line}" if line else ""
        return f"{self.name}{at}, {'.'.join(path)}" if path else f"{self.name}{at}"

    def line_of(self, path: tuple[str, ...]) -> int | None:
        """The line (from 1) of a key, by scanning table headers and keys."""
        plain = [part for part in path if not part.isdigit()]
        wanted = next((int(part) for part in path if part.isdigit()), 0)
        table, seen, best = "", 0, None
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = header[1].strip()
                if plain and table == ".".join(plain[: table.count(".") + 1]):
                    seen += 1
                    best = number if seen - 1 <= wanted else best
            elif key := _KEY.match(line):
                full = f"{table}.{key[1]}" if table else key[1]
                depth = full.count(".") + 1
                if full == ".".join(plain[:depth]) and (seen - 1 in (wanted, -1) or "." in full):
                    best = number
                    if depth == len(plain) and seen - 1 >= wanted:
                        return number
        return best


@dataclass
class Shape:
    """One table of a pack being read; `finish` reports every key nobody asked for."""

    table: Mapping[str, Any]
    path: tuple[str, ...]
    file: PackText
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def fault(self, key: str, why: str, mend: str = "", value: object = None) -> None:
        """Record a fault at a key of this table; an empty key is the table itself."""
        path = (*self.path, key) if key else self.path
        self.faults.append(Fault(self.file.where(path), why, mend, None if value is None else str(value)))

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
            self.fault(key, "is empty", "Write it, or take the line out.")
        return value

    def whole(self, key: str, needed: bool = True) -> int | None:
        """A whole number, nought or more."""
        value: int | None = self.take(key, int, "a whole number", needed)
        if value is not None and value < 0:
            self.fault(key, "is below nought", "", value)
        return value

    def truth(self, key: str) -> bool:
        """True or false; false where it is missing."""
        return bool(self.take(key, bool, "true or false", False))

    def day(self, key: str, needed: bool = True) -> datetime.date | None:
        """A date."""
        value: datetime.date | None = self.take(key, datetime.date, "a date such as 2026-11-22", needed)
        return value

    def word(self, key: str, words: Sequence[_Word], needed: bool = True) -> _Word | None:
        """One word of a closed list."""
        value: _Word | None = self.take(key, str, f"one of {', '.join(words)}", needed)
        if value is not None and value not in words:
            self.fault(key, f"is not one of {', '.join(words)}", did_you_mean(value, words), value)
            return None
        return value

    def words(self, key: str, words: Iterable[str] | None = None, needed: bool = True) -> tuple[str, ...]:
        """A list of words, of a closed list where one is given."""
        listed = self.take(key, list, "a list of words in quotes", needed) or []
        for value in listed:
            if not isinstance(value, str) or (words is not None and value not in words):
                mend = did_you_mean(str(value), tuple(words or ()))
                self.fault(key, "is not a word this list may hold", mend, value)
        return tuple(value for value in listed if isinstance(value, str))

    def sub(self, key: str, needed: bool = True) -> Shape:
        """A table below this one; an empty one where it is missing."""
        table = self.take(key, dict, "a table", needed) or {}
        return Shape(table, (*self.path, key), self.file, self.faults)

    def named(self, key: str, needed: bool = False) -> dict[str, Shape]:
        """Tables below a key, each with a name of its own."""
        tables = self.sub(key, needed)
        tables.asked.update(tables.table)
        return {name: tables.sub(name) for name in tables.table}

    def rows(self, key: str) -> list[Shape]:
        """An array of tables."""
        listed = self.take(key, list, "a list of tables", False) or []
        for number, row in enumerate(listed):
            if not isinstance(row, dict):
                self.fault(key, f"entry {number + 1} is not a table", "", row)
        return [
            Shape(row, (*self.path, key, str(number)), self.file, self.faults)
            for number, row in enumerate(listed)
            if isinstance(row, dict)
        ]

    def finish(self) -> None:
        """Report every key that has no meaning here."""
        for key in self.table:
            if key not in self.asked:
                self.fault(key, f"'{key}' has no meaning here", did_you_mean(key, sorted(self.asked)))


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint for a misspelt word, or the list where it is short, or nothing."""
    listed = tuple(words)
    close = get_close_matches(word, listed, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"It may be {', '.join(listed)}." if 0 < len(listed) <= 12 else ""
