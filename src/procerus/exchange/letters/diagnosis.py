"""Chronic migraine and medication overuse by ICHD-3, as a letter states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Answer
from procerus.diary.dates import Span
from procerus.exchange.letters.codes import Code, codes_for
from procerus.exchange.letters.months import medicine_names
from procerus.headache.classify import Classification
from procerus.headache.reason import Reason
from procerus.pathway.asking import Case
from procerus.pathway.classification import classify
from procerus.pathway.patient import Diagnoser


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Chronic migraine (ICHD-3 1.3) on one day; under treatment, that of the first injection."""

    on: date
    before_treatment: bool
    answer: Answer
    by: Diagnoser | None
    months_of_this_pattern: int | None
    reasons: tuple[Reason, ...]
    codes: tuple[Code, ...]

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "on": self.on.isoformat(),
            "before_treatment": self.before_treatment,
            "answer": str(self.answer),
            "diagnosed_by": self.by,
            "months_of_this_pattern": self.months_of_this_pattern,
            "reasons": [reason.to_json() for reason in self.reasons],
            "codes": [code.to_json() for code in self.codes],
        }


@dataclass(frozen=True, slots=True)
class Overuse:
    """Medication overuse on the day of the question, what was taken, and what is planned about it."""

    answer: Answer  # 8.2 B: overuse
    headache: Answer  # 8.2 A and B: overuse with frequent headache
    subtypes: Mapping[str, Answer]
    plan: Answer
    withdrawn: Answer
    months: int | None
    taken: Mapping[str, tuple[str, ...]]  # class -> medicines in the months shown
    codes: tuple[Code, ...]

    @property
    def found(self) -> tuple[str, ...]:
        """The subtypes that are surely there."""
        return tuple(code for code, said in self.subtypes.items() if said is Answer.YES)

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "overuse": str(self.answer),
            "answer": str(self.headache),
            "subtypes": {code: str(said) for code, said in self.subtypes.items()},
            "overuse_plan": str(self.plan),
            "overuse_withdrawn": str(self.withdrawn),
            "months_of_overuse": self.months,
            "medicines": {name: list(names) for name, names in self.taken.items()},
            "codes": [code.to_json() for code in self.codes],
        }


def diagnosis_of(case: Case, question: str, now: Classification) -> Diagnosis:
    """Before a course: on the day of the question. About a course: on the day of its first injection."""
    first = case.course.first.day
    earlier = question != "start" and first is not None
    on = first if earlier and first is not None else case.as_of
    said = classify(case.patient, on) if earlier else now
    history = case.patient.history
    return Diagnosis(
        on, earlier, said.answer("chronic_migraine"), history.diagnosed_by, history.months_of_this_pattern,
        said.chronic_reasons, codes_for("chronic-migraine"),
    )  # fmt: skip


def overuse_of(case: Case, spans: Sequence[Span], now: Classification) -> Overuse:
    """Overuse in the latest month, with the medicines written down in these months."""
    history = case.patient.history
    overused = now.answer("medication_overuse")
    return Overuse(
        answer=overused,
        headache=now.answer("medication_overuse_headache"),
        subtypes=now.subtypes,
        plan=history.overuse_plan,
        withdrawn=history.overuse_withdrawn,
        months=history.months_of_overuse,
        taken=medicine_names(case, spans),
        codes=codes_for("medication-overuse") if overused is Answer.YES else (),
    )
