"""A table in a text file as phones and spreadsheets write it, whatever its separator and line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from procerus.exchange.importers.imported import refuse
from procerus.faults import BadInput, Fault

LARGEST_TABLE = 64 * 2**20  # bytes; a lifetime of attacks is under 10 MiB
_SEPARATORS = (",", ";", "\t")
_LINES_BEFORE_HEADER = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One row under the header; `row` counts as a spreadsheet does, from 1 and with the lines above."""

    row: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the rows under it, and what stood above it."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    above: tuple[tuple[str, ...], ...]


def text_of(raw: bytes, name: str) -> str:
    """The text of a file in UTF-8, or UTF-16 with its byte order mark. Raises BadInput for other bytes."""
    coding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(coding)
    except UnicodeDecodeError as error:
        why = f"the letters cannot be read from byte {error.start + 1} on, because this is not UTF-8"
        raise BadInput([Fault(name, why, "Save the file as 'CSV UTF-8'.")]) from None
    if "\0" in text:
        raise BadInput([Fault(name, "a character with code 0 stands in it", "Export the file again.")])
    return text


def separator_of(text: str, columns: Iterable[str]) -> str | None:
    """The separator under which some line names all these columns, or None: then it is another table."""
    wanted = {tidy(column) for column in columns}
    for line in text.splitlines()[:_LINES_BEFORE_HEADER]:
        for separator in _SEPARATORS:
            if wanted <= {tidy(cell) for cell in line.replace('"', "").split(separator)}:
                return separator
    return None


def tidy(name: str) -> str:
    """A column's name without regard to case and spacing."""
    return " ".join(name.split()).casefold()


def read_table(text: str, separator: str, known: Sequence[str], required: Iterable[str], name: str) -> Table:
    """Read the table under the first line that names all `required` columns.

    `known` are the proper names of columns. Raises BadInput with every fault of the table.
    """
    records = _records(text, separator, name)
    wanted = {tidy(column) for column in required}
    at = next((n for n, record in enumerate(records) if wanted <= {tidy(c) for c in record}), None)
    if at is None:
        why = "its header row is damaged: a quotation mark is missing"
        raise BadInput([Fault(name, why, "Export the file again.")])
    columns = _columns(records[at], known, f"{name}, row {at + 1}")
    faults: list[Fault] = []
    lines = []
    for row, record in enumerate(records[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in record):
            faults += _length_faults(record, columns, f"{name}, row {row}")
            lines.append(Line(row, dict(zip(columns, record, strict=False))))
    if faults:
        raise refuse(faults)
    return Table(columns, tuple(lines), tuple(tuple(record) for record in records[:at] if any(record)))


def _records(text: str, separator: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        why = f"the quotation marks do not match ({error})"
        raise BadInput([Fault(f"{name}, line {reader.line_num}", why, "Export the file again.")]) from None


def _columns(header: Sequence[str], known: Sequence[str], where: str) -> tuple[str, ...]:
    proper = {tidy(column): column for column in known}
    columns = [proper.get(tidy(cell), cell.strip()) for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise BadInput([Fault(where, "this column stands twice", "Keep one of them.", c) for c in twice])
    return tuple(columns)


def _length_faults(record: Sequence[str], columns: Sequence[str], where: str) -> list[Fault]:
    if len(record) < len(columns) or any(cell.strip() for cell in record[len(columns) :]):
        why = f"the row has {len(record)} fields and the header has {len(columns)}"
        return [Fault(where, why, "Look for a missing quotation mark or separator in this row.")]
    return []
