"""From vials to syringes: how much diluent, how strong, how much is drawn; each step to be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procerus.faults import BadInput, Fault
from procerus.injection.plan import Plan
from procerus.injection.site import Code
from procerus.injection.units import in_figures, units_of

SYRINGE_ML = Fraction(1)
"""The usual syringe for these injections holds one millilitre."""
TENTH = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Syringe:
    """One syringe, filled for the sites that come next; no site is shared between two."""

    sites: tuple[Code, ...]
    units: Fraction
    volume_ml: Fraction


def sizes_to_use(plan: Plan, sizes: Sequence[int], reason: str = "") -> tuple[int, ...]:
    """The vials whose label lists this strength; all of them where somebody gave a reason for another."""
    product, strength = plan.product, plan.per_ml
    listed = tuple(size for size in sizes if product.listed(size, strength))
    if reason.strip() and product.form == "powder":
        return tuple(sizes)
    if not listed:
        tenth = in_figures(strength * TENTH)
        shown = ", ".join(in_figures(one * TENTH) for one in product.strengths(sizes)) or "none"
        if product.form == "liquid":
            why = f"U in 0.1 mL is not how {product.title} comes: a solution of {shown} U in 0.1 mL"
            raise BadInput([Fault("dilution", why, f"Write --dilution {shown}.", tenth)])
        why = f"U in 0.1 mL is not a dilution that the label lists for vials of {_either(sizes)} U"
        mend = f"It lists {shown}. For another, give --dilution-reason."
        raise BadInput([Fault("dilution", why, mend, tenth)])
    return listed


def syringes(plan: Plan, holds_ml: Fraction = SYRINGE_ML) -> tuple[Syringe, ...]:
    """The syringes of a session, in injection order, each as full as whole sites allow."""
    filled: list[list[int]] = []
    room = Fraction(0)  # in the syringe that is being filled
    for number, site in enumerate(plan.sites):
        if site.volume_ml > holds_ml:
            why = f"needs {in_figures(site.volume_ml)} mL, and a syringe holds {in_figures(holds_ml)} mL"
            raise BadInput([Fault(str(site.code), why, "Use more sites, a stronger dilution or --syringe.")])
        if site.volume_ml > room:
            filled.append([])
            room = holds_ml
        filled[-1].append(number)
        room -= site.volume_ml
    return tuple(_syringe(plan, numbers) for numbers in filled)


def _syringe(plan: Plan, numbers: Sequence[int]) -> Syringe:
    sites = [plan.sites[number] for number in numbers]
    units = units_of(plan.product.toxin.id).total(site.units for site in sites).amount
    return Syringe(tuple(site.code for site in sites), units, units / plan.per_ml)


def in_lines(plan: Plan, vials: Mapping[int, int]) -> Iterator[str]:
    """The arithmetic of a session, one step a line."""
    toxin, strength = plan.product.toxin, plan.per_ml
    tenth = in_figures(strength * TENTH)
    for size, count in vials.items():
        volume = in_figures(toxin.diluent_ml(size, strength))
        powder = plan.product.form == "powder"
        added = f"{volume} mL {toxin.diluent} in each" if powder else "a solution, nothing is added"
        yield f"{vials_in_words(size, count)}: {added}"
        yield f"{size} U / {volume} mL = {tenth} U in 0.1 mL"
    for each, _ in _doses(plan):
        yield f"{in_figures(each)} U a site = {in_figures(each / strength)} mL"
    parts = " + ".join(f"{count} x {in_figures(each)} U" for each, count in _doses(plan))
    total, volume = in_figures(plan.total.amount), in_figures(plan.volume_ml)
    yield f"{parts} = {total} U, {volume} mL drawn"
    held = sum(size * count for size, count in vials.items())
    over = held - plan.total.amount
    yield f"{held} U - {total} U = {in_figures(over)} U left over ({in_figures(over / strength)} mL)"


def vials_in_words(size: int, count: int) -> str:
    """How many vials of a size, in words."""
    return f"{count} {'vial' if count == 1 else 'vials'} of {size} U"


def _doses(plan: Plan) -> list[tuple[Fraction, int]]:
    """How many sites have which dose, the larger dose first."""
    each = [site.units.amount for site in plan.sites]
    return [(one, each.count(one)) for one in sorted(set(each), reverse=True)]


def _either(sizes: Sequence[int]) -> str:
    return " or ".join(str(size) for size in sizes)
