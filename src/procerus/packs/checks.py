"""What is asked of the person on the day of a session, and how much a yes matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from procerus.faults import BadInput, Fault
from procerus.packs.rules import Status
from procerus.packs.sections import About, read_status
from procerus.packs.shape import Shape, each_once
from procerus.packs.toml_file import read_pack

Severity = Literal["stop", "caution", "information"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # the gravest first
IDS = (
    "allergy", "infection_at_site", "swallowing_or_breathing_trouble", "pregnant", "breast_feeding",
    "toxin_elsewhere",
)  # fmt: skip
"""The checks of a patient file, in the order in which they are asked. The INR is asked beside a medicine."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the question, and what a yes means."""

    id: str
    severity: Severity
    asks: str
    says: str
    at: str
    status: Status

    @property
    def code(self) -> str:
        """The code of its finding."""
        return self.id.replace("_", "-")


@lru_cache
def checks() -> Mapping[str, Check]:
    """Every built-in check by id."""
    return read_checks(Path(__file__).with_name("checks.toml"))


def read_checks(path: Path) -> dict[str, Check]:
    """The checks of a file, all of them. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    shape = Shape(table, (), text, faults)
    pack = shape.sub("pack")
    pack.word("kind", ("checks",))
    About.read(pack)
    pack.finish()
    rows = shape.rows("checks")
    each_once(rows, "id")
    found = {one.id: one for one in map(_check, rows)}
    for name in IDS:
        if name not in found:
            shape.fault("checks", f"has no '{name}'", "Every check of a patient file has to be here.")
    shape.finish()
    if faults:
        raise BadInput(faults)
    return {name: found[name] for name in IDS}


def _check(row: Shape) -> Check:
    name = row.word("id", IDS) or ""
    severity: Severity = row.word("severity", SEVERITIES) or "stop"  # or a fault
    check = Check(name, severity, row.text("asks"), row.text("says"), row.text("at"), read_status(row))
    row.finish()
    return check
