"""`procerus plan`: what the command line says, read strictly, and the session that comes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from procerus.cli.packs import folders
from procerus.cli.people import day_of, read_person
from procerus.cli.plan_words import plan_text
from procerus.cli.reading import refuse_writing_over
from procerus.cli.screen import as_json, put
from procerus.faults import BadInput, Fault
from procerus.injection.attested import Attested
from procerus.injection.dilution import SYRINGE_ML
from procerus.injection.plan import Choices, ChosenDose, plan
from procerus.injection.prepared import Prepared, Terms, prepare
from procerus.packs.products import Place, find_product
from procerus.packs.protocols import find_protocol
from procerus.packs.shape import hidden_in
from procerus.packs.signatures import require_signature, signed
from procerus.pathway.patient import Patient

PLACE = re.compile(r"(?P<muscle>[^:=]+):(?P<side>[^:=]+)=(?P<value>.+)")
NUMBER = re.compile(r"[0-9]{1,6}([.,][0-9]{1,4})?")
TENTHS = 10  # 0.1 mL in a millilitre


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What was typed after `procerus plan PROTOCOL`."""

    product: str
    extra: Sequence[str] = ()
    omit: Sequence[str] = ()
    dose: Sequence[str] = ()
    vials: str | None = None
    dilution: str | None = None
    dilution_reason: str = ""
    syringe: str | None = None
    label: Place | None = None
    patient: Path | None = None
    on: str | None = None
    infection: Sequence[str] = ()
    packs: Sequence[Path] | None = None


def planned(protocol: str, options: PlanOptions) -> Prepared:
    """The session that was asked for. BadInput where anything typed does not fit."""
    homes = folders(options.packs)
    found, product = find_protocol(protocol, homes), find_product(options.product)
    choices = Choices(
        _extras(options.extra), _omissions(options.omit), _doses(options.dose), _strength(options.dilution)
    )
    require_signature(found, homes)
    made = plan(found, product, choices, signed(found, homes))
    person, on = _asked(options)
    terms = Terms(
        _sizes(options.vials), _syringe(options.syringe), options.dilution_reason, options.label,
        tuple(options.infection),
    )  # fmt: skip
    if person is None:
        return prepare(made, terms)
    return prepare(made, terms, person.id, attested(person), on)


def attested(person: Patient) -> Attested:
    """What a patient's file says that a session has to know."""
    return person.attested


def _asked(options: PlanOptions) -> tuple[Patient | None, date | None]:
    """The person and the day of the session: the one given, or that of today's checks."""
    on = day_of(options.on, "--on")
    if options.patient is None:
        if on is not None or options.infection:
            option = "--on" if on is not None else "--infection"
            raise BadInput([Fault(option, "says something of a person, and there is none", "Add --patient.")])
        return None, None
    person = read_person(options.patient)
    day = on or (None if person.today is None else person.today.on)
    if day is None:
        raise BadInput([Fault("--on", "is missing", "Say on which day the session is: --on 2026-11-30.")])
    return person, day


def _extras(given: Sequence[str]) -> dict[tuple[str, str], int]:
    extras: dict[tuple[str, str], int] = {}
    for text in given:
        muscle, side, value = _place("--extra", text, "temporalis:left=2")
        if not (value.isascii() and value.isdigit() and len(value) <= 3):
            why = "is not a whole number of sites, nought or more"
            raise BadInput([Fault("--extra", why, "Write temporalis:left=2.", text)])
        _once("--extra", (muscle, side) in extras, text)
        extras[muscle, side] = int(value)
    return extras


def _doses(given: Sequence[str]) -> dict[tuple[str, str], ChosenDose]:
    doses: dict[tuple[str, str], ChosenDose] = {}
    for text in given:
        muscle, side, value = _place("--dose", text, "biceps-brachii:left=100/4")
        units, _, sites = value.partition("/")
        if not NUMBER.fullmatch(units) or not (sites.isascii() and sites.isdigit() and len(sites) <= 3):
            mend = "Write units and sites, such as biceps-brachii:left=100/4."
            raise BadInput([Fault("--dose", "is not UNITS/SITES", mend, text)])
        _once("--dose", (muscle, side) in doses, text)
        doses[muscle, side] = ChosenDose(_number(units), int(sites))
    return doses


def _omissions(given: Sequence[str]) -> dict[str, str]:
    omit: dict[str, str] = {}
    for text in given:
        site, sign, why = text.partition("=")
        if not sign or not why.strip():
            mend = 'Write frontalis-1-left="ptosis last time".'
            raise BadInput([Fault("--omit", "has no reason", mend, text)])
        if hidden_in(text):
            why = f"holds a character that cannot be seen (U+{ord(hidden_in(text)[0]):04X})"
            raise BadInput([Fault("--omit", why, "Type it again, on one line.", text)])
        _once("--omit", site.strip() in omit, text)
        omit[site.strip()] = why.strip()
    return omit


def _place(option: str, text: str, example: str) -> tuple[str, str, str]:
    found = PLACE.fullmatch(text)
    if found is None:
        raise BadInput([Fault(option, "is not MUSCLE:SIDE=NUMBER", f"Write {example}.", text)])
    return found["muscle"].strip(), found["side"].strip(), found["value"].strip()


def _once(option: str, twice: bool, text: str) -> None:
    if twice:
        raise BadInput([Fault(option, "is given twice", "Give it once.", text)])


def _strength(text: str | None) -> Fraction | None:
    return None if text is None else TENTHS * _above_nought("--dilution", text, "units in 0.1 mL, such as 5")


def _syringe(text: str | None) -> Fraction:
    return SYRINGE_ML if text is None else _above_nought("--syringe", text, "millilitres, such as 1")


def _above_nought(option: str, text: str, example: str) -> Fraction:
    if not NUMBER.fullmatch(text) or not _number(text):
        raise BadInput([Fault(option, "is not a number above nought", f"Give {example}.", text)])
    return _number(text)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _sizes(text: str | None) -> tuple[int, ...]:
    if text is None:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 6 and int(part) for part in parts):
        raise BadInput([Fault("--vials", "is not a list of vial sizes", "Write --vials 200,100.", text)])
    return tuple(int(part) for part in parts)


def put_plan(one: Prepared, format: str, out: Path | None, svg: Path | None) -> None:
    """Write a session as text, JSON or a page, and its head map beside it where one is asked for."""
    if svg is not None:
        _refuse_one_file_for_both(svg, out)
        _write_map(one, svg)
    if format == "json":
        put(as_json(one.to_json()), out)
    elif format == "html":
        from procerus.exchange.pages.plan import plan_page

        put(plan_page(one), out)
    else:
        put(plan_text(one), out)


def _refuse_one_file_for_both(svg: Path, out: Path | None) -> None:
    """Raise BadInput, before either is written, where the plan may not be or the map goes there too."""
    if out is None:
        return
    refuse_writing_over(out)
    if svg.resolve() == out.resolve():
        why = "is the file that --out names too"
        raise BadInput(
            [Fault("--svg", why, "Name two files, one for the map and one for the plan.", str(svg))]
        )


def _write_map(one: Prepared, svg: Path) -> None:
    from procerus.injection.on_the_map import drawn, marks

    if not marks(one):
        why = f"has nothing to show: {one.plan.protocol.id} has no site on the head"
        raise BadInput([Fault("--svg", why, "Leave --svg out.")])
    put(drawn(one), svg)
