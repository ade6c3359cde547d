"""What another app's export says, turned into days of our own diary (docs/reference/diary-file.md).

Rule of every importer: a day that the export does not speak of is not in the rows. A list of attacks
never makes the days between them headache-free; only an explicit statement does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from procerus.diary.day import COLUMNS
from procerus.faults import BadInput, Fault

DateOrder = Literal["month-first", "day-first"]
MOST_FAULTS = 100  # faults named one by one; beyond that the file is wrong as a whole


@dataclass(frozen=True, slots=True)
class Imported:
    """One export as diary rows, with everything that was assumed on the way.

    `rows` have exactly the diary's columns, ISO dates, one row a day, oldest first; `patient` and
    `entered` are empty, because no export says them. `unknown_days` are the days from `first` to `last`
    of which the file does not say whether there was a headache.
    """

    source: str
    rows: tuple[dict[str, str], ...]
    attacks: int
    free_days: int  # days that the file itself calls headache-free
    first: date | None
    last: date | None
    unknown_days: int
    date_order: str  # how the order of day and month is known
    dropped: tuple[str, ...] = ()  # columns that were not carried over, such as Geohash
    remarks: tuple[str, ...] = ()


def imported(
    source: str,
    rows: list[dict[str, str]],
    *,
    attacks: int,
    date_order: str,
    dropped: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
) -> Imported:
    """Put rows in order and count what they say and what they leave unknown."""
    ordered = tuple(sorted(rows, key=lambda row: row["date"]))
    first = date.fromisoformat(ordered[0]["date"]) if ordered else None
    last = date.fromisoformat(ordered[-1]["date"]) if ordered else None
    span = (last - first).days + 1 if first and last else 0
    return Imported(
        source=source,
        rows=ordered,
        attacks=attacks,
        free_days=sum(row["headache"] == "no" for row in ordered),
        first=first,
        last=last,
        unknown_days=span - sum(row["headache"] != "" for row in ordered),
        date_order=date_order,
        dropped=dropped,
        remarks=remarks,
    )


def empty_row(day: date) -> dict[str, str]:
    """A row that says nothing yet about this day."""
    return {column: day.isoformat() if column == "date" else "" for column in COLUMNS}


def refuse(faults: list[Fault]) -> BadInput:
    """Every fault up to a hundred, and then how many more there are."""
    shown = faults[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        where = faults[0].where.split(",")[0]
        shown.append(Fault(where, f"there are {len(faults) - MOST_FAULTS} more faults like these"))
    return BadInput(shown)


def number_of(count: int, one: str, many: str) -> str:
    """A count in words that agree with it: ``1 attack``, ``2 attacks``."""
    return f"{count} {one if count == 1 else many}"
