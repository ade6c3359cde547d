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
class Usual:
    """How a next session is usually given: the least days that its protocol asks for, and its toxin.

    None where no protocol or product can be read.
    """

    interval: int | None
    toxin: str | None


@dataclass(frozen=True, slots=True)
class Next:
    """The last session for a use, and the first day on which the interval is surely over.

    `last` is None where no dose for this use has a day, `first_day` where a dose that may count has none, or
    where no interval is known.
    """

    last: PartialDate | None
    product: str | None
    first_day: date | None


def interval_after(product: str | None, least: int | None = None) -> Window | None:
    """The least days after a dose of a product: its toxin's own or `least`, whichever is longer.

    None where neither is known. A product that nobody knows has the longest of every toxin.
    """
    known = products().get(product or "")
    toxins = [one.toxin for one in ([known] if known else products().values())]
    numbers = [one.numbers[INTERVAL].value for one in toxins if INTERVAL in one.numbers]
    numbers += [] if least is None else [least]
    return Window(max(numbers), "days") if numbers else None


def next_session(injections: Sequence[Injection], indication: Indication, usual: Usual) -> Next | None:
    """When the next session for a use may be; None where no dose is known that keeps it away.

    The doses that count are those of the toxin that was last given for this use, or of the usual one where
    none was, for whatever they were; and those that may be of it. A dose of which nobody knows what it was
    for is taken as one for this use.
    """
    own = [one for one in injections if one.date is not None and one.indication in (None, indication)]
    last = max(own, key=_ends, default=None)
    toxin = usual.toxin if last is None else Dose.of(last).toxin
    counting = [one for one in injections if toxin is None or Dose.of(one).toxin in (None, toxin)]
    if not counting:
        return None
    free = _free_of_all(counting, usual.interval)
    return Next(None, None, free) if last is None else Next(last.date, last.product, free)


def _ends(injection: Injection) -> date:
    return date.min if injection.date is None else injection.date.latest


def _free_of_all(injections: Iterable[Injection], least: int | None) -> date | None:
    free: list[date] = []
    for one in injections:
        window = interval_after(one.product, least)
        if one.date is None or window is None:
            return None
        free.append(free_from(one.date.latest, window))
    return max(free)
