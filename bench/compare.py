"""How long one patient takes under every policy, with reasons, readings and what would settle it.

Prints a table. Times are the best of several runs of one process; reading the packs is a line of its own.
The patient is read anew for each run, so that no count is kept from the run before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from procerus.diary.read import read_days
from procerus.packs.load import find_policy, load_headache, policy_files
from procerus.pathway.comparison import compare
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import read_patient
from procerus.simulation.diaries import simulate_diaries

EXAMPLES = Path(__file__).parents[1] / "examples"
AS_OF, LAST = date(2026, 11, 1), date(2026, 10, 31)
RUNS = 15


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def a_year() -> Patient:
    """A made-up year of diary with the history and preventives of Ada."""
    rows = next(simulate_diaries(1, 365, 5, last_day=LAST))
    said = [{key: value for key, value in row.items() if key != "patient"} for row in rows]
    return replace(read_patient(EXAMPLES / "ada.json"), diary=read_days(said, "made up"))


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
        seconds = min(asked(policies, question, a_year()) for _ in range(RUNS))
        row(f"{question} under {len(policies)} policies: a made-up year of 365 days", seconds)


def read_all() -> list[object]:
    return [find_policy(name) for name in policy_files()]


def asked(policies: list[object], question: str, person: Patient) -> float:
    start = time.perf_counter()
    compare(policies, question, person, AS_OF)
    return time.perf_counter() - start


def row(what: str, seconds: float) -> None:
    print(f"{what:<75} {seconds * 1000:9.1f} ms", flush=True)


if __name__ == "__main__":
    main()
