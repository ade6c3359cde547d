"""Tables that somebody opens in a spreadsheet: text stays text, whatever it begins with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from django.http import HttpResponse

from procerus.clinic.look.demonstration import file_name

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that make a spreadsheet compute a cell, or send it elsewhere (OWASP, CSV injection)."""
BYTE_ORDER_MARK = "\ufeff"  # else Excel takes UTF-8 for something older


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Rows as a file to be saved under a name; the header says what the columns are."""
    text = BYTE_ORDER_MARK + csv_text([header, *rows])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
    return answer


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as the text of a CSV file."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return written.getvalue()


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    said = str(cell)
    is_a_number = isinstance(cell, int | float | Decimal | Fraction)
    return f"'{said}" if not is_a_number and said.lstrip(" ").startswith(STARTS_A_FORMULA) else said
