"""What was recorded beside the diary: preventives, scores, sessions of toxin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procerus.criteria.bounds import Answer, Between
from procerus.diary.medicines import load_medicines
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.packs.rules import Tally
from procerus.pathway.asking import Asked
from procerus.pathway.patient import Patient, PreventiveTrial
from procerus.pathway.tallies import counted

WEEK = 7
NOT_TAKEN = ("contraindicated", "unsuitable", "refused")  # outcomes that need no dose and no dates


@dataclass(frozen=True, slots=True)
class Preventive:
    """One preventive as recorded. `weeks` are whole weeks; `counted` is None where the question asks none."""

    trial: PreventiveTrial
    drug_class: str | None  # None: the dictionary does not know the drug
    weeks: Between | None
    counted: Answer | None

    @property
    def taken(self) -> bool:
        """Whether it was taken at all, as far as its outcome tells."""
        return self.trial.outcome not in NOT_TAKEN

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        one = self.trial
        return {
            "drug": one.drug,
            "class": self.drug_class,
            "mg_per_day": number(one.mg_per_day),
            "from": ends(one.started),
            "to": ends(one.ended),
            "weeks": None if self.weeks is None else [self.weeks.low, self.weeks.high],
            "outcome": one.outcome,
            "counted": None if self.counted is None else str(self.counted),
        }


def preventives_of(patient: Patient, asked: Asked, as_of: date) -> tuple[Preventive, ...] | None:
    """Every preventive in the order recorded; None where nobody asked, and none is known."""
    known = patient.preventives
    if known is None and not (known := patient.so_far.preventives):
        return None
    tallies = [asked.rules.tallies[name] for name in asked.needed if name in asked.rules.tallies]
    return tuple(_preventive(one, tallies, as_of) for one in known)


def _preventive(trial: PreventiveTrial, tallies: list[Tally], as_of: date) -> Preventive:
    known = None if trial.drug is None else load_medicines().preventive(trial.drug)
    days = trial.days(as_of)
    weeks = None if days.high is None else Between((days.low or 0) // WEEK, days.high // WEEK)
    said = [_counts(trial, how, as_of) for how in tallies]
    by_any = None
    if said:
        by_any = Answer.YES if Answer.YES in said else max(said, key=lambda one: one is Answer.UNKNOWN)
    return Preventive(trial, None if known is None else known.drug_class, weeks, by_any)


def _counts(trial: PreventiveTrial, how: Tally, as_of: date) -> Answer:
    """Whether the policy counts this one record, were it the only one."""
    sure, possible = counted([trial], how, load_medicines(), as_of)
    return Answer.of(True if sure else None if possible else False)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score of a questionnaire."""

    when: PartialDate | None
    instrument: str | None
    score: Decimal | None

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {"date": ends(self.when), "instrument": self.instrument, "score": number(self.score)}


def scores_of(patient: Patient, as_of: date) -> tuple[ScoreRow, ...] | None:
    """The scores that were there before or on the day of the question; None where nobody asked."""
    if patient.scores is None:
        return None
    rows = [ScoreRow(one.date, one.instrument, one.score) for one in patient.scores]
    return tuple(one for one in rows if one.when is None or one.when.earliest <= as_of)


@dataclass(frozen=True, slots=True)
class Session:
    """One session of toxin, of any product and for any reason."""

    injection: Injection

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        one = self.injection
        return {
            "date": ends(one.date),
            "product": one.product,
            "indication": one.indication,
            "units": number(one.units),
        }


def sessions_of(patient: Patient, as_of: date) -> tuple[Session, ...] | None:
    """The sessions on or before the day of the question; None where nobody asked, and none is known."""
    if patient.toxin is None and not patient.doses:
        return None
    return tuple(Session(one) for one in patient.doses if one.date is None or one.date.earliest <= as_of)


def ends(when: PartialDate | None) -> list[str] | None:
    """The earliest and the latest day it may have been."""
    return None if when is None else [when.earliest.isoformat(), when.latest.isoformat()]


def number(amount: Decimal | None) -> int | float | None:
    """A recorded amount as JSON has it."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
