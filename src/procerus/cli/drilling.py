"""`procerus drill`, `backup` and `restore`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from procerus.cli.screen import as_json, put
from procerus.clinic.installation import Installation, default_folder
from procerus.clinic.ops.database_faults import told
from procerus.clinic.ops.serving import choose, load
from procerus.faults import BadInput, Fault

if TYPE_CHECKING:
    from procerus.clinic.ops.drill import Step

BACKUPS = "backups"
PASSED, FOUND_SOMETHING = 0, 1


def drilled(data: Path | None, into: Path | None, anchor: str | None, json: bool) -> int:
    """Run the drill and print each step as it ends. 1 where something was found."""
    installation = installation_in(data)
    noted = _noted(anchor)
    from procerus.clinic.ops.drill import drill

    steps: list[Step] = []
    with told():
        for step in drill(installation, into or installation.folder / BACKUPS, noted):
            steps.append(step)
            if not json:
                put(_line(step), None)
    if json:
        put(as_json({"passed": all(one.passed for one in steps), "steps": [
            {"step": one.name, "passed": one.passed, "says": one.says, "seconds": round(one.seconds, 2),
             "faults": list(one.faults)} for one in steps
        ]}), None)  # fmt: skip
    return PASSED if all(one.passed for one in steps) else FOUND_SOMETHING


def _line(step: Step) -> str:
    passed = "passed" if step.passed else "FAILED"
    line = f"{step.name:<8} {passed}  {step.says}  ({step.seconds:.1f} s)"
    return "\n".join([line, *(f"         {fault}" for fault in step.faults)])


def backed_up(into: Path, data: Path | None) -> str:
    """Make a backup, and say where it is."""
    installation = installation_in(data)
    from procerus.clinic.ops.backup import back_up

    with told():
        made = back_up(installation, into)
    return f"{made.rows:,} rows and the keys are in {made.folder}. Keep it where only the clinic gets at it."


def restored(folder: Path, data: Path) -> str:
    """Restore a backup. BadInput where what was restored differs from what was backed up."""
    from procerus.clinic.ops.backup import restore
    from procerus.clinic.ops.manifest import read_backup

    backup = read_backup(folder)
    _set_up(folder)  # only to know the tables: nothing is written there
    with told():
        found = restore(backup, replace(Installation.here(), folder=data))
    if found:
        raise BadInput([Fault(str(folder), "was not restored as it was backed up: " + "; ".join(found))])
    return (
        f"Restored into {data}; every table holds what was backed up. procerus serve --data {data} starts it."
    )


def installation_in(data: Path | None) -> Installation:
    """The installation whose data lie in a folder, with Django set up for it. Raises BadInput."""
    folder = data or default_folder()
    choose(folder)
    installation = Installation.here()
    if not installation.exists:
        raise BadInput([Fault(str(folder), "holds no clinic", "Name the clinic's folder with --data.")])
    _set_up(folder)
    return installation


def _set_up(folder: Path) -> None:
    choose(folder)
    load()


def _noted(anchor: str | None) -> tuple[int, str] | None:
    if anchor is None:
        return None
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", anchor)
    if found is None:
        mend = "Write the number of an event, a colon, and its hash of 64 letters and figures."
        raise BadInput([Fault("--anchor", "is not an event and its hash", mend, anchor)])
    return int(found[1]), found[2]
