"""A text table as spreadsheets write it, row by row: encodings, separators, quotes and line ends.

Only what a program does differently is forgiven here, never what a person might have meant.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import BinaryIO, NoReturn

from procerus.diary.day import COLUMNS
from procerus.faults import BadInput, Fault

SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 1_000_000  # characters; a table has line breaks
SAVE_AGAIN = "Save the table as 'CSV UTF-8' and give that file."

_SEPARATOR_LINE = re.compile(r'"?sep=.?"?\s*', re.IGNORECASE)
_SOMETHING = re.compile(r'[^\s,;"]')
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = ((b"PK\x03\x04", "an Excel workbook or another zipped file"), (b"%PDF", "a PDF"))

Rows = Iterator[tuple[int, list[str]]]
"""The number of a row, as a spreadsheet shows it with the header as row 1, and its cells."""


def read_sheet(file: BinaryIO, name: str, columns: Collection[str] = COLUMNS) -> tuple[list[str], Rows]:
    """The header's cells and then the rows, read as they are asked for. Blank rows are left out.

    The separator is the one of comma, semicolon and tab with which the header names most of `columns`.
    Raises BadInput, also while rows are read.
    """
    lines = _lines(_text(file, name), file, name)
    number, line = _header_line(lines, name)
    separator = max(SEPARATORS, key=lambda one: _columns_named(line, one, columns))
    reader = csv.reader(chain([line], lines), delimiter=separator, skipinitialspace=True, strict=True)
    rows = _rows(reader, name, number)
    return next(rows)[1], rows


def _text(file: BinaryIO, name: str) -> io.TextIOWrapper:
    start = file.read(4)
    file.seek(0)
    for mark, kind in _OTHER_KINDS:
        if start.startswith(mark):
            _refuse(name, f"this is {kind}, not a text table", SAVE_AGAIN)
    encoding = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "utf-8")
    return io.TextIOWrapper(file, encoding=encoding, newline="")


def _lines(text: io.TextIOWrapper, file: BinaryIO, name: str) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if "\0" in line:
                _refuse(
                    f"{name}, line {number}",
                    "there is a NUL character, so this is not plain text",
                    SAVE_AGAIN,
                )
            if len(line) == LONGEST_LINE:
                _refuse(
                    f"{name}, line {number}",
                    f"the line is longer than {LONGEST_LINE:,} characters",
                    SAVE_AGAIN,
                )
            yield line
    except UnicodeDecodeError as error:
        _refuse_bytes(file, name, error)
    finally:
        if not file.closed:  # where rows were left unread, the file may have been closed before
            text.detach()


def _refuse_bytes(file: BinaryIO, name: str, error: UnicodeDecodeError) -> NoReturn:
    """Name the first line that is not text: the decoder reads ahead, so the line is looked up again."""
    if error.encoding != "utf-8":
        _refuse(name, "the file ends in the middle of a letter or is not UTF-16 text", SAVE_AGAIN)
    file.seek(0)
    for number, line in enumerate(file, start=1):
        try:
            line.decode()
        except UnicodeDecodeError as wrong:
            where = f"{name}, line {number}"
            value = wrong.object[wrong.start : wrong.end].hex(" ")
            raise BadInput([Fault(where, "are not UTF-8 text", SAVE_AGAIN, f"bytes {value}")]) from None
    _refuse(name, "this is not UTF-8 text", SAVE_AGAIN)


def _header_line(lines: Iterator[str], name: str) -> tuple[int, str]:
    """The first line that says something, and its row; a line such as `sep=;` is no row in a spreadsheet."""
    number = 0
    for count, line in enumerate(lines):
        if count == 0 and _SEPARATOR_LINE.fullmatch(line):
            continue
        number += 1
        if _SOMETHING.search(line):
            return number, line
    return _refuse(name, "the file is empty", "A diary has a header row with at least date and headache.")


def _columns_named(line: str, separator: str, columns: Collection[str]) -> int:
    try:
        cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return 0
    return sum(cell.strip().lower() in columns for cell in cells)


def _rows(cells_of_rows: Iterator[list[str]], name: str, number: int) -> Rows:
    while True:
        try:
            cells = next(cells_of_rows)
        except StopIteration:
            return
        except csv.Error as error:
            _refuse(f"{name}, row {number}", *_explained(error))
        if any(cells) and any(cell.strip() for cell in cells):
            yield number, cells
        number += 1


def _explained(error: csv.Error) -> tuple[str, str]:
    said = str(error)
    if "limit" in said:
        return "a cell is too long to be a diary's", "Look for a quotation mark that is never closed."
    if "unexpected end" in said:
        return (
            "a quotation mark is opened and never closed",
            'Close it, or write "" for a quotation mark in a text.',
        )
    return (
        "the quotation marks do not match",
        'Put the whole cell in quotation marks, and write "" for one inside.',
    )


def _refuse(where: str, why: str, mend: str) -> NoReturn:
    raise BadInput([Fault(where, why, mend)])
