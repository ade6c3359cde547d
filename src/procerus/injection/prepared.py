"""A session as it is prepared: the plan, the vials, the syringes, and what was found about the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from procerus.faults import BadInput, Fault
from procerus.injection.attested import Attested
from procerus.injection.billing import claim
from procerus.injection.checks import answers
from procerus.injection.clinic_list import Choice
from procerus.injection.dilution import SYRINGE_ML, TENTH, Syringe, in_lines, sizes_to_use, syringes
from procerus.injection.findings import Finding
from procerus.injection.judgement import Counted, Judgement, judge
from procerus.injection.ledger import Sum
from procerus.injection.plan import Plan, Site
from procerus.injection.seal import sealed
from procerus.injection.site import Spot
from procerus.injection.units import as_number
from procerus.injection.vials import vials_for
from procerus.packs.anatomy import anatomy
from procerus.packs.load import fingerprint
from procerus.packs.products import Place
from procerus.packs.safety import safety

NUMBERS = {
    "per_ml": "strength of the solution",
    "interval_days": "interval between sessions",
    "adult_age": "least age",
    "most_per_site": "most units in one site",
    "most_per_session": "most units in one session",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How a session is prepared, beside its sites."""

    sizes: tuple[int, ...] = ()  # of the vials at hand; empty for all that are sold
    syringe_ml: Fraction = SYRINGE_ML
    dilution_reason: str = ""
    label: Place | None = None
    infected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is told before a session."""

    plan: Plan
    terms: Terms
    choice: Choice
    syringes: tuple[Syringe, ...]
    judgement: Judgement
    patient: str | None
    on: date | None
    checks: Mapping[str, str | int | float] | None  # what was answered on the day; None without a person

    @property
    def vials(self) -> Mapping[int, int]:
        """How many vials of each size, the largest first."""
        return {one.units: one.count for one in self.choice.vials}

    @property
    def fingerprint(self) -> str:
        """Changes when the text of the protocol, the toxin or the safety packs does."""
        return fingerprint(
            self.plan.protocol.fingerprint, self.plan.product.toxin.fingerprint, safety().fingerprint
        )

    @property
    def unverified(self) -> tuple[str, ...]:
        """What the session rests on that nobody has read in its source yet, in words."""
        protocol, toxin = self.plan.protocol, self.plan.product.toxin
        muscles = dict.fromkeys(site.muscle for site in self.plan.sites)
        places = [anatomy().muscles[one.id] for one in muscles if one.status == "unverified"]
        numbers = {**protocol.numbers, **({"per_ml": protocol.per_ml} if protocol.per_ml else {})}
        said = [f"placement and dose: {', '.join(places)}"] if places else []
        said += [NUMBERS[name] for name, number in numbers.items() if number.status == "unverified"]
        said += [
            f"ceiling of the {label.title}"
            for label in toxin.labels.values()
            if "unverified" in (label.ceiling.status, label.window_status)
        ]
        return tuple(said) if self.patient is None else (*said, "illnesses, medicines and checks of the day")

    def to_json(self) -> dict[str, Any]:
        """The contract's shape, and beside it what a checker of the arithmetic wants to see; sealed."""
        return sealed(self._said())

    def _said(self) -> dict[str, Any]:
        plan, found = self.plan, self.judgement
        return {
            "protocol": plan.protocol.id,
            "product": plan.product.id,
            "toxin": plan.product.toxin.name,
            "fingerprint": self.fingerprint,
            "patient": self.patient,
            "on": None if self.on is None else self.on.isoformat(),
            "label": self.terms.label,
            "sites": [_site(site) for site in plan.sites],
            "omitted": [{"id": str(one.code), "why": one.why, **_spot(one.spot)} for one in plan.omitted],
            "total_units": as_number(plan.total.amount),
            "total_volume_ml": as_number(plan.volume_ml),
            "units_per_0.1_ml": as_number(plan.per_ml * TENTH),
            "dilution": list(in_lines(plan, self.vials)),
            "dilution_reason": self.terms.dilution_reason or None,
            "vials": [{"units": size, "count": count} for size, count in self.vials.items()],
            "discarded_units": as_number(self.choice.discarded),
            "billing": claim(plan.product.toxin, plan.total.amount, self.choice.discarded),
            "syringes": [_syringe(one) for one in self.syringes],
            "checks": None if self.checks is None else dict(self.checks),
            "findings": [_finding(one) for one in found.findings],
            "allowed": str(found.allowed),
            "earliest_date": None if found.earliest is None else found.earliest.isoformat(),
            "largest_dose": None if found.largest is None else as_number(found.largest),
            "ceilings": [_counted(one) for one in found.counted],
            "unverified": list(self.unverified),
        }


def prepare(
    plan: Plan,
    terms: Terms,
    patient: str | None = None,
    person: Attested | None = None,
    on: date | None = None,
) -> Prepared:
    """Vials, syringes and findings for a plan: for a person on a day, or for the plan alone.

    BadInput where the vials, the dilution or the sites of an infection do not fit.
    """
    sizes = sizes_to_use(plan, _at_hand(plan, terms), terms.dilution_reason)
    choice = vials_for(plan.total.amount, sizes)
    asked = None if person is None or on is None else answers(person.today, on)
    return Prepared(
        plan, terms, choice, syringes(plan, terms.syringe_ml),
        judge(plan, person, on, terms.label, terms.infected), patient, on, asked,
    )  # fmt: skip


def _at_hand(plan: Plan, terms: Terms) -> tuple[int, ...]:
    """The vials named, or every size that is sold. BadInput where no such vial exists."""
    sold = plan.product.sizes(terms.label)
    odd = [size for size in terms.sizes if size not in plan.product.sizes()]
    if odd:
        why = f"is no vial of {plan.product.title}"
        mend = f"It has vials of {', '.join(str(size) for size in plan.product.sizes())} U."
        raise BadInput([Fault("vials", why, mend, f"{odd[0]} U")])
    if not sold:
        why = f"names no vial of {plan.product.title}"
        raise BadInput([Fault("label", why, "Choose another label, or none.", terms.label)])
    return terms.sizes or sold


def _site(site: Site) -> dict[str, Any]:
    return {
        "id": str(site.code),
        "muscle": site.code.muscle,
        "side": site.code.side,
        "units": as_number(site.units.amount),
        "volume_ml": as_number(site.volume_ml),
        "extra": site.code.extra,
        **_spot(site.spot),
        "depth": site.muscle.depth or None,
        "caution": site.muscle.caution or None,
    }


def _spot(spot: Spot | None) -> dict[str, Any]:
    if spot is None:
        return {"view": None, "x": None, "y": None}
    return {"view": spot.view, "x": float(spot.x), "y": float(spot.y)}


def _syringe(one: Syringe) -> dict[str, Any]:
    return {
        "units": as_number(one.units),
        "volume_ml": as_number(one.volume_ml),
        "sites": [str(code) for code in one.sites],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "text": one.text,
        "source": one.source,
        "leaves_open": one.leaves_open,
        "sites": list(one.sites),
    }


def _counted(one: Counted) -> dict[str, Any]:
    return {
        "label": one.label.place,
        "limit": one.label.ceiling.value,
        "window": f"{one.label.window.length} {one.label.window.unit}",
        "given": _sum(one.given),
        "binds": one.binds,
    }


def _sum(given: Sum) -> Sequence[int | float | None]:
    return [as_number(given.least), None if given.most is None else as_number(given.most)]
