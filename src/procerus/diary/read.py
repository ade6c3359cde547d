"""Read a diary, from a CSV file or from the day objects of a patient's JSON, with one set of checks.

Every fault of the file is reported at once, with its file, row, column and value.
The file is described in docs/reference/diary-file.md.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

from procerus.diary.agreement import Said, agree, settle
from procerus.diary.cells import LONGEST_CELL, Complaint, answer_of, date_of, grade_of, minutes_of, moment_of
from procerus.diary.day import COLUMNS, SYMPTOMS, Day, Intake
from procerus.diary.diary import Diary
from procerus.diary.findings import Finding
from procerus.diary.sheet import Rows, read_sheet
from procerus.faults import BadInput, Fault

MOST_FAULTS = 50  # shown; the rest are counted
MOST_REMEMBERED = 2_000  # different cells of a column whose meaning is kept while a file is read

Understand = Callable[[str], tuple[Intake, ...] | None]
"""From the words of the medicines cell to what was taken: None where nothing is said, () for none."""

_ANSWERED = ("headache", "hours", "worst", *SYMPTOMS, "medicines", "entered")
"""The columns between date and note, in the order of the fields of a Day."""


def read_diary(path: Path, *, understand: Understand | None = None) -> tuple[Diary, ...]:
    """The diaries of a CSV file, one for each patient, in the order in which they first appear.

    `understand` reads the medicines; the medicine dictionary does so unless another is given.
    Raises BadInput with every fault.
    """
    try:
        with path.open("rb") as file:
            return read_stream(file, path.name, understand=understand)
    except IsADirectoryError:
        fault = Fault(str(path), "this is a folder, not a file", "Name the diary file in it.")
    except FileNotFoundError:
        fault = Fault(str(path), "there is no such file", "Check the name and the folder.")
    except PermissionError:
        fault = Fault(str(path), "the file may not be read", "Ask its owner for permission to read it.")
    except OSError as error:
        fault = Fault(path.name, f"the file cannot be read: {error.strerror or error}", "Copy it again.")
    except ValueError as error:
        if isinstance(error, BadInput):
            raise
        fault = Fault(path.name, "this cannot be the name of a file", "Check the name.")
    raise BadInput([fault])


def read_stream(file: BinaryIO, name: str, *, understand: Understand | None = None) -> tuple[Diary, ...]:
    """The diaries of an open CSV file; complaints call it `name`. See read_diary."""
    if not file.seekable():  # a pipe: a diary is short enough to be held
        file = io.BytesIO(file.read())
    header, rows = read_sheet(file, name)
    reading = _Reading(_Place(name, "row", "column"), understand or _dictionary())
    reading.name_columns([cell.strip().lower() for cell in header])
    reading.read(rows)
    return reading.diaries()


def read_text(text: str, name: str, *, understand: Understand | None = None) -> tuple[Diary, ...]:
    """The diaries of a CSV text. See read_diary."""
    return read_stream(io.BytesIO(text.encode(errors="surrogatepass")), name, understand=understand)


def read_days(objects: Sequence[object], where: str, *, understand: Understand | None = None) -> Diary:
    """The diary in a list of day objects with the CSV's columns as keys, such as a patient's JSON holds.

    `""` and null are empty, and numbers may be numbers. `where` names the file and the key.
    Raises BadInput with every fault.
    """
    reading = _Reading(_Place(where, "day", "key"), understand or _dictionary())
    reading.name_columns(list(COLUMNS))
    reading.read(_objects(objects, reading))
    diaries = reading.diaries()
    if len(diaries) > 1:
        why = f"the days name {len(diaries)} patients, and a patient has one diary"
        raise BadInput([Fault(where, why, "Keep one patient's days, or leave the key patient out.")])
    return diaries[0]


def _dictionary() -> Understand:
    from procerus.diary.medicines import load_medicines  # only where medicines are read: it loads a pack

    understand: Understand = load_medicines().understand
    return understand


class _Place:
    """How a complaint says where it is."""

    def __init__(self, name: str, row: str, column: str) -> None:
        self.name, self.row, self.column = name, row, column

    def __call__(self, number: int | None = None, column: str | None = None) -> str:
        row = "" if number is None else f", {self.row} {number}"
        return self.name + row + ("" if column is None else f", {self.column} {column}")


class _Reading:
    """One file while it is read: where its columns are, what its rows say, and its faults so far."""

    def __init__(self, place: _Place, understand: Understand) -> None:
        self.place = place
        self.faults: list[Fault] = []
        self.more_faults = 0
        self.said: dict[str, dict[date, list[Said]]] = {}
        self.width = 0
        self.index: dict[str, int] = {}
        self.row = 0  # the one being read
        self.plan: list[tuple[int, _Meanings]] = []
        self.readers: dict[str, Callable[[str], Any]] = dict.fromkeys(_ANSWERED, answer_of) | {
            "hours": minutes_of, "worst": grade_of, "medicines": understand, "entered": moment_of,
        }  # fmt: skip

    def fault(self, number: int | None, column: str | None, value: str | None, why: str, mend: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.place(number, column), why, mend, value))
        else:
            self.more_faults += 1

    def count_faults(self) -> int:
        return len(self.faults) + self.more_faults

    def name_columns(self, header: list[str]) -> None:
        """Find each column; a column that is not in the header stands one past the end, always empty."""
        while header and not header[-1]:
            header.pop()
        self.width = len(header)
        for column in dict.fromkeys(header):
            self._check_column(column, header.count(column))
        for needed in ("date", "headache"):
            if needed not in header:
                mend = f"Separate the columns with a comma, semicolon or tab, and name one {needed}."
                self.fault(None, needed, None, "the header row has no such column", mend)
        self.index = {column: header.index(column) if column in header else self.width for column in COLUMNS}
        self.plan = [(self.index[column], _Meanings(self, column)) for column in _ANSWERED]

    def _check_column(self, column: str, times: int) -> None:
        if column and column not in COLUMNS:
            self.fault(None, None, column, "is not a column of the diary", f"{did_you_mean(column)}")
        elif column and times > 1:
            self.fault(None, column, None, f"the header row names it {times} times", "Keep one of them.")

    def read(self, rows: Rows) -> None:
        try:
            for number, cells in rows:
                self._read_row(number, cells)
        except BadInput as broken:
            self.faults += broken.faults

    def _read_row(self, number: int, cells: list[str]) -> None:
        width = self.width
        if len(cells) > width:
            self._check_surplus(number, cells[width:])
            del cells[width:]
        cells += [""] * (width + 1 - len(cells))
        faults = self.count_faults()
        day = self._date(number, cells[self.index["date"]])
        self.row = number
        values = [meanings[cells[at]] for at, meanings in self.plan]
        values.append(self._short(number, "note", cells[self.index["note"]]))
        patient = self._short(number, "patient", cells[self.index["patient"]]).strip()
        if day is not None and self.count_faults() == faults:
            days = self.said.setdefault(patient, {})
            days.setdefault(day, []).append((number, Day(day, *values)))

    def _check_surplus(self, number: int, cells: list[str]) -> None:
        for cell in cells:
            if cell.strip():
                why = "stands under no column of the header"
                mend = "Put a text that holds a separator in quotation marks, or name the column."
                self.fault(number, None, cell, why, mend)

    def _date(self, number: int, cell: str) -> date | None:
        if self.index["date"] == self.width:
            return None  # said once already, of the header
        try:
            return date_of(self._short(number, "date", cell).strip())
        except Complaint as complaint:
            self.fault(number, "date", cell, complaint.why, complaint.mend)
            return None

    def value(self, column: str, cell: str) -> Any:
        try:
            return self.readers[column](self._short(self.row, column, cell).strip())
        except Complaint as complaint:
            self.fault(self.row, column, cell, complaint.why, complaint.mend)
            return None

    def _short(self, number: int, column: str, cell: str) -> str:
        if len(cell) <= LONGEST_CELL:
            return cell
        why = f"has {len(cell):,} characters, and a cell may have {LONGEST_CELL:,}"
        self.fault(number, column, cell, why, "Look for a quotation mark that is never closed.")
        return ""

    def diaries(self) -> tuple[Diary, ...]:
        """Every patient's diary, once nothing is wrong with the file."""
        self._check_patients()
        if self.more_faults:
            self.faults.append(Fault(self.place(), f"there are {self.more_faults} more faults"))
        if self.faults:
            raise BadInput(self.faults)
        return tuple(_diary(patient, days) for patient, days in (self.said or {"": {}}).items())

    def _check_patients(self) -> None:
        """No row may fall to a patient of its own because a name was left out or written in capitals."""
        names: dict[str, str] = {}
        for patient, days in self.said.items():
            known = names.setdefault(patient.casefold(), patient)
            for number in _numbers(days):
                if known != patient:
                    mend = f"Write {known!r} in every row of this patient."
                    self.fault(number, "patient", patient, f"differs from {known!r} only in capitals", mend)
                elif not patient and len(self.said) > 1:
                    mend = "Name the patient in every row or in none."
                    self.fault(number, "patient", None, "no patient is named, and other rows name one", mend)


