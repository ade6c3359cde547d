"""Tables that somebody opens in a spreadsheet: text stays text, whatever it begins with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from django.http import HttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that make a spreadsheet compute a cell, or send it elsewhere (OWASP, CSV injection)."""
BYTE_ORDER_MARK = "\ufeff"  # else Excel takes UTF-8 for something older
Cell = str | int | float | Decimal | Fraction | date | datetime | None


def csv_answer(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Rows as a file to be saved under a name; the first row says what the columns are."""
    answer = HttpResponse(BYTE_ORDER_MARK + csv_text(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as the text of a CSV file."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return written.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if not isinstance(cell, str):
        return str(cell)
    looks = cell.lstrip(" ")
    return f"'{cell}" if looks.startswith(STARTS_A_FORMULA) else cell
