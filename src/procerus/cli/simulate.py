"""`procerus simulate`: made-up data, always marked as such."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from procerus.cli.people import day_of
from procerus.cli.screen import as_json
from procerus.faults import BadInput, Fault


def simulated(patients: int, days: int, seed: int, out: Path, as_of: str | None, json: bool) -> str:
    """Write made-up diaries into a folder that end the day before the day given, or before today."""
    from procerus.simulation.files import write_diaries

    last = (day_of(as_of) or date.today()) - timedelta(days=1)
    try:
        with _progress() as progress:
            written = write_diaries(out, patients, days, seed, last_day=last, progress=progress)
    except ValueError as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput([Fault("simulate diaries", str(error))]) from None
    if json:
        return as_json({
            "files": [str(path) for path in written.files], "rows": written.rows, "patients": patients,
            "days": days, "seed": seed, "synthetic": True,
        })  # fmt: skip
    people, files = _counted(patients, "person", "people"), _counted(len(written.files), "file", "files")
    days_kept = _counted(written.rows, "diary day", "diary days")
    return f"{days_kept} of {people}, made up, in {files} in {out}. Nobody in them exists."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar with the time left, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("writing made-up diaries", total=None)
        yield lambda done, asked: bar.update(task, completed=done, total=asked)
