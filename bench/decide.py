"""How long a decision takes: one patient through both engines, many through blocks, one from the shell.

Prints a table. Times are the best of several runs, because the machine may be shared; ratios are of one run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from procerus.criteria.blocks import Masks
from procerus.diary.counts import MonthCounts
from procerus.diary.read import read_days
from procerus.packs.load import Policy, find_policy
from procerus.packs.rules import DiaryReading, Tally
from procerus.pathway.asking import Case
from procerus.pathway.blocks_windows import AnchorDays
from procerus.pathway.classification import classify
from procerus.pathway.cohort import Cohort, decide_cohort
from procerus.pathway.decision import decide
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import read_patient
from procerus.simulation.diaries import simulate_columns, simulate_diaries

EXAMPLES = Path(__file__).parents[1] / "examples"
AS_OF, EPOCH = date(2026, 11, 1), 719163
PATIENTS, DAYS, RUNS = 100_000, 365, 5
READINGS = (DiaryReading(), DiaryReading(empty_medicines="unknown"), DiaryReading(recalled_days="gaps"))


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def one_patient() -> None:
    policy, person = find_policy("nice-ta260"), a_year_long()
    decision = decide(policy, "start", person, AS_OF)
    print(f"one patient: {len(person.diary.days)} of {DAYS} days written down; start: {decision.answer}")

    def blocks() -> None:
        decide_cohort(
            policy, "start", Cohort.of([Case.of(person, policy, AS_OF)], policy, "start"), threads=1
        )

    def classify_() -> object:
        return classify(person, AS_OF)

    def decide_() -> object:
        return decide(policy, "start", person, AS_OF)

    def both() -> None:
        counts = MonthCounts(person.diary.until(AS_OF), policy.rules.bits)
        classify(person, AS_OF, counts=counts)
        decide(policy, "start", person, AS_OF, counts=counts)

    cohort = Cohort.of([Case.of(person, policy, AS_OF)], policy, "start")
    row("one patient, reference: classify", best(classify_, 30))
    row("one patient, reference: decide with reasons and all readings", best(decide_, 30))
    row("one patient, reference: both, sharing their counts", best(both, 30))
    row("one patient, blocks: pack masks, decide, all readings", best(blocks, 30))
    row(
        "one patient, blocks: decide, all readings",
        best(lambda: decide_cohort(policy, "start", cohort, threads=1), 30),
    )
    ben = read_patient(EXAMPLES / "ben.json")
    row("one gappy patient, reference: decide, and search what would settle it", best(
        lambda: decide(policy, "start", ben, AS_OF), 20))  # fmt: skip


def a_year_long() -> Patient:
    """A made-up year with the history and preventives of Ada, so that the answer is not open."""
    rows = next(simulate_diaries(1, DAYS, 5, last_day=date(2026, 10, 31)))
    diary = read_days(
        [{key: value for key, value in row.items() if key != "patient"} for row in rows], "made up"
    )
    return replace(read_patient(EXAMPLES / "ada.json"), diary=diary)


def many_patients() -> None:
    policy = find_policy("nice-ta260")
    columns = simulate_columns(PATIENTS, DAYS, 1, last_day=date(2026, 10, 31))
    start = time.perf_counter()
    masks = masks_of(columns)
    row(f"{PATIENTS:,} patients: build masks of one reading", time.perf_counter() - start, PATIENTS * DAYS)
    # Each reading of the diary has masks of its own, as where some days were recalled.
    cohort = Cohort(
        {one: replace(masks) for one in READINGS}, anchors(), as_of(), recorded(), tallies(policy), {}
    )
    for threads in (1, 2):
        seconds = best(lambda: decide_cohort(policy, "start", cohort, threads=threads), 3)  # noqa: B023  used at once
        row(f"{PATIENTS:,} patients, blocks, all readings, {threads} thread(s)", seconds, PATIENTS * DAYS)


def masks_of(columns: dict[str, np.ndarray]) -> Masks:
    patient, day = columns["patient_index"].astype(np.int64), columns["epoch_day"].astype(np.int64)
    nothing = np.zeros(len(patient), np.uint8)
    names = {
        "moderate_or_severe": "moderate",
        "non_opioid": "non-opioid",
        "any_acute": "any",
        "half_hour": "headache",
    }
    absent = ("other", "gepant", "unrecognised", "unspecified")
    wanted = find_policy("nice-ta260").rules.bits
    bits = {
        bit: nothing
        if bit in absent
        else columns["triptan" if bit == "migraine_specific" else names.get(bit, bit)]
        for bit in wanted
    }
    return Masks.from_columns(patient, day, bits, PATIENTS)


def anchors() -> dict[str, AnchorDays]:
    absent = AnchorDays((np.zeros(PATIENTS, bool), np.ones(PATIENTS, bool)), np.zeros(PATIENTS, np.int64),
                        np.zeros(PATIENTS, np.int64))  # fmt: skip
    known = AnchorDays((np.ones(PATIENTS, bool), np.zeros(PATIENTS, bool)), as_of(), as_of())
    sessions = ("first_injection", "second_injection", "third_injection", "latest_injection")
    return {"as_of": known} | dict.fromkeys(sessions, absent)


def as_of() -> np.ndarray:
    return np.full(PATIENTS, AS_OF.toordinal() - EPOCH, np.int64)


def recorded() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    def number(value: int) -> tuple[np.ndarray, np.ndarray]:
        return np.full(PATIENTS, value, np.int64), np.full(PATIENTS, value, np.int64)

    no = (np.zeros(PATIENTS, bool), np.ones(PATIENTS, bool))
    return {
        "age": number(44), "months_of_this_pattern": number(12), "months_of_overuse": number(0),
        "overuse_plan": no, "overuse_withdrawn": no,
    }  # fmt: skip


def tallies(policy: Policy) -> dict[Tally, tuple[np.ndarray, np.ndarray]]:
    three = np.full(PATIENTS, 3, np.int64)
    return dict.fromkeys(policy.rules.tallies.values(), (three, three))


def from_the_shell() -> None:
    command = [sys.executable, "-m", "procerus", "decide", "nice-ta260", "start", str(EXAMPLES / "ben.json")]
    row(
        "procerus decide from the shell",
        best(lambda: subprocess.run(command, check=True, capture_output=True), 7),
    )
    empty = [sys.executable, "-c", "pass"]
    row("an empty Python program from the shell", best(lambda: subprocess.run(empty, check=True), 7))


def row(what: str, seconds: float, days: int = 0) -> None:
    rate = f"{days / seconds / 1e6:8.1f} M patient-days/s" if days else ""
    print(f"{what:<85} {seconds * 1000:9.1f} ms {rate}", flush=True)


if __name__ == "__main__":
    one_patient()
    from_the_shell()
    many_patients()
