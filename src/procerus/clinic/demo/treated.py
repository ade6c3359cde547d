"""What happened to the patients on a course: the decision to start, the sessions, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from procerus.clinic.access.at import At
from procerus.clinic.appointments import changing
from procerus.clinic.appointments.models import Appointment, Purpose
from procerus.clinic.decisions.forms import DecisionForm
from procerus.clinic.decisions.inquiry import inquiry
from procerus.clinic.decisions.models import Choice, Decision
from procerus.clinic.decisions.recording import record
from procerus.clinic.demo.given import AS_USUAL, Given, inject
from procerus.clinic.demo.people import ON_A_COURSE
from procerus.clinic.demo.practice import Known, Practice, Step
from procerus.clinic.people.models import Role
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.records.events import asked_after, sessions_of
from procerus.packs.adverse_events import Prompt, adverse_events

START, CONTINUE = "start", "continue"
MORE = {("temporalis", "left"): "1", ("temporalis", "right"): "1"}
OTHERWISE: Mapping[tuple[str, int], Given] = {
    ("Eve", 2): Given((200,), extra=MORE),
    ("Gus", 3): Given((200,), extra=MORE),
    ("Kit", 2): Given(
        (100, 50), Role.NURSE, omit={"procerus-1-midline": "A mole there was removed a week ago."}
    ),
    ("Ida", 3): Given((100, 100), Role.NURSE),
    ("Hal", 3): Given(by=Role.NURSE),
    ("Mia", 2): Given(by=Role.NURSE),
    ("Lea", 1): Given((100, 100)),
}
"""Sessions that were not quite as the protocol has them."""
BEFORE_TODAY = timedelta(days=7)


def treated(practice: Practice, known: Known) -> Iterator[Step]:
    """The course of one patient, as far as it has come."""
    name = known.made_up.given
    for number, day in enumerate(known.made_up.sessions, start=1):
        how = OTHERWISE.get((name, number), AS_USUAL)
        if number == 1:
            yield _step(practice, known, day, _starts)
        if number == 3:
            yield _step(practice, known, day, _goes_on)
        yield from _comes(practice, known, day, how)


def decided(practice: Practice) -> Iterator[Step]:
    """Decisions without a session on that day: about those who wait, go on otherwise, or stop."""
    today, people = practice.today, practice.people
    week_ago, soon = today - BEFORE_TODAY, today + timedelta(days=84)
    for name, question, said in (
        ("Ada", START, {"choice": Choice.START, "reason": "Talked through twice; she wants to begin."}),
        ("Cleo", START, {
            "choice": Choice.WAIT, "review_on": soon,
            "reason": "First the painkillers are withdrawn; then the diary is looked at again.",
        }),
        ("Dan", START, {
            "choice": Choice.START,
            "reason": "Asthma and a slow pulse: two of the usual preventives are not open to him. Agreed with"
            " a second neurologist.",
        }),
        ("Jan", CONTINUE, {
            "choice": Choice.CONTINUE,
            "reason": "Fewer severe days by his own account; one more session, then looked at again.",
        }),
        ("Ned", CONTINUE, {
            "choice": Choice.STOP, "stop_reason": "no_response", "stopped_on": week_ago, "review_on": soon,
            "reason": "Two sessions brought too little. A tablet is tried; he comes back in twelve weeks.",
        }),
    ):  # fmt: skip
        yield _asked(practice, people[name], week_ago, question, said)
    yield _fay_stops(practice, people["Fay"])


def _fay_stops(practice: Practice, fay: Known) -> Step:
    """She stopped because she was well, and is looked at again today."""
    (stop,) = fay.made_up.file["stops"]
    said = {
        "choice": Choice.STOP, "stop_reason": stop["reason"], "stopped_on": stop["date"],
        "review_on": practice.today,
        "reason": "Few headache days for three months; she wants to try without.",
    }  # fmt: skip
    return _asked(practice, fay, date.fromisoformat(stop["date"]), CONTINUE, said)


def _asked(practice: Practice, known: Known, day: date, question: str, said: Mapping[str, Any]) -> Step:
    def act() -> None:
        practice.does(Role.DOCTOR, lambda at: decide(at, question, said), day, known)

    return Step(day, act, known.made_up.given)


def _step(practice: Practice, known: Known, day: date, act: Any) -> Step:
    return Step(day, lambda: practice.does(Role.DOCTOR, act, day, known), known.made_up.given)


def _starts(at: At) -> None:
    decide(at, START, {"choice": Choice.START, "reason": "Three preventives brought too little."})


def _goes_on(at: At) -> None:
    decide(at, CONTINUE, {"choice": Choice.CONTINUE, "reason": "Better by the diary, and wants to go on."})


def decide(at: At, question: str, said: Mapping[str, Any]) -> Decision:
    """Record a decision as the form does. AssertionError where the form would not have taken it."""
    asked = inquiry(at, {"question": question})
    form = DecisionForm(asked, at.today, {key: str(value) for key, value in said.items()})
    assert form.is_valid(), f"{at.patient}: {form.errors.as_json()}"
    return record(at, asked, form.chosen)


def _comes(practice: Practice, known: Known, day: date, how: Given) -> Iterator[Step]:
    """The appointment, the session that was given at it, and the questions a week and three weeks later."""
    name = known.made_up.given
    place = 1 + [*ON_A_COURSE, "Eve", "Fay"].index(name)
    booked = practice.time_of(day, place)

    def come() -> None:
        practice.does(Role.COORDINATOR, lambda at: book(at, booked, Purpose.INJECTION), day, known)

    def injected() -> None:
        practice.does(how.by, lambda at: inject(at, how), day, known, place)

    yield Step(day, come, name)
    yield Step(day, injected, name, place)
    for prompt in adverse_events().prompts:
        yield from _asked_after(practice, known, day, prompt)


def _asked_after(practice: Practice, known: Known, session: date, prompt: Prompt) -> Iterator[Step]:
    """How they have been since; Lea has not been asked the second time."""
    name, day = known.made_up.given, session + timedelta(days=prompt.day.value)
    if day >= practice.today or (name, prompt.id) == ("Lea", adverse_events().prompts[-1].id):
        return

    def ask(at: At) -> None:
        (one,) = (one for one in sessions_of(at.patient).values() if one.day == session)
        made = enter(at.patient, Kind.ASKED, asked_after(one, prompt.id), at.author, at.today.isoformat())
        at.wrote("records.prompt", entry=str(made.pk), prompt=prompt.id)

    yield Step(day, lambda: practice.does(Role.NURSE, ask, day, known), name)


def book(at: At, when: Any, purpose: str) -> Appointment:
    """Make an appointment as its page does."""
    made = changing.make(at.patient, at.clinic, when, purpose, at.author)
    at.wrote("appointment.make", appointment=str(made.pk))
    return made
