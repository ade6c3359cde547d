"""A clinic's list of people and doses of one product, and the vials that were chosen for it.

As a file it is a table with the columns `patient`, `units` and, where vials may be shared, `time`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from procerus.diary.cells import Complaint
from procerus.diary.sheet import read_sheet
from procerus.faults import BadInput, Fault
from procerus.injection.sharing import PlannedVial, aware
from procerus.injection.vial_sizes import Counts, Offer, VialCount, amount
from procerus.packs.shape import hidden_in

MOST_PEOPLE = 500  # on one list
MOST_SHARING = 150  # on one list; every session may then bear on every other
LARGEST_FILE = 1_000_000  # bytes
Read = TypeVar("Read")
COLUMNS = ("patient", "units", "time")
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Need:
    """A person on the list, the dose in units of this product, and when the session is, if that is known.

    `time` has a time zone. Needs of two products are never in one list.
    """

    person: str
    units: Fraction
    product: str
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The vials for one dose, and what of them is discarded. `cost` is None where prices are not known."""

    units: Fraction
    vials: tuple[VialCount, ...]
    cost: Fraction | None

    @property
    def opened_units(self) -> int:
        """The units in all vials together."""
        return sum(one.units * one.count for one in self.vials)

    @property
    def number(self) -> int:
        """How many vials."""
        return sum(one.count for one in self.vials)

    @property
    def discarded(self) -> Fraction:
        """The units that are left over: those opened less those given."""
        return self.opened_units - self.units


@dataclass(frozen=True, slots=True)
class ListChoice:
    """The vials for a whole list: what to order, and who draws from which vial.

    `each_alone` is what would be opened if everybody had the fewest vials of their own that hold the dose,
    whatever is in stock; `alone_in_stock` says whether the stock has those, None where no stock was given.
    """

    product: str
    needs: tuple[Need, ...]
    order: Choice
    planned: tuple[PlannedVial, ...]
    each_alone: Choice
    alone_in_stock: bool | None
    shared: bool

    def draws_of(self, person: str) -> tuple[tuple[int, Fraction], ...]:
        """From which planned vials, counted from 1, a person draws how many units."""
        return tuple(
            (number, draw.units)
            for number, vial in enumerate(self.planned, start=1)
            for draw in vial.draws
            if draw.person == person
        )


def chosen(offer: Offer, units: Fraction, counts: Counts) -> Choice:
    """These vials as the choice for a dose."""
    return Choice(units, offer.named(counts), offer.cost(counts))


def checked(needs: Sequence[Need]) -> tuple[Need, ...]:
    """The people of a list, all of one product and each named once. Raises BadInput."""
    if not needs:
        raise _bad("the list", "names nobody", "Name at least one person.")
    if len(needs) > MOST_PEOPLE:
        why = f"names {len(needs):,} people, and a clinic list has at most {MOST_PEOPLE}"
        raise _bad("the list", why, "Split it into the lists of single days.")
    _one_product(needs)
    seen: set[str] = set()
    for need in needs:
        if not need.person.strip():
            raise _bad("the list", "somebody on it has no name", "Say who each dose is for.")
        if need.person in seen:
            raise _bad("the list", "is named twice", "A person has one dose on a list.", need.person)
        seen.add(need.person)
    return tuple(_checked(need) for need in needs)


def timed(needs: Sequence[Need]) -> list[tuple[datetime, str, Fraction]]:
    """The sessions, oldest first. Raises BadInput where somebody has no time, or the list is too long."""
    if len(needs) > MOST_SHARING:
        why = f"names {len(needs)} people, and at most {MOST_SHARING} can share vials"
        raise _bad("the list", why, "Split it into the lists of single days.")
    sessions = []
    for need in needs:
        if need.time is None:
            mend = "Vials are shared within their usable hours, so say when each session is."
            raise _bad("the list", "has no time", mend, need.person)
        sessions.append((need.time, need.person, need.units))
    return sorted(sessions, key=lambda session: session[0].astimezone(UTC))


