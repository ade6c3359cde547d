"""Lots as they are compared: as people type what is printed small."""

from __future__ import annotations

from procerus.injection.recall import looks_like


def plain(lot: str) -> str:
    """A lot without its blanks, capitals like small letters: what is surely the same lot has the same."""
    return "".join(lot.split()).casefold()


def may_be(lot: str, other: str) -> bool:
    """Whether two lots are the same or look alike: O and 0, I and 1, one slip of the pen."""
    return looks_like(plain(lot), plain(other))
