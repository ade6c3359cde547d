"""Everything a dossier is made of, gathered once from one patient, one policy and one day.

Nothing in a letter comes from anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from procerus.diary.partial_date import PartialDate
from procerus.exchange.letters.diagnosis import Diagnosis, Overuse, diagnosis_of, overuse_of
from procerus.exchange.letters.fingerprint import facts_fingerprint
from procerus.exchange.letters.months import Hours, Period, hours_of, periods_of
from procerus.exchange.letters.records import (
    Preventive,
    ScoreRow,
    Session,
    ends,
    preventives_of,
    scores_of,
    sessions_of,
)
from procerus.exchange.letters.response import Fall, falls_of
from procerus.packs.load import Policy
from procerus.pathway.asking import Asked, Case
from procerus.pathway.classification import classify
from procerus.pathway.decision import Decision, decide
from procerus.pathway.patient import Patient, Sex, Stop
from procerus.pathway.side_by_side import made_up


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about."""

    id: str
    born: PartialDate | None
    sex: Sex | None
    made_up: bool

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {"id": self.id, "born": ends(self.born), "sex": self.sex, "made_up": self.made_up}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an appeal answers: the criteria named in the refusal, and its day."""

    criteria: tuple[str, ...]
    on: date | None

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {"denied": list(self.criteria), "on": None if self.on is None else self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Facts:
    """One patient as one question of one policy sees them on one day. A part that is None was not asked."""

    policy: Policy
    person: Person
    question: str
    as_of: date
    diagnosis: Diagnosis
    periods: tuple[Period, ...]
    hours: Hours
    overuse: Overuse
    preventives: tuple[Preventive, ...] | None
    scores: tuple[ScoreRow, ...] | None
    sessions: tuple[Session, ...] | None
    stops: tuple[Stop, ...]
    falls: tuple[Fall, ...]
    decision: Decision
    fingerprint: str
    incomplete: frozenset[str]
    """Of `preventives` and `sessions` those to which others may belong: nobody said that they are all."""

    @property
    def about_treatment(self) -> bool:
        """Whether the question concerns a treatment that has begun."""
        return self.question != "start"

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "patient": self.person.to_json(),
            "diagnosis": self.diagnosis.to_json(),
            "periods": [one.to_json() for one in self.periods],
            "hours": self.hours.to_json(),
            "medication_overuse": self.overuse.to_json(),
            "preventives": _listed(self.preventives),
            "scores": _listed(self.scores),
            "sessions": _listed(self.sessions),
            "incomplete": sorted(self.incomplete),
            "falls": [one.to_json() for one in self.falls],
            "decision": self.decision.to_json(),
            "facts_fingerprint": self.fingerprint,
        }


def gather(
    policy: Policy, question: str, patient: Patient, as_of: date, baseline: date | None = None
) -> Facts:
    """Gather the facts. Raises BadInput where the policy does not answer the question (see `decide`)."""
    decision = decide(policy, question, patient, as_of, baseline)
    case, asked = Case.of(patient, policy, as_of, baseline), Asked.of(policy.rules, question)
    now = classify(patient, as_of)
    periods = periods_of(asked, case, policy.pack.sections.nouns)
    spans = [month.span for period in periods for month in period.months]
    return Facts(
        policy=policy,
        person=Person(patient.id, patient.born, patient.sex, made_up(patient.id)),
        question=question,
        as_of=as_of,
        diagnosis=diagnosis_of(case, question, now),
        periods=periods,
        hours=hours_of(case, spans),
        overuse=overuse_of(case, spans, now),
        preventives=preventives_of(patient, asked, as_of),
        scores=scores_of(patient, as_of),
        sessions=sessions_of(patient, as_of),
        stops=tuple(one for one in patient.stops if one.date <= as_of),
        falls=tuple(falls_of(periods, asked)),
        decision=decision,
        fingerprint=facts_fingerprint(patient, as_of),
        incomplete=frozenset(
            name
            for name, whole, known in (
                ("preventives", patient.preventives, patient.so_far.preventives),
                ("sessions", patient.toxin, patient.so_far.toxin),
            )
            if whole is None and known
        ),
    )


def _listed(
    parts: tuple[Preventive, ...] | tuple[ScoreRow, ...] | tuple[Session, ...] | None,
) -> list[dict[str, object]] | None:
    return None if parts is None else [one.to_json() for one in parts]
