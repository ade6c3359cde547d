"""What each measure asks, from `measures.toml`; how it is counted stands in `measures`, under the same id."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FILE = Path(__file__).with_name("measures.toml")


@dataclass(frozen=True, slots=True)
class Measure:
    """One question that a service is asked."""

    id: str
    part: str
    said: Mapping[str, Mapping[str, str]]
    criteria: frozenset[str]
    status: str

    @property
    def title(self) -> str:
        """Its name, in the language of whoever looks."""
        return self._in_words("title")

    @property
    def asks(self) -> str:
        """The question."""
        return self._in_words("asks")

    @property
    def counts(self) -> str:
        """What is counted, and how."""
        return self._in_words("counts")

    @property
    def empty(self) -> str:
        """What is said where there is nothing to count."""
        return self._in_words("empty")

    @property
    def at(self) -> str:
        """Who asks for it, and where."""
        return self._in_words("at")

    def _in_words(self, key: str) -> str:
        said = self.said[key]
        return said.get((get_language() or "en")[:2], said["en"])


@lru_cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache
def measures() -> dict[str, Measure]:
    """Every measure by id, in the order of the page."""
    words = ("title", "asks", "counts", "empty", "at")
    return {
        row["id"]: Measure(
            row["id"], row["part"], {key: row[key] for key in words}, frozenset(row.get("criteria", ())),
            row["status"],
        )
        for row in _file()["measures"]
    }  # fmt: skip


def number(name: str) -> int:
    """A number that only this page needs."""
    return int(_file()["numbers"][name]["is"])


def source() -> Mapping[str, str]:
    """Who asks for these measures."""
    found: Mapping[str, str] = _file()["source"]
    return found
