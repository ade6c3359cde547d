"""One patient as one question of a policy sees them on one day: what every part of a summary looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from procerus.clinic.summaries.baseline import Chosen
from procerus.criteria.bounds import Answer, Between
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import Span
from procerus.diary.windows import days_in, months_before
from procerus.packs.load import Policy
from procerus.packs.rules import MonthLength
from procerus.pathway.asking import BASELINE, Asked, Case
from procerus.pathway.patient import Patient
from procerus.pathway.recorded import course_of, question_of

COMPARED: MonthLength = "28-day"
"""How long a baseline is where the policy has none: before and after are compared by four weeks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A person, a policy and its question on a day, with the counts that every part shares."""

    policy: Policy
    question: str
    asked: Asked
    case: Case
    chosen: Chosen | None
    patient_id: UUID

    @classmethod
    def of(
        cls, policy: Policy, patient_id: UUID, person: Patient, as_of: date, chosen: Chosen | None
    ) -> Seen:
        """`chosen` is the baseline that a clinician chose; one that does not hold is only told."""
        question = question_of(person, course_of(person, as_of), policy.rules.questions)
        case = Case.of(person, policy, as_of, None if chosen is None else chosen.first)
        return cls(policy, question, Asked.of(policy.rules, question), case, chosen, patient_id)

    @property
    def person(self) -> Patient:
        """The person."""
        return self.case.patient

    @property
    def as_of(self) -> date:
        """The day of the question."""
        return self.case.as_of

    @property
    def counts(self) -> MonthCounts:
        """The counts of the diary."""
        return self.case.counts

    @property
    def month(self) -> MonthLength:
        """How long the months are by which before and after are compared."""
        window = self.policy.rules.windows.get(BASELINE)
        return COMPARED if window is None else window.month

    def baseline(self) -> tuple[Span, ...]:
        """The months of the baseline; none before a course, or where its first day is not known."""
        rules = self.policy.rules
        if self.case.course.first.exists is not Answer.YES and self.case.baseline is None:
            return ()
        if BASELINE in rules.windows:
            return self.case.windows(rules).months(BASELINE) or ()
        first = self.case.course.first.day
        return () if first is None else months_before(COMPARED, 1, first)

    def latest(self) -> Span:
        """The latest month, as long as a month of the baseline."""
        return months_before(self.month, 1, self.as_of)[0]

    def count(self, fact: str, spans: Sequence[Span]) -> Between:
        """The days of these months that the policy's definition counts, between bounds."""
        rules = self.policy.rules
        found = [self.counts.count(fact, rules.days[fact], span, rules.diary) for span in spans]
        return Between(sum(one.low or 0 for one in found), sum(one.high or 0 for one in found))

    def answered(self, spans: Sequence[Span]) -> int:
        """How many days of these months say whether there was a headache."""
        return sum(day.answered for span in spans for day in self.counts.diary.spans(*span))

    def counted(self, fact: str, spans: Sequence[Span]) -> dict[str, Any]:
        """A count as a summary keeps it: what, in which days, how many, and how many were answered."""
        return {
            "fact": fact,
            "counted": pair(self.count(fact, spans)),
            "answered": self.answered(spans),
            **span_of(spans),
        }


def span_of(spans: Sequence[Span]) -> dict[str, Any]:
    """The first day, the last day and the number of days of months in a row."""
    first, last = spans[0][0], spans[-1][1]
    return {"from": first.isoformat(), "to": last.isoformat(), "days": sum(map(days_in, spans))}


def pair(count: Between) -> list[int | None]:
    """Bounds as JSON has them."""
    return [count.low, count.high]


Part = Mapping[str, Any]
"""A part of a summary, as JSON has it."""
