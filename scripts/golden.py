#!/usr/bin/env python3
"""Renew the golden files: decisions about the six made-up people, as `procerus decide` prints them.

A decision that is asked again with the same packs, facts and version is the same, byte for byte;
tests/unit/test_golden.py holds the program to that. Renew the files only on purpose, when a pack or the
program was changed in order to decide or to word something differently:

    .venv/bin/python scripts/golden.py

Then read the difference line by line, for each line is somebody's answer, and commit it with the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from procerus.cli.asking import decided
from procerus.packs.load import find_policy

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "golden"
EXAMPLES = ROOT / "examples"
POLICIES = ("nice-ta260", "ehf-2018", "wa-lni", "mbs-18377")
PEOPLE = ("ada", "ben", "cleo", "dan", "eve", "fay")
AS_OF = "2026-11-01"
ALSO = {"eve": "2026-08-17"}  # the day on which her third session was due


@dataclass(frozen=True)
class Asking:
    """One decision that is kept: a question of a policy about a person on a day."""

    policy: str
    question: str
    person: str
    as_of: str

    @property
    def file(self) -> Path:
        """Where its bytes are kept."""
        return FOLDER / self.policy / f"{self.person}-{self.question}-{self.as_of}.json"

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the command line is given."""
        patient = str(EXAMPLES / f"{self.person}.json")
        return "decide", self.policy, self.question, patient, "--as-of", self.as_of, "--format", "json"


def askings() -> Iterator[Asking]:
    """Every decision that is kept."""
    for policy in POLICIES:
        for question in find_policy(policy).rules.questions:
            for person in PEOPLE:
                for day in (AS_OF, ALSO.get(person)):
                    if day is not None:
                        yield Asking(policy, question, person, day)


def printed(one: Asking) -> str:
    """What `procerus decide` prints for it today."""
    patient = EXAMPLES / f"{one.person}.json"
    return decided(find_policy(one.policy), one.question, patient, one.as_of, None, True) + "\n"


def renew() -> None:
    """Write every file, and take out those of which nothing is asked any more."""
    kept = {one.file: one for one in askings()}
    for file in FOLDER.rglob("*.json"):
        if file not in kept:
            file.unlink()
    for file, one in kept.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(printed(one), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    renew()
