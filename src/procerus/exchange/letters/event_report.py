"""A report of an adverse event, filled in as far as the facts go: for a Yellow Card, or for MedWatch.

It is no form of an authority. It lists the facts in the order in which a scheme asks for them; what nobody
recorded is a line to fill in by hand, and is never made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from procerus.exchange.letters.event_facts import facts_of, medicine_row, medicines_before
from procerus.exchange.letters.event_file import EventFile
from procerus.exchange.letters.event_forms import Form, FormSection, form_of
from procerus.injection.adverse_events import began_when_usual, expected, needs_urgent_words
from procerus.packs.adverse_events import LABEL, adverse_events
from procerus.packs.claims import EMERGENCY
from procerus.pathway.side_by_side import made_up

VERSION = "event-report/1"
WATERMARK = "Made-up person"
NO_FORM = "Facts to copy from, not a form of the authority."
NOTHING_DATED = date(1970, 1, 1)
"""The date of a file made of facts without any date; the same facts have to make the same file."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for and the answer; None is a line to fill in."""

    label: str
    fact: str
    says: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report. `medicines` is None where it is no part for them, or where nobody asked."""

    title: str
    fields: tuple[Field, ...]
    medicines: tuple[Mapping[str, str | None], ...] | None
    left_out: int = 0  # medicines that ended too early to be asked for


@dataclass(frozen=True, slots=True)
class Minimum:
    """One of the four things without which no report can be sent."""

    what: str
    there: bool


@dataclass(frozen=True, slots=True)
class EventReport:
    """Everything that is printed. What is missing comes first."""

    form: Form
    made: EventFile
    minimum: tuple[Minimum, ...]
    parts: tuple[Part, ...]
    urgent: str | None
    known: tuple[str, ...]  # sentences about what is known of such events

    @property
    def not_recorded(self) -> tuple[str, ...]:
        """The labels of what is left open, apart from what is always left to the hand."""
        return tuple(one.label for part in self.parts for one in part.fields if one.says is None and one.fact)

    @property
    def line(self) -> str:
        """The line with which the report begins."""
        lacks = [one.what for one in self.minimum if not one.there]
        if lacks:
            return f"Cannot be sent as it is. Still needed: {', '.join(lacks)}."
        return (
            "A patient, a medicine, a reaction and a reporter are named, which is the least a report needs."
        )

    @property
    def running(self) -> str:
        """Whom and what it is about, for every sheet."""
        return f"{self.made.patient.id or 'patient not recorded'} · {self.made.event.term}"

    @property
    def date(self) -> date:
        """The latest day among its facts."""
        event, session = self.made.event, self.made.session
        onset = None if event.onset is None else event.onset.latest
        return max(filter(None, (event.reported, session.date, onset)), default=NOTHING_DATED)

    @property
    def watermark(self) -> str | None:
        """What is written across a report about somebody who does not exist."""
        return WATERMARK if made_up(self.made.patient.id or "") else None


def report(made: EventFile, scheme: str) -> EventReport:
    """The report for a scheme. Raises BadInput where there is no such scheme."""
    form, facts = form_of(scheme), facts_of(made)
    return EventReport(
        form,
        made,
        tuple(_minimum(made)),
        tuple(_part(one, made, facts) for one in form.sections),
        EMERGENCY if needs_urgent_words(made.event) else None,
        tuple(_known(made)),
    )


def _minimum(made: EventFile) -> Iterator[Minimum]:
    who = made.patient
    yield Minimum("a patient", any((who.id, who.initials, who.born, who.sex)))
    yield Minimum("a medicine", made.session.product is not None)
    yield Minimum("a reaction", True)  # no file is read without one
    yield Minimum("a reporter", made.reporter.name is not None)


def _part(asked: FormSection, made: EventFile, facts: Mapping[str, str | None]) -> Part:
    if asked.medicines is None:
        fields = tuple(Field(one.label, one.fact, facts.get(one.fact)) for one in asked.fields)
        return Part(asked.title, fields, None)
    title = asked.title.replace("{months}", str(asked.medicines.value))
    taken = medicines_before(made, asked.medicines.value)
    if taken is None:
        return Part(title, (Field("Other medicines", "medicines", None),), None)
    if not taken:
        says = "asked: none" if not made.medicines else "none in these months"
        fields = (Field("Other medicines", "medicines", says),)
        return Part(title, fields, None, len(made.medicines or ()))
    left = len(made.medicines or ()) - len(taken)
    return Part(title, (), tuple(medicine_row(one) for one in taken), left)


def _known(made: EventFile) -> Iterator[str]:
    """What is known of such events, and what the words of the event may mean."""
    event, events = made.event, adverse_events()
    if events.term(event.term) is None:
        match = events.meant(event.term)
        names = [*(one.name for one in match.found), *match.near]
        if names:
            yield f"These are somebody's own words. Did they mean {', or '.join(names)}?"
    yield from expected(event.term).sentences
    usual = None if made.session.date is None else began_when_usual(event, made.session.date)
    if usual is not None and str(usual) == "no":
        yield "It did not begin on the days on which it usually begins; look for another cause as well."


# For programs ----------------------------------------------------------------------------------------


def as_plain(one: EventReport) -> dict[str, Any]:
    """The report as JSON has it (docs/reference/adverse-events.md)."""
    event, match = one.made.event, adverse_events().meant(one.made.event.term)
    usual, term = expected(event.term), adverse_events().term(event.term)
    day = one.made.day
    return {
        "procerus": VERSION,
        "scheme": one.form.scheme,
        "status": one.form.status,
        "patient": one.made.patient.id,
        "made_up": one.watermark is not None,
        "minimum": {each.what: "yes" if each.there else "no" for each in one.minimum},
        "not_recorded": list(one.not_recorded),
        "urgent": one.urgent,
        "event": {
            "words": event.term,
            "term": None if term is None else term.id,
            "suggested": [each.id for each in match.found] if term is None else [],
            "near": list(match.near) if term is None else [],
            "serious": str(event.serious),
            "onset_day": None if day is None else [day.low, day.high],
        },
        "expected": {
            "in_label_list": "yes" if usual.in_label_list else "no",
            "rates": [
                {
                    "source": rate.source.id, "label": rate.source.id == LABEL, "of": rate.of or None,
                    "treated": rate.treated, "placebo": rate.placebo, "at": rate.source.at,
                    "status": rate.status,
                }
                for rate in usual.rates
            ],
        },
        "known": list(one.known),
        "parts": [_plain_part(part) for part in one.parts],
        "notes": [NO_FORM, *one.form.notes],
    }  # fmt: skip


def _plain_part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "fields": [{"label": a.label, "fact": a.fact or None, "says": a.says} for a in part.fields],
        "medicines": None if part.medicines is None else [dict(row) for row in part.medicines],
        "left_out": part.left_out,
    }
