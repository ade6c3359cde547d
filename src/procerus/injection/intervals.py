"""When the next session may be, by the interval alone: after every dose that may still count.

A dose whose product nobody knows is given the longest interval that any toxin has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Indication, Injection
from procerus.injection.ledger import Dose, free_from
from procerus.packs.products import Window, products

INTERVAL = "interval_days"


@dataclass(frozen=True, slots=True)
class Next:
    """The last session for a use, and the first day on which the interval is surely over.

    `first_day` is None where a dose that may count has no day at all, or its toxin no interval.
    """

    last: PartialDate
    product: str | None
    first_day: date | None


def interval_after(product: str | None) -> Window | None:
    """The least days after a dose of a product; None where its toxin has no such number."""
    known = products().get(product or "")
    if known is not None:
        number = known.toxin.numbers.get(INTERVAL)
        return None if number is None else Window(number.value, "days")
    numbers = [
        one.toxin.numbers[INTERVAL].value for one in products().values() if INTERVAL in one.toxin.numbers
    ]
    return Window(max(numbers), "days")


def next_session(injections: Sequence[Injection], indication: Indication) -> Next | None:
    """When the next session for a use may be; None where no dose with a day is known that was for it.

    A dose of which nobody knows what it was for is taken as one for this use. Doses for other uses keep
    the next one away too, where they are of the same toxin or may be.
    """
    own = [one for one in injections if one.date is not None and one.indication in (None, indication)]
    if not own:
        return None
    last = max(own, key=_ends)
    toxin = Dose.of(last).toxin
    counting = [one for one in injections if toxin is None or Dose.of(one).toxin in (None, toxin)]
    assert last.date is not None  # as all of `own`
    return Next(last.date, last.product, _free_of_all(counting))


def _ends(injection: Injection) -> date:
    return date.min if injection.date is None else injection.date.latest


def _free_of_all(injections: Iterable[Injection]) -> date | None:
    free: list[date] = []
    for one in injections:
        window = interval_after(one.product)
        if one.date is None or window is None:
            return None
        free.append(free_from(one.date.latest, window))
    return max(free)
