"""What was given beside what was planned: every difference, and whether somebody owned up to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from procerus.faults import Fault
from procerus.injection.plan import SMALLEST_STEP
from procerus.injection.printed_plan import PrintedPlan
from procerus.injection.session_form import Difference, GivenSite
from procerus.injection.site import Code
from procerus.injection.units import in_figures
from procerus.packs.protocols import MOST_SITES, Muscle, Protocol, totals
from procerus.packs.shape import did_you_mean

Change = Literal["omitted", "added", "other units"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A site that was given otherwise than planned. `why` is empty until somebody says it."""

    code: Code
    change: Change
    planned: Fraction | None
    given: Fraction | None
    why: str = ""

    @property
    def in_words(self) -> str:
        """What happened, such as `frontalis 1, patient's left: omitted, 5 U planned`."""
        if self.change == "added":
            return f"{self.code.in_words()}: added, {in_figures(self.given or Fraction(0))} U"
        if self.change == "omitted":
            return f"{self.code.in_words()}: omitted, {in_figures(self.planned or Fraction(0))} U planned"
        given, planned = in_figures(self.given or Fraction(0)), in_figures(self.planned or Fraction(0))
        return f"{self.code.in_words()}: planned {planned} U, given {given} U"


def sites_of(given: Sequence[GivenSite]) -> dict[Code, Fraction]:
    """The units of each site that can be read."""
    read = ((Code.of(one.site or ""), one.units) for one in given)
    return {code: units for code, units in read if code is not None and units is not None}


def changes(plan: PrintedPlan, given: Mapping[Code, Fraction]) -> Iterator[Changed]:
    """Every site given otherwise than planned: planned ones in injection order, then what was added."""
    planned = dict(plan.sites)
    for code, units in planned.items():
        if code not in given:
            yield Changed(code, "omitted", units, None)
        elif given[code] != units:
            yield Changed(code, "other units", units, given[code])
    for code, units in given.items():
        if code not in planned:
            yield Changed(code, "added", None, units)


def site_faults(plan: PrintedPlan, protocol: Protocol, given: Sequence[GivenSite]) -> Iterator[Fault]:
    """Sites that are none, that stand twice, or whose units no syringe can give."""
    if not given:
        mend = "A session in which nothing was given is not a session."
        yield Fault("given", "names no site", mend)
    known = {str(code): code for code in _known(plan, protocol)}
    met: set[str] = set()
    for number, one in enumerate(given):
        where = f"given[{number}]"
        if one.site is None or one.units is None:
            lacks = "site" if one.site is None else "units"
            yield Fault(where, f"does not say its {lacks}", "Every line says site, units and vial.", one.site)
            continue
        if one.site in met:
            yield Fault(f"{where}.site", "stands here twice", "Write one line for one site.", one.site)
        met.add(one.site)
        if one.site not in known:
            yield _unknown(f"{where}.site", one.site, protocol, known)
        else:
            muscle = protocol.muscle(known[one.site].muscle)
            yield from _units(f"{where}.units", one.units, muscle)
            yield from _too_much_in_a_site(f"{where}.units", one.units, muscle, protocol)
    yield from _too_many(protocol, sites_of(given))
    yield from _too_much(protocol, sites_of(given))


def _known(plan: PrintedPlan, protocol: Protocol) -> Iterator[Code]:
    """Every site that this protocol has, or that the plan was made with."""
    yield from (code for code, _ in plan.sites)
    yield from (code for code, _ in plan.omitted)
    for muscle in protocol.muscles:
        most = 0 if muscle.range is None else muscle.range.sites[1]
        fixed = len(muscle.points) if muscle.units_each is not None else most or MOST_SITES
        for side in muscle.sides:
            for number in range(1, fixed + 1):
                yield _code(muscle, number, side, False)
            for number in range(1, muscle.extra_most + 1):
                yield _code(muscle, number, side, True)


def _code(muscle: Muscle, number: int, side: str, extra: bool) -> Code:
    made = Code.of(f"{muscle.id}{'-extra' if extra else ''}-{number}-{side}")
    assert made is not None  # a muscle's own sides and up to 99 sites always make a code
    return made


