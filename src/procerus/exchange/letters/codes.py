"""The codes a letter may carry, each with its source and whether it was read there."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from procerus.packs.rules import Status

CODES = Path(__file__).with_name("codes.toml")
Meaning = Literal["chronic-migraine", "medication-overuse"]
DISEASE = "ICHD-3"  # the classification by which the facts are judged; other systems are for billing


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one system. `unverified` is printed beside it."""

    system: str
    code: str
    title: str
    means: Meaning
    status: Status
    source: str

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return asdict(self)


@lru_cache
def codes_for(means: Meaning) -> tuple[Code, ...]:
    """The codes of one meaning, in the order of the file."""
    listed = tomllib.loads(CODES.read_text(encoding="utf-8"))["codes"]
    return tuple(Code(**one) for one in listed if one["means"] == means)
