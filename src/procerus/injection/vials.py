"""Which vials to open: for one dose, and for a whole clinic list with a stock that everybody shares.

The best choice is exact. Its aims are met one after another: the lowest cost where prices are known, the
least discarded, the fewest vials, and of equally good choices the one with more of the larger vials. For
a list this is a small integer programme, which HiGHS solves. It is given whole numbers only, and what it
answers is rounded and checked in whole numbers again. Of equally good ways to hand the same vials out it
takes one, for the same list the same. This is the only module that knows the solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from procerus.faults import BadInput, Fault
from procerus.injection.clinic_list import Choice, ListChoice, Need, checked, chosen, timed
from procerus.injection.sharing import Drawn, PlannedVial, Sharing, pour, timetable
from procerus.injection.units import in_units
from procerus.injection.vial_sizes import Counts, Offer, amount, combinations, offer

if TYPE_CHECKING:
    from highspy import Highs

LONGEST_SEARCH = 10.0  # seconds for one aim
OPTIONS = {
    "output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0,
    "time_limit": LONGEST_SEARCH,
}  # fmt: skip

Terms = Mapping[int, int]
"""A sum of variables: the number of each variable, and its whole coefficient."""


def vials_for(
    units: Fraction | int,
    sizes: Sequence[int],
    stock: Mapping[int, int] | None = None,
    prices: Mapping[int, Fraction | int] | None = None,
) -> Choice:
    """The vials for one dose of one person. No dose needs no vials.

    `stock` says how many vials of each size there are, `prices` what one costs. The sets of vials for
    one dose are few, so all are looked at. Raises BadInput, also where the stock does not suffice.
    """
    dose, here = amount(units, "the dose"), offer(sizes, stock, prices)
    own = [counts for counts in combinations(dose, here.sizes) if here.holds(counts)]
    if not own:
        there = here.units(here.stock or ())
        why = f"the dose is {in_units(dose)} and the stock holds {in_units(there)}"
        raise BadInput([Fault("the stock", f"{why}, so {in_units(dose - there)} are short", "Order more.")])
    return chosen(here, dose, min(own, key=here.rank))


def vials_for_list(
    needs: Sequence[Need],
    sizes: Sequence[int],
    stock: Mapping[int, int] | None = None,
    prices: Mapping[int, Fraction | int] | None = None,
    sharing: Sharing | None = None,
) -> ListChoice:
    """The vials for all people of a list: together the best choice that the stock allows.

    Everybody has vials of their own, unless `sharing` is given; then every need has a time. Raises
    BadInput, also where sharing is not allowed or the stock does not suffice.
    """
    if sharing is not None and sharing.why_not is not None:
        raise BadInput([Fault("sharing", sharing.why_not, "Leave sharing out.")])
    people, here = checked(needs), offer(sizes, stock, prices)
    planned = _own_vials(people, here) if sharing is None else _shared_vials(people, here, sharing)
    counts = tuple(sum(vial.units == size for vial in planned) for size in here.sizes)
    total = sum((need.units for need in people), Fraction(0))
    alone = _each_alone(people, here)
    return ListChoice(
        people[0].product, people, chosen(here, total, counts), planned, chosen(here, total, alone),
        None if here.stock is None else here.holds(alone), sharing is not None,
    )  # fmt: skip


def _each_alone(people: Sequence[Need], here: Offer) -> Counts:
    """What is opened where everybody has the fewest vials that hold the dose, then the least discarded."""
    sets = (
        min(combinations(need.units, here.sizes), key=lambda one: (sum(one), here.units(one)))
        for need in people
    )
    return _together(tuple(sets))


def _together(sets: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*sets, strict=True)))


def _own_vials(people: Sequence[Need], here: Offer) -> tuple[PlannedVial, ...]:
    """Vials for each person; where the stock holds everybody's own best choice, that is the best choice."""
    ways = {need.person: combinations(need.units, here.sizes) for need in people}
    own = {person: min(sets, key=here.rank) for person, sets in ways.items()}
    if not here.holds(_together(tuple(own.values()))):
        own = _within_stock(people, ways, here)
    return tuple(vial for need in people for vial in _filled(need, own[need.person], here))


