"""Where the examples lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from procerus.faults import BadInput, Fault

ONE_OF_THEM = "ada.json"


def folder() -> Path:
    """The folder of examples. BadInput where it was not installed."""
    package = Path(__file__).parents[1]
    for place in (package / "examples", package.parents[1] / "examples"):
        if (place / ONE_OF_THEM).is_file():
            return place
    raise BadInput([Fault("demo", "the examples were not installed", "Install procerus again.")])
