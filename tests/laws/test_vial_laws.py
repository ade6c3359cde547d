"""The choice of vials against every choice there is, on lists short enough to look at them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.faults import BadInput
from procerus.injection.clinic_list import ListChoice, Need
from procerus.injection.sharing import Sharing
from procerus.injection.vials import vials_for, vials_for_list

MORNING = datetime(2026, 11, 26, 9, tzinfo=UTC)
HOURS = 3
SHARED = Sharing(label_allows=True, clinic_allows=True, hours=HOURS)

Counts = tuple[int, ...]
amounts = st.fractions(min_value=0, max_value=9, max_denominator=4)
all_sizes = st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True).map(
    lambda sizes: tuple(sorted(sizes, reverse=True))
)


@st.composite
def offers(draw: st.DrawFn) -> tuple[tuple[int, ...], dict[int, int] | None, dict[int, Fraction] | None]:
    sizes = draw(all_sizes)
    stock = draw(st.none() | st.fixed_dictionaries({size: st.integers(0, 4) for size in sizes}))
    price = st.fractions(min_value=0, max_value=5, max_denominator=3)
    prices = draw(st.none() | st.fixed_dictionaries(dict.fromkeys(sizes, price)))
    return sizes, stock, prices


def worth(
    counts: Counts, sizes: Sequence[int], prices: dict[int, Fraction] | None
) -> tuple[Fraction | int, int, int, Counts]:
    """The smaller, the better: cost, units opened, vials opened, and then the larger vials first."""
    cost = 0 if prices is None else sum(prices[size] * n for size, n in zip(sizes, counts, strict=True))
    opened = sum(size * n for size, n in zip(sizes, counts, strict=True))
    return cost, opened, sum(counts), tuple(-n for n in counts)


def there_are(counts: Counts, sizes: Sequence[int], stock: dict[int, int] | None) -> bool:
    return stock is None or all(n <= stock[size] for size, n in zip(sizes, counts, strict=True))


def sets_for(dose: Fraction, sizes: Sequence[int]) -> list[Counts]:
    """Every set of vials that holds a dose, the wasteful ones too."""
    every = product(*(range(ceil(dose / size) + 1) for size in sizes))
    return [one for one in every if sum(s * n for s, n in zip(sizes, one, strict=True)) >= dose]


def totals_of(doses: Sequence[Fraction], sizes: Sequence[int]) -> set[Counts]:
    """What may be opened in all where everybody has vials of their own."""
    totals = {(0,) * len(sizes)}
    for dose in doses:
        totals = {
            tuple(a + b for a, b in zip(total, one, strict=True))
            for total in totals
            for one in sets_for(dose, sizes)
        }
    return totals


def order_of(choice: ListChoice, sizes: Sequence[int]) -> Counts:
    counts = {one.units: one.count for one in choice.order.vials}
    return tuple(counts.get(size, 0) for size in sizes)


def needs_of(doses: Sequence[Fraction], minutes: Sequence[int] = ()) -> list[Need]:
    times = [MORNING + timedelta(minutes=one) for one in minutes] or [None] * len(doses)
    return [Need(f"p{n}", dose, "botox", at) for n, (dose, at) in enumerate(zip(doses, times, strict=True))]


@given(amounts, offers())
def test_no_other_set_of_vials_for_one_dose_is_better(dose, offered) -> None:
    sizes, stock, prices = offered
    possible = [one for one in sets_for(dose, sizes) if there_are(one, sizes, stock)]
    if not possible:
        with pytest.raises(BadInput, match="are short"):
            vials_for(dose, sizes, stock, prices)
        return
    choice = vials_for(dose, sizes, stock, prices)
    best = min(possible, key=lambda one: worth(one, sizes, prices))
    assert {one.units: one.count for one in choice.vials} == {
        size: n for size, n in zip(sizes, best, strict=True) if n
    }
    assert choice.opened_units == dose + choice.discarded


@given(st.lists(amounts, min_size=1, max_size=4), offers())
def test_no_other_way_to_give_everybody_vials_of_their_own_is_better(doses, offered) -> None:
    sizes, stock, prices = offered
    possible = [one for one in totals_of(doses, sizes) if there_are(one, sizes, stock)]
    if not possible:
        with pytest.raises(BadInput, match="does not suffice"):
            vials_for_list(needs_of(doses), sizes, stock, prices)
        return
    choice = vials_for_list(needs_of(doses), sizes, stock, prices)
    assert order_of(choice, sizes) == min(possible, key=lambda one: worth(one, sizes, prices))
    everybody_is_served(choice)
    assert all(len(vial.draws) == 1 for vial in choice.planned)


@st.composite
def shared_lists(draw: st.DrawFn) -> tuple[list[Need], tuple, dict | None, dict | None]:
    sizes, stock, prices = draw(offers().filter(lambda one: len(one[0]) < 3 and min(one[0]) > 1))
    count = draw(st.integers(1, 4))
    small = st.fractions(min_value=0, max_value=5, max_denominator=4)
    doses = draw(st.lists(small, min_size=count, max_size=count))
    minutes = draw(
        st.lists(st.sampled_from([0, 60, 170, 180, 181, 360, 361]), min_size=count, max_size=count)
    )
    return needs_of(doses, minutes), sizes, stock, prices


@given(shared_lists())
def test_no_other_way_to_share_vials_within_their_hours_is_better(asked) -> None:
    needs, sizes, stock, prices = asked
    for totals, opened in openings(needs, sizes, prices):
        if there_are(totals, sizes, stock) and all_can_be_drawn(needs, opened):
            choice = vials_for_list(needs, sizes, stock, prices, SHARED)
            assert order_of(choice, sizes) == totals
            everybody_is_served(choice)
            shared_within_hours(choice)
            return
    with pytest.raises(BadInput, match="does not suffice"):
        vials_for_list(needs, sizes, stock, prices, SHARED)


def openings(needs: list[Need], sizes: Sequence[int], prices: dict | None) -> Iterator[tuple[Counts, list]]:
    """Every way to open vials at session times, the best first."""
    times = sorted({need.time for need in needs})
    total = sum(need.units for need in needs)
    most = [range(sum(ceil(need.units / size) for need in needs) + 1) for size in sizes]
    best_first = sorted(product(*most), key=lambda one: worth(one, sizes, prices))
    for totals in best_first:
        if sum(size * n for size, n in zip(sizes, totals, strict=True)) < total:
            continue
        for spread in product(*(splits(n, len(times)) for n in totals)):
            yield (
                totals,
                [
                    (times[at], size)
                    for size, of_size in zip(sizes, spread, strict=True)
                    for at, n in enumerate(of_size)
                    for _ in range(n)
                ],
            )


def splits(n: int, places: int) -> list[tuple[int, ...]]:
    if places == 1:
        return [(n,)]
    return [(first, *rest) for first in range(n + 1) for rest in splits(n - first, places - 1)]


def all_can_be_drawn(needs: list[Need], opened: list[tuple[datetime, int]]) -> bool:
    """A largest flow from vials to people, by one augmenting path after another, in twelfths of a unit."""
    left = [size * 12 for _, size in opened]
    wanted = [int(need.units * 12) for need in needs]
    flow = [[0] * len(needs) for _ in opened]
    usable = [[timedelta(0) <= n.time - at <= timedelta(hours=HOURS) for n in needs] for at, _ in opened]

    def augment(person: int, amount: int, seen: set[int]) -> int:
        for vial in range(len(opened)):
            if not usable[vial][person] or vial in seen:
                continue
            seen.add(vial)
            if left[vial]:
                moved = min(amount, left[vial])
                left[vial] -= moved
                flow[vial][person] += moved
                return moved
            for other in range(len(needs)):
                if flow[vial][other] and (moved := augment(other, min(amount, flow[vial][other]), seen)):
                    flow[vial][other] -= moved
                    flow[vial][person] += moved
                    return moved
        return 0

    for person in range(len(needs)):
        while wanted[person]:
            if not (moved := augment(person, wanted[person], set())):
                return False
            wanted[person] -= moved
    return True


def everybody_is_served(choice: ListChoice) -> None:
    """Everybody draws the dose, no vial gives more than it holds, and what is left over is told exactly."""
    for need in choice.needs:
        assert sum((units for _, units in choice.draws_of(need.person)), Fraction(0)) == need.units
    for vial in choice.planned:
        assert vial.draws and all(draw.units > 0 for draw in vial.draws) and vial.discarded >= 0
    assert sum(vial.discarded for vial in choice.planned) == choice.order.discarded


def shared_within_hours(choice: ListChoice) -> None:
    """A vial is opened for its first drawer, and nobody draws from it later than its hours allow."""
    at = {need.person: need.time for need in choice.needs}
    for vial in choice.planned:
        drawn = [at[draw.person] for draw in vial.draws]
        assert vial.opened == min(drawn)
        assert max(drawn) - vial.opened <= timedelta(hours=HOURS)


@given(shared_lists(), st.randoms(use_true_random=False))
def test_the_order_of_a_list_does_not_change_what_is_ordered(asked, random) -> None:
    needs, sizes, _, prices = asked
    again = list(needs)
    random.shuffle(again)
    for sharing in (None, SHARED):
        one, other = (vials_for_list(each, sizes, None, prices, sharing) for each in (needs, again))
        assert one.order == other.order
        assert vials_for_list(needs, sizes, None, prices, sharing) == one


@given(shared_lists())
def test_sharing_never_opens_more_than_vials_of_ones_own(asked) -> None:
    needs, sizes, _, prices = asked
    own, shared = (order_of(vials_for_list(needs, sizes, None, prices, s), sizes) for s in (None, SHARED))
    assert worth(shared, sizes, prices) <= worth(own, sizes, prices)


@given(st.lists(amounts, min_size=1, max_size=4), offers().filter(lambda one: one[1] is not None))
def test_what_is_said_to_be_short_is_the_least_that_would_suffice(doses, offered) -> None:
    sizes, stock, prices = offered
    try:
        vials_for_list(needs_of(doses), sizes, stock, prices)
    except BadInput as short:
        said = str(short).split("at least ")[1].split(" are short")[0]
        missing = {
            int(one.split(" × ")[1].split(" ")[0]): int(one.split(" × ")[0]) for one in said.split(" and ")
        }
        enough = {size: stock[size] + missing.get(size, 0) for size in sizes}
        vials_for_list(needs_of(doses), sizes, enough, prices)
        lack = min(
            sum(size * max(n - stock[size], 0) for size, n in zip(sizes, one, strict=True))
            for one in totals_of(doses, sizes)
        )
        assert sum(size * n for size, n in missing.items()) == lack
