"""Counting a person's preventives and cycles as each policy counts them (docs/reference/packs.md).

A drug the dictionary does not know may be the same as another, or no preventive at all: it widens the
upper bound only. So does a record without a drug, and two of them may be two drugs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from procerus.criteria.bounds import Answer, Between
from procerus.diary.cycles import Course
from procerus.diary.medicines import Dictionary
from procerus.packs.records import Tried, count_tried, that_count
from procerus.packs.rules import Tally
from procerus.pathway.patient import PreventiveTrial


def tally(
    trials: Sequence[PreventiveTrial] | None, how: Tally, dictionary: Dictionary, as_of: date
) -> Between:
    """How many distinct drugs or classes count; nobody asked is nought or more."""
    return count_tried(None if trials is None else tried(trials, dictionary, as_of), how)


def counted(
    trials: Sequence[PreventiveTrial], how: Tally, dictionary: Dictionary, as_of: date
) -> tuple[list[str], list[str]]:
    """The drugs or classes that surely count, and those that may, each once and in the order recorded."""
    return that_count(tried(trials, dictionary, as_of), how)


def tried(trials: Sequence[PreventiveTrial], dictionary: Dictionary, as_of: date) -> list[Tried]:
    """The records as tallies see them on the day of the question."""
    return [_tried(number, trial, dictionary, as_of) for number, trial in enumerate(trials)]


def cycle_lengths(course: Course) -> tuple[Between, ...] | None:
    """How many days each finished cycle of the present course lasted, from one session to the next."""
    sessions = course.sessions
    if sessions is None:
        return None
    return tuple(
        Between(max(0, (next_.earliest - one.latest).days), (next_.latest - one.earliest).days)
        for one, next_ in pairwise(sessions)
    )


def _tried(number: int, trial: PreventiveTrial, dictionary: Dictionary, as_of: date) -> Tried:
    known = None if trial.drug is None else dictionary.preventive(trial.drug)
    return Tried(
        drug=(trial.drug or f"unnamed {number}") if known is None else known.drug,
        drug_class=None if known is None else known.drug_class,
        route=None if known is None else known.route,
        days=trial.days(as_of),
        outcome=trial.outcome,
        preventive=a_preventive(trial.drug, dictionary) if known is None else Answer.YES,
        begun=_begun(trial, as_of),
    )


def a_preventive(drug: str | None, dictionary: Dictionary) -> Answer:
    """A name the preventives do not hold: of a medicine only ever taken for the attack it is none."""
    understood = dictionary.understand(drug or "")
    acute = bool(understood) and all(one.name is not None and one.acute for one in understood or ())
    return Answer.NO if acute else Answer.UNKNOWN


def _begun(trial: PreventiveTrial, as_of: date) -> Answer:
    """A trial that begins on the day of the question or later has not been tried."""
    if trial.started is None or trial.started.latest < as_of:
        return Answer.YES
    return Answer.of(False if trial.started.earliest >= as_of else None)
