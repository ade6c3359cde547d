"""The plan of one session: sites in injection order, units, volumes, and what is left out and why.

A plan says nothing about the person; `ledger` does. Whatever does not fit the protocol is refused in a
sentence, and nothing is planned instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from procerus.faults import BadInput, Fault
from procerus.injection.site import Code, Spot, points_of
from procerus.injection.units import Units, in_figures, units_of
from procerus.packs.anatomy import Side
from procerus.packs.products import Product
from procerus.packs.protocols import MOST_SITES, Muscle, Protocol, Range
from procerus.packs.shape import did_you_mean
from procerus.packs.signatures import Signature, may_plan

SMALLEST_STEP = Fraction(1, 4)
"""A syringe for these doses cannot be read more finely than a quarter of a unit."""


@dataclass(frozen=True, slots=True)
class ChosenDose:
    """A dose that the clinician chose, for one side of a muscle, in equal parts over so many sites."""

    units: Fraction
    sites: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the clinician chose beside the protocol's own sites."""

    extra: Mapping[tuple[str, str], int] = field(default_factory=dict)  # by muscle and side
    omit: Mapping[str, str] = field(default_factory=dict)  # by site, or muscle, or muscle:side; the reason
    doses: Mapping[tuple[str, str], ChosenDose] = field(default_factory=dict)  # by muscle and side
    per_ml: Fraction | None = None  # units in a millilitre, where not the protocol's own


@dataclass(frozen=True, slots=True)
class Site:
    """One site of a plan. `spot` is None where the protocol draws none."""

    code: Code
    muscle: Muscle
    units: Units
    volume_ml: Fraction
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Omitted:
    """A site of the protocol that is left out, and why."""

    code: Code
    why: str
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Plan:
    """One session's sites in injection order."""

    protocol: Protocol
    product: Product
    per_ml: Fraction
    sites: tuple[Site, ...]
    omitted: tuple[Omitted, ...]

    @property
    def total(self) -> Units:
        """The dose of the session."""
        return units_of(self.product.toxin.id).total(site.units for site in self.sites)

    @property
    def volume_ml(self) -> Fraction:
        """The volume of the session, in millilitres."""
        return self.total.amount / self.per_ml


def plan(
    protocol: Protocol,
    product: Product,
    choices: Choices | None = None,
    signature: Signature | None = None,
) -> Plan:
    """A session by a protocol with a product. BadInput names whatever does not fit.

    A protocol that nobody has verified needs the clinic's signature under this very text of it.
    """
    choices = choices or Choices()
    if not may_plan(protocol, signature):
        why = "is not verified in its source, and is not signed"
        raise BadInput([Fault(f"protocol {protocol.id}", why, "See `procerus protocol show`.")])
    faults = [*_product_faults(protocol, product), *_choice_faults(protocol, choices)]
    if faults:
        raise BadInput(faults)
    per_ml = choices.per_ml or _own_strength(protocol)
    wanted = [
        Site(code, muscle, units, units.amount / per_ml, spot)
        for muscle in protocol.muscles
        for code, units, spot in _sites(muscle, choices, units_of(product.toxin.id))
    ]
    left_out = _left_out(protocol, wanted, choices.omit)
    sites = tuple(site for site in wanted if site.code not in left_out)
    omitted = tuple(
        Omitted(site.code, left_out[site.code], site.spot) for site in wanted if site.code in left_out
    )
    made = Plan(protocol, product, per_ml, sites, omitted)
    _refuse_too_much(made)
    return made


def _own_strength(protocol: Protocol) -> Fraction:
    if protocol.per_ml is None:
        why = "names no dilution"
        raise BadInput(
            [Fault(f"protocol {protocol.id}", why, "Say how many units are in 0.1 mL: --dilution.")]
        )
    return Fraction(protocol.per_ml.value)


def _product_faults(protocol: Protocol, product: Product) -> Iterator[Fault]:
    fitting = ", ".join(protocol.brands)
    if product.toxin.id != protocol.toxin:
        why = f"is {product.toxin.name}, and {protocol.id} is written for {fitting}"
        mend = "Units of one toxin say nothing about another."
        yield Fault("product", why, mend, product.id)
    elif product.id not in protocol.brands:
        yield Fault("product", f"is not for {protocol.id}", f"Its products: {fitting}.", product.id)


def _choice_faults(protocol: Protocol, choices: Choices) -> Iterator[Fault]:
    for name, side in [*choices.extra, *choices.doses]:
        yield from _place_faults(protocol, name, side)
    for muscle in protocol.muscles:
        asked = {side: choices.extra.get((muscle.id, side), 0) for side in muscle.sides}
        yield from _extra_faults(muscle, asked)
        for side in muscle.sides:
            chosen = choices.doses.get((muscle.id, side))
            if chosen is not None:
                yield from _dose_faults(protocol, muscle, side, chosen)
        yield from _muscle_faults(muscle, choices)
    if choices.per_ml is not None and choices.per_ml <= 0:
        yield Fault("dilution", "is not more than nought", "Give the units in 0.1 mL, such as 5.")


def _place_faults(protocol: Protocol, name: str, side: str) -> Iterator[Fault]:
    muscles = {one.id: one for one in protocol.muscles}
    if name not in muscles:
        mend = did_you_mean(name, muscles)
        yield Fault(f"protocol {protocol.id}", "is not a muscle of this protocol", mend, name)
    elif side not in muscles[name].sides:
        only = " or ".join(muscles[name].sides)
        why = "is on the midline and has no side" if muscles[name].midline else "has no such side"
        yield Fault(name, why, f"Write {name}:{only}.", side)


