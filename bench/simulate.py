"""How fast made-up diaries are made: patient-days a second, as columns and as CSV files.

    python bench/simulate.py [--patients 10000] [--csv-patients 2000] [--days 365]

Prints figures and judges none. `--patients 100000` takes about a gigabyte of memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from procerus.simulation.diaries import simulate_columns
from procerus.simulation.files import write_diaries

LAST_DAY = date(2026, 3, 29)
SEED = 1


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--patients", type=int, default=10_000)
    ask.add_argument("--csv-patients", type=int, default=2_000)
    ask.add_argument("--days", type=int, default=365)
    asked = ask.parse_args()
    as_columns(asked.patients, asked.days)
    as_files(asked.csv_patients, asked.days)


def as_columns(patients: int, days: int) -> None:
    began = perf_counter()
    columns = simulate_columns(patients, days, SEED, last_day=LAST_DAY)
    seconds = perf_counter() - began
    size = sum(column.nbytes for column in columns.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    tell("columns", patients, days, seconds)
    print(f"         {size / 1e6:,.0f} MB of columns, {peak / 1e6:,.0f} MB of memory at the most")


def as_files(patients: int, days: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        written = write_diaries(Path(folder), patients, days, SEED, last_day=LAST_DAY)
        seconds = perf_counter() - began
        size = sum(path.stat().st_size for path in written.files)
    tell("CSV", patients, days, seconds)
    print(f"         {written.rows:,} rows, {size / 1e6:,.0f} MB in {len(written.files)} files")


def tell(what: str, patients: int, days: int, seconds: float) -> None:
    rate = patients * days / seconds / 1e6
    print(f"{what:8} {patients:,} patients x {days} days in {seconds:.2f} s")
    print(f"         {rate:.2f} million patient-days a second")


if __name__ == "__main__":
    main()
