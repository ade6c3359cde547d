"""Reading an adverse event from a JSON file: the event, the session before it, the person, other medicines.

The shape is docs/reference/adverse-events.md. A key that is missing or null is unknown; a list that
is there is complete, and an empty one means "asked, none".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from procerus.criteria.bounds import Between
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.injection.adverse_events import (
    GRADES,
    OUTCOMES,
    RELATEDNESS,
    SERIOUSNESS,
    AdverseEvent,
    contradictions,
    onset_day,
)
from procerus.injection.attested import Indication
from procerus.pathway.patient import Sex
from procerus.pathway.patient_file import strict_json
from procerus.pathway.patient_keys import MOST_UNITS
from procerus.pathway.patient_kinds import (
    Amount,
    AnyDate,
    Constant,
    FullDate,
    Key,
    Many,
    Place,
    Record,
    Text,
    Word,
)

VERSION = "adverse-event/1"
LONGEST_NOTE = 2000  # characters
MOST_KG = 500  # only catches slips of the hand


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it happened to, as far as a report may say."""

    id: str | None = None
    initials: str | None = None
    born: PartialDate | None = None
    sex: Sex | None = None
    weight_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot of which something was given."""

    lot: str
    expires: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The session before the event. `lots` is None where nobody wrote them down."""

    date: date | None = None
    product: str | None = None  # a product id, or a brand this program does not know
    units: Decimal | None = None
    route: str | None = None
    indication: Indication | None = None
    lots: tuple[Lot, ...] | None = None


