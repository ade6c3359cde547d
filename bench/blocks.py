"""How fast the blocks engine is: 100,000 made-up patients, 365 days each, from columns to decisions.

    python bench/blocks.py [PATIENTS]

The diaries are random bits, one day in eight left out. They say nothing about migraine.
"""

from __future__ import annotations

import sys
from time import perf_counter, process_time, thread_time

import numpy as np

from procerus.criteria.blocks import Masks, Months, Numbers, Truths, answer, day_truth, in_chunks, summarise
from procerus.criteria.language import Kind, Level, Node, names_in, parse

DAYS = 365
CHUNK = 4096  # patients; their words stay in the processor's cache
FIRST_DAY = 20_000  # an epoch day in 2024
BITS = (
    "headache", "long", "moderate", "unilateral", "pulsating", "aggravated", "nausea", "vomiting",
    "photophobia", "phonophobia", "triptan", "opioid",
)  # fmt: skip
PAIN = "count(unilateral, pulsating, moderate, aggravated) >= 2"
MIGRAINE = (
    f"headache and (triptan or long and {PAIN} and (nausea or vomiting or photophobia and phonophobia))"
)
LENGTHS = {
    "30-day": [30] * 12,
    "28-day": [28] * 13,
    "calendar": [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31],
}
RULES = (
    "year.headache_days.least >= 15",
    "year.migraine_days.least >= 8",
    "year.headache_days.least >= 15 and year.migraine_days.least >= 8",
    "year.triptan.most >= 10 or year.opioid.most >= 10",
    "not (year.triptan.most >= 10)",
    "count(year.nausea.most >= 5, year.vomiting.most >= 5, year.long.most >= 10) >= 2",
    "100 * year.migraine_days.total <= 70 * year.headache_days.total",
    "year.headache_days.most < 15",
    "year.headache_days.total - year.migraine_days.total > 60",
    "year.headache_days.least >= 15 and (year.triptan.most < 10 or year.migraine_days.total >= 100)",
)


def columns(patients: int) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    random = np.random.default_rng(7)
    kept = random.random((patients, DAYS)) > 1 / 8
    patient, day = np.nonzero(kept)
    starts = FIRST_DAY + random.integers(0, 64, patients)
    codes = {}
    for bit in BITS:
        codes[bit] = random.integers(0, 20, len(day), dtype=np.uint8)
        codes[bit] = np.where(codes[bit] < 9, 1, np.where(codes[bit] < 19, 0, 2)).astype(np.uint8)
    return patient, day + starts[patient], codes


def build(patient: np.ndarray, day: np.ndarray, codes: dict[str, np.ndarray], patients: int) -> list[Masks]:
    size = 10_000
    edges = np.searchsorted(patient, np.arange(0, patients + size, size))

    def one(rows: slice) -> Masks:
        kept = slice(edges[rows.start // size], edges[rows.start // size + 1])
        own = {bit: column[kept] for bit, column in codes.items()}
        return Masks.from_columns(patient[kept] - rows.start, day[kept], own, rows.stop - rows.start)

    return in_chunks(one, patients, size)


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = {"day rules": 0.0, "month counts": 0.0, "patient rules": 0.0}

    def decide(self, masks: Masks, days: dict[str, Node], rules: list[Node]) -> list[Truths]:
        last = thread_time()

        def lap(step: str) -> None:
            nonlocal last
            now = thread_time()
            self.seconds[step] += now - last
            last = now

        counted = {fact: day_truth(tree, masks) for fact, tree in days.items()}
        words = masks.yes["headache"].shape[1]
        lap("day rules")
        decided: list[Truths] = []
        for lengths in LENGTHS.values():
            month_starts = (masks.first_word[:, None] << 6) + 30 + np.cumsum([0, *lengths[:-1]])
            months = Months.cut(masks.first_word, words, month_starts, np.array(lengths))
            facts: dict[str, Numbers | Truths] = {}
            for fact, truth in counted.items():
                found = summarise(*months.count(truth))
                facts.update({f"year.{fact}.{name}": bounds for name, bounds in found.items()})
            lap("month counts")
            decided += [answer(rule, facts) for rule in rules]
            lap("patient rules")
        return decided


def main() -> None:
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    days = patients * DAYS
    rows = columns(patients)
    bits = dict.fromkeys(BITS, Kind.TRUTH)
    rules_of_days = {"migraine_days": MIGRAINE, "headache_days": "headache"} | {
        bit: bit for bit in BITS if bit not in ("headache", "moderate")
    }
    trees = {fact: parse(rule, bits, Level.DAY) for fact, rule in rules_of_days.items()}
    ends = ("least", "most", "total")
    facts = {f"year.{fact}.{end}": Kind.NUMBER for fact in trees for end in ends}
    rules = [parse(rule, facts) for rule in RULES]
    assert all(names_in(rule) for rule in rules)

    print(f"{patients:,} patients x {DAYS} days, {len(trees)} counted facts, {len(rules)} rules, 37 months")
    print(f"{'':26}{'wall s':>8}{'CPU s':>8}{'M patient-days/s':>18}{'a CPU second':>14}")
    wall, cpu = perf_counter(), process_time()
    built = build(*rows, patients)
    report("build masks, 2 threads", perf_counter() - wall, process_time() - cpu, days)
    for threads in (1, 2):
        runs = [timed(built, trees, rules, threads) for _ in range(3)]
        wall, cpu, steps = min(runs, key=lambda run: run[0])
        report(f"decide, {threads} thread{'s' * (threads > 1)}", wall, cpu, days)
        for step, seconds in steps.items():
            print(f"  {step:24}{'':8}{seconds:8.2f}")


def report(what: str, wall: float, cpu: float, days: int) -> None:
    print(f"{what:26}{wall:8.2f}{cpu:8.2f}{days / wall / 1e6:18.1f}{days / cpu / 1e6:14.1f}")


def timed(
    built: list[Masks], trees: dict[str, Node], rules: list[Node], threads: int
) -> tuple[float, float, dict[str, float]]:
    watch = Stopwatch()
    chunks = [
        masks.part(slice(at, at + CHUNK)) for masks in built for at in range(0, len(masks.first_word), CHUNK)
    ]
    wall, cpu = perf_counter(), process_time()
    in_chunks(lambda one: watch.decide(chunks[one.start], trees, rules), len(chunks), 1, threads)
    return perf_counter() - wall, process_time() - cpu, watch.seconds


if __name__ == "__main__":
    main()
