"""From what somebody wrote down to a record of a session, or every reason why it cannot be one.

Nothing here reads a clock or writes a file: the same session always comes to the same record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput, Fault
from procerus.injection.billing import claim
from procerus.injection.differences import Changed, acknowledged, changes, site_faults, sites_of
from procerus.injection.judgement import rules_of
from procerus.injection.ledger import free_from
from procerus.injection.overrides import (
    SetAside,
    keyed,
    name_faults,
    open_faults,
    same_person,
    set_aside,
    tick_faults,
)
from procerus.injection.plan import Plan
from procerus.injection.printed_plan import faults_of, made_again, packs_of, seal_faults
from procerus.injection.session_form import Session, Signed
from procerus.injection.site import Code
from procerus.injection.unit_account import VialAccount, accounts, vial_faults
from procerus.injection.units import Units, as_number, in_figures, units_of
from procerus.packs.products import find_product
from procerus.packs.protocols import Protocol, find_protocol
from procerus.packs.signatures import require_signature, signed

FIRST_BIRTH_YEAR = 1900  # nobody born before is alive: an earlier year is a slip of the pen


@dataclass(frozen=True, slots=True)
class GivenDose:
    """One site as it was given."""

    code: Code
    units: Units
    vial: int


@dataclass(frozen=True, slots=True)
class Record:
    """A session that is sound: what was given, from which vials, and who answers for what."""

    session: Session
    plan: Plan
    day: date
    doses: tuple[GivenDose, ...]
    differences: tuple[Changed, ...]
    vials: tuple[VialAccount, ...]
    set_aside: tuple[SetAside, ...]
    next_day: date
    packs: str  # the fingerprint of the packs here today

    @property
    def total(self) -> Units:
        """The units given."""
        return units_of(self.plan.product.toxin.id).total(one.units for one in self.doses)

    @property
    def discarded(self) -> Fraction:
        """The units thrown away."""
        return sum((one.discarded for one in self.vials), Fraction(0))

    @property
    def awaits(self) -> date | None:
        """By when a countersignature is awaited; None where none is."""
        return min((one.awaits for one in self.set_aside if one.awaits), default=None)

    def billing(self) -> list[dict[str, Any]]:
        """The lines of a US claim: units given, and units discarded with JW, or JZ where none are."""
        return claim(self.plan.product.toxin, self.total.amount, self.discarded)

    def dose_line(self) -> dict[str, Any]:
        """The line that a patient file's `toxin` list has for this session."""
        return {
            "date": self.day.isoformat(),
            "product": self.plan.product.id,
            "indication": self.plan.protocol.indication,
            "units": as_number(self.total.amount),
        }

    def to_json(self) -> dict[str, Any]:
        """What follows from the session, beside the session itself."""
        awaits = self.awaits
        return {
            "day": self.day.isoformat(),
            "sites": len(self.doses),
            "total_units": as_number(self.total.amount),
            "discarded_units": as_number(self.discarded),
            "differences": [_difference(one) for one in self.differences],
            "vials": [_vial(one) for one in self.vials],
            "billing": self.billing(),
            "set_aside": [{"code": one.key, "says": one.in_words} for one in self.set_aside],
            "awaits_countersignature_by": None if awaits is None else awaits.isoformat(),
            "next_day": self.next_day.isoformat(),
            "toxin": self.dose_line(),
        }


def recorded(session: Session, folders: Sequence[Path] = ()) -> Record:
    """The record of a session. BadInput lists everything that keeps it from being one.

    `folders` are where the clinic's own protocols are looked for.
    """
    protocol, product = find_protocol(session.plan.protocol, folders), find_product(session.plan.product)
    require_signature(protocol, folders)
    made = made_again(session.plan, protocol, signed(protocol, folders))
    findings = keyed(session.plan.findings)
    faults = [*_plan_faults(session, protocol, made), *_birth_faults(session, protocol)]
    faults += [*_people_faults(session), *_day_faults(session)]
    faults += open_faults(session.plan.findings)
    faults += tick_faults(findings, session.ticks)
    aside = set_aside(findings, session, faults)
    faults += site_faults(session.plan, protocol, session.given)
    given = sites_of(session.given)
    differences = acknowledged(tuple(changes(session.plan, given)), session.differences, faults)
    faults += vial_faults(session, product)
    faults += _dose_faults(session, sum(given.values(), Fraction(0)))
    if faults or session.day is None:
        raise BadInput(faults)
    unit, interval = units_of(product.toxin.id), rules_of(made, session.plan.label).interval
    doses = tuple(
        GivenDose(code, unit(units), one.vial or 0)
        for one, (code, units) in zip(session.given, given.items(), strict=True)
    )
    next_day, packs = free_from(session.day, interval), packs_of(made)
    return Record(session, made, session.day, doses, differences, accounts(session), aside, next_day, packs)


def _plan_faults(session: Session, protocol: Protocol, made: Plan) -> Iterator[Fault]:
    if session.plan.seal != session.plan_seal:
        mend = "Make the session's form again from the plan as it was printed."
        yield Fault("plan", "was changed after the form was made", mend)
    else:
        yield from seal_faults(session.plan)
    yield from faults_of(session.plan, protocol, made, correction=session.replaces is not None)
    if session.patient != session.plan.patient:
        yield Fault(
            "patient", f"is not the plan's, '{session.plan.patient}'", "Whose is it?", session.patient
        )


