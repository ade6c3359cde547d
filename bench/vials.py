"""How long the vials of a clinic list take to choose, for lists of 40 people, easy and as hard as we found.

Prints a table. The first choice of a program also loads the solver, which has a line of its own. Lists are
made with fixed seeds. Times are of the processor, one run each: a clinic asks once, and the machine
may be shared.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from procerus.faults import BadInput
from procerus.injection.clinic_list import Need
from procerus.injection.sharing import Sharing
from procerus.injection.vials import vials_for, vials_for_list

PEOPLE, SEEDS = 40, range(5)
SIZES, ODD = (200, 100, 50), (97, 61, 53)
PRICES = {200: Fraction("613.17"), 100: Fraction("322.09"), 50: Fraction("171.33")}
ODD_PRICES = {97: Fraction(301), 61: Fraction(200), 53: Fraction(177)}
TIGHT, ODD_TIGHT = {200: 22, 100: 15, 50: 62}, {97: 40, 61: 60, 53: 60}
MORNING = datetime(2026, 11, 26, 8, tzinfo=UTC)
DAY, SHORT = Sharing(True, True, 24), Sharing(True, True, 3)


def label(rng: random.Random) -> list[Fraction]:
    return [Fraction(rng.choice([155, 165, 175, 185, 195])) for _ in range(PEOPLE)]


def same(rng: random.Random) -> list[Fraction]:
    return [Fraction(155)] * PEOPLE


def scattered(rng: random.Random) -> list[Fraction]:
    return [Fraction(rng.randrange(80, 1560), 4) for _ in range(PEOPLE)]


def one_day(rng: random.Random) -> list[timedelta]:
    return [timedelta(minutes=15 * number) for number in range(PEOPLE)]


def four_days(rng: random.Random) -> list[timedelta]:
    return [timedelta(days=number // 10, minutes=45 * (number % 10)) for number in range(PEOPLE)]


def any_hour(rng: random.Random) -> list[timedelta]:
    return [timedelta(hours=rng.randrange(14 * 24)) for _ in range(PEOPLE)]


Doses = Callable[[random.Random], list[Fraction]]
Times = Callable[[random.Random], list[timedelta]]


def seconds(doses: Doses, times: Times, seed: int, *asked: object) -> tuple[float, bool]:
    """How long one list takes, and whether the stock sufficed; to say what is short takes a search too."""
    rng = random.Random(seed)
    needs = [
        Need(f"p{number}", dose, "botox", MORNING + after)
        for number, (dose, after) in enumerate(zip(doses(rng), times(rng), strict=True))
    ]
    start = time.process_time()
    try:
        vials_for_list(needs, *asked)
    except BadInput:
        return time.process_time() - start, False
    return time.process_time() - start, True


def lists() -> None:
    for name, doses in (("155 U each", same), ("155 to 195 U", label), ("20 to 390 U, quarters", scattered)):
        row(f"{name}: own vials, ample stock", doses, one_day, SIZES)
        row(f"{name}: own vials, tight stock", doses, one_day, SIZES, TIGHT)
        row(f"{name}: own vials, tight stock, prices", doses, one_day, SIZES, TIGHT, PRICES)
        row(f"{name}: own vials of 97, 61, 53 U, stock, prices", doses, one_day, ODD, ODD_TIGHT, ODD_PRICES)
        row(f"{name}: shared, one day", doses, one_day, SIZES, None, None, DAY)
        row(f"{name}: shared for 3 h, stock, prices", doses, one_day, SIZES, TIGHT, PRICES, SHORT)
        row(f"{name}: shared, four days, stock, prices", doses, four_days, SIZES, TIGHT, PRICES, DAY)
        row(f"{name}: shared, any hour of two weeks", doses, any_hour, SIZES, None, None, DAY)
        row(f"{name}: shared, 97, 61, 53 U, stock, prices", doses, four_days, ODD, ODD_TIGHT, ODD_PRICES, DAY)


def row(name: str, doses: Doses, times: Times, *asked: object) -> None:
    runs = [seconds(doses, times, seed, *asked) for seed in SEEDS]
    took = sorted(one for one, _ in runs)
    served = sum(sufficed for _, sufficed in runs)
    middle, worst = took[len(took) // 2] * 1000, took[-1] * 1000
    print(f"{name:<66} {middle:8.1f} ms {worst:8.1f} ms   {served} of {len(runs)}", flush=True)


def one_dose(sizes: Sequence[int]) -> None:
    start = time.perf_counter()
    for dose in range(1, 401):
        vials_for(dose, sizes, prices=PRICES)
    print(f"{'one dose, each of 1 to 400 U, on average':<66} {(time.perf_counter() - start) * 2.5:8.2f} ms")


def loading() -> None:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import highspy"], check=True)
    print(
        f"{'a Python program that loads the solver, once':<66} {(time.perf_counter() - start) * 1000:8.1f} ms"
    )


if __name__ == "__main__":
    print(
        f"{PEOPLE} people, {len(SEEDS)} lists each: {'':<40} {'median':>11} {'slowest':>11}   stock suffices"
    )
    loading()
    one_dose(SIZES)
    lists()
