"""The verbs of `procerus session`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.options import Format, FormatOption, Out, Packs
from procerus.cli.screen import put

session_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="Record a toxin session: what was given, by whom, from which vials, and what was set aside.",
)  # fmt: skip


class SheetFormat(StrEnum):
    """How a session is shown."""

    text = "text"
    json = "json"
    pdf = "pdf"


class Tongue(StrEnum):
    """In which language the sites are named."""

    en = "en"
    de = "de"


SessionFile = Annotated[Path, typer.Argument(help="A session file (JSON), or a record.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of records.")]
PatientFile = Annotated[
    Path | None,
    typer.Option("--patient", metavar="FILE", help="The patient's file, to judge the session anew."),
]


@session_app.command("new")
def session_new(
    plan: Annotated[Path, typer.Argument(help="A plan: procerus plan ... --format json.")],
    packs: Packs = None,
    out: Out = None,
) -> None:
    """Make a session's form from a plan. What only a person can say is left open."""
    from procerus.cli.sessions import form

    put(form(plan, packs), out)


@session_app.command("check")
def session_check(file: SessionFile, patient: PatientFile = None, packs: Packs = None) -> None:
    """Say everything that keeps a session from being recorded. Nothing is written."""
    from procerus.cli.sessions import check

    put(check(file, patient, packs), None)


@session_app.command("record")
def session_record(
    file: SessionFile,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder of records.")],
    patient: PatientFile = None,
    packs: Packs = None,
) -> None:
    """Record a session, for good. A record is never changed; a correction is a record of its own."""
    from procerus.cli.sessions import file_it

    put(file_it(file, to, patient, packs), None)


@session_app.command("show")
def session_show(
    file: SessionFile,
    format: Annotated[SheetFormat, typer.Option("--format", help="Text, JSON, or a PDF.")] = SheetFormat.text,
    language: Annotated[Tongue, typer.Option(help="In which the sites are named.")] = Tongue.en,
    packs: Packs = None,
    out: Out = None,
) -> None:
    """Show a session on one sheet: who, when, sites, vials, units, findings, next day."""
    from procerus.cli.sessions import put_sheet, sheet, shown_json

    if format is SheetFormat.json:
        put(shown_json(file, packs), out)
    else:
        put_sheet(sheet(file, packs, language.value), format is SheetFormat.pdf, out)


@session_app.command("dose")
def session_dose(
    path: Annotated[Path, typer.Argument(help="A record, or the folder of records.")], out: Out = None
) -> None:
    """Print the line that belongs into the patient file's list of toxin doses."""
    from procerus.cli.sessions import dose

    put(dose(path), out)


@session_app.command("recall")
def session_recall(
    lot: Annotated[str, typer.Argument(help="The lot, as it stands on the vial.")],
    folder: Folder,
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """List who was given a lot; lots that look like it are listed apart."""
    from procerus.cli.sessions import put_recall

    put_recall(lot, folder, format is Format.json, out)


@session_app.command("due")
def session_due(
    folder: Folder,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day the question is asked.")],
    format: FormatOption = Format.text,
    out: Out = None,
) -> None:
    """List who has a question after the session open, and who is due or late for the next one."""
    from procerus.cli.people import day_of
    from procerus.cli.sessions import put_due

    day = day_of(as_of)
    assert day is not None  # the option is always given
    put_due(folder, day, format is Format.json, out)


@session_app.command("verify")
def session_verify(
    folder: Folder,
    anchor: Annotated[
        str | None, typer.Option(metavar="HASH", help="Of the last record, as it was noted elsewhere.")
    ] = None,
) -> None:
    """Say whether every record is as it was filed, and none was taken away or slipped in."""
    from procerus.cli.sessions import verify

    put(verify(folder, anchor), None)
