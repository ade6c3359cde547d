"""What is wrong with a file, said to the person who has to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_VALUE = 60  # characters of a bad value that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it is, what stands there, why that cannot be used, and what to do.

    `where` names the file and then the place in it, such as ``ada.csv, row 3, column headache``.
    """

    where: str
    why: str
    mend: str = ""
    value: str | None = None

    def __str__(self) -> str:
        shown = "" if self.value is None else f" {_quoted(self.value)}"
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.where}:{shown} {self.why}.{mend}"


class BadInput(ValueError):
    """A file that cannot be used, with every fault found in it, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def _quoted(value: str) -> str:
    shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
    return "'" + "".join(c if c.isprintable() else " " for c in shown) + "'"
