"""Is everything there that a reader of the letter will ask for? A list, each item there, missing or open.

`missing`: nobody has recorded it. `open`: something is recorded, and it does not settle the matter yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words, spans_in_words, spans_of
from procerus.exchange.letters.facts import Facts, Refusal
from procerus.exchange.letters.months import Period
from procerus.exchange.letters.records import Preventive
from procerus.exchange.letters.wording import SAID, counted, day, recorded
from procerus.headache.reason import TOO_EARLY, Reason

State = Literal["there", "missing", "open"]
_NOT_NEEDED = "The answer does not hang on it; record it where the reader asks for it."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a reader asks for. `part` is the part of the letter it belongs to."""

    part: str
    what: str
    state: State
    says: str = ""  # what is there, or what leaves it open
    do: str = ""  # what to do, where it is not there

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "part": self.part, "what": self.what, "state": self.state, "says": self.says, "do": self.do
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Completeness:
    """The list, in the order of the letter. No letter is made without it."""

    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("a letter without its list of completeness")

    def of(self, state: State) -> tuple[Item, ...]:
        """The items in one state."""
        return tuple(item for item in self.items if item.state == state)

    @property
    def complete(self) -> Answer:
        """Yes where every item is there, else no."""
        return Answer.of(all(item.state == "there" for item in self.items))

    @property
    def line(self) -> str:
        """The line with which every letter begins."""
        if self.complete is Answer.YES:
            return (
                "Complete: every item on the list is there. That does not say whether the criteria are met."
            )
        parts = [
            f"{counted(len(items), 'item')} {'is' if len(items) == 1 else 'are'} {state}"
            for state, items in (("missing", self.of("missing")), ("open", self.of("open")))
            if items
        ]
        return f"Not complete: {' and '.join(parts)}."


def completeness(facts: Facts, refusal: Refusal | None) -> Completeness:
    """Look every part through."""
    items = [*_refusal(refusal), *_person(facts), *_diagnosis(facts), *_periods(facts), *_hours(facts)]
    items += [*_overuse(facts), *_preventives(facts), *_scores(facts)]
    if facts.about_treatment:
        items += [*_sessions(facts), *_fall(facts)]
    return Completeness((*items, *_criteria(facts)))


def _asked(part: str, what: str, says: str | None, do: str) -> Item:
    """An item that is there where it has a datum, else missing."""
    return Item(part, what, "missing", do=do) if says is None else Item(part, what, "there", says)


def _refusal(refusal: Refusal | None) -> Iterator[Item]:
    if refusal is None:
        return
    named = ", ".join(one.replace("_", " ") for one in refusal.criteria) or None
    do = "Name each criterion on which the refusal rests: --denied CRITERION."
    yield _asked("refusal", "What was refused", named, do)
    on = None if refusal.on is None else in_words(refusal.on)
    yield _asked("refusal", "Day of the refusal", on, "Give the day of the refusal: --denied-on DATE.")


def _person(facts: Facts) -> Iterator[Item]:
    born = facts.person.born
    if born is not None and born.day is None:
        do = "Record the full date of birth (born)."
        yield Item("patient", "Date of birth", "open", f"known only as {day(born)}", do)
    else:
        yield _asked("patient", "Date of birth", day(born), "Record the date of birth (born).")


def _diagnosis(facts: Facts) -> Iterator[Item]:
    found = facts.diagnosis
    do = "Record who made the diagnosis (history.diagnosed_by)."
    yield _asked("diagnosis", "Who made the diagnosis", found.by, do)
    lasted = found.months_of_this_pattern
    says = None if lasted is None else counted(lasted, "month")
    do = "Record for how many months it has been like this (history.months_of_this_pattern)."
    yield _asked("diagnosis", "How long it has been like this", says, do)
    what, when = "Chronic migraine by ICHD-3", f" on {in_words(found.on)}"
    if found.answer is not Answer.UNKNOWN:
        yield Item("diagnosis", what, "there", SAID[found.answer] + when)
        return
    open_ = [one.asks for one in found.reasons if one.answer is Answer.UNKNOWN]
    says = f"{SAID[found.answer]}{when}: {' '.join(open_)}"
    yield Item("diagnosis", what, "open", says, "Answer what is open, from the history or the diary.")


def _periods(facts: Facts) -> Iterator[Item]:
    for period in facts.periods:
        yield _period(period, facts)


def _period(period: Period, facts: Facts) -> Item:
    what = f"Diary for {period.noun}"
    if not period.months:
        if period.begun is Answer.NO or period.until is not None:
            return Item("months", what, "there", "no such time yet")
        do = "Record the full date of each session of toxin (toxin)."
        return Item("months", what, "missing", do=do)
    if all(month.empty for month in period.months):
        do = "Keep or add the diary of these months, or record an attested count (counts)."
        return Item("months", what, "missing", do=do)
    says = f"{period.answered} of {counted(period.days, 'day')} answered"
    if period.until is not None:
        says += f" so far, until {in_words(period.until)}"
    if any(month.attested for month in period.months):
        says += ", the rest attested or not known"
    shown = {period.window, *period.within}
    left = [one for one in facts.decision.reasons if _leaves_open(one, shown)]
    if left:
        days = spans_in_words(spans_of(day for one in left for day in one.days if day < facts.as_of))
        do = (
            f"Answer these days from a record written at the time: {days}."
            if days
            else "Wait for these days."
        )
        return Item("months", what, "open", says, do)
    return Item("months", what, "there", says)


def _leaves_open(reason: Reason, windows: set[str]) -> bool:
    """Whether a criterion is open because of days counted in these windows."""
    return reason.answer is Answer.UNKNOWN and any(one.split(".")[0] in windows for one in reason.unsettled)


