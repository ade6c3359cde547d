"""What a clinic may open: the sizes in which one product is sold, how many are in stock, what they cost.

Vials hold whole units. A dose may be a fraction of a unit, so doses and leftovers are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import gcd, lcm
from numbers import Rational

from procerus.faults import BadInput, Fault
from procerus.injection.units import in_units

LARGEST_VIAL = 100_000  # units
LARGEST_DOSE = 100_000  # units
MOST_SIZES = 8
MOST_IN_STOCK = 1_000_000  # vials of one size
DEAREST = 10_000_000  # of the smallest common part of all prices, mostly a cent: so 100,000.00
MOST_COMBINATIONS = 1_000  # of vials for one dose

Counts = tuple[int, ...]
"""How many vials of each size, in the order of the sizes: the largest first."""


@dataclass(frozen=True, slots=True)
class VialCount:
    """So many vials of one size; `units` is what one of them holds."""

    units: int
    count: int

    def __str__(self) -> str:
        return f"{self.count} × {self.units} U"


@dataclass(frozen=True, slots=True)
class Offer:
    """The sizes of one product, largest first, and for each how many there are and what one costs.

    `stock` and `prices` are None where nothing is known of them: then every size can be had, and cost is
    no aim. Make one with `offer`.
    """

    sizes: tuple[int, ...]
    stock: Counts | None
    prices: tuple[Fraction, ...] | None

    def cost(self, counts: Counts) -> Fraction | None:
        """What these vials cost; None where prices are not known."""
        if self.prices is None:
            return None
        return sum((price * count for price, count in zip(self.prices, counts, strict=True)), Fraction(0))

    def units(self, counts: Counts) -> int:
        """How many units these vials hold."""
        return sum(size * count for size, count in zip(self.sizes, counts, strict=True))

    def holds(self, counts: Counts) -> bool:
        """Whether the stock has these vials."""
        return self.stock is None or all(
            count <= there for count, there in zip(counts, self.stock, strict=True)
        )

    def aims(self) -> tuple[Counts, ...]:
        """What is made as small as possible, one after another, as a whole weight for each size.

        Cost where prices are known, then the units opened (and so the units discarded), then the number
        of vials; last, of two equally good choices the one with more of the larger vials is taken. Where
        units and number are the same, two sizes at the end cannot be exchanged for one another.
        """
        larger_first = tuple(
            tuple(-int(one == other) for other in range(len(self.sizes)))
            for one in range(len(self.sizes) - 2)
        )
        cost = () if self.prices is None else (whole(self.prices),)
        return (*cost, self.sizes, (1,) * len(self.sizes), *larger_first)

    def rank(self, counts: Counts) -> tuple[int, ...]:
        """The aims' values for these vials; the smaller is the better choice."""
        return tuple(
            sum(weight * count for weight, count in zip(aim, counts, strict=True)) for aim in self.aims()
        )

    def named(self, counts: Counts) -> tuple[VialCount, ...]:
        """The sizes that are used at all, with their counts."""
        return tuple(VialCount(size, count) for size, count in zip(self.sizes, counts, strict=True) if count)


def offer(
    sizes: Sequence[int],
    stock: Mapping[int, int] | None = None,
    prices: Mapping[int, Fraction | int] | None = None,
) -> Offer:
    """Sizes, stock and prices, checked. Where a stock or prices are given they speak of every size.

    Raises BadInput.
    """
    ordered = _sizes(sizes)
    counts = None if stock is None else _stock(ordered, stock)
    costs = None if prices is None else _prices(ordered, prices)
    return Offer(ordered, counts, costs)


def amount(units: object, where: str) -> Fraction:
    """A dose as an exact number of units. Raises BadInput where it is none, or negative."""
    if isinstance(units, bool) or not isinstance(units, Rational):
        raise _bad(where, "is not an exact number of units", "Give a whole number or a fraction.", units)
    exact = Fraction(units)
    if exact < 0:
        raise _bad(where, "is less than nought units", "Write the dose to be given.", in_units(exact))
    if exact > LARGEST_DOSE:
        why = f"is more than {LARGEST_DOSE:,} units"
        raise _bad(where, why, "Check the dose.", in_units(exact))
    return exact


