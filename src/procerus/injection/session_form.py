"""What a person writes down of a toxin session. Whatever nobody wrote is None, and nothing is filled in.

`session` says whether it may be recorded. Nothing here is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, get_args

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.printed_plan import PrintedPlan

AuthorityKind = Literal["prescriber", "prescription", "PSD", "PGD"]
"""What allows the injector to inject: being the prescriber, a prescription, or a direction (UK) for a patient
or a patient group."""
SecondHow = Literal["together", "remote", "countersigned"]
AUTHORITIES: tuple[AuthorityKind, ...] = get_args(AuthorityKind)
HOWS: tuple[SecondHow, ...] = get_args(SecondHow)


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who answers for something, by name and role."""

    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """What allowed the injection, and its number or words."""

    kind: AuthorityKind | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the person consented, when and how."""

    given: Answer | None = None
    on: date | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True)
class SessionVial:
    """One vial, read off its label, and what of it was thrown away."""

    product: str | None = None
    lot: str | None = None
    expiry: PartialDate | None = None
    units: Fraction | None = None
    diluent_ml: Fraction | None = None
    opened: datetime | None = None  # the instant of reconstitution; of opening where it is a solution
    discarded: Fraction | None = None  # in units
    serial: str | None = None


@dataclass(frozen=True, slots=True)
class GivenSite:
    """What one site was given, and from which vial, counted from 1."""

    site: str | None = None
    units: Fraction | None = None
    vial: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody knows that this site was given otherwise than planned, and says why."""

    site: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Second:
    """The second person, how they agreed, and on which day."""

    by: str | None = None
    how: SecondHow | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A stop that was set aside."""

    code: str | None = None
    reason: str | None = None
    by: str | None = None
    second: Second | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """The record that this one corrects, by its name, and why."""

    record: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it was written down, beside the plan it was given by."""

    plan: PrintedPlan
    plan_seal: str
    patient: str
    birth_year: int | None = None  # typed again by the injector, so that the right person lies there
    at: datetime | None = None
    by: Signed | None = None
    supervisor: Signed | None = None
    authority: Authority | None = None
    consent: Consent | None = None
    vials: tuple[SessionVial, ...] = ()
    given: tuple[GivenSite, ...] = ()
    differences: tuple[Difference, ...] = ()
    ticks: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    complications: tuple[str, ...] | None = None
    needle: str | None = None
    note: str | None = None
    replaces: Replaced | None = None

    @property
    def day(self) -> date | None:
        """The local day of the session."""
        return None if self.at is None else self.at.date()
