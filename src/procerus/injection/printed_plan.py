"""A plan as it was printed, kept word for word inside a session, and what proves that nobody edited it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from procerus.faults import BadInput, Fault
from procerus.injection.dilution import SYRINGE_ML, TENTH
from procerus.injection.findings import Finding, allowed
from procerus.injection.plan import Choices, ChosenDose, Plan, plan
from procerus.injection.prepared import Terms, prepare
from procerus.injection.seal import SEAL, keeps_its_seal, seal_of
from procerus.injection.site import Code
from procerus.packs.load import fingerprint
from procerus.packs.products import Place, find_product
from procerus.packs.protocols import Protocol
from procerus.packs.safety import safety
from procerus.packs.shape import did_you_mean
from procerus.packs.signatures import Signature

INFECTION = "infection-at-site"
OF_THE_PERSON = {"patient", "on", "findings", "allowed", "earliest_date", "largest_dose", "ceilings",
                 "checks", SEAL}  # fmt: skip
"""What a plan says of the person and the day; the rest follows from the packs alone."""
OF_THE_ROOM = {"syringes", "svg", "head_map"}
"""What hangs on the syringes at hand and on how it is drawn."""


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """What a session needs of a printed plan. `text` is all of it, as it was printed."""

    text: Mapping[str, Any]
    protocol: str
    product: str
    fingerprint: str
    patient: str
    on: date
    label: Place | None
    sites: tuple[tuple[Code, Fraction], ...]  # in injection order
    omitted: tuple[tuple[Code, str], ...]
    total: Fraction
    per_tenth: Fraction  # units in 0.1 mL
    vials: tuple[tuple[Fraction, int], ...]  # units, how many
    syringe_ml: Fraction
    dilution_reason: str
    checks: Mapping[str, str | Fraction]  # what was answered on the day, and the INR
    findings: tuple[Finding, ...]
    allowed: str
    largest: Fraction | None

    @property
    def seal(self) -> str:
        """The SHA-256 of the whole plan, its own shorter seal included."""
        return seal_of(self.text)

    @property
    def infected(self) -> tuple[str, ...]:
        """The sites that an infection touches, as far as the findings tell."""
        touched = [one for one in self.findings if one.code == INFECTION]
        if not touched:
            return ()
        return next((one.sites for one in touched if one.sites), tuple(str(code) for code, _ in self.omitted))


def made_again(printed: PrintedPlan, protocol: Protocol, signature: Signature | None = None) -> Plan:
    """The plan that the protocol makes of the choices in a printed plan. BadInput where they do not fit."""
    codes = [*(code for code, _ in printed.sites), *(code for code, _ in printed.omitted)]
    extra: dict[tuple[str, str], int] = {}
    chosen: dict[tuple[str, str], int] = {}
    fixed = {one.id for one in protocol.muscles if one.units_each is not None}
    for code in codes:
        counted = extra if code.extra else chosen
        counted[code.muscle, code.side] = counted.get((code.muscle, code.side), 0) + 1
    each = {(code.muscle, str(code.side)): units for code, units in printed.sites if not code.extra}
    doses: dict[tuple[str, str], ChosenDose] = {}
    for place, number in chosen.items():
        if place[0] not in fixed and place not in each:
            why = "leaves out every site of a dose that somebody chose"
            raise BadInput([Fault("plan.omitted", why, "Plan again without it.", ":".join(place))])
        if place[0] not in fixed:
            doses[place] = ChosenDose(each[place] * number, number)
    omit = {str(code): why for code, why in printed.omitted}
    choices = Choices(extra, omit, doses, printed.per_tenth / TENTH)
    return plan(protocol, find_product(printed.product), choices, signature)


def packs_of(made: Plan) -> str:
    """The fingerprint of the packs that a plan rests on, as a plan prints it."""
    return fingerprint(made.protocol.fingerprint, made.product.toxin.fingerprint, safety().fingerprint)


def seal_faults(printed: PrintedPlan) -> Iterator[Fault]:
    """That a plan is not as it was planned. Whoever makes the seal anew is not seen here."""
    if not keeps_its_seal(printed.text):
        yield Fault("plan", "was changed after it was planned", "Plan again.")


def faults_of(
    printed: PrintedPlan, protocol: Protocol, made: Plan, correction: bool = False
) -> Iterator[Fault]:
    """What of a printed plan the packs here do not say, or what contradicts itself.

    A correction may keep a plan of older packs: whoever files it checks that it is that of the record it
    replaces.
    """
    sizes = tuple(int(units) for units, _ in printed.vials)
    terms = Terms(sizes, max(printed.syringe_ml, SYRINGE_ML), printed.dilution_reason, printed.label)
    try:
        fresh = prepare(made, terms, printed.patient, None, printed.on)
    except BadInput as bad:
        yield from bad.faults
        return
    if fresh.fingerprint != printed.fingerprint and correction:
        return
    if fresh.fingerprint != printed.fingerprint:
        mend = "Plan again, and make the session's form from the new plan."
        yield Fault("plan", "was made with other packs than are here now", mend, printed.fingerprint)
        return
    expected = fresh.to_json()
    for key in printed.text:
        if key not in expected and key not in OF_THE_ROOM:
            yield Fault(f"plan.{key}", "has no meaning in a plan", did_you_mean(key, expected))
    for key, value in expected.items():
        if key not in OF_THE_PERSON | OF_THE_ROOM and printed.text.get(key) != value:
            yield Fault(f"plan.{key}", "is not what this protocol and product come to", "Plan again.")
    yield from _findings(printed, fresh.judgement.findings)


def _findings(printed: PrintedPlan, of_the_packs: tuple[Finding, ...]) -> Iterator[Fault]:
    for one in of_the_packs:
        if one not in printed.findings:
            yield Fault("plan.findings", f"lacks '{one.code}', which the packs say", "Plan again.")
    if str(allowed(printed.findings)) != printed.allowed:
        why = "does not follow from its findings"
        yield Fault("plan.allowed", why, "Plan again.", printed.allowed)