def whole(amounts: Sequence[Fraction]) -> Counts:
    """The same proportions in the smallest whole numbers."""
    scale = lcm(*(one.denominator for one in amounts))
    scaled = [int(one * scale) for one in amounts]
    common = gcd(*scaled) or 1
    return tuple(one // common for one in scaled)


def combinations(units: Fraction, sizes: Sequence[int]) -> tuple[Counts, ...]:
    """Every set of vials that holds a dose and from which no vial could be left out.

    `sizes` are in falling order, and so are the sets: larger vials first. No other set is ever a best
    choice, because leaving a vial out discards less. Raises BadInput where there are too many.
    """
    found = tuple(islice(_covers(-(-units // 1), sizes), MOST_COMBINATIONS + 1))
    if len(found) > MOST_COMBINATIONS:
        why = f"can be had in more than {MOST_COMBINATIONS:,} ways from vials of {_list(sizes)}"
        raise _bad("the dose", why, "Check the dose and the sizes of the vials.", in_units(units))
    return found


def _covers(needed: int, sizes: Sequence[int]) -> Iterator[Counts]:
    if needed <= 0:
        yield (0,) * len(sizes)
        return
    most = -(-needed // sizes[0])
    if len(sizes) == 1:
        yield (most,)
        return
    for count in range(most, -1, -1):
        for rest in _covers(needed - count * sizes[0], sizes[1:]):
            yield (count, *rest)


def _sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    for size in sizes:
        if not _whole_number(size) or not 0 < size <= LARGEST_VIAL:
            mend = "Write sizes such as 200 and 100."
            raise _bad("the sizes", f"is not a whole number of units from 1 to {LARGEST_VIAL:,}", mend, size)
    ordered = tuple(sorted(set(sizes), reverse=True))
    if len(ordered) < len(sizes):
        raise _bad("the sizes", f"{_list(sizes)} name one size twice", "Name each size once.")
    if not 0 < len(ordered) <= MOST_SIZES:
        why = f"{len(ordered)} sizes are given, and a product has 1 to {MOST_SIZES}"
        raise _bad("the sizes", why, "Name the sizes in which it is sold, such as 200 and 100.")
    return ordered


def _stock(sizes: tuple[int, ...], stock: Mapping[int, int]) -> Counts:
    _same_sizes("the stock", sizes, stock, "how many there are, 0 where there are none")
    for size in sizes:
        if not _whole_number(stock[size]) or not 0 <= stock[size] <= MOST_IN_STOCK:
            where, why = f"the stock of {size} U vials", f"is not a whole number from 0 to {MOST_IN_STOCK:,}"
            raise _bad(where, why, "Count the vials.", stock[size])
    return tuple(stock[size] for size in sizes)


def _prices(sizes: tuple[int, ...], prices: Mapping[int, Fraction | int]) -> tuple[Fraction, ...]:
    _same_sizes("the prices", sizes, prices, "what one costs")
    for size in sizes:
        price: object = prices[size]
        if isinstance(price, bool) or not isinstance(price, Rational) or price < 0:
            why = "is not an exact price of nought or more"
            raise _bad(f"the price of {size} U vials", why, "Write it such as 612.50.", price)
    exact = tuple(Fraction(prices[size]) for size in sizes)
    if max(whole(exact)) > DEAREST:
        why = f"one is more than {DEAREST:,} times their smallest common part"
        raise _bad("the prices", why, "Give them in whole cents.")
    return exact


def _same_sizes(where: str, sizes: tuple[int, ...], given: Mapping[int, object], what: str) -> None:
    for size in given:
        if size not in sizes:
            why = f"is not a size of this product, which is sold in {_list(sizes)}"
            raise _bad(where, why, "Check the size.", size)
    for size in sizes:
        if size not in given:
            raise _bad(where, f"nothing is said of {size} U vials", f"Say {what}.")


def _whole_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _list(sizes: Sequence[int]) -> str:
    *first, last = (f"{size} U" for size in sizes)
    return f"{', '.join(first)} and {last}" if first else last


def _bad(where: str, why: str, mend: str, value: object = None) -> BadInput:
    return BadInput([Fault(where, why, mend, None if value is None else str(value))])