@dataclass(frozen=True, slots=True)
class OtherMedicine:
    """Another medicine the person took."""

    drug: str
    dose: str | None = None
    route: str | None = None
    started: PartialDate | None = None
    ended: PartialDate | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports."""

    name: str | None = None
    role: str | None = None
    address: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class EventFile:
    """Everything a report is made of."""

    event: AdverseEvent
    patient: Person = Person()
    session: Session = Session()
    medicines: tuple[OtherMedicine, ...] | None = None
    history: tuple[str, ...] | None = None
    allergies: tuple[str, ...] | None = None
    tests: str | None = None
    reporter: Reporter = Reporter()

    @property
    def day(self) -> Between | None:
        """The day after the injection on which it began; None where a date is missing."""
        return None if self.session.date is None else onset_day(self.event, self.session.date)


def _event(**said: Any) -> AdverseEvent:
    before = said.pop("onset_before_session", "no")
    return AdverseEvent(**said, onset_before_session=before == "yes")


EVENT = Record(
    _event,
    {
        "term": Key(Text(), "What happened: a name of the list of events, or own words.", needed=True),
        "onset": Key(AnyDate(), "When it began."),
        "ended": Key(AnyDate(), "When it was over."),
        "grade": Key(Word(GRADES), "How bad it was."),
        "seriousness": Key(Many(Word(SERIOUSNESS)), "Criteria that are met; empty: all six asked, none met."),
        "outcome": Key(Word(OUTCOMES), "How it ended; `unknown` means asked, and nobody knows."),
        "relatedness": Key(Word(RELATEDNESS), "Whether the clinician thinks that the toxin did it."),
        "action": Key(Text(LONGEST_NOTE), "What was done about it."),
        "note": Key(Text(LONGEST_NOTE), "Anything else about it."),
        "reported": Key(FullDate(), "The day somebody told the clinic."),
        "onset_before_session": Key(Word(("yes", "no")), "Whether it is meant that it began before."),
    },
)
PERSON = Record(
    Person,
    {
        "id": Key(Text(), "The clinic's own number or id."),
        "initials": Key(Text(10), "Initials."),
        "born": Key(AnyDate(), "Date of birth."),
        "sex": Key(Word(get_args(Sex)), "Sex."),
        "weight_kg": Key(Amount(0, MOST_KG), "Weight in kilograms."),
    },
)
LOT = Record(
    Lot,
    {
        "lot": Key(Text(60), "The lot's number, as on the vial.", needed=True),
        "expires": Key(AnyDate(), "Its expiry."),
    },
)
SESSION = Record(
    Session,
    {
        "date": Key(FullDate(), "The day of the injection, day 0."),
        "product": Key(Text(60), "A product id such as `botox`, or a brand."),
        "units": Key(Amount(0, MOST_UNITS, quarters=True), "Units given in all."),
        "route": Key(Text(60), "How it was given, such as `intramuscular`."),
        "indication": Key(Word(get_args(Indication)), "What it was given for."),
        "lots": Key(Many(LOT), "The lots."),
    },
)
MEDICINE = Record(
    OtherMedicine,
    {
        "drug": Key(Text(), "The medicine.", needed=True),
        "dose": Key(Text(), "Its dose."),
        "route": Key(Text(60), "How it was taken."),
        "from": Key(AnyDate(), "Its first day.", "started"),
        "to": Key(AnyDate(), "Its last day; missing: not known, or still taken.", "ended"),
        "for": Key(Text(), "What it was taken for.", "purpose"),
    },
)
REPORTER = Record(
    Reporter,
    {
        "name": Key(Text(), "Who reports."),
        "role": Key(Text(), "The reporter's profession."),
        "address": Key(Text(), "Where to write to."),
        "telephone": Key(Text(60), "A number to call."),
        "email": Key(Text(), "An address to write to."),
    },
)
FILE = Record(
    dict,
    {
        "procerus": Key(Constant(VERSION), "The format of this file.", needed=True),
        "patient": Key(PERSON, "Whom it happened to."),
        "session": Key(SESSION, "The session before it."),
        "event": Key(EVENT, "What happened.", needed=True),
        "medicines": Key(Many(MEDICINE), "Other medicines; empty: asked, none."),
        "history": Key(Many(Text()), "Other illnesses; empty: asked, none."),
        "allergies": Key(Many(Text()), "Known allergies; empty: asked, none."),
        "tests": Key(Text(LONGEST_NOTE), "Results of tests that bear on it."),
        "reporter": Key(REPORTER, "Who reports; the report leaves lines where this is missing."),
    },
)


def read_event(path: Path) -> EventFile:
    """The event in a JSON file (UTF-8). Raises BadInput with every fault."""
    return event_from(strict_json(path), path.name)


def event_from(value: object, where: str) -> EventFile:
    """The event in an object of the shape that JSON gives; `where` names it in faults. Raises BadInput."""
    top = Place(where, [])
    read: dict[str, Any] | None = top.take(FILE, value)
    if read is None or top.faults:
        raise BadInput(top.faults)
    del read["procerus"]
    made = EventFile(**read)
    _check(made, top)
    if top.faults:
        raise BadInput(top.faults)
    return made


def _check(made: EventFile, top: Place) -> None:
    """What no single key can say: dates and facts that cannot both be so."""
    event = top.at("event")
    for key, why in contradictions(made.event):
        event.at(key).fault(why, "Mend one of the two.")
    _after_birth(made, top)
    try:
        _ = made.day
    except BadInput as complaint:
        for fault in complaint.faults:
            event.at("onset").fault(fault.why, fault.mend, fault.value)
    for number, one in enumerate(made.medicines or ()):
        if one.started and one.ended and one.ended.latest < one.started.earliest:
            top.at("medicines").item(number).at("to").fault("is before its first day", "Mend one of the two.")


def _after_birth(made: EventFile, top: Place) -> None:
    """Nobody is injected, or has an event after an injection, before or on the day of birth."""
    born, onset, session = made.patient.born, made.event.onset, made.session.date
    mend = "Mend one of the two dates."
    if born and onset and onset.latest <= born.earliest:
        top.at("event").at("onset").fault("is not after the person's date of birth", mend)
    if born and session and session <= born.earliest:
        top.at("session").at("date").fault("is not after the person's date of birth", mend)
