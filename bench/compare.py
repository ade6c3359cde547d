"""How long one patient takes under every policy, with reasons, readings and what would settle it.

Prints a table. Times are the best of several runs of one process; reading the packs is a line of its own.
The patient is read anew for each run, so that no count is kept from the run before.
"""

from __future__ import annotations

import time
from datetime import date

from decide import EXAMPLES, a_year_long, best, row
from procerus.packs.load import Policy, find_policy, load_headache, policy_files
from procerus.pathway.comparison import compare
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import read_patient

AS_OF = date(2026, 11, 1)
RUNS = 15


def main() -> None:
    load_headache()
    row(f"read {len(policy_files())} policies, with all their worked cases", best(read_all, 3))
    policies = read_all()
    people = {
        "ada, 4 months, nothing open": "ada",
        "ben, 7 open days": "ben",
        "eve, 11 weeks not kept": "eve",
    }
    for question in ("start", "continue"):
        for said, name in people.items():
            file = EXAMPLES / f"{name}.json"
            seconds = min(asked(policies, question, read_patient(file)) for _ in range(RUNS))
            row(f"{question} under {len(policies)} policies: {said}", seconds)
        seconds = min(asked(policies, question, a_year_long()) for _ in range(RUNS))
        row(f"{question} under {len(policies)} policies: a made-up year of 365 days", seconds)


def read_all() -> list[Policy]:
    return [find_policy(name) for name in policy_files()]


def asked(policies: list[Policy], question: str, person: Patient) -> float:
    start = time.perf_counter()
    compare(policies, question, person, AS_OF)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
