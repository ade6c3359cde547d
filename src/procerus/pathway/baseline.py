"""The baseline of before and after: whether it was answered well enough, and which earlier days may stand in.

The policy's own baseline stands as long as nobody chose another. A choice is kept by its last day, because
policies differ in how long their baseline is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from procerus.diary.dates import Span, in_words
from procerus.diary.windows import days_in, months_before
from procerus.packs.conventions import convention
from procerus.packs.load import Policy
from procerus.pathway.asking import BASELINE, Asked, Case
from procerus.pathway.patient import Patient
from procerus.pathway.recorded import course_of


@dataclass(frozen=True, slots=True)
class Offered:
    """Earlier days that may stand in for the baseline, and on how many of them somebody answered."""

    span: Span
    answered: int


@dataclass(frozen=True, slots=True)
class ThinBaseline:
    """A policy's baseline with too few answered days, and what is offered in its place, the nearest first."""

    span: Span
    answered: int
    fewest: int
    offered: tuple[Offered, ...]

    @property
    def days(self) -> int:
        """How long it is."""
        return days_in(self.span)

    def sentences(self) -> Iterator[str]:
        """What a decision says of it, with the option of the command line."""
        yield f"The baseline has only {self.answered} of {self.days} days answered."
        for one in self.offered[:1]:
            first = one.span[0]
            yield (
                f"The {self.days} days from {in_words(first)} have {one.answered}:"
                f" to compare with them, ask again with --baseline {first.isoformat()}."
            )


def thin_baseline(asked: Asked, case: Case) -> ThinBaseline | None:
    """The policy's baseline, where the question looks at it and too few of its days were answered."""
    if not any(name.startswith(f"{BASELINE}.") for name in asked.needed):
        return None
    months = case.windows(asked.rules).months(BASELINE)
    if case.baseline is not None or months is None:
        return None
    span, fewest = (months[0][0], months[-1][1]), asked.rules.windows[BASELINE].fewest_answered
    answered = _answered(case, span)
    return None if answered >= fewest else ThinBaseline(span, answered, fewest, _offers(case, span, fewest))


def _offers(case: Case, span: Span, fewest: int) -> tuple[Offered, ...]:
    """The nearest earlier days with enough answers; before them, others that share no day with them."""
    length, offered, before = days_in(span), [], span[0] + timedelta(days=days_in(span) - 1)
    for back in range(1, convention("baseline_look_back_days") - length + 1):
        first = span[0] - timedelta(days=back)
        other = (first, first + timedelta(days=length - 1))
        answered = _answered(case, other)
        if answered >= fewest and other[1] <= before:
            offered.append(Offered(other, answered))
            before = first - timedelta(days=1)
    return tuple(offered)


def _answered(case: Case, span: Span) -> int:
    return sum(day.answered for day in case.counts.diary.spans(*span))


def baseline_ending(policy: Policy, last: date) -> date | None:
    """The first day of a baseline that ends on this day; None where the policy compares with none."""
    rule = policy.rules.windows.get(BASELINE)
    if rule is None:
        return None
    return months_before(rule.month, rule.months, last + timedelta(days=1))[0][0]


def chosen_for(policy: Policy, patient: Patient, as_of: date, last: date) -> date | None:
    """The first day of a chosen baseline, where the choice is of the course that is asked about.

    It ends before treatment began, and not longer before than another baseline is looked for: a choice of
    an earlier course stays with that course.
    """
    first, began = baseline_ending(policy, last), course_of(patient, as_of).first.day
    if first is None or began is None or last >= began:
        return None
    return first if began - first <= timedelta(days=convention("baseline_look_back_days")) else None
