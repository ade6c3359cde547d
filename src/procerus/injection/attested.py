"""What was said of a person that a toxin session has to know: earlier doses, today's checks, other medicines.

What nobody said is None or unknown; it is never taken for no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate

Route = Literal["oral", "systemic", "topical", "ear", "eye", "inhaled", "nasal", "injection"]
Indication = Literal[
    "chronic-migraine", "blepharospasm", "strabismus", "hemifacial-spasm", "cervical-dystonia", "spasticity",
    "sialorrhoea", "axillary-hyperhidrosis", "overactive-bladder", "neurogenic-bladder", "bruxism",
    "cosmetic", "other",
]  # fmt: skip
"""What a toxin was given for: approved and common uses, written as protocol ids, and `other`."""


@dataclass(frozen=True, slots=True)
class Injection:
    """One session of toxin, of any product and for any reason. Units belong to their product."""

    date: PartialDate | None = None
    product: str | None = None
    indication: Indication | None = None
    units: Decimal | None = None  # down to a quarter


@dataclass(frozen=True, slots=True)
class Today:
    """What was asked at this session."""

    on: date | None = None
    allergy: Answer = Answer.UNKNOWN
    infection_at_site: Answer = Answer.UNKNOWN
    swallowing_or_breathing_trouble: Answer = Answer.UNKNOWN
    pregnant: Answer = Answer.UNKNOWN
    breast_feeding: Answer = Answer.UNKNOWN
    toxin_elsewhere: Answer = Answer.UNKNOWN
    inr: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RegularMedicine:
    """A medicine taken for anything, asked because some of them change what a toxin does."""

    drug: str | None = None
    route: Route | None = None
    started: PartialDate | None = None
    ended: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Attested:
    """What is known of a person that matters for a session. None is "never asked".

    `incomplete` names the lists of which nobody said that they are complete: what is in them counts, and
    there may be more.
    """

    toxin: tuple[Injection, ...] | None = None
    today: Today | None = None
    medicines: tuple[RegularMedicine, ...] | None = None
    conditions: tuple[str, ...] | None = None
    born: PartialDate | None = None
    incomplete: frozenset[str] = frozenset()
