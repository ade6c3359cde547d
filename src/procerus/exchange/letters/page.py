"""A letter as a page of parts, the same for the terminal and for print. Every number in it is a fact's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from procerus.exchange.letters.completeness import Item


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or more."""

    text: str
    strong: bool = False
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a datum should stand and none does: `missing` is printed in red, and both are said in words."""

    state: Literal["missing", "open"]
    text: str
    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. A cell that is None is missing, and says so. Column `wide` takes the room left."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    wide: int | None = None
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: its picture, one letter a day, and what is counted beside it."""

    label: str
    letters: str
    taken: str
    injected: tuple[int, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The months of one period, under each other, with the heads of what is counted."""

    heads: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    legend: bool  # whether the signs are explained under it
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the policy: asked, answered, with the datum that answers it."""

    asks: str
    answer: str
    found: str
    needs: str
    at: str
    status: str
    open_days: str
    refused: bool
    kind: Literal["criterion"] = "criterion"


@dataclass(frozen=True, slots=True)
class Ticks:
    """Things of which a person marks one by hand."""

    says: str
    rows: tuple[str, ...]
    kind: Literal["ticks"] = "ticks"


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to be filled in by hand, and the paragraphs in those that are filled in already."""

    rows: tuple[str, ...]
    filled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: Literal["blanks"] = "blanks"


Part = Said | Gap | Table | Picture | Criterion | Ticks | Blanks


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the letter under its heading."""

    title: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole letter. `line` says whether it is complete, and `items` is the list."""

    title: str
    subtitle: str
    running: str  # who and under which policy, on every sheet
    about: Mapping[str, str]
    line: str
    items: tuple[Item, ...]
    opening: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    watermark: str | None
    date: tuple[int, int, int]  # of the facts, so that the same facts make the same file
    blanks: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """Everything the print template sets, as plain values."""
        return asdict(self)
