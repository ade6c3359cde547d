"""Tables for spreadsheet programs, in which no cell is ever read as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
"""With one of these at its beginning a spreadsheet program may take a text for a formula."""


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file of comma-separated values to be kept. Numbers stay numbers; texts are guarded."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(one) for one in header])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    answer = HttpResponse(
        "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue(), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def guarded(cell: object) -> object:
    """A cell as it is written: a text that could be a formula begins with an apostrophe."""
    if cell is None or isinstance(cell, int | float):
        return "" if cell is None else cell
    said = str(cell)
    return f"'{said}" if said.lstrip(" ").startswith(FORMULA) else said
