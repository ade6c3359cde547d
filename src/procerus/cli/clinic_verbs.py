"""The verbs that run a clinic: serve, drill and their sisters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from procerus.cli.screen import put

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Where the clinic's data lie.", show_default=False),
]


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="A watermarked clinic of made-up people.")] = False,
    port: Annotated[int, typer.Option("--port", help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="On which address to listen.")] = "127.0.0.1",
    data: Data = None,
) -> None:
    """Run the clinic application: empty, or with --demo a watermarked clinic of made-up people."""
    from procerus.clinic.installation import default_folder
    from procerus.clinic.ops import serving

    folder = data or default_folder()
    serving.settle(folder / "demo" if demo and data is None else folder, demo)
    serving.ready()
    put(f"Procerus is at http://{host}:{port}", None)
    serving.run(host, port)


def administrator(
    name: Annotated[str, typer.Argument(help="The name, as colleagues know it.")],
    email: Annotated[str, typer.Argument(help="The address to log in with; nothing is sent to it.")],
    clinic: Annotated[str, typer.Option("--clinic", help="The clinic's name; else asked on the page.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="For an administrator who cannot get in any more.")
    ] = False,
    port: Annotated[int, typer.Option("--port", help="Where the clinic listens, for the link.")] = 8000,
    data: Data = None,
) -> None:
    """Print a one-time link for the first administrator of a clinic, valid for a day."""
    from procerus.clinic.installation import default_folder
    from procerus.clinic.ops import serving

    serving.settle(data or default_folder(), demo=False)
    serving.ready()
    from procerus.clinic.login.first import link_for

    put(link_for(name, email, clinic, again, port), None)
