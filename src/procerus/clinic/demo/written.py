"""What was entered by hand: scores, adverse events, a questionnaire that cannot wait, notes, a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from procerus.clinic.access.at import At
from procerus.clinic.demo.practice import Practice, Step
from procerus.clinic.people.models import Role
from procerus.clinic.record.models import Kind
from procerus.clinic.records import questionnaires, writing
from procerus.clinic.records.questionnaires import Filled
from procerus.packs.instruments import find_instrument

PHQ = (1, 2, 2, 1, 1, 2, 1, 0, 1)
"""The answers by question; the last one cannot wait."""
BEFORE_AND_AFTER: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    "Gus": (("hit-6", 68, 58), ("midas", 74, 31)),
    "Hal": (("hit-6", 65, 60),),
    "Ida": (("hit-6", 66, 57), ("midas", 62, 24)),
    "Kit": (("hit-6", 70, 61),),
    "Jan": (("hit-6", 66, 65), ("midas", 58, 55)),
    "Ned": (("hit-6", 67, 67),),
}


def by_hand(practice: Practice) -> Iterator[Step]:
    """All of it, each on its day."""
    for name, scores in BEFORE_AND_AFTER.items():
        yield from _scores(practice, name, scores)
    for name, after, kind, data in _events(practice):
        day = practice.people[name].made_up.sessions[-1] + timedelta(days=after)
        yield _entered(practice, name, day, kind, _dated(data, day))
    today = practice.today
    yield _entered(practice, "Hal", today - timedelta(days=150), Kind.NERVE_BLOCK, {
        "date": (today - timedelta(days=150)).isoformat(), "nerves": "greater occipital nerves",
        "side": "both", "drug": "lidocaine",
    })  # fmt: skip
    yield _entered(practice, "Cleo", today - timedelta(days=7), Kind.NOTE, {
        "text": "Wants to stop the combination tablets in the holidays, with her husband at home."
    })  # fmt: skip
    yield _entered(practice, "Gus", today - timedelta(days=84), Kind.NOTE, {
        "text": "Prefers the couch flat and the light dimmed. Feels faint when he sits up quickly."
    })  # fmt: skip
    yield _mood(practice, "Pia", today - timedelta(days=1))
    yield _own_question(practice)


def _scores(practice: Practice, name: str, scores: tuple[tuple[str, int, int], ...]) -> Iterator[Step]:
    days = practice.people[name].made_up.sessions
    for instrument, before, after in scores:
        for day, score in ((days[0], before), (days[-1], after)):
            data = {"date": day.isoformat(), "instrument": instrument, "score": score}
            yield _entered(practice, name, day, Kind.SCORE, data)


def _events(practice: Practice) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """Who, how many days after the last session it was told, and what; days count from the telling."""
    yield "Ida", 12, Kind.ADVERSE_EVENT, {
        "term": "neck pain", "onset": -7, "ended": -1, "grade": "mild", "seriousness": [],
        "outcome": "recovered", "relatedness": "related", "action": "Warmth; nothing else.",
    }  # fmt: skip
    yield "Lea", 9, Kind.ADVERSE_EVENT, {
        "term": "eyelid ptosis", "onset": -3, "grade": "moderate", "seriousness": [],
        "outcome": "recovering", "relatedness": "related",
        "action": "Seen the same day; swallowing, speech and breathing are well.",
    }  # fmt: skip


def _dated(data: dict[str, Any], told: date) -> dict[str, Any]:
    days = {key: (told + timedelta(days=data[key])).isoformat() for key in ("onset", "ended") if key in data}
    return data | days | {"reported": told.isoformat()}


def _entered(practice: Practice, name: str, day: date, kind: str, data: Mapping[str, Any]) -> Step:
    def enter(at: At) -> None:
        entry = writing.enter(at.patient, kind, data, at.author, at.today)
        at.wrote("records.add", kind=kind, entry=str(entry.pk))

    return Step(day, lambda: practice.does(Role.NURSE, enter, day, practice.people[name]), name)


def _mood(practice: Practice, name: str, day: date) -> Step:
    """A questionnaire, one answer of which nobody has followed up yet."""
    one = find_instrument("phq-9")
    answers = {item.id: said for item, said in zip(one.items, PHQ, strict=True)}

    def enter(at: At) -> None:
        filled = Filled(one, at.today.isoformat(), answers, with_staff=True)
        entry = questionnaires.enter(at.patient, filled, at.author, at.today)
        at.wrote("records.questionnaire", instrument=one.id, entry=str(entry.pk))

    return Step(day, lambda: practice.does(Role.NURSE, enter, day, practice.people[name]), name)


def _own_question(practice: Practice) -> Step:
    """Something that the patient who has a log-in asked, and that waits for an answer."""
    day, ada = practice.today - timedelta(days=2), practice.people["Ada"]

    def ask(at: At) -> None:
        text = "May I take my migraine tablet on the morning of the injections?"
        entry = writing.enter(at.patient, Kind.QUESTION, {"text": text}, at.author, at.today)
        at.wrote("records.my_questions", entry=str(entry.pk))

    return Step(day, lambda: practice.does(Role.PATIENT, ask, day, ada), "Ada")
