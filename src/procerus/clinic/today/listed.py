"""The list of a day: for each appointment what has to be known before the patient comes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from procerus.clinic.appointments.due import nexts, number_overdue
from procerus.clinic.appointments.models import Appointment, State
from procerus.clinic.appointments.reading import on_day
from procerus.clinic.appointments.standing import Due, due_of
from procerus.clinic.authorisations.reading import alerts
from procerus.clinic.look.templatetags.look import day as day_in_words
from procerus.clinic.people.look_alikes import Who, why_alike
from procerus.clinic.people.merging import numbers_of
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.records.reading import open_questions
from procerus.clinic.summaries.summary import summaries_of
from procerus.clinic.today.diary_days import DAYS, answered_days
from procerus.clinic.today.expiring import Expiring, expiring
from procerus.diary.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment of the day."""

    appointment: Appointment
    patient: Patient
    number: str
    age: tuple[int | None, int | None] | None
    answered: int
    decision: Mapping[str, Any]
    due: Due
    questions: int
    alerts: tuple[str, ...]

    @property
    def asked(self) -> str:
        """The question that was asked of the policy."""
        question = str(self.decision["question"])
        words = {"start": _("start"), "continue": _("continue"), "restart": _("restart")}
        return words.get(question, question)

    @property
    def depends(self) -> bool:
        """Whether another reading of the guidance answers otherwise, as the patient's page says first."""
        return not self.decision["same_under_all_readings"]

    @property
    def what_decides(self) -> str:
        """Which days or facts decide an answer that cannot be told yet."""
        settled = self.decision.get("settled_by")
        return str(settled["text"]) if settled else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of a day, and what the head of it counts."""

    day: date
    rows: tuple[Row, ...]
    overdue: int
    expiring: int
    expired: int

    @property
    def booked(self) -> int:
        """Appointments that were not cancelled."""
        return sum(row.appointment.state != State.CANCELLED for row in self.rows)


def listed(clinic: Clinic, day: date, today: date) -> Listed:
    """The list of a day. Answers and diaries are as of today; in a constant number of queries."""
    booked = list(on_day(clinic, day))
    patients = persons_of(booked)
    vials = expiring(clinic, today)
    return Listed(
        day, tuple(_rows(booked, patients, clinic, today, vials)), number_overdue(clinic, today),
        sum(not one.is_over(today) for one in vials), sum(one.is_over(today) for one in vials),
    )  # fmt: skip


def _rows(
    booked: list[Appointment], patients: list[Patient], clinic: Clinic, today: date, vials: list[Expiring]
) -> Iterator[Row]:
    if not booked:
        return
    ids = [one.pk for one in patients]
    numbers = numbers_of(clinic, ids)
    summaries = summaries_of(patients, clinic, today, only=("decision", "answered"))
    answered = answered_of(summaries, today)
    sessions, questions, authorised = nexts(patients, clinic), open_questions(ids), alerts(clinic, ids, today)
    alike = _alike(patients, numbers)
    for one in booked:
        who = one.patient.person
        warned = [
            *alike.get(who.pk, ()),
            *_vials(who.pk, vials, today),
            *authorised.get(who.pk, ()),
            *_missing(who),
        ]
        yield Row(
            one, who, numbers.get(who.pk, ""), age_of(who, today), answered[who.pk],
            summaries[who.pk]["decision"], due_of(sessions[who.pk], today), questions.get(who.pk, 0),
            tuple(warned),
        )  # fmt: skip


def persons_of(booked: Iterable[Appointment]) -> list[Patient]:
    """Who comes, each once, by the registration that is kept."""
    return list({one.patient.person.pk: one.patient.person for one in booked}.values())


def answered_of(summaries: Mapping[UUID, Mapping[str, Any]], today: date) -> dict[UUID, int]:
    """Of the latest 30 days those that a diary answers: by the summary, or counted where it is silent."""
    told = {pk: one["answered"] for pk, one in summaries.items() if one.get("answered")}
    found = {pk: int(one["answered"]) for pk, one in told.items() if one["days"] == DAYS}
    untold = [pk for pk in summaries if pk not in found]
    return found | answered_days(untold, today) if untold else found


def age_of(patient: Patient, on: date) -> tuple[int | None, int | None] | None:
    """Between which whole years of age the patient is; None where no year of birth is known."""
    if not patient.born:
        return None
    years = PartialDate.of(patient.born).years_before(on)
    return years.low, years.high


def _alike(patients: list[Patient], numbers: Mapping[UUID, str]) -> dict[UUID, list[str]]:
    """Who of the day is easily taken for somebody else of the same day: said at both."""
    found: dict[UUID, list[str]] = {}
    named = [(one, Who.of(one)) for one in patients]
    for (one, who), (other, twin) in combinations(named, 2):
        if why := why_alike(who, twin):
            for whose, whom in ((one, other), (other, one)):
                said = {"other": whom, "number": numbers.get(whom.pk, "?"), "why": why}
                text = _("Not %(other)s (#%(number)s) of the same day: %(why)s.")
                found.setdefault(whose.pk, []).append(text % said)
    return found


def _vials(patient: UUID, vials: list[Expiring], today: date) -> Iterator[str]:
    for one in vials:
        if one.patient == patient:
            text = _("Own vial, lot %(lot)s: expired on %(day)s.")
            if not one.is_over(today):
                text = _("Own vial, lot %(lot)s: may be used until %(day)s.")
            yield text % {"lot": one.lot, "day": day_in_words(one.until)}


def _missing(patient: Patient) -> Iterator[str]:
    if not patient.born:
        yield _("Birth date not known.")
    elif PartialDate.of(patient.born).day is None:
        yield _("Birth date known in part only.")
