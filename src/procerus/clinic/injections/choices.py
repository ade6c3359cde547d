"""From what was typed to what the heart plans with. Whatever cannot be read is a sentence at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from procerus.clinic.injections.filled import Filled, Place
from procerus.criteria.bounds import Answer
from procerus.faults import BadInput, Fault
from procerus.injection.attested import Today
from procerus.injection.dilution import TENTH
from procerus.injection.plan import Choices, ChosenDose
from procerus.injection.site import Code
from procerus.packs.checks import IDS

NUMBER = re.compile(r"[0-9]{1,5}([.,][0-9]{1,4})?", re.ASCII)
WHOLE = re.compile(r"[0-9]{1,2}", re.ASCII)
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
NONE_APPLY = "1"


def choices_of(filled: Filled) -> Choices:
    """The choices beside the protocol's own sites. BadInput names every field that cannot be read."""
    faults: list[Fault] = []
    extra = {place: _whole(text, f"extra.{':'.join(place)}", faults) for place, text in filled.extra.items()}
    doses = dict(_doses(filled, faults))
    strength = None
    if filled.dilution:
        strength = number(filled.dilution, "dilution", faults) / TENTH or None
    if faults:
        raise BadInput(faults)
    some = {place: count for place, count in extra.items() if count}
    return Choices(some, filled.omit, doses, strength)


def _doses(filled: Filled, faults: list[Fault]) -> list[tuple[Place, ChosenDose]]:
    found = []
    for place in dict.fromkeys([*filled.units, *filled.sites]):
        units, sites = filled.units.get(place, ""), filled.sites.get(place, "")
        where = f"units.{':'.join(place)}"
        if not units or not sites:
            faults.append(
                Fault(where, _("has units or sites alone"), _("A dose is units in a number of sites."))
            )
            continue
        found.append((place, ChosenDose(number(units, where, faults), _whole(sites, where, faults))))
    return found


def number(text: str, where: str, faults: list[Fault]) -> Fraction:
    """An exact number; nought, with a fault, where the text is none."""
    if NUMBER.fullmatch(text):
        return Fraction(text.replace(",", "."))
    faults.append(Fault(where, _("is not a number"), _("Write it in figures, such as 5 or 2.5."), text))
    return Fraction(0)


def _whole(text: str, where: str, faults: list[Fault]) -> int:
    if WHOLE.fullmatch(text):
        return int(text)
    faults.append(Fault(where, _("is not a whole number"), _("Write it in figures, such as 2."), text))
    return 0


def asked_of(filled: Filled, on: date) -> Today:
    """What was asked on the day. "None apply" answers every check that has no answer of its own with no."""
    rest = Answer.NO if filled.none_apply == NONE_APPLY else Answer.UNKNOWN
    said = {name: _answer(filled.check.get(name, ""), rest) for name in IDS}
    inr = Decimal(filled.inr.replace(",", ".")) if NUMBER.fullmatch(filled.inr) else None
    return Today(on=on, inr=inr or None, **said)


def _answer(text: str, rest: Answer) -> Answer:
    return {"yes": Answer.YES, "no": Answer.NO}.get(text, rest)


def given_of(filled: Filled, planned: Mapping[Code, Fraction], faults: list[Fault]) -> dict[Code, Fraction]:
    """The units that each planned site got: as planned where nothing else was typed; nought is not given."""
    given: dict[Code, Fraction] = {}
    for code, units in planned.items():
        typed = filled.given.get(str(code))
        amount = units if typed is None else number(typed, f"given.{code}", faults)
        if amount:
            given[code] = amount
    return given


def moment(day: date, clock: str, now: datetime) -> datetime | None:
    """A time of the clinic's clock on a day, with its offset; None where it is none."""
    if not CLOCK.fullmatch(clock):
        return None
    return datetime.combine(day, time.fromisoformat(clock), now.tzinfo)
