"""The parts a letter is made of, as plain values that the page and the print both read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Part = dict[str, Any]


def heading(text: str) -> Part:
    """A heading within the letter."""
    return {"kind": "heading", "text": text}


def said(text: str) -> Part:
    """A paragraph."""
    return {"kind": "said", "text": text}


def warned(text: str) -> Part:
    """A paragraph that nobody may overlook, in a frame."""
    return {"kind": "warned", "text": text}


def listed(rows: Sequence[str]) -> Part:
    """A list."""
    return {"kind": "list", "rows": list(rows)}


def facts(rows: Sequence[tuple[str, str]]) -> Part:
    """Names and what they are, two columns."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], wide: int = 0) -> Part:
    """A table; column `wide` takes the room that is left."""
    return {"kind": "table", "heads": list(heads), "rows": [list(row) for row in rows], "wide": wide}


def ticks(says: str, rows: Sequence[str]) -> Part:
    """Things that somebody marks by hand."""
    return {"kind": "ticks", "says": says, "rows": list(rows)}


def signed(rows: Sequence[str]) -> Part:
    """Lines to sign on, side by side."""
    return {"kind": "signed", "rows": list(rows)}
