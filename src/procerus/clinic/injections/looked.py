"""A session as the screen shows it: planned, judged for this person on this day, with the vials at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from procerus.clinic.access.at import At
from procerus.clinic.injections.choices import asked_of, choices_of
from procerus.clinic.injections.filled import Filled
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.own_protocols import folders, protocol_called
from procerus.clinic.people.models import Patient
from procerus.clinic.record.assembled import called, person
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live, newest
from procerus.clinic.stock.models import Vial
from procerus.clinic.stock.vials import InStock, available
from procerus.faults import BadInput, Fault
from procerus.injection.attested import Attested
from procerus.injection.plan import plan
from procerus.injection.prepared import Prepared, Terms, prepare
from procerus.packs.products import PLACES, Place, Product, find_product
from procerus.packs.protocols import Protocol
from procerus.packs.signatures import require_signature, signed


@dataclass(frozen=True, slots=True)
class Looked:
    """What a screen comes to. `prepared` is None where nothing can be planned; `faults` say why."""

    filled: Filled
    day: date
    replaces: Session | None
    protocol: Protocol | None
    product: Product | None
    attested: Attested
    stock: tuple[InStock, ...]
    prepared: Prepared | None
    printed: Mapping[str, Any] | None
    faults: tuple[Fault, ...]

    @property
    def seal(self) -> str:
        """What marks this plan; empty where there is none."""
        return "" if self.printed is None else str(self.printed["seal"])

    @property
    def chosen(self) -> list[Vial]:
        """The vials that were picked, in the order of the stock. One that is not in it is left out."""
        return [one.vial for one in self.stock if str(one.vial.pk) in self.filled.vials]


def looked_at(at: At, filled: Filled, replaces: Session | None = None) -> Looked:
    """Everything that follows from what is filled in. Nothing is written, and nothing raised."""
    day = at.today if replaces is None else replaces.day
    attested = known_of(at.patient, filled, day, replaces)
    try:
        protocol, product = protocol_called(filled.protocol), find_product(filled.product)
    except BadInput as bad:
        return Looked(filled, day, replaces, None, None, attested, (), None, None, bad.faults)
    stock = (*_taken_before(replaces, product.id), *available(at.clinic, at.patient, product.id, day))
    empty = Looked(filled, day, replaces, protocol, product, attested, stock, None, None, ())
    try:
        made = _prepared(at, empty, protocol, product)
    except BadInput as bad:
        return replace(empty, faults=bad.faults)
    return replace(empty, prepared=made, printed=json.loads(json.dumps(made.to_json())))


def _prepared(at: At, one: Looked, protocol: Protocol, product: Product) -> Prepared:
    require_signature(protocol, folders())
    made = plan(protocol, product, choices_of(one.filled), signed(protocol, folders()))
    terms = Terms(
        _sizes(one), dilution_reason=one.filled.dilution_reason, label=label_of(at.clinic.label),
        infected=one.filled.infected,
    )  # fmt: skip
    return prepare(made, terms, called(at.patient), one.attested, one.day)


def label_of(text: str) -> Place | None:
    """The label that a clinic follows, if it follows one."""
    return next((one for one in PLACES if one == text), None)


def _sizes(one: Looked) -> tuple[int, ...]:
    """The sizes picked, else those in stock, else all that are sold."""
    picked = [vial.units for vial in one.chosen]
    return tuple(sorted({*(picked or [int(each.left) for each in one.stock])}, reverse=True))


def known_of(patient: Patient, filled: Filled, day: date, replaces: Session | None) -> Attested:
    """What is known of a person, with today's answers. A correction is not judged by what it corrects."""
    one = person(patient)
    toxin = one.attested.toxin
    dose = None if replaces is None or replaces.dose is None else newest(replaces.dose)
    if dose is not None and not dose.withdrawn and toxin is not None:
        at = [entry.pk for entry in live(patient.pk, Kind.TOXIN)].index(dose.pk)
        toxin = (*toxin[:at], *toxin[at + 1 :])
    return replace(one.attested, toxin=toxin, today=asked_of(filled, day))


def _taken_before(replaces: Session | None, product: str) -> Sequence[InStock]:
    """The vials of the record that is corrected: they come back before the correction takes them."""
    if replaces is None or replaces.product != product:
        return ()
    found = {str(one.pk): one for one in Vial.objects.filter(pk__in=replaces.vials)}
    return [InStock(found[one], Fraction(found[one].units)) for one in replaces.vials if one in found]
