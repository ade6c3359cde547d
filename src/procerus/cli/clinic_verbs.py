"""The verbs that run a clinic: serve, drill and their sisters."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import click
import typer

from procerus.cli.options import Format, FormatOption
from procerus.cli.screen import bold, put, steps_of
from procerus.faults import Fault


def _folder(said: str) -> Path:
    """The folder that --data names; an empty name would be the folder where one stands."""
    if not said.strip():
        mend = "Name the folder of the clinic's data, or leave --data out."
        raise click.ClickException(str(Fault("--data", "is empty", mend)))
    return Path(said)


Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Where the clinic's data lie; else PROCERUS_DATA says it.",
        show_default=False, parser=_folder,
    ),
]  # fmt: skip


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="A watermarked clinic of made-up people.")] = False,
    port: Annotated[int, typer.Option("--port", help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="On which address to listen.")] = "127.0.0.1",
    data: Data = None,
) -> None:
    """Run the clinic application: empty, or with --demo a watermarked clinic of made-up people."""
    from procerus.clinic.installation import default_folder
    from procerus.clinic.ops import serving

    folder = data or (default_folder() / "demo" if demo else default_folder())
    serving.reachable(host, port)
    serving.settle(folder, demo)
    if demo:
        serving.fresh_demo(folder)
    log_ins = serving.ready(steps_of("making the demonstration"))
    if demo:
        put("Everybody in it is made up. Log in as one of these; they all have the same password:", None)
        put(log_ins.rstrip(), None)
    elif serving.nobody_manages():
        more = "" if data is None else f" --data {quote(str(data))}"
        put(
            "Nobody can log in yet. This makes a link for the first administrator, in another terminal:",
            None,
        )
        put(f"  procerus administrator 'Ann Example' ann@clinic.example{more} --port {port}", None)
    shown = f"[{host}]" if ":" in host else host
    put(f"Data in {folder}; Ctrl+C stops it. Procerus is at {bold(f'http://{shown}:{port}')}", None)
    sys.stdout.flush()
    serving.run(host, port)


def administrator(
    name: Annotated[str, typer.Argument(help="The name, as colleagues know it.")],
    email: Annotated[str, typer.Argument(help="The address to log in with; nothing is sent to it.")],
    clinic: Annotated[str, typer.Option("--clinic", help="The clinic's name; else asked on the page.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="For an administrator who cannot get in any more.")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="Make a clinic where there is none yet.")] = False,
    port: Annotated[int, typer.Option("--port", help="Where the clinic listens, for the link.")] = 8000,
    data: Data = None,
) -> None:
    """Print a one-time link for the first administrator of a clinic, valid for a day."""
    from procerus.clinic.installation import default_folder
    from procerus.clinic.ops import serving

    serving.settle(data or default_folder(), must_exist=not new)
    serving.with_database()
    from procerus.clinic.login.first import link_for

    put(link_for(name, email, clinic, again, port), None)


def drill(
    data: Data = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Where the backup is kept.", show_default=False),
    ] = None,
    anchor: Annotated[
        str | None,
        typer.Option(
            "--anchor",
            metavar="N:HASH",
            help="An event and its hash as somebody noted them.",
            show_default=False,
        ),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Verify the trail, back up, restore to a fresh place, compare every table, and start it there."""
    from procerus.cli.drilling import drilled

    raise typer.Exit(drilled(data, into, anchor, format is Format.json))


def backup(
    into: Annotated[Path, typer.Argument(metavar="DIR", help="The folder in which the backup is made.")],
    data: Data = None,
) -> None:
    """Copy the database and the keys of a running clinic into a new folder."""
    from procerus.cli.drilling import backed_up

    put(backed_up(into, data), None)


def restore(
    folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="A folder that backup made.")],
    data: Annotated[
        Path,
        typer.Option("--data", metavar="DIR", help="A new folder for the clinic's data.", parser=_folder),
    ],
) -> None:
    """Put a backup into a fresh place, and compare every table with what was backed up."""
    from procerus.cli.drilling import restored

    put(restored(folder, data), None)


def downtime(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The PDF that is written.")],
    data: Data = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="The day of the list; today at the clinic without it."),
    ] = None,
    clinic: Annotated[
        str | None,
        typer.Option("--clinic", metavar="SLUG", help="Which clinic, where there are several."),
    ] = None,
) -> None:
    """Print the list of a day from the database alone, for when the server does not run (PDF, A4)."""
    from procerus.cli.downtime import printed

    put(printed(data, date, clinic, out), None)