def _birth_faults(session: Session, protocol: Protocol) -> Iterator[Fault]:
    """A year in which nobody here was born, or one that the plan did not know of: too young for it."""
    year, on = session.birth_year, session.day or session.plan.on
    if year is None:
        mend = "Ask the person, and write the year: the right person then lies there."
        yield Fault("birth_year", "is missing", mend)
        return
    if not FIRST_BIRTH_YEAR <= year <= on.year:
        why = f"is not between {FIRST_BIRTH_YEAR} and {on.year}"
        yield Fault("birth_year", why, "Check the year.", str(year))
        return
    least, age = protocol.number("adult_age"), PartialDate.of(str(year)).years_before(on).high
    judged = any(one.code == "under-age" for one in session.plan.findings)
    if least is not None and age is not None and age < least and not judged:
        why = f"makes the person younger than {least}, and the plan does not know of it"
        yield Fault("birth_year", why, "Plan again with the person's date of birth.", str(year))


def _people_faults(session: Session) -> Iterator[Fault]:
    if session.by is None:
        yield Fault("by", "is missing", "Say who injected: name and role.")
    else:
        yield from _signed_faults("by", session.by)
    if session.supervisor is not None:
        yield from _supervisor_faults(session.supervisor, session.by)
    authority = session.authority
    if authority is None or authority.kind is None:
        mend = "Say what allowed it: prescriber, prescription, PSD or PGD."
        yield Fault("authority", "is missing", mend)
    elif authority.kind != "prescriber" and authority.text is None:
        yield Fault("authority.text", "is missing", f"Say which {authority.kind}.")
    if session.complications is None:
        mend = "Write what happened at once; [] says that it was asked and there was nothing."
        yield Fault("complications", "were not asked for", mend)
    yield from _replaced_faults(session)


def _signed_faults(where: str, one: Signed) -> Iterator[Fault]:
    if one.name is None:
        yield Fault(f"{where}.name", "is missing", "Write the name.")
    else:
        yield from name_faults(f"{where}.name", one.name)
    if one.role is None:
        yield Fault(f"{where}.role", "is missing", "Write the role, such as nurse or neurologist.")


def _supervisor_faults(supervisor: Signed, by: Signed | None) -> Iterator[Fault]:
    yield from _signed_faults("supervisor", supervisor)
    if by is not None and by.name and supervisor.name and same_person(supervisor.name, by.name):
        why = "is the person who injects, and a supervisor is somebody else"
        mend = "Name another person, or write null where nobody supervised."
        yield Fault("supervisor.name", why, mend, supervisor.name)


def _replaced_faults(session: Session) -> Iterator[Fault]:
    if session.replaces is None:
        return
    if session.replaces.record is None:
        yield Fault("replaces.record", "is missing", "Name the record that this one corrects.")
    if session.replaces.why is None:
        yield Fault("replaces.why", "is missing", "Say why it is corrected.")


def _day_faults(session: Session) -> Iterator[Fault]:
    day, planned = session.day, session.plan.on
    if day is None:
        yield Fault("at", "is missing", "Write when, with the time zone: 2026-11-01T09:30+00:00.")
    elif day != planned:
        why = f"is not the day of the plan, {in_words(planned)}"
        yield Fault("at", why, "What was asked holds for that day only: plan again.", in_words(day))
    consent = session.consent
    if consent is None or consent.given is not Answer.YES:
        yield Fault("consent", "is not there", "Nobody is injected without it: say given, on and how.")
        return
    if consent.how is None:
        yield Fault("consent.how", "is missing", "Say how, such as signed form or spoken.")
    if consent.on is None:
        yield Fault("consent.on", "is missing", "Say on which day.")
    elif consent.on > (day or planned):
        yield Fault("consent.on", "is after the session", "Check the date.", in_words(consent.on))


def _dose_faults(session: Session, total: Fraction) -> Iterator[Fault]:
    """More than was planned was never judged: it has to fit beneath the largest dose of the day."""
    plan = session.plan
    aside = any(one.code == "ceiling" and one.severity == "stop" for one in plan.findings)
    if aside or total <= plan.total:
        return
    if plan.largest is None or total > plan.largest:
        most = "no dose that is known to fit" if plan.largest is None else f"{in_figures(plan.largest)} U"
        why = (
            f"is more than the {in_figures(plan.total)} U planned, and on this day there was room for {most}"
        )
        yield Fault("given", why, "Plan again for this dose.", f"{in_figures(total)} U")


def _difference(one: Changed) -> dict[str, Any]:
    return {
        "site": str(one.code),
        "change": one.change,
        "planned": None if one.planned is None else as_number(one.planned),
        "given": None if one.given is None else as_number(one.given),
        "why": one.why,
    }


def _vial(one: VialAccount) -> dict[str, Any]:
    return {
        "vial": one.number,
        "lot": one.lot,
        "expiry": one.expiry,
        "units": as_number(one.units),
        "given": as_number(one.given),
        "discarded": as_number(one.discarded),
    }
