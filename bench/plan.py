"""How long planning a session takes: the plan, the judgement of many doses, the map, the page, the command.

Prints a table. Times are the best of several runs of one process; the command is a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

from decide import EXAMPLES, best, row
from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.exchange.pages.plan import plan_page
from procerus.injection.attested import Attested, Injection, Today
from procerus.injection.judgement import judge
from procerus.injection.on_the_map import drawn
from procerus.injection.plan import Choices, plan
from procerus.injection.prepared import Terms, prepare
from procerus.packs.products import find_product
from procerus.packs.protocols import find_protocol

ON = date(2026, 11, 23)
RUNS = 15
EXTRA = Choices(extra={("temporalis", "left"): 2, ("occipitalis", "right"): 2, ("trapezius", "left"): 4})
NO = Answer.NO


def somebody(doses: int) -> Attested:
    """A person with so many doses of several toxins, one each 30 days."""
    days = (ON - timedelta(days=30 * number + 90) for number in range(doses))
    products = ("botox", "dysport", "vistabel")
    given = tuple(
        Injection(PartialDate.on(day), products[number % 3], "other", Decimal(40))
        for number, day in enumerate(days)
    )
    return Attested(given, Today(ON, NO, NO, NO, NO, NO, NO), (), ("asthma",))


def main() -> None:
    protocol, product = find_protocol("preempt"), find_product("botox")
    one = plan(protocol, product, EXTRA)
    person = somebody(40)
    prepared = prepare(one, Terms(), "made-up", person, ON)
    row("read the protocol", best(lambda: find_protocol("preempt"), RUNS))
    row("plan 39 sites", best(lambda: plan(protocol, product, EXTRA), RUNS))
    for doses in (4, 40, 1000):
        many = somebody(doses)
        row(f"judge a session after {doses} doses", best(lambda many=many: judge(one, many, ON), RUNS))
    row("prepare: vials, syringes, findings", best(lambda: prepare(one, Terms(), "x", person, ON), RUNS))
    row("draw the head map", best(lambda: drawn(prepared), RUNS))
    row("make the page", best(lambda: plan_page(prepared), RUNS))
    row("`procerus plan` from the shell", best(command, 5))


def command() -> None:
    typed = ["plan", "preempt", "--product", "botox", "--patient", str(EXAMPLES / "ada.json")]
    subprocess.run(
        [sys.executable, "-c", "from procerus.cli import main; main()", *typed],
        capture_output=True,
        check=True,
    )


if __name__ == "__main__":
    main()
