"""Counting preventives as each policy counts them, between bounds (docs/reference/packs.md).

A record counts if its outcome, route, class and length all do; what is not recorded leaves it open.
A drug the dictionary does not know may be the same as another, or no preventive at all: it widens the
upper bound only. So does a record without a drug, and two of them may be two drugs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.diary.medicines import Dictionary, Preventive
from procerus.packs.rules import Tally
from procerus.pathway.patient import PreventiveTrial


def tally(
    trials: Sequence[PreventiveTrial] | None, how: Tally, dictionary: Dictionary, as_of: date
) -> Between:
    """How many distinct drugs or classes count; nobody asked is nought or more."""
    if trials is None:
        return ANYTHING
    sure, possible = counted(trials, how, dictionary, as_of)
    return Between(len(sure), len(possible))


def counted(
    trials: Sequence[PreventiveTrial], how: Tally, dictionary: Dictionary, as_of: date
) -> tuple[list[str], list[str]]:
    """The drugs or classes that surely count, and those that may, each once and in the order recorded."""
    sure: dict[str, None] = {}
    possible: dict[str, None] = {}
    for number, trial in enumerate(trials):
        known = None if trial.drug is None else dictionary.preventive(trial.drug)
        said = _counts(trial, known, how, dictionary, as_of)
        if said is Answer.NO:
            continue
        key = (trial.drug or f"unnamed {number}") if known is None else _key(known, how)
        possible[key] = None
        if said is Answer.YES:
            sure[key] = None
    return list(sure), list(possible)


def _counts(
    trial: PreventiveTrial, known: Preventive | None, how: Tally, dictionary: Dictionary, as_of: date
) -> Answer:
    """Whether one record counts: every part must, and a part that is not recorded leaves it open."""
    return _all(
        Answer.of(None if trial.outcome is None else trial.outcome in how.outcomes),
        _preventive(trial, known, dictionary),
        _among(None if known is None else known.route, how.routes),
        _among(None if known is None else known.drug_class, how.classes),
        _long_enough(trial, how, as_of),
        _begun(trial, as_of),
    )


def _all(*answers: Answer) -> Answer:
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def _preventive(trial: PreventiveTrial, known: Preventive | None, dictionary: Dictionary) -> Answer:
    """A medicine only ever taken for the attack, such as a triptan, is no preventive."""
    if known is not None:
        return Answer.YES
    understood = dictionary.understand(trial.drug or "")
    acute = bool(understood) and all(one.name is not None and one.acute for one in understood or ())
    return Answer.NO if acute else Answer.UNKNOWN


def _among(word: str | None, words: frozenset[str]) -> Answer:
    if not words:
        return Answer.YES
    return Answer.of(None if word is None else word in words)


def _long_enough(trial: PreventiveTrial, how: Tally, as_of: date) -> Answer:
    days = trial.days(as_of)
    if (days.low or 0) >= how.min_days:
        return Answer.YES
    return Answer.of(False if days.high is not None and days.high < how.min_days else None)


def _begun(trial: PreventiveTrial, as_of: date) -> Answer:
    """A trial that begins on the day of the question or later has not been tried."""
    if trial.started is None or trial.started.latest < as_of:
        return Answer.YES
    return Answer.of(False if trial.started.earliest >= as_of else None)


def _key(known: Preventive, how: Tally) -> str:
    return known.drug_class if how.distinct == "class" else known.drug
