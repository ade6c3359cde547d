"""How the patients came to the clinic, when they come next, and who else looked at a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from procerus.clinic.access.at import At
from procerus.clinic.appointments.models import Purpose
from procerus.clinic.demo.people import FAMILY, MadeUp
from procerus.clinic.demo.practice import Known, Practice, Step
from procerus.clinic.demo.treated import book
from procerus.clinic.diaries.models import Source
from procerus.clinic.people.glass import break_glass
from procerus.clinic.people.inviting import invite
from procerus.clinic.people.merging import merge
from procerus.clinic.people.models import Patient, Role
from procerus.clinic.people.registering import register
from procerus.clinic.record.from_file import enter_file

FIRST_NUMBER = 1041
TODAY = (
    ("Ada", Purpose.ASSESSMENT), ("Ben", Purpose.ASSESSMENT), ("Cleo", Purpose.REVIEW),
    ("Eve", Purpose.INJECTION), ("Gus", Purpose.INJECTION), ("Fay", Purpose.REVIEW),
    ("Kit", Purpose.INJECTION), ("Dan", Purpose.INJECTION), ("Lea", Purpose.REVIEW),
    ("Ola", Purpose.ASSESSMENT), ("Pia", Purpose.ASSESSMENT), ("Quin", Purpose.ASSESSMENT),
    ("Ray", Purpose.ASSESSMENT), ("Ada 2", Purpose.ASSESSMENT),
)  # fmt: skip
LATER = (
    (1, "Sue", Purpose.ASSESSMENT), (1, "Tom", Purpose.ASSESSMENT), (2, "Una", Purpose.ASSESSMENT),
    (3, "Vic", Purpose.ASSESSMENT), (21, "Ida", Purpose.INJECTION), (62, "Lea", Purpose.INJECTION),
    (77, "Ned", Purpose.REVIEW),
)  # fmt: skip
"""Days ahead. Hal, Jan and Mia are overdue and have none; Wim and Zoe are new."""


def registered(practice: Practice, one: MadeUp, number: int) -> Step:
    """The first contact: who they are, and what they said of the years before."""
    day = one.first_day
    name = one.given if one.given not in practice.people else f"{one.given} 2"
    said = {
        "given": one.given, "family": FAMILY, "born": one.born, "sex": one.sex,
        "number": str(FIRST_NUMBER + number),
    }  # fmt: skip
    patient = register(practice.clinic, said)
    practice.people[name] = Known(one, patient)
    first = {
        key: value
        for key, value in one.file.items()
        if key in ("history", "preventives", "medicines", "conditions")
    }

    def act(at: At) -> None:
        enter_file(patient, first | {"toxin": []}, at.author, Source.PHONE)
        at.wrote("people.registered", patient, alike=[])

    return Step(day, lambda: practice.does(Role.NURSE, act, day, practice.people[name]), name)


def up_to_date(practice: Practice, name: str) -> Step:
    """Everything until yesterday, and what was asked today."""
    known = practice.people[name]
    last = {key: known.made_up.file[key] for key in ("today", "scores") if known.made_up.file.get(key)}

    def act(at: At) -> None:
        enter_file(at.patient, last, at.author, Source.PHONE)
        at.wrote("records.add")

    return Step(practice.today, lambda: practice.does(Role.NURSE, act, practice.today, known), name)


def booked(practice: Practice) -> Iterator[Step]:
    """Who comes today, and who later."""
    today = practice.today
    for place, (name, purpose) in enumerate(TODAY):
        yield _booked(practice, name, today, place, purpose)
    for place, (ahead, name, purpose) in enumerate(LATER):
        yield _booked(practice, name, today + timedelta(days=ahead), place, purpose)


def _booked(practice: Practice, name: str, day: date, place: int, purpose: str) -> Step:
    when, known = practice.time_of(day, place), practice.people[name]

    def act() -> None:
        practice.does(Role.COORDINATOR, lambda at: book(at, when, purpose), practice.today, known)

    return Step(practice.today, act, name)


def also(practice: Practice, elsewhere: Practice) -> Iterator[Step]:
    """Somebody registered twice, a log-in that nobody has fetched, and an emergency at another clinic."""
    today, people = practice.today, practice.people
    tom, wim = people["Tom"], people["Wim"]
    yield Step(today, lambda: _registered_twice(practice, tom), "Tom")
    yield Step(today, lambda: practice.does(Role.NURSE, _invited, today, wim), "Wim")
    ada = people["Ada"].patient
    yield Step(today, lambda: elsewhere.does(Role.DOCTOR, lambda at: _glass(at, ada), today), "Ada")


def _registered_twice(practice: Practice, kept: Known) -> None:
    one = kept.made_up
    said = {"given": "Thomas", "family": FAMILY, "born": one.born, "sex": one.sex, "number": "2017-0388"}
    twin = register(practice.clinic, said)

    def both(at: At) -> None:
        why = "Same birth date and address; the old number is of the referral."
        event, about = merge(at.patient, twin, at.clinic, why, at.account, at.role)
        for each in about:
            at.wrote("people.merged", each, merge=str(event.pk), reason=event.reason)

    practice.does(Role.COORDINATOR, both, practice.today, kept)


def _invited(at: At) -> None:
    invitation, _code = invite(at.patient, Role.PATIENT, at.clinic, at.account)
    at.wrote("people.invited", invitation=str(invitation.pk), as_a=str(Role.PATIENT))


def _glass(at: At, patient: Patient) -> None:
    reason = "Brought in with a sudden severe headache; medicines and last treatment needed."
    glass = break_glass(patient, at.clinic, reason, at.account)
    at.wrote("glass.broken", patient, glass=str(glass.pk), reason=glass.reason)
