"""Counting records as each policy counts them, between bounds (docs/reference/packs.md).

A record of a preventive counts if its outcome, route, class and length all do; what is not recorded
leaves it open. A cycle counts by its length alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procerus.criteria.bounds import ANYTHING, Answer, Between, every
from procerus.packs.rules import Tally


@dataclass(frozen=True, slots=True)
class Tried:
    """One preventive that was tried, as a tally sees it. None is what nobody recorded."""

    drug: str  # records of one drug are counted once
    drug_class: str | None = None
    route: str | None = None
    days: Between = ANYTHING  # how long it was taken
    outcome: str | None = None
    preventive: Answer = Answer.YES  # no: only ever taken for the attack
    begun: Answer = Answer.YES  # no: not before the day of the question

    def in_words(self) -> str:
        """The record as a worked case shows it."""
        days = "days not known" if self.days == ANYTHING else f"{self.days} days"
        said = (self.drug_class, self.route, days, self.outcome)
        return f"{self.drug} ({', '.join(word or 'not known' for word in said)})"

    def counts(self, how: Tally) -> Answer:
        """Whether it counts: every part must, and a part that is not recorded leaves it open."""
        parts = (
            Answer.of(None if self.outcome is None else self.outcome in how.outcomes),
            self.preventive,
            _among(self.route, how.routes),
            _among(self.drug_class, how.classes),
            _at_least(self.days, how.min_days),
            self.begun,
        )
        return every(parts)

    def key(self, how: Tally) -> str:
        """What is counted once: the class, where classes are counted and it is known, or else the drug."""
        return self.drug_class if how.distinct == "class" and self.drug_class else self.drug


def that_count(records: Sequence[Tried], how: Tally) -> tuple[list[str], list[str]]:
    """The drugs or classes that surely count, and those that may, each once and in the order recorded.

    A class that nobody recorded may be one that counts already, so it is sure only where no other is.
    """
    found = [(one, said) for one in records if (said := one.counts(how)) is not Answer.NO]
    counting = [one for one, said in found if said is Answer.YES]
    named = [one for one in counting if how.distinct == "drug" or one.drug_class is not None]
    sure = dict.fromkeys(one.key(how) for one in named or counting[:1])
    return list(sure), list(dict.fromkeys(one.key(how) for one, _ in found))


def count_tried(records: Sequence[Tried] | None, how: Tally) -> Between:
    """How many distinct drugs or classes count; nobody asked is nought or more."""
    if records is None:
        return ANYTHING
    sure, possible = that_count(records, how)
    return Between(len(sure), len(possible))


def count_cycles(lengths: Sequence[Between] | None, how: Tally) -> Between:
    """How many finished cycles are as long as the tally asks; unknown sessions are nought or more."""
    if lengths is None:
        return ANYTHING
    said = [_within(length, how) for length in lengths]
    return Between(said.count(Answer.YES), len(said) - said.count(Answer.NO))


def _within(length: Between, how: Tally) -> Answer:
    longer = Answer.NO if how.max_days is None else _at_least(length, how.max_days + 1)
    long_enough = _at_least(length, how.min_days)
    if long_enough is Answer.NO or longer is Answer.YES:
        return Answer.NO
    return Answer.YES if (long_enough, longer) == (Answer.YES, Answer.NO) else Answer.UNKNOWN


def _among(word: str | None, words: frozenset[str]) -> Answer:
    if not words:
        return Answer.YES
    return Answer.of(None if word is None else word in words)


def _at_least(days: Between, needed: int) -> Answer:
    if (days.low or 0) >= needed:
        return Answer.YES
    return Answer.of(False if days.high is not None and days.high < needed else None)
