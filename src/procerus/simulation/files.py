"""Made-up diaries as CSV files in a directory that says, in several places, that they are made up."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

import procerus
from procerus.diary.day import COLUMNS
from procerus.faults import BadInput, Fault
from procerus.simulation.diaries import diary_rows
from procerus.simulation.parameters import Parameters, pack_parameters
from procerus.simulation.scenario import Request, Scenario

STATEMENT = (
    "SYNTHETIC. Every diary in this directory was made up by a computer. No row describes a real person.\n"
    "Every person's name and every row's note begin with 'synthetic'. about.json says how they were made.\n"
)
Progress = Callable[[int, int], None]
"""Called with the people written so far and the people asked for."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the diary files in order, and how much is in them."""

    files: tuple[Path, ...]
    rows: int
    people_without_rows: int


def write_diaries(
    out: Path,
    patients: int,
    days: int,
    seed: int,
    *,
    last_day: date,
    per_file: int = 1000,
    scenario: Scenario = Scenario(),  # noqa: B008  a frozen value, never changed
    parameters: Parameters | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write `diaries-0001.csv` and so on, `SYNTHETIC.txt` and `about.json` into a new or empty directory.

    The same request gives the same bytes. `about.json` comes last: where it is missing, the writing was
    interrupted. Raises ValueError for an impossible request, BadInput for a directory that cannot be used.
    """
    request = Request(patients, days, seed, last_day, scenario)
    if type(per_file) is not int or per_file < 1:
        raise ValueError(f"the number of people in a file must be a whole number from 1, not {per_file}")
    figures = parameters or pack_parameters()
    try:
        _prepare(out)
        written = _write(out, request, figures, per_file, progress or (lambda done, asked: None))
        about = json.dumps(_about(request, figures, written), indent=2) + "\n"
        (out / "about.json").write_text(about, "utf-8")
    except OSError as error:
        raise BadInput([Fault(str(out), f"cannot be written to ({error.strerror})")]) from None
    return written


def _prepare(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        mend = "Name a new or empty directory, so that made-up and real diaries are never mixed."
        raise BadInput([Fault(str(out), "is not empty", mend)])
    (out / "SYNTHETIC.txt").write_text(STATEMENT, "utf-8")


def _write(out: Path, request: Request, figures: Parameters, per_file: int, progress: Progress) -> Written:
    diaries = diary_rows(request, figures)
    files: list[Path] = []
    rows = silent = 0
    for first in range(0, request.patients, per_file):
        path = out / f"diaries-{len(files) + 1:04}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for done, diary in enumerate(islice(diaries, per_file), first + 1):
                table.writerows(diary)
                rows, silent = rows + len(diary), silent + (not diary)
                progress(done, request.patients)
        files.append(path)
    return Written(tuple(files), rows, silent)


def _about(request: Request, figures: Parameters, written: Written) -> dict[str, Any]:
    return {
        "procerus": "synthetic-diaries/1",
        "synthetic": True,
        "statement": STATEMENT.splitlines()[0],
        "seed": request.seed,
        "patients": request.patients,
        "from": request.first_day.isoformat(),
        "to": request.last_day.isoformat(),
        "scenario": request.scenario.as_json(),
        "injections": [day.isoformat() for day in request.injections],
        "parameters": {"id": "diaries", "version": figures.version, "fingerprint": figures.fingerprint},
        "made_with": {"procerus": procerus.__version__, "numpy": np.__version__},
        "files": [path.name for path in written.files],
        "rows": written.rows,
        "people_without_rows": written.people_without_rows,
    }
