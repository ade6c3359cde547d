"""What speaks against a session, or has to be known before it: each finding with its severity and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from procerus.criteria.bounds import Answer
from procerus.packs.checks import SEVERITIES, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. One that `leaves_open` means that nobody can say yet whether a stop stands."""

    code: str
    severity: Severity
    text: str
    source: str
    leaves_open: bool = False
    sites: tuple[str, ...] = ()  # the sites it concerns; empty where it concerns the whole session


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What stops first, then what is open, then cautions, then the rest; otherwise as they came."""
    rank = {severity: number for number, severity in enumerate(SEVERITIES)}
    return tuple(sorted(findings, key=lambda one: (rank[one.severity], not one.leaves_open)))


def allowed(findings: Iterable[Finding]) -> Answer:
    """No where a stop stands, unknown where something is open that may be one, else yes."""
    found = tuple(findings)
    if any(one.severity == "stop" for one in found):
        return Answer.NO
    return Answer.of(None if any(one.leaves_open for one in found) else True)