def _extra_faults(muscle: Muscle, asked: Mapping[Side, int]) -> Iterator[Fault]:
    total = sum(asked.values())
    if any(number < 0 for number in asked.values()):
        yield Fault(muscle.id, "cannot have fewer than no extra sites", "Leave a site out with --omit.")
    elif total and not muscle.extra_most:
        known = "Extra sites follow the pain in other muscles."
        yield Fault(muscle.id, "has no extra sites in this protocol", known)
    elif total > muscle.extra_most:
        why = f"is more than the {muscle.extra_most} extra sites this protocol allows in {muscle.id}"
        yield Fault("extra", why, "Both sides count together.", str(total))


def _dose_faults(protocol: Protocol, muscle: Muscle, side: str, chosen: ChosenDose) -> Iterator[Fault]:
    where, said = f"{muscle.id}:{side}", f"{in_figures(chosen.units)} U in {_number_of_sites(chosen.sites)}"
    if muscle.units_each is not None:
        mend = "Add extra sites with --extra, or leave sites out with --omit."
        yield Fault(where, "has a fixed dose in this protocol", mend, said)
        return
    if chosen.units <= 0 or not 0 < chosen.sites <= MOST_SITES:
        yield Fault(where, "is no dose", "Write units and sites, such as 100/4.", said)
        return
    each = chosen.units / chosen.sites
    if each % SMALLEST_STEP:
        why = f"is {in_figures(each)} U a site, finer than a quarter of a unit"
        yield Fault(where, why, "Choose another number of sites.", said)
    if muscle.range is not None:
        yield from _range_faults(where, said, muscle.range, chosen)
    most = protocol.number("most_per_site")
    if most is not None and each > most:
        yield Fault(where, f"is more than {most} U in one site", "Use more sites.", said)


def _muscle_faults(muscle: Muscle, choices: Choices) -> Iterator[Fault]:
    """Both sides of a muscle together may have a limit of their own."""
    chosen = [choices.doses[muscle.id, side] for side in muscle.sides if (muscle.id, side) in choices.doses]
    total = sum((one.units for one in chosen), Fraction(0))
    if muscle.units_most is not None and total > muscle.units_most:
        why = f"is more than the {in_figures(muscle.units_most)} U this protocol allows in {muscle.id}"
        yield Fault(muscle.id, why, "Both sides count together.", f"{in_figures(total)} U")


def _range_faults(where: str, said: str, rule: Range, chosen: ChosenDose) -> Iterator[Fault]:
    low, high = rule.units
    found = chosen.units / chosen.sites if rule.per_site else chosen.units
    if not low <= found <= high:
        each = " a site" if rule.per_site else " on one side"
        span = in_figures(low) if low == high else f"{in_figures(low)} to {in_figures(high)}"
        why = f"is outside the protocol's {span} U{each}"
        yield Fault(where, why, value=said)
    fewest, most = rule.sites
    if not fewest <= chosen.sites <= most:
        span = _number_of_sites(most) if fewest == most else f"{fewest} to {most} sites"
        why = f"is not in the protocol's {span}"
        yield Fault(where, f"needs at least {fewest} sites" if most == MOST_SITES else why, value=said)


def _number_of_sites(number: int) -> str:
    return "1 site" if number == 1 else f"{number} sites"


def _sites(muscle: Muscle, choices: Choices, unit: type[Units]) -> Iterator[tuple[Code, Units, Spot | None]]:
    """A muscle's sites, the right side before the left, on each side the fixed before the extra ones."""
    drawn = dict(points_of(muscle))
    for side in muscle.sides:
        number, each = _number_and_dose(muscle, side, choices)
        for extra, count in ((False, number), (True, choices.extra.get((muscle.id, side), 0))):
            for place in range(1, count + 1):
                code = Code(muscle.id, place, side, extra)
                yield code, unit(each), drawn.get(code)


def _number_and_dose(muscle: Muscle, side: str, choices: Choices) -> tuple[int, Fraction]:
    if muscle.units_each is not None:
        return len(muscle.points), muscle.units_each
    chosen = choices.doses.get((muscle.id, side))
    return (0, Fraction(0)) if chosen is None else (chosen.sites, chosen.units / chosen.sites)


def _left_out(protocol: Protocol, wanted: list[Site], omit: Mapping[str, str]) -> dict[Code, str]:
    """The codes that are left out, with the reason. BadInput where a name is no site of this plan."""
    names = sites_called(site.code for site in wanted)
    faults = [
        Fault("omit", f"is not a site of this plan by {protocol.id}", did_you_mean(name, names), name)
        for name in omit
        if name not in names
    ]
    faults += [
        Fault("omit", "has no reason", f'Write it, such as {name}="ptosis last time".', name)
        for name, why in omit.items()
        if not why.strip()
    ]
    if faults:
        raise BadInput(faults)
    return {code: why.strip() for name, why in omit.items() for code in names[name]}


def sites_called(codes: Iterable[Code]) -> dict[str, list[Code]]:
    """What sites may be called: by their own code, their muscle with a side, or their muscle."""
    names: dict[str, list[Code]] = {}
    for code in codes:
        for name in (str(code), f"{code.muscle}:{code.side}", code.muscle):
            names.setdefault(name, []).append(code)
    return names


def _refuse_too_much(made: Plan) -> None:
    most = made.protocol.number("most_per_session")
    if not made.sites:
        why = "no site is left" if made.omitted else "names no dose of its own"
        mend = "Choose doses with --dose." if not made.omitted else ""
        raise BadInput([Fault(f"protocol {made.protocol.id}", why, mend)])
    if most is not None and made.total.amount > most:
        why = f"is more than the {most} U this protocol has for one session"
        raise BadInput([Fault("dose", why, value=f"{in_figures(made.total.amount)} U")])
