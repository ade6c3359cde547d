"""Fill an empty installation with a clinic of made-up people."""

from __future__ import annotations


def fill() -> None:
    """Make the clinic, unless it is there already."""
