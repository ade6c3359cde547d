"""The options and arguments that verbs share, and the words they may take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer


class Format(StrEnum):
    """How a result is written."""

    text = "text"
    json = "json"


class PageFormat(StrEnum):
    """How a result is written that can also be a page."""

    text = "text"
    json = "json"
    html = "html"


class MonthChoice(StrEnum):
    """What a month is."""

    thirty = "30-day"
    twenty_eight = "28-day"
    calendar = "calendar"


class MigraineDay(StrEnum):
    """Which definition of a migraine day."""

    ichd3 = "ichd3"
    preempt = "preempt"
    leiden = "leiden"
    thirty_minutes = "thirty-minutes"
    patient = "patient"


class DateOrder(StrEnum):
    """How day and month stand in an export's dates."""

    month_first = "month-first"
    day_first = "day-first"


class DossierKind(StrEnum):
    """What a dossier is for."""

    prior_authorisation = "prior-authorisation"
    renewal = "renewal"
    appeal = "appeal"
    shared_decision = "shared-decision"


class DossierFormat(StrEnum):
    """How a dossier is written."""

    text = "text"
    json = "json"
    pdf = "pdf"


class LabelPlace(StrEnum):
    """Whose label a clinic follows."""

    us = "us"
    eu = "eu"

    @property
    def place(self) -> Literal["us", "eu"]:
        """The place as packs call it."""
        return "us" if self is LabelPlace.us else "eu"


FormatOption = Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")]
PageFormatOption = Annotated[
    PageFormat, typer.Option("--format", help="Text for people, JSON for programs, HTML to read and print.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The day the question is asked; it looks at the days before."
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the result to a file.")]
File = Annotated[Path, typer.Argument(help="A diary (CSV) or a patient file (JSON).")]
PolicyId = Annotated[str, typer.Argument(help="A policy's id, or a pack file.")]
Baseline = Annotated[
    str | None, typer.Option(metavar="DATE", help="First day of a baseline the clinician chose.")
]
Packs = Annotated[
    list[Path] | None,
    typer.Option("--packs", metavar="DIR", help="A folder of your own policies; PROCERUS_PACKS names more."),
]
