"""The list of a day on paper: what a clinic needs to go on when no computer works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from procerus.clinic.appointments.due import nexts
from procerus.clinic.appointments.models import Appointment, NextSession, State
from procerus.clinic.appointments.reading import on_day
from procerus.clinic.appointments.standing import due_of
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.reading import live
from procerus.clinic.look.templatetags.look import day as day_in_words
from procerus.clinic.look.wording import units, worded
from procerus.clinic.people.merging import PERSON, numbers_of
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.record.assembled import documents, person
from procerus.clinic.today.listed import persons_of
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.injection.attested import Injection
from procerus.injection.judgement import judge
from procerus.injection.plan import Plan, plan
from procerus.packs.products import PLACES, find_product, products
from procerus.packs.protocols import find_protocol
from procerus.pathway import patient as heart

NOT_ASKED = "not-asked"
"""The code of findings that say that nobody asked; on paper they are one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment on paper."""

    patient: Patient
    time: str
    name: str
    born: str
    number: str
    purpose: str
    last: str
    next_day: str
    findings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """What the typesetter sets."""
        names = ("time", "name", "born", "number", "purpose", "last", "next_day", "findings")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Paper:
    """The list of a day as it was at a moment."""

    clinic: str
    day: date
    printed: datetime
    lines: tuple[Line, ...]

    @property
    def words(self) -> dict[str, str]:
        """The words of the sheet, in the language of whoever prints it."""
        said = {"day": day_in_words(self.day), "at": f"{self.printed:%H:%M}"}
        printed = said | {"on": day_in_words(self.printed.date())}
        return {
            "title": _("Appointments of %(day)s") % said,
            "printed": _("Printed on %(on)s at %(at)s. What happened later is not on it.") % printed,
            "none": _("No appointment is made for this day."),
            "born": _("born"),
            "last": _("Last session"),
            "next": _("Next one"),
            "findings": _("To look at"),
            "write": _("Write here, and enter it later"),
            "shred": _("This sheet names patients: destroy it once everything is entered."),
        }

    def to_json(self) -> dict[str, Any]:
        """What the typesetter sets."""
        lines = [one.to_json() for one in self.lines]
        return {"clinic": self.clinic, "words": self.words, "lines": lines}


def paper_of(clinic: Clinic, day: date, now: datetime) -> Paper:
    """The list of a day on paper, without cancelled appointments."""
    zone = ZoneInfo(clinic.timezone)
    booked = [one for one in on_day(clinic, day) if one.state != State.CANCELLED]
    patients = persons_of(booked)
    lines = tuple(_lines(booked, patients, clinic, day)) if booked else ()
    return Paper(clinic.name, day, now.astimezone(zone), lines)


def _lines(
    booked: Sequence[Appointment], patients: Sequence[Patient], clinic: Clinic, day: date
) -> Iterator[Line]:
    zone, ids = ZoneInfo(clinic.timezone), [one.pk for one in patients]
    numbers, sessions, files = numbers_of(clinic, ids), nexts(patients, clinic), documents(patients)
    recorded, planned = _last_recorded(ids), _plan(clinic)
    for one in booked:
        who = one.patient.person
        stands = sessions[who.pk]
        known = person(who, files[who.pk])
        yield Line(
            who, f"{one.at.astimezone(zone):%H:%M}", f"{who.family}, {who.given}",
            day_in_words(who.born) or _("not known"), numbers.get(who.pk, ""),
            str(one.get_purpose_display()), _last(stands, known, recorded.get(who.pk)),
            due_of(stands, day).in_full, tuple(_findings(planned, known, clinic, day)),
        )  # fmt: skip


def _last_recorded(patients: Sequence[UUID]) -> dict[UUID, Session]:
    rows = live(patients).select_related(None).annotate(person=PERSON)
    return {one.person: one for one in rows.only("day", "product", "follows")}


def _last(stands: NextSession, known: heart.Patient, recorded: Session | None) -> str:
    """Date, product, units, sites: as much of it as is known."""
    if not stands.had_any:
        return _("none known")
    if recorded is not None and recorded.day.isoformat() == stands.last:
        return _("%(day)s: %(product)s, %(units)s U in %(sites)s sites") % {
            "day": day_in_words(recorded.day), "product": _title(recorded.product),
            "units": recorded.follows.get("total_units", "?"), "sites": recorded.follows.get("sites", "?"),
        }  # fmt: skip
    said = [day_in_words(stands.last) or _("day not known"), _title(stands.product) or _("product not known")]
    units = next((_units(one) for one in reversed(known.doses) if _is_last(one, stands)), "")
    return ", ".join([*said, units] if units else said)


def _is_last(one: Injection, stands: NextSession) -> bool:
    same_day = bool(stands.last) and one.date == PartialDate.of(stands.last)
    return same_day and (one.product or "") == stands.product


def _units(one: Injection) -> str:
    return "" if one.units is None else units(Fraction(one.units))


def _title(product: str) -> str:
    return products()[product].title if product in products() else product


def _plan(clinic: Clinic) -> Plan | None:
    """What the clinic gives as a rule; None where its protocol cannot be planned as it stands."""
    try:
        return plan(find_protocol(clinic.protocol), find_product(clinic.product))
    except BadInput:
        return None


def _findings(planned: Plan | None, known: heart.Patient, clinic: Clinic, day: date) -> Iterator[str]:
    if planned is None:
        yield _("Findings could not be computed: the clinic's protocol needs a signature.")
        return
    label = next((one for one in PLACES if one == clinic.label), None)
    words = {"stop": _("Stop"), "caution": _("Caution")}
    found = [one for one in judge(planned, known.attested, day, label).findings if one.severity in words]
    yield from (f"{words[one.severity]}: {worded(one.text)}" for one in found if one.code != NOT_ASKED)
    if any(one.code == NOT_ASKED for one in found):
        yield _("The questions of the day are not all asked yet: ask them before anything is given.")
