"""A clinic's list of people and doses of one product, and the vials that were chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from procerus.faults import BadInput, Fault
from procerus.injection.sharing import PlannedVial, aware
from procerus.injection.vial_sizes import Counts, Offer, VialCount, amount

MOST_PEOPLE = 500  # on one list


@dataclass(frozen=True, slots=True)
class Need:
    """A person on the list, the dose in units of this product, and when the session is, if that is known.

    `time` has a time zone. Needs of two products are never in one list.
    """

    person: str
    units: Fraction
    product: str
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The vials for one dose, and what of them is discarded. `cost` is None where prices are not known."""

    units: Fraction
    vials: tuple[VialCount, ...]
    cost: Fraction | None

    @property
    def opened_units(self) -> int:
        """The units in all vials together."""
        return sum(one.units * one.count for one in self.vials)

    @property
    def number(self) -> int:
        """How many vials."""
        return sum(one.count for one in self.vials)

    @property
    def discarded(self) -> Fraction:
        """The units that are left over: those opened less those given."""
        return self.opened_units - self.units


@dataclass(frozen=True, slots=True)
class ListChoice:
    """The vials for a whole list: what to order, and who draws from which vial.

    `each_alone` is what would be opened if everybody had the fewest vials of their own that hold the dose,
    whatever is in stock; `alone_in_stock` says whether the stock has those, None where no stock was given.
    """

    product: str
    needs: tuple[Need, ...]
    order: Choice
    planned: tuple[PlannedVial, ...]
    each_alone: Choice
    alone_in_stock: bool | None
    shared: bool

    def draws_of(self, person: str) -> tuple[tuple[int, Fraction], ...]:
        """From which planned vials, counted from 1, a person draws how many units."""
        return tuple(
            (number, draw.units)
            for number, vial in enumerate(self.planned, start=1)
            for draw in vial.draws
            if draw.person == person
        )


def chosen(offer: Offer, units: Fraction, counts: Counts) -> Choice:
    """These vials as the choice for a dose."""
    return Choice(units, offer.named(counts), offer.cost(counts))


def checked(needs: Sequence[Need]) -> tuple[Need, ...]:
    """The people of a list, all of one product and each named once. Raises BadInput."""
    if not needs:
        raise _bad("the list", "names nobody", "Name at least one person.")
    if len(needs) > MOST_PEOPLE:
        why = f"names {len(needs):,} people, and a clinic list has at most {MOST_PEOPLE}"
        raise _bad("the list", why, "Split it into the lists of single days.")
    _one_product(needs)
    seen: set[str] = set()
    for need in needs:
        if not need.person.strip():
            raise _bad("the list", "somebody on it has no name", "Say who each dose is for.")
        if need.person in seen:
            raise _bad("the list", "is named twice", "A person has one dose on a list.", need.person)
        seen.add(need.person)
    return tuple(_checked(need) for need in needs)


def timed(needs: Sequence[Need]) -> list[tuple[datetime, str, Fraction]]:
    """The sessions, oldest first. Raises BadInput where somebody has no time."""
    sessions = []
    for need in needs:
        if need.time is None:
            mend = "Vials are shared within their usable hours, so say when each session is."
            raise _bad("the list", "has no time", mend, need.person)
        sessions.append((need.time, need.person, need.units))
    return sorted(sessions, key=lambda session: session[0].astimezone(UTC))


def _checked(need: Need) -> Need:
    time = None if need.time is None else aware(need.time, f"the session of {need.person}")
    return Need(need.person, amount(need.units, f"the dose of {need.person}"), need.product, time)


def _one_product(needs: Sequence[Need]) -> None:
    products = tuple(dict.fromkeys(need.product for need in needs))
    if len(products) > 1:
        why = f"holds doses of {' and '.join(products)}, and units of one product say nothing of another's"
        raise _bad("the list", why, "Make one list for each product.")


def _bad(where: str, why: str, mend: str, value: str | None = None) -> BadInput:
    return BadInput([Fault(where, why, mend, value)])