class _Meanings(dict[str, Any]):
    """What the cells of one column mean, each different cell read once: a diary says few things often."""

    def __init__(self, reading: _Reading, column: str) -> None:
        super().__init__()
        self.reading, self.column = reading, column

    def __missing__(self, cell: str) -> Any:
        faults = self.reading.count_faults()
        value = self.reading.value(self.column, cell)
        if len(self) < MOST_REMEMBERED and self.reading.count_faults() == faults:
            self[cell] = value
        return value


def _numbers(days: dict[date, list[Said]]) -> list[int]:
    return sorted(number for said in days.values() for number, _ in said)


def _diary(patient: str, days: dict[date, list[Said]]) -> Diary:
    known: dict[date, Day] = {}
    findings: list[Finding] = []
    for day, said in sorted(days.items()):
        known[day], found = agree(said) if len(said) > 1 else settle(said[0][1], (said[0][0],))
        findings += found
    return Diary(patient, known, tuple(findings))


def did_you_mean(column: str, columns: Iterable[str] = COLUMNS) -> str:
    """A sentence that offers the nearest column, or lists them all."""
    close = get_close_matches(column, tuple(columns), n=1)
    return f"Did you mean {close[0]!r}?" if close else f"The columns are {', '.join(columns)}."


def _objects(objects: Sequence[object], reading: _Reading) -> Iterator[tuple[int, list[str]]]:
    """Day objects as rows of cells, each in the order of the columns."""
    for number, one in enumerate(objects, start=1):
        if not isinstance(one, dict):
            mend = 'Write a day as {"date": "2026-11-26", "headache": "yes"}.'
            reading.fault(number, None, _shown(one), "is not a day with the diary's columns as keys", mend)
            continue
        for key in one.keys() - set(COLUMNS):
            reading.fault(number, None, str(key), "is not a column of the diary", did_you_mean(str(key)))
        yield number, [_cell(reading, number, column, one.get(column)) for column in COLUMNS]


def _cell(reading: _Reading, number: int, column: str, value: object) -> str:
    """A value of JSON as the text that the CSV would hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        mend = f'Write "{"yes" if value else "no"}" in quotation marks.'
        reading.fault(number, column, _shown(value), "is not an answer of the diary", mend)
    elif isinstance(value, int | float):
        return _shown(value)
    else:
        reading.fault(number, column, _shown(value), "is not a text or a number", "Write one text or number.")
    return ""


def _shown(value: object) -> str:
    if isinstance(value, bool | None):
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else "a very long number"
    return str(value) if isinstance(value, float | str) else f"a {type(value).__name__}"
