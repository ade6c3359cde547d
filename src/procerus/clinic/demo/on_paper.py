"""Authorisations in every state that needs somebody, and two letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from procerus.clinic.access.at import At
from procerus.clinic.authorisations.changing import change, make
from procerus.clinic.authorisations.models import Authorisation, Status
from procerus.clinic.demo.practice import Practice, Step
from procerus.clinic.letters.models import LetterKind
from procerus.clinic.letters.writing import keep, made
from procerus.clinic.people.models import Role

PAYER, OTHER_PAYER = "Example Health Plan", "Example Mutual"
ANSWERED_AFTER = timedelta(days=10)


def authorised(practice: Practice) -> Iterator[Step]:
    """Each request, and what the payer said to it."""
    today = practice.today
    for name, payer, asked, answered in (
        ("Gus", PAYER, 300, _approved(today, "EX-20417", 250, -20)),
        ("Kit", PAYER, 290, _approved(today, "EX-20433", 240, 45)),
        ("Ida", OTHER_PAYER, 120, _approved(today, "M-7718", 110, 255)),
        ("Cleo", PAYER, 40, {
            "status": Status.DENIED, "appeal_by": today + timedelta(days=12),
            "denial": "The plan wants the overuse of painkillers to be treated first.",
        }),
        ("Eve", OTHER_PAYER, 9, {}),
        ("Ada", PAYER, 2, None),
    ):  # fmt: skip
        yield from _requested(practice, name, payer, today - timedelta(days=asked), answered)


def _approved(today: date, number: str, begun: int, left: int) -> Mapping[str, Any]:
    """Approved from so many days ago until so many days ahead."""
    return {
        "status": Status.APPROVED, "number": number, "units": 800, "visits": 4,
        "valid_from": today - timedelta(days=begun), "valid_to": today + timedelta(days=left),
    }  # fmt: skip


def _requested(
    practice: Practice, name: str, payer: str, day: date, answered: Mapping[str, Any] | None
) -> Iterator[Step]:
    """A draft; sent on the same day unless the answer is None; answered ten days later if there is one."""
    known, on = practice.people[name], day + ANSWERED_AFTER

    def draft() -> None:
        one = practice.does(Role.COORDINATOR, lambda at: _drafted(at, payer), day, known)
        if answered is not None:
            sent = {"status": Status.SENT}
            practice.does(Role.COORDINATOR, lambda at: _changed(at, one, sent, 1), day, known)

    def answer() -> None:
        one = Authorisation.objects.get(patient=known.patient)
        practice.does(Role.COORDINATOR, lambda at: _changed(at, one, answered or {}, 2), on, known)

    yield Step(day, draft, name)
    if answered:
        yield Step(on, answer, name)


def _drafted(at: At, payer: str) -> Authorisation:
    said = {"payer": payer, "member": f"EX{at.patient.born.replace('-', '')[:6]}", "product": "botox",
            "units": 800, "visits": 4}  # fmt: skip
    one = make(at.patient, said, at.author)
    at.wrote("authorisation.make", authorisation=str(one.pk))
    return one


def _changed(at: At, one: Authorisation, said: Mapping[str, Any], seen: int) -> None:
    kept = change(one, said, "", seen, at.author, at.today)
    assert kept is not None
    at.wrote("authorisation.change", authorisation=str(one.pk), change=kept.pk)


def letters(practice: Practice) -> Iterator[Step]:
    """One to a family doctor, and one to a patient."""
    yield _letter(practice, "Gus", LetterKind.GP, "Dr Example\nExample Surgery\n2 Example Street")
    yield _letter(practice, "Ned", LetterKind.DECISION, "")


def _letter(practice: Practice, name: str, kind: str, to: str) -> Step:
    def write(at: At) -> None:
        content, pdf = made(at, kind, "en", to)
        letter = keep(at, kind, "en", content, pdf)
        at.wrote("letter.written", letter=str(letter.pk), kind=kind)

    known = practice.people[name]
    return Step(practice.today, lambda: practice.does(Role.DOCTOR, write, practice.today, known), name)
