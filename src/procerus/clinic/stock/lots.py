"""Lots as they are compared: as people type what is printed small."""

from __future__ import annotations


def plain(lot: str) -> str:
    """A lot without its blanks, capitals like small letters: what is surely the same lot has the same."""
    return "".join(lot.split()).casefold()