def _hours(facts: Facts) -> Iterator[Item]:
    if not facts.periods:
        return
    hours, what = facts.hours, "Hours of headache"
    do = "Write down for each headache day how many hours it hurt (hours)."
    of = f"of {counted(hours.headache_days, 'headache day')}"
    if hours.with_hours:
        yield Item("months", what, "there", f"recorded on {hours.with_hours} {of}")
    else:
        says = f"recorded on none {of}" if hours.headache_days else "no headache day is known"
        yield Item("months", what, "missing", says, do)


def _overuse(facts: Facts) -> Iterator[Item]:
    found = facts.overuse
    if found.answer is Answer.UNKNOWN:
        do = "Answer the medicines of the open days of the latest month ('none' is an answer)."
        yield Item("overuse", "Medication overuse", "open", SAID[found.answer], do)
    else:
        yield Item("overuse", "Medication overuse", "there", SAID[found.answer])
    if found.answer is not Answer.NO:
        known = found.plan is not Answer.UNKNOWN or found.withdrawn is Answer.YES
        said = f"plan: {recorded(found.plan)}; withdrawal done: {recorded(found.withdrawn)}"
        says = said if known else None
        do = "Record whether there is a plan for the overuse (history.overuse_plan)."
        yield _asked("overuse", "Plan for medication overuse", says, do)


def _preventives(facts: Facts) -> Iterator[Item]:
    if facts.preventives is None:
        do = "Record every preventive that was tried (preventives); an empty list means asked, none."
        yield Item("preventives", "Preventives tried", "missing", do=do)
        return
    if not facts.preventives:
        yield Item("preventives", "Preventives tried", "there", "asked, none")
    if "preventives" in facts.incomplete:
        yield Item("preventives", "Other preventives", "missing", do="Ask whether these are all.")
    for number, one in enumerate(facts.preventives, start=1):
        yield _preventive(one, number)


def _preventive(one: Preventive, number: int) -> Item:
    what = f"Preventive {number}: {one.trial.drug}" if one.trial.drug else f"Preventive {number}"
    lacks = list(lacking(one))
    if lacks:
        says, do = f"without {', '.join(lacks)}", f"Record {', '.join(lacks)}."
        return Item("preventives", what, "missing", says, do)
    if one.drug_class is None:
        do = "Check its spelling, or say its class in the letter by hand."
        return Item("preventives", what, "open", "not in the medicine dictionary, so of no known class", do)
    said = ["drug", "class", "dose", "dates", "outcome"] if one.taken else ["drug", "class", "outcome"]
    return Item("preventives", what, "there", ", ".join(said))


def lacking(one: Preventive) -> Iterator[str]:
    """What nobody has recorded of a preventive, of what its outcome asks for."""
    trial = one.trial
    if trial.drug is None:
        yield "its name"
    if one.taken:
        if trial.mg_per_day is None:
            yield "its dose (mg_per_day)"
        if trial.started is None:
            yield "its first day (from)"
        if trial.ended is None and trial.outcome != "ongoing":
            yield "its last day (to)"
    if trial.outcome is None:
        yield "its outcome"


def _scores(facts: Facts) -> Iterator[Item]:
    if facts.scores is None:
        do = "Record the scores of the questionnaires used (scores); an empty list means asked, none."
        yield Item("scores", "Questionnaire scores", "missing", do=do)
    elif any(one.when is None or one.instrument is None or one.score is None for one in facts.scores):
        do = "Record instrument, date and score of each."
        yield Item("scores", "Questionnaire scores", "missing", "one is not whole", do)
    else:
        says = counted(len(facts.scores), "score") if facts.scores else "asked, none"
        yield Item("scores", "Questionnaire scores", "there", says)


def _sessions(facts: Facts) -> Iterator[Item]:
    what = "Sessions of botulinum toxin"
    if not facts.sessions:
        do = "Record every session with date, product, units and what it was for (toxin)."
        says = "" if facts.sessions is None else "asked, none"
        yield Item("treatment", what, "missing", says, do)
        return
    if "sessions" in facts.incomplete:
        yield Item("treatment", "Other sessions", "missing", do="Ask whether these are all, for any use.")
    for number, session in enumerate(facts.sessions, start=1):
        one = session.injection
        named = {"date": one.date, "product": one.product, "units": one.units, "indication": one.indication}
        lacks = [name for name, value in named.items() if value is None]
        if lacks:
            says = f"without {', '.join(lacks)}"
            yield Item("treatment", f"Session {number}", "missing", says, f"Record {', '.join(lacks)}.")
        else:
            yield Item("treatment", f"Session {number}", "there", day(one.date) or "")


def _fall(facts: Facts) -> Iterator[Item]:
    what = "Headache days before and after"
    if not facts.sessions:
        return
    if facts.falls:
        yield Item("treatment", what, "there", f"{counted(len(facts.falls), 'comparison')} with the baseline")
    elif any(one.begun is Answer.NO or one.until is not None for one in facts.periods):
        yield Item("treatment", what, "there", "too early: the window after treatment is not over")


def _criteria(facts: Facts) -> Iterator[Item]:
    settled = facts.decision.settled_by
    do = _NOT_NEEDED if settled is None else settled.text
    for one in facts.decision.reasons:
        if one.answer is Answer.UNKNOWN:
            yield Item("criteria", one.asks, "open", SAID[one.answer], do)
            do = _NOT_NEEDED if settled is None else "The same answers settle it."
        else:
            early = f": {one.remark}" if one.remark == TOO_EARLY else ", from the facts in this letter"
            yield Item("criteria", one.asks, "there", f"{SAID[one.answer]}{early}")
