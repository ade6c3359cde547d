"""Sessions of toxin for tests: somebody of whom everything was asked, doses on a day, and what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Attested, Injection, RegularMedicine, Today
from procerus.injection.findings import Finding
from procerus.injection.judgement import Judgement, judge
from procerus.injection.plan import Choices, Plan, plan
from procerus.packs.products import Place, find_product
from procerus.packs.protocols import find_protocol

ON = date(2026, 3, 30)
NO = Answer.NO


def preempt(choices: Choices | None = None, product: str = "botox") -> Plan:
    """A session by PREEMPT."""
    return plan(find_protocol("preempt"), find_product(product), choices)


def dose(day: str | None, units: float | None = 155, product: str | None = "botox") -> Injection:
    """One line of the list of doses."""
    when = None if day is None else PartialDate.of(day)
    return Injection(when, product, "chronic-migraine", None if units is None else Decimal(str(units)))


def asked_no(on: date = ON, **answers: object) -> Today:
    """Every check of the day answered no, but for those named."""
    return replace(Today(on, NO, NO, NO, NO, NO, NO), **answers)


def person(*doses: Injection, on: date = ON, **known: object) -> Attested:
    """Somebody of whom everything was asked: these doses, nothing else."""
    return replace(Attested(doses, asked_no(on), (), (), PartialDate.of("1984-05-02")), **known)


def judged(
    *doses: Injection,
    on: date = ON,
    choices: Choices | None = None,
    label: Place | None = None,
    **known: object,
) -> Judgement:
    """What was found about a session by PREEMPT for such a person."""
    return judge(preempt(choices), person(*doses, on=on, **known), on, label)


def found(judgement: Judgement, code: str) -> Finding:
    """The one finding with this code."""
    (one,) = [finding for finding in judgement.findings if finding.code == code]
    return one


def codes(judgement: Judgement) -> set[str]:
    """The codes of everything that was found."""
    return {finding.code for finding in judgement.findings}


def taking(
    drug: str, route: str | None = None, since: str | None = None, to: str | None = None
) -> RegularMedicine:
    """A medicine taken."""
    days = [None if day is None else PartialDate.of(day) for day in (since, to)]
    return RegularMedicine(drug, route, *days)


def units(number: float | str) -> Fraction:
    """An exact number of units."""
    return Fraction(str(number))


def days_before(number: int, on: date = ON) -> str:
    """The day so many days before another, as a file has it."""
    return (on - timedelta(days=number)).isoformat()