def read_list(path: Path, product: str) -> tuple[Need, ...]:
    """The people of a list file, in its order. Raises BadInput with every fault, its row and column."""
    raw = _bytes(path)
    if not raw.strip():
        raise _bad(path.name, "the file is empty", "A list has a header row with patient and units.")
    header, rows = read_sheet(io.BytesIO(raw), path.name)
    columns = _columns([cell.strip().lower() for cell in header], path.name)
    needs: list[Need] = []
    faults: list[Fault] = []
    for number, cells in rows:
        try:
            needs.append(_row(cells, columns, product, f"{path.name}, row {number}"))
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)
    return checked(needs)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        why = f"the file cannot be read: {error.strerror or error}"
        raise _bad(str(path), why, "Check the name and the folder.") from None
    if len(raw) > LARGEST_FILE:
        raise _bad(path.name, "the file is too long to be a clinic list", "Name the list's own file.")
    return raw


def _columns(header: Sequence[str], name: str) -> tuple[str, ...]:
    faults: list[Fault] = []
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            mend = "The columns are patient, units and, where vials are shared, time."
            faults.append(Fault(f"{name}, row 1", "is not a column of a clinic list", mend, column))
        elif header.count(column) > 1:
            why = f"the header row names it {header.count(column)} times"
            faults.append(Fault(f"{name}, row 1, column {column}", why, "Keep one of them."))
    for column in ("patient", "units"):
        if column not in header:
            where, mend = f"{name}, row 1, column {column}", f"Name one column {column}."
            faults.append(Fault(where, "the header row has no such column", mend))
    if faults:
        raise BadInput(faults)
    return tuple(header)


def _row(cells: Sequence[str], columns: Sequence[str], product: str, where: str) -> Need:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise _bad(where, "it has more cells than the header has columns", "Take the surplus out.")
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
    faults: list[Fault] = []

    def read(column: str, reader: Callable[[str], Read]) -> Read | None:
        try:
            return reader(said.get(column, ""))
        except Complaint as bad:
            faults.append(Fault(f"{where}, column {column}", bad.why, bad.mend, said.get(column, "")))
            return None

    person, units, time = read("patient", _patient), read("units", _units), read("time", _time)
    if person is None or units is None or faults:
        raise BadInput(faults)
    return Need(person, units, product, time)


def _patient(text: str) -> str:
    if not text:
        raise Complaint("is empty, so nobody can tell whose dose this is", "Write who it is for.")
    if hidden := hidden_in(text):
        raise Complaint(f"holds a character that cannot be seen (U+{ord(hidden[0]):04X})", "Type it again.")
    return text


def _units(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise Complaint("is not a number of units", "Write a number such as 155 or 12.5.")
    return Fraction(text)


def _time(text: str) -> datetime | None:
    if not text:
        return None
    mend = "Write it with its time zone, such as 2026-11-26T09:30+00:00."
    if not (found := _MOMENT.fullmatch(text)):
        raise Complaint("is not a date with a time", mend)
    if not found[2]:
        raise Complaint("has no time zone", mend)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Complaint("is not a moment of the calendar and the clock", mend) from None


def _checked(need: Need) -> Need:
    time = None if need.time is None else aware(need.time, f"the session of {need.person}")
    return Need(need.person, amount(need.units, f"the dose of {need.person}"), need.product, time)


def _one_product(needs: Sequence[Need]) -> None:
    products = tuple(dict.fromkeys(need.product for need in needs))
    if len(products) > 1:
        why = f"holds doses of {' and '.join(products)}, and units of one product say nothing of another's"
        raise _bad("the list", why, "Make one list for each product.")


def _bad(where: str, why: str, mend: str, value: str | None = None) -> BadInput:
    return BadInput([Fault(where, why, mend, value)])
