"""Reading and making session files: the form that a plan makes, and what somebody wrote into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from procerus.exchange.sessions.session_keys import PLAN, SESSION, VERSION
from procerus.faults import BadInput, Fault
from procerus.injection.printed_plan import PrintedPlan, faults_of, made_again, seal_faults
from procerus.injection.session_form import Session
from procerus.injection.units import as_number
from procerus.packs.products import find_product
from procerus.packs.protocols import find_protocol
from procerus.packs.signatures import require_signature, signed
from procerus.pathway.patient_file import strict_json
from procerus.pathway.patient_kinds import Place

DEEPEST = 50  # lists and objects within each other; a session has six
_HALF = re.compile("[\ud800-\udfff]")  # a surrogate without its other half is no character
AFRESH = "Print it again: procerus plan PROTOCOL --patient FILE --on DATE --format json."


def session_from(value: object, where: str) -> Session:
    """The session in an object of the shape that JSON gives. BadInput names every fault."""
    top = Place(where, [])
    said = value.get("procerus") if isinstance(value, dict) else None
    if isinstance(said, str) and said != VERSION:
        top.at("procerus").fault("is another format", f"This program reads '{VERSION}'.", said)
        raise BadInput(top.faults)
    _refuse_unwritable(value, where)
    read = top.take(SESSION, value)
    plan = None if read is None else _plan(read.pop("plan"), top.at("plan"))
    if top.faults or plan is None:
        raise BadInput(top.faults)
    del read["procerus"]
    return Session(plan=plan, **read)


def read_plan(path: Path) -> PrintedPlan:
    """The plan in a file as `procerus plan --format json` printed it. BadInput where it was changed since."""
    return plan_in(strict_json(path), path.name)


def plan_in(value: object, where: str) -> PrintedPlan:
    """The plan in an object of the shape that JSON gives. BadInput names every fault."""
    top = Place(where, [])
    if not isinstance(value, Mapping):
        raise BadInput([Fault(where, "is not a plan", AFRESH)])
    _refuse_unwritable(value, where)
    plan = _plan(value, top)
    if plan is None:
        raise BadInput(top.faults)
    changed = [Fault(where, one.why, one.mend) for one in seal_faults(plan)]
    if changed:
        raise BadInput(changed)
    return plan


def _refuse_unwritable(value: object, where: str) -> None:
    """Raise BadInput where a record could not hold it: half a character, or lists too deep."""
    waiting = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        below = [*part, *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting += [(one, depth + 1) for one in below]
        halved = isinstance(part, str) and _HALF.search(part)
        if halved or depth > DEEPEST:
            why = "holds half a character" if halved else "has lists within lists too deep"
            raise BadInput([Fault(where, f"{why}, which cannot be written down", "Make the form again.")])


def _plan(value: Mapping[str, Any], place: Place) -> PrintedPlan | None:
    """A printed plan; of its keys only those that a session needs are looked at here."""
    known = {key: one for key, one in value.items() if key in PLAN.keys}
    for name in ("syringes", "sites", "omitted"):
        known[name] = _narrowed(known.get(name), name)
    before = len(place.faults)
    read = place.take(PLAN, known)
    if read is None or len(place.faults) > before:
        return None
    if not read["sites"]:
        place.at("sites").fault("names no site", AFRESH)
        return None
    return PrintedPlan(
        text=value, protocol=read["protocol"], product=read["product"], fingerprint=read["fingerprint"],
        patient=read["patient"], on=read["on"], label=read.get("label"),
        sites=tuple((one["id"], one["units"]) for one in read["sites"]),
        omitted=tuple((one["id"], one["why"]) for one in read["omitted"]),
        total=read["total_units"], per_tenth=read["units_per_0.1_ml"],
        vials=tuple((Fraction(one["units"]), one["count"]) for one in read["vials"]),
        syringe_ml=max((one["volume_ml"] for one in read["syringes"]), default=Fraction(0)),
        dilution_reason=read.get("dilution_reason", ""), checks=read.get("checks", {}),
        findings=read["findings"], allowed=read["allowed"], largest=read.get("largest_dose"),
    )  # fmt: skip


NARROWED = {"syringes": ("volume_ml",), "sites": ("id", "units"), "omitted": ("id", "why")}


def _narrowed(value: object, name: str) -> object:
    """The rows of a list with only the keys that are read here; the rest is compared as a whole."""
    if not isinstance(value, list):
        return value
    return [
        {key: row[key] for key in NARROWED[name] if key in row} if isinstance(row, dict) else row
        for row in value
    ]


@dataclass(frozen=True, slots=True)
class Form:
    """A session file to be filled in by a person."""

    plan: PrintedPlan

    def to_json(self) -> dict[str, Any]:
        """What was planned, and null for everything that only a person can say."""
        plan = self.plan
        return {
            "procerus": VERSION,
            "patient": plan.patient,
            "birth_year": None,
            "at": None,
            "by": {"name": None, "role": None},
            "supervisor": None,
            "authority": {"kind": None, "text": None},
            "consent": {"given": None, "on": None, "how": None},
            "vials": list(self._vials()),
            "given": list(self._given()),
            "differences": [],
            "ticks": [],
            "overrides": [],
            "complications": None,
            "needle": None,
            "note": None,
            "replaces": None,
            "plan_seal": plan.seal,
            "plan": plan.text,
        }

    def _vials(self) -> Iterator[dict[str, Any]]:
        powder = find_product(self.plan.product).form == "powder"
        for units, count in self.plan.vials:
            diluent = as_number(units / (10 * self.plan.per_tenth)) if powder else None
            for _ in range(count):
                yield {
                    "product": None, "lot": None, "expiry": None, "units": as_number(units),
                    "diluent_ml": diluent, "opened": None, "discarded": None,
                }  # fmt: skip

    def _given(self) -> Iterator[dict[str, Any]]:
        """Every planned site, drawn from the vials in their order, as far as each one reaches."""
        left = [units for units, count in self.plan.vials for _ in range(count)]
        number = 0
        for code, units in self.plan.sites:
            while number < len(left) - 1 and left[number] < units:
                number += 1
            left[number] -= units
            yield {"site": str(code), "units": as_number(units), "vial": number + 1}


def form_of(plan: PrintedPlan, folders: Sequence[Path] = ()) -> Form:
    """The form of a plan. BadInput where the plan is not what the packs here come to."""
    protocol = find_protocol(plan.protocol, folders)
    require_signature(protocol, folders)
    faults = list(faults_of(plan, protocol, made_again(plan, protocol, signed(protocol, folders))))
    if faults:
        raise BadInput(faults)
    return Form(plan)
