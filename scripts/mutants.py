#!/usr/bin/env python3
"""How many of the mutants that `mutmut run` made were noticed by a test, file by file.

Prints the table of docs/reference/mutation.md and the survivors, and fails below the goal. A mutant that
never ends counts as noticed, and so does one that ends the interpreter; one that no test reaches does not.
`.venv/bin/mutmut show NAME` prints what was changed in a survivor.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

MADE = Path("mutants")
GOAL = 95  # of a hundred
KILLED = {1, 3, 24, -24, 36, 152, 255}  # pytest failed, or ran out of time
NOT_RUN = None


@dataclass(frozen=True, slots=True)
class Mutated:
    """One file, and how each of its mutants ended."""

    path: str
    ended: dict[str, int | None]

    @property
    def survivors(self) -> list[str]:
        """Those that no test noticed, and those that were not run."""
        return [name for name, code in self.ended.items() if code not in KILLED]


def mutated_files() -> list[Mutated]:
    """Every file that has mutants."""
    files = []
    for meta in sorted(MADE.glob("src/**/*.py.meta")):
        ended = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        if ended:
            files.append(Mutated(str(meta.relative_to(MADE / "src/procerus").with_suffix("")), ended))
    return files


def row(name: str, made: int, left: int) -> str:
    """A line of the table; the share is cut, not rounded, so that it never flatters."""
    tenths = 1000 * (made - left) // made
    return f"| {name} | {made} | {made - left} | {left} | {tenths // 10}.{tenths % 10} |"


def main() -> int:
    """Print the table and the survivors; 1 where too many survived or nothing was run."""
    files = mutated_files()
    made, left = sum(len(one.ended) for one in files), sum(len(one.survivors) for one in files)
    if not made:
        print("There are no mutants here; run `make mutation`.", file=sys.stderr)
        return 1
    print("| file | mutants | killed | survivors | killed of a hundred |\n|---|---|---|---|---|")
    for one in files:
        print(row(f"`{one.path}`", len(one.ended), len(one.survivors)))
    print(row("all", made, left), end="\n\n")
    for one in files:
        for name in one.survivors:
            print(name, "(not run)" if one.ended[name] is NOT_RUN else "")
    return int(100 * (made - left) < GOAL * made)


if __name__ == "__main__":
    raise SystemExit(main())
