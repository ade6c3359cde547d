"""Dates and durations as apps write them, and which of the two numbers of a date is the month.

An app writes its dates in the order of the phone's region and does not say which. The order is taken
from the whole file or asked for; it is never guessed from one date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from procerus.exchange.importers.imported import DateOrder
from procerus.faults import Fault

_CLOCK = r"[,\s]\s*([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?:\s*([ap])\.?m\.?)?"
_BY_REGION = re.compile(r"([0-9]{1,2})([/.\-])([0-9]{1,2})\2((?:20)?[0-9]{2})" + _CLOCK, re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(20[0-9]{2})([/.\-])([0-9]{1,2})\2([0-9]{1,2})" + _CLOCK, re.IGNORECASE)
_LASTED = re.compile(r"(?:([0-9]{1,4})d)?\s*(?:([0-9]{1,5})h)?\s*(?:([0-9]{1,2})m)?", re.IGNORECASE)
ASK = "Say which with --date-order month-first or --date-order day-first."


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and time as written; `left` and `right` are day and month in an order yet to be known."""

    row: int
    text: str
    year: int
    left: int
    right: int
    hour: int
    minute: int
    year_first: bool = False

    def read(self, order: DateOrder) -> datetime | None:
        """The time under this order, or None where no such day exists. Year-first dates have one order."""
        month_first = self.year_first or order == "month-first"
        month, day = (self.left, self.right) if month_first else (self.right, self.left)
        try:
            return datetime(self.year, month, day, self.hour, self.minute)
        except ValueError:
            return None


def stamp_of(row: int, text: str) -> Stamp | None:
    """Read a time such as ``11/16/24 13:12`` or ``16.11.2024, 1:12 PM``; two-digit years are 20yy."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, left, right, hour, minute, half = match.groups()
    elif match := _BY_REGION.fullmatch(text):
        left, _, right, year, hour, minute, half = match.groups()
    else:
        return None
    hours = _hour(int(hour), half)
    if hours is None or int(minute) > 59:
        return None
    year_first = match.re is _YEAR_FIRST
    return Stamp(row, text, int(year) % 2000 + 2000, int(left), int(right), hours, int(minute), year_first)


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour <= 23 else None
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half.lower() == "p" else 0)


def minutes_of(text: str) -> int | None:
    """Minutes of a duration such as ``1d 02h 15m``; None where it is not one."""
    match = _LASTED.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups())
    if minutes > 59 or (days and hours > 23):
        return None
    return (days * 24 + hours) * 60 + minutes


def order_of(
    stamps: Sequence[Stamp], asked: DateOrder | None, name: str
) -> tuple[DateOrder | None, str, list[Fault]]:
    """Which order the file's dates have, how that is known, and what is wrong if it cannot be told.

    `stamps` stand in the order in which the app listed its attacks.
    """
    by_region = [stamp for stamp in stamps if not stamp.year_first]
    if asked is not None:
        return asked, f"stated: {asked}", []
    if not by_region:
        return "month-first", "written with the year first", []
    month_first = next((stamp for stamp in by_region if stamp.right > 12), None)
    day_first = next((stamp for stamp in by_region if stamp.left > 12), None)
    if month_first and day_first:
        why = f"row {day_first.row} can only be day first, row {month_first.row} only month first"
        return None, "", [Fault(f"{name}, column Started", why, "Export the file again, or mend that date.")]
    if month_first:
        return "month-first", f"month-first, inferred from row {month_first.row}", []
    if day_first:
        return "day-first", f"day-first, inferred from row {day_first.row}", []
    return _order_from_sequence(stamps, name)


def _order_from_sequence(stamps: Sequence[Stamp], name: str) -> tuple[DateOrder | None, str, list[Fault]]:
    if all(stamp.left == stamp.right for stamp in stamps if not stamp.year_first):
        return "month-first", "the same in either order", []
    runs = [order for order in _ORDERS if _one_way([stamp.read(order) for stamp in stamps])]
    if len(runs) == 1:
        how = f"{runs[0]}, inferred from the sequence of attacks, which runs one way only in that order"
        return runs[0], how, []
    example = next(s for s in stamps if not s.year_first and s.left != s.right)
    why = "can be read month first or day first, and no date in the file decides"
    return None, "", [Fault(f"{name}, row {example.row}, column Started", why, ASK, example.text)]


_ORDERS: tuple[DateOrder, ...] = ("month-first", "day-first")


def _one_way(times: Sequence[datetime | None]) -> bool:
    steps = [
        later - earlier for earlier, later in pairwise(times) if earlier is not None and later is not None
    ]
    nothing = timedelta(0)
    return all(step >= nothing for step in steps) or all(step <= nothing for step in steps)
