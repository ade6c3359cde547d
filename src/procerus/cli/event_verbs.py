"""The verbs about adverse events."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.options import DossierFormat, Out

event_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Write down and report an adverse event."
)


class SchemeChoice(StrEnum):
    """Whose order the facts stand in."""

    yellow_card = "yellow-card"
    medwatch = "medwatch"


@event_app.command("new")
def new(
    record: Annotated[Path, typer.Argument(help="The record of the session before it.")],
    patient: Annotated[
        Path | None, typer.Option("--patient", metavar="FILE", help="The patient's file: born, sex.")
    ] = None,
    out: Out = None,
) -> None:
    """Make the form of an adverse event after a recorded session: dose and lots are filled in."""
    from procerus.cli.events import form
    from procerus.cli.screen import put

    put(form(record, patient), out)


@event_app.command("report")
def report(
    scheme: Annotated[SchemeChoice, typer.Argument(help="The national scheme: its facts, in its order.")],
    event: Annotated[Path, typer.Argument(help="A file of an adverse event (JSON).")],
    format: Annotated[
        DossierFormat, typer.Option("--format", help="Text for people, JSON for programs, or a PDF.")
    ] = DossierFormat.text,
    out: Out = None,
) -> None:
    """Put the facts of an adverse event in a scheme's order, and say first what is missing."""
    from procerus.cli.events import put_report

    put_report(scheme.value, event, format.value, out)
