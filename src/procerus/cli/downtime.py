"""`procerus downtime`: the list of a day on paper, from the database alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from procerus.cli.drilling import installation_in
from procerus.cli.reading import refuse_writing_over
from procerus.clinic.ops.database_faults import told
from procerus.clinic.ops.serving import MADE_ON, choose
from procerus.faults import BadInput, Fault


def printed(data: Path | None, day: str | None, clinic: str | None, out: Path) -> str:
    """Write the list, and say where it is. BadInput where it cannot be made, written or recorded."""
    chosen = None if day is None else _day(day)
    refuse_writing_over(out)
    installation = installation_in(data)
    demo = (installation.folder / MADE_ON).exists()
    choose(installation.folder, demo)
    from procerus.clinic.today.downtime import downtime_pdf, find_clinic

    with told():
        sheet = downtime_pdf(find_clinic(clinic), chosen, demo)
    try:
        out.write_bytes(sheet)
    except OSError as error:
        raise BadInput([Fault(str(out), f"cannot be written: {error.strerror}")]) from None
    return f"The list is in {out}. It names patients: destroy it once everything on it is entered."


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput([Fault("--date", "is not a date", "Write it as 2026-11-26.", said)]) from None
