"""Which days a question looks at: the windows behind its criteria, as far as they have passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from procerus.criteria.language import names_in
from procerus.diary.dates import Span
from procerus.packs.load import Policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.patient import Patient


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One window of a question, as a clinician calls it. Without a span nobody knows where it lies."""

    name: str
    noun: str
    span: Span | None


def windows_looked_at(
    policy: Policy, question: str, patient: Patient, as_of: date, baseline: date | None = None
) -> tuple[LookedAt, ...]:
    """The windows in which the question counts days, earliest first, those of no known place last.

    A window that has not begun is left out, and one that is not over ends on the day before the question.
    """
    asked = Asked.of(policy.rules, question)
    case = Case.of(patient, policy, as_of, baseline)
    names = dict.fromkeys(name.split(".")[0] for name in asked.needed if name.count(".") == 2)
    found = _windows(policy, asked, case, names)
    return tuple(sorted(found, key=lambda one: (one.span is None, one.span or (as_of, as_of))))


def _windows(policy: Policy, asked: Asked, case: Case, names: dict[str, None]) -> Iterator[LookedAt]:
    nouns, windows = policy.pack.sections.nouns, case.windows(asked.rules)
    last = case.as_of - timedelta(days=1)
    for name in names:
        months = windows.months(name)
        span = None if months is None else (months[0][0], min(months[-1][1], last))
        if span is None or span[0] <= last:
            yield LookedAt(name, nouns.get(name, name.replace("_", " ")), span)


def windows_of_criterion(policy: Policy, criterion: str) -> frozenset[str]:
    """The windows whose days a criterion counts, itself or through the criteria it uses."""
    found: set[str] = set()
    for name in names_in(policy.rules.criteria[criterion].tree):
        if name in policy.rules.criteria:
            found |= windows_of_criterion(policy, name)
        elif name.count(".") == 2:
            found.add(name.split(".")[0])
    return frozenset(found)
