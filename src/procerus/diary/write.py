"""Write the diary file (docs/reference/diary-file.md). What is written is read back as the same diary.

A text that begins with `=`, `+`, `-` or `@` is written as it is: a spreadsheet may take it for a formula,
but altering a patient's words on the way out would make the file say something else than the diary.
Import the file with its columns as text where that matters. This is a decision, not an oversight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TextIO

from procerus.criteria.bounds import Answer
from procerus.diary.agreement import medicines_text, settle
from procerus.diary.cells import LONGEST_CELL
from procerus.diary.day import COLUMNS, SYMPTOMS, Day
from procerus.diary.diary import Diary
from procerus.faults import BadInput, Fault

_GRADES = {None: "", 0: "0", 1: "mild", 2: "moderate", 3: "severe"}
_ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: ""}
_NEEDS_QUOTES = frozenset('",;\t\r\n')

Row = Mapping[str, str]
"""The cells of one row by column; a column that is left out is empty."""


def write_diary(what: Diary | Iterable[Diary | Row], file: TextIO) -> None:
    """Write one diary, several, or rows of cells as an importer has them, oldest day first.

    The column patient is left out where nobody is named. `file` should be opened with `newline=""`
    and UTF-8. An empty diary is a header alone, and then its patient's name is not kept.
    Raises BadInput where a text cannot stand in the file, and ValueError for an unknown column.
    """
    rows = list(_rows([what] if isinstance(what, Diary) else what))
    named = any(row.get("patient") for row in rows)
    columns = COLUMNS if named else tuple(column for column in COLUMNS if column != "patient")
    file.write(",".join(columns) + "\n")
    for row in rows:
        file.write(",".join(_quoted(row.get(column, "")) for column in columns) + "\n")


def rows_of(day: Day, patient: str = "") -> list[dict[str, str]]:
    """A day as the rows that say it: one, or two that differ where two rows once differed.

    An answer that rows disagreed about is unknown, although the other answers of the day would imply
    a no. One row cannot say that; the two rows again can.
    """
    row = {
        "patient": patient, "date": day.date.isoformat(), "headache": _ANSWERS[day.headache],
        "hours": _hours(day.minutes), "worst": _GRADES[day.worst],
        **{name: _ANSWERS[getattr(day, name)] for name in SYMPTOMS},
        "medicines": medicines_text(day.medicines),
        "entered": "" if day.entered is None else day.entered.isoformat(),
        "note": day.note,
    }  # fmt: skip
    implied, _ = settle(day)
    disputed = [name for name in SYMPTOMS if getattr(day, name) is not getattr(implied, name)]
    if not disputed:
        return [row]
    return [row | dict.fromkeys(disputed, said) for said in ("yes", "no")]


def _rows(items: Iterable[Diary | Row]) -> Iterable[Row]:
    for item in items:
        if isinstance(item, Diary):
            for day in item.days.values():
                yield from (_checked(row) for row in rows_of(day, item.patient))
        else:
            yield _checked(item)


def _checked(row: Row) -> Row:
    unknown = row.keys() - set(COLUMNS)
    if unknown:
        raise ValueError(f"the diary has no column {', '.join(sorted(unknown))}")
    faults = [
        Fault(f"the day {row.get('date', '')}, column {column}", why, "Shorten or mend the text.", text)
        for column, text in row.items()
        if (why := _unwritable(text))
    ]
    if faults:
        raise BadInput(faults)
    return row


def _unwritable(text: str) -> str:
    if len(text) > LONGEST_CELL:
        return f"has {len(text):,} characters, and a cell may have {LONGEST_CELL:,}"
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return "holds a character that no text file can hold"
    return ""


def _hours(minutes: int | None) -> str:
    """Whole minutes as hours with at most two decimals, which name the same minute when read."""
    if minutes is None:
        return ""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{hours:f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    if text != text.strip() or not _NEEDS_QUOTES.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text