def _filled(need: Need, counts: Counts, here: Offer) -> list[PlannedVial]:
    """A person's own vials, the larger drawn empty first."""
    vials, wanted = [], need.units
    for size, count in zip(here.sizes, counts, strict=True):
        for _ in range(count):
            taken = min(wanted, Fraction(size))
            vials.append(PlannedVial(size, need.time, (Drawn(need.person, taken),)))
            wanted -= taken
    return vials


def _within_stock(
    people: Sequence[Need], ways: Mapping[str, tuple[Counts, ...]], here: Offer
) -> dict[str, Counts]:
    """Who gets which set of vials. People who could have the same sets are one class, and only counted."""
    classes: dict[tuple[Counts, ...], list[str]] = {}
    for need in sorted(people, key=lambda need: -need.units):
        classes.setdefault(ways[need.person], []).append(need.person)
    programme = _Programme()
    totals = [programme.variable(_most(classes, at)) for at in range(len(here.sizes))]
    uses: list[dict[int, int]] = [{total: -1} for total in totals]
    used = {}
    for sets, who in classes.items():
        used[sets] = [programme.variable(len(who)) for _ in sets]
        programme.row(dict.fromkeys(used[sets], 1), len(who), len(who))
        for variable, counts in zip(used[sets], sets, strict=True):
            for terms, number in zip(uses, counts, strict=True):
                terms[variable] = number
    for terms in uses:
        programme.row(terms, 0, 0)
    found = _best(programme, totals, here)
    handed_out: dict[str, Counts] = {}
    for sets, who in classes.items():
        given = [one for one, variable in zip(sets, used[sets], strict=True) for _ in range(found[variable])]
        handed_out.update(zip(who, given, strict=True))
    return handed_out


def _most(classes: Mapping[tuple[Counts, ...], Sequence[str]], at: int) -> int:
    return sum(len(who) * max(counts[at] for counts in sets) for sets, who in classes.items())


