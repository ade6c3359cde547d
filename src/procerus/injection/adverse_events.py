"""An adverse event after a session: what it was, when it began, how grave, how it ended, and what is usual.

Grade and seriousness are two things: a severe headache may be of no consequence, and a mild trouble with
swallowing may need a hospital. What nobody asked is None, and None is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from procerus.criteria.bounds import Answer, Between
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput, Fault
from procerus.packs.adverse_events import DEATH, LABEL, Events, Prompt, Rate, Term, adverse_events

Grade = Literal["mild", "moderate", "severe"]
Seriousness = Literal[
    "death", "life-threatening", "hospitalisation", "disability", "congenital-anomaly",
    "other-medically-important",
]  # fmt: skip
"""The six criteria of ICH E2A. Hospitalisation is a stay that the event began or prolonged."""
Outcome = Literal[
    "recovered", "recovering", "recovered-with-sequelae", "not-recovered", "fatal", "unknown"
]  # fmt: skip
Relatedness = Literal["related", "possible", "unlikely", "not-related"]

GRADES: tuple[Grade, ...] = get_args(Grade)
SERIOUSNESS: tuple[Seriousness, ...] = get_args(Seriousness)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
RELATEDNESS: tuple[Relatedness, ...] = get_args(Relatedness)
_OF_LIFE: frozenset[Seriousness] = frozenset(("death", "life-threatening"))


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """One event, as somebody recorded it.

    `term` is a name of the list of events, or somebody's own words; own words are never turned into a name.
    `seriousness` is None where nobody asked, and empty where all six criteria were asked and none is met.
    """

    term: str
    onset: PartialDate | None = None
    ended: PartialDate | None = None
    grade: Grade | None = None
    seriousness: tuple[Seriousness, ...] | None = None
    outcome: Outcome | None = None
    relatedness: Relatedness | None = None
    action: str | None = None  # what was done about it
    note: str | None = None
    reported: date | None = None  # the day somebody told the clinic
    onset_before_session: bool = False  # somebody says that it began before the session, and means it

    @property
    def serious(self) -> Answer:
        """Whether any of the six criteria is met."""
        return Answer.of(None if self.seriousness is None else bool(self.seriousness))


@dataclass(frozen=True, slots=True)
class Expected:
    """How often an event was seen after toxin, and whether the label's table for chronic migraine has it."""

    term: Term | None  # None where the event is of no list
    rates: tuple[Rate, ...]

    @property
    def in_label_list(self) -> bool:
        """Whether the label's table has it."""
        return self.term is not None and self.term.in_label_list

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is known, the label first; that it is not in the label's list is an answer of its own."""
        said = [f"{one.in_words[0].upper()}{one.in_words[1:]}." for one in self.rates]
        if not self.in_label_list:
            said.insert(0, "Not in the label's list of events for chronic migraine.")
        if self.term is not None and self.term.warning:
            said.insert(0, "In the label's boxed warning: the toxin may have spread.")
        return tuple(said)


def expected(term: str, events: Events | None = None) -> Expected:
    """How often an event of this name is usual. Own words are of no list, however near they are to a name."""
    known = (events or adverse_events()).term(term)
    if known is None:
        return Expected(None, ())
    rates = sorted(known.rates, key=lambda one: one.source.id != LABEL)
    return Expected(known, tuple(rates))


def onset_day(event: AdverseEvent, session: date) -> Between | None:
    """The day after the injection on which it began; the day of the injection is day 0. None: nobody said.

    Days before the session are refused unless the event says so itself. Raises BadInput.
    """
    if event.onset is None:
        return None
    first, last = ((one - session).days for one in (event.onset.earliest, event.onset.latest))
    if event.onset_before_session:
        if first >= 0:
            raise _unsound("is not before the session", "Take out 'onset_before_session'.", event.onset)
        return Between(first, min(last, -1))
    if last < 0:
        mend = (
            "Mend one of the two dates, or say that it began before the session: onset_before_session = yes."
        )
        raise _unsound(f"is before the session of {session}", mend, event.onset)
    return Between(max(first, 0), last)


def began_when_usual(event: AdverseEvent, session: date) -> Answer:
    """Whether it began on the days on which such an event usually begins. Raises BadInput as `onset_day`."""
    day, term = onset_day(event, session), adverse_events().term(event.term)
    if day is None or term is None or term.onset is None:
        return Answer.UNKNOWN
    low, high, usual = day.low or 0, day.high or 0, term.onset
    if high < usual.first or low > usual.last:
        return Answer.NO
    return Answer.YES if usual.first <= low and high <= usual.last else Answer.UNKNOWN


def needs_urgent_words(event: AdverseEvent) -> bool:
    """Whether a text about it has to say when to call emergency services.

    So it is where its words name, or may name, what cannot wait, and where it took or threatened a life.
    """
    if event.outcome == "fatal" or not _OF_LIFE.isdisjoint(event.seriousness or ()):
        return True
    said = filter(None, (event.term, event.action, event.note))
    return any(adverse_events().warns(one) for one in said)


def contradictions(event: AdverseEvent) -> Iterator[tuple[str, str]]:
    """What an event says against itself: the key, and why it cannot be."""
    yield from _about_death(event)
    seriousness = event.seriousness
    if seriousness is not None and len(set(seriousness)) < len(seriousness):
        yield "seriousness", "says one criterion twice"
    if event.onset and event.ended and event.ended.latest < event.onset.earliest:
        yield "ended", "is before the onset"
    if event.onset and event.reported and event.reported < event.onset.earliest:
        yield "reported", "is before the onset"


def _about_death(event: AdverseEvent) -> Iterator[tuple[str, str]]:
    """Words, seriousness and outcome each say whether somebody died; what is unknown says neither."""
    seriousness, outcome = event.seriousness, event.outcome
    in_words = any(one.id == DEATH for one in adverse_events().meant(event.term).found)
    if seriousness is not None and "death" not in seriousness:
        if outcome == "fatal":
            yield "seriousness", "lacks 'death', and the outcome is fatal"
        elif in_words:
            yield "seriousness", "lacks 'death', and the event is a death"
    if outcome not in (None, "fatal", "unknown"):
        if "death" in (seriousness or ()):
            yield "outcome", "is not fatal, and the seriousness says death"
        elif in_words:
            yield "outcome", "is not fatal, and the event is a death"


@dataclass(frozen=True, slots=True)
class Due:
    """A prompt whose day has come, and nobody has answered it."""

    prompt: Prompt
    on: date


def prompts_due(session: date, as_of: date, answered: Collection[str]) -> tuple[Due, ...]:
    """Which prompts after this session are due on a day, earliest first; `answered` holds their ids."""
    every = (Due(one, session + timedelta(days=one.day.value)) for one in adverse_events().prompts)
    return tuple(one for one in every if one.on <= as_of and one.prompt.id not in answered)


def _unsound(why: str, mend: str, onset: PartialDate) -> BadInput:
    shown = f"{onset.earliest} to {onset.latest}" if onset.day is None else str(onset.day)
    return BadInput([Fault("onset", why, mend, shown)])