def _unknown(where: str, site: str, protocol: Protocol, known: Collection[str]) -> Fault:
    code = Code.of(site)
    muscle = next((one for one in protocol.muscles if code is not None and one.id == code.muscle), None)
    if code is not None and muscle is not None and code.side not in muscle.sides:
        why = f"is the {code.side} of {muscle.id}, which lies on the midline"
        if not muscle.midline:
            why = f"lies on the midline, and {muscle.id} is right or left"
        return Fault(where, why, f"Write {' or '.join(muscle.sides)}.", site)
    if code is not None and muscle is not None:
        why = f"is not one of the sites that {protocol.id} has in {muscle.id}"
        return Fault(where, why, did_you_mean(site, known), site)
    return Fault(where, f"is not a site of {protocol.id}", did_you_mean(site, known), site)


def _units(where: str, units: Fraction, muscle: Muscle) -> Iterator[Fault]:
    shown = f"{in_figures(units)} U"
    if units <= 0:
        mend = "Take the line out where nothing was given, and say why under differences."
        yield Fault(where, "is not more than nought", mend, str(units))
    elif units % SMALLEST_STEP:
        yield Fault(where, "is finer than a quarter of a unit", "No syringe gives that.", shown)
    elif muscle.units_each is not None and muscle.units_each % 1 == 0 and units % 1:
        why = f"is not whole, and the sites of {muscle.id} are given in whole units"
        yield Fault(where, why, "Check the units.", shown)


def _too_many(protocol: Protocol, given: Mapping[Code, Fraction]) -> Iterator[Fault]:
    for muscle in protocol.muscles:
        extra = sum(code.extra and code.muscle == muscle.id for code in given)
        if extra > muscle.extra_most:
            why = f"is more than the {muscle.extra_most} extra sites this protocol allows in {muscle.id}"
            yield Fault("given", why, "Both sides count together.", str(extra))


def _too_much_in_a_site(where: str, units: Fraction, muscle: Muscle, protocol: Protocol) -> Iterator[Fault]:
    most = protocol.number("most_per_site")
    if most is not None and units > max(Fraction(most), muscle.units_each or Fraction(0)):
        why = f"is more than the {most} U this protocol has for one site"
        yield Fault(where, why, "Check the units.", f"{in_figures(units)} U")


def _too_much(protocol: Protocol, given: Mapping[Code, Fraction]) -> Iterator[Fault]:
    """More than any plan by this protocol could have: in a muscle, in all, or where doses are fixed."""
    by_muscle = {
        one.id: sum((units for code, units in given.items() if code.muscle == one.id), Fraction(0))
        for one in protocol.muscles
    }
    for muscle in protocol.muscles:
        if muscle.units_most is not None and by_muscle[muscle.id] > muscle.units_most:
            why = f"is more than the {in_figures(muscle.units_most)} U this protocol allows in {muscle.id}"
            yield Fault("given", why, "Both sides count together.", f"{in_figures(by_muscle[muscle.id])} U")
    most, total = protocol.number("most_per_session"), sum(given.values(), Fraction(0))
    if most is not None and total > most:
        why = f"is more than the {most} U this protocol has for one session"
        yield Fault("given", why, "Check the units.", f"{in_figures(total)} U")
        return
    _, fixed = totals(protocol)["most"]
    in_fixed = sum((by_muscle[one.id] for one in protocol.muscles if one.units_each is not None), Fraction(0))
    if in_fixed > fixed:
        why = f"is more than the {in_figures(fixed)} U of all the sites that {protocol.id} has"
        yield Fault("given", why, "No plan by it has more. Check the units.", f"{in_figures(in_fixed)} U")


def acknowledged(
    found: Sequence[Changed], said: Sequence[Difference], faults: list[Fault]
) -> tuple[Changed, ...]:
    """The differences with their reasons. Each that nobody owned up to, and each too many, is a fault."""
    why = {one.site: (one.why or "").strip() for one in said if one.site is not None}
    differ = {str(one.code) for one in found}
    met: set[str | None] = set()
    for number, line in enumerate(said):
        where = f"differences[{number}]"
        if line.site in met:
            faults.append(Fault(where, "stands here twice", "Say it once.", line.site))
        elif line.site not in differ:
            hint = did_you_mean(line.site or "", differ) or "Take it out, or mend what was given."
            faults.append(Fault(where, "was given as it was planned", hint, line.site or ""))
        met.add(line.site)
    for one in found:
        if not why.get(str(one.code)):
            mend = f'Mend it, or say why: {{"site": "{one.code}", "why": "..."}}.'
            faults.append(Fault("differences", f"nobody says why. {one.in_words}", mend))
    return tuple(
        Changed(one.code, one.change, one.planned, one.given, why.get(str(one.code), "")) for one in found
    )
