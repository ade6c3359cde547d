"""The days from authorisations.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("authorisations.toml")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How far ahead renewals are listed, and when a draft has waited."""

    renewal: timedelta
    draft: timedelta


@cache
def conventions() -> Conventions:
    """The conventions of the queue. Raises KeyError or ValueError where the file is not sound."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    days = {name: _days(name, one) for name, one in read.items()}
    return Conventions(days["renewal_days"], days["draft_days"])


def _days(name: str, one: dict[str, object]) -> timedelta:
    number = one["is"]
    if not isinstance(number, int) or number < 1 or not one.get("source"):
        raise ValueError(f"{FILE.name}, {name}: needs a whole number of days, and its source")
    return timedelta(days=number)
