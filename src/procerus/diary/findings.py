"""What a person should know about a diary although it can be read: a finding is not a fault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum


class About(Enum):
    """What a finding is about."""

    ROWS_DISAGREE = "rows-disagree"
    WRITTEN_DOWN_TWICE = "written-down-twice"
    ROW_CONTRADICTS_ITSELF = "row-contradicts-itself"
    ROW_REPEATED = "row-repeated"
    SEEMS_ODD = "seems-odd"
    RECALLED = "recalled"
    WRITTEN_BEFORE_THE_DAY = "written-before-the-day"
    MEDICINE_NOT_RECOGNISED = "medicine-not-recognised"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should know, in a sentence, with the day and the rows it comes from.

    `rows` are numbered as a spreadsheet shows them, the header being row 1; empty where no file is known.
    """

    about: About
    text: str
    day: date | None = None
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.text

    def by_day(self) -> Finding:
        """The same where nobody sees rows: a clinic's diary is many answers, and none has a number."""
        text = self.text.replace(f"{in_rows(self.rows)}: the rows ", ": the answers ", 1)
        return replace(self, text=text.replace(f"{in_rows(self.rows)}:", ":", 1), rows=())


def in_rows(rows: tuple[int, ...]) -> str:
    """How a finding names its rows after the day; nothing where there are none."""
    if not rows:
        return ""
    *others, last = (str(row) for row in rows)
    return f", rows {', '.join(others)} and {last}" if others else f", row {last}"