def _shared_vials(people: Sequence[Need], here: Offer, sharing: Sharing) -> tuple[PlannedVial, ...]:
    """Vials from which several people may draw: how many of each size are opened at which session."""
    sessions = timed(people)
    doses: dict[datetime, Fraction] = {}
    for at, _, units in sessions:
        instant = at.astimezone(UTC)  # two clocks that show the same need not mean the same
        doses[instant] = doses.get(instant, Fraction(0)) + units
    times = list(doses)
    plan = timetable(times, list(doses.values()), sharing)
    most = [-(-sum(doses.values()) // size) for size in here.sizes]
    programme = _Programme()
    totals = [programme.variable(len(plan.openings) * number) for number in most]
    opened = {one: [programme.variable(number) for number in most] for one in plan.openings}
    for total, of_size in zip(totals, zip(*opened.values(), strict=True), strict=True):
        programme.row(dict.fromkeys(of_size, 1) | {total: -1}, 0, 0)
    part = gcd(*here.sizes)  # units are counted in it, which makes the search shorter
    for group, needed in plan.hold_at_least.items():
        held = {
            variable: size // part
            for one in group for variable, size in zip(opened[one], here.sizes, strict=True)
        }  # fmt: skip
        programme.row(held, -(-needed // part), None)
    found = _best(programme, totals, here)
    openings = [
        (times[opening], size)
        for opening, variables in opened.items()
        for variable, size in zip(variables, here.sizes, strict=True)
        for _ in range(found[variable])
    ]
    return pour(sessions, openings, sharing)


def _best(programme: _Programme, totals: Sequence[int], here: Offer) -> list[int]:
    """The values of all variables in the best choice; `totals` count the vials of each size.

    Raises BadInput where the stock does not suffice.
    """
    unlimited = [programme.upper[total] for total in totals]
    for total, there in zip(totals, here.stock or unlimited, strict=True):
        programme.limit(total, there)
    try:
        for aim in here.aims():
            programme.least(dict(zip(totals, aim, strict=True)))
    except _Nothing:
        raise _short(programme, totals, unlimited, here) from None
    return programme.found


def _short(programme: _Programme, totals: Sequence[int], unlimited: Sequence[int], here: Offer) -> BadInput:
    """Which vials are short: the fewest units, then the fewest vials, that would have to be ordered."""
    lacking = []
    for total, most, there in zip(totals, unlimited, here.stock or (), strict=True):
        programme.upper[total] = most
        lacking.append(programme.variable(most))
        programme.row({lacking[-1]: 1, total: -1}, -there, None)
    for aim in Offer(here.sizes, None, None).aims():
        programme.least(dict(zip(lacking, aim, strict=True)))
    missing = here.named(tuple(programme.found[one] for one in lacking))
    why = f"it does not suffice for everybody: at least {' and '.join(map(str, missing))} are short"
    return BadInput([Fault("the stock", why, "Order them, or take somebody off the list.")])


class _Nothing(Exception):
    """No whole numbers meet the conditions."""


class _Programme:
    """Whole-number variables from 0 up to a limit, conditions on their sums, and aims met in turn."""

    def __init__(self) -> None:
        self.upper: list[int] = []
        self.rows: list[tuple[Terms, int | None, int | None]] = []
        self.found: list[int] = []

    def variable(self, upper: int) -> int:
        """A new variable; its number."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def limit(self, variable: int, upper: int) -> None:
        """Let a variable be no larger than this."""
        self.upper[variable] = min(upper, self.upper[variable])

    def row(self, terms: Terms, least: int | None, most: int | None) -> None:
        """A condition: the sum lies between these two, each of which may be left open."""
        self.rows.append(({variable: one for variable, one in terms.items() if one}, least, most))

    def least(self, aim: Terms) -> int:
        """The smallest value of a sum, which the sum keeps from now on. Raises _Nothing."""
        value = self._already(aim)
        if value is None:
            self.found = self._solved(aim)
            value = _sum(aim, self.found)
        self.row(aim, None, value)
        return value

    def _already(self, aim: Terms) -> int | None:
        """The value of the sum in what was found last, where the limits alone allow no smaller one."""
        smallest = sum(one * self.upper[variable] for variable, one in aim.items() if one < 0)
        return smallest if self.found and _sum(aim, self.found) == smallest else None

    def _solved(self, aim: Terms) -> list[int]:
        solver = _told(self.upper, self.rows, aim)
        if self.found:  # it still holds, so the search starts there
            known = list(map(float, self.found))
            solver.setSolution(len(known), list(range(len(known))), known)
        solver.run()
        outcome = solver.modelStatusToString(solver.getModelStatus())
        if outcome == "Infeasible" and not self.found:
            raise _Nothing
        if outcome == "Time limit reached":
            why = f"no choice was proved to be the best within {OPTIONS['time_limit']:.0f} seconds"
            raise BadInput([Fault("the list", why, "Split it into shorter lists.")])
        found = [round(value) for value in solver.getSolution().col_value]
        self.check(found, aim, outcome, solver.getInfo().mip_dual_bound)
        return found

    def check(self, found: Sequence[int], aim: Terms, outcome: str, bound: float) -> None:
        """See in whole numbers that an answer holds and that no smaller one is left. Raises ArithmeticError.

        `bound` is what the solver proved the sum not to be less than; a whole sum is least where the
        bound lies above the next smaller whole number.
        """
        within = all(0 <= value <= upper for value, upper in zip(found, self.upper, strict=True))
        held = all(
            (least is None or _sum(terms, found) >= least) and (most is None or _sum(terms, found) <= most)
            for terms, least, most in self.rows
        )
        if outcome != "Optimal" or not within or not held or bound < _sum(aim, found) - 0.5:
            raise ArithmeticError(f"the solver's answer ({outcome}) does not hold in whole numbers")


def _sum(terms: Terms, values: Sequence[int]) -> int:
    return sum(one * values[variable] for variable, one in terms.items())


def _told(upper: Sequence[int], rows: Sequence[tuple[Terms, int | None, int | None]], aim: Terms) -> Highs:
    """The solver, told everything."""
    from highspy import Highs, HighsVarType, kHighsInf

    solver = Highs()  # type: ignore[no-untyped-call]  # its constructor alone has no types
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    for variable, most in enumerate(upper):
        solver.addVar(0, most)
        solver.changeColIntegrality(variable, HighsVarType.kInteger)
        solver.changeColCost(variable, aim.get(variable, 0))
    for terms, low, high in rows:
        solver.addRow(
            -kHighsInf if low is None else low, kHighsInf if high is None else high,
            len(terms), list(terms), list(map(float, terms.values())),
        )  # fmt: skip
    return solver
