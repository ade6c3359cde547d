"""What a measure comes to: three lists of cases, each of which opens, and tables beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from procerus.clinic.audit.definitions import Measure

PARTS = ("numerator", "denominator", "unknown")
"""The lists that open."""
HUNDRED = 100
SHARE, RATE, UNITS = "share", "rate", "units"
"""What a measure comes to: a share, so many for every hundred, or units by product."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was counted: of whom, on which day, and what there is to say of it.

    Of tens of thousands of cases a page shows none or two hundred, so the words are found when they are read.
    """

    patient: UUID
    on: date
    words: str | Callable[[], str] = ""

    @property
    def says(self) -> str:
        """What there is to say of it, in the language of whoever reads it."""
        return self.words if isinstance(self.words, str) else self.words()


@dataclass(frozen=True, slots=True)
class Amount:
    """A line of a table beside a measure."""

    label: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram."""

    label: str
    number: int
    marked: bool = False
    """Whether it stands beyond the limit that is asked about."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure of one period. What cannot be told is in neither numerator nor denominator."""

    measure: Measure
    numerator: Sequence[Case]
    denominator: Sequence[Case]
    unknown: Sequence[Case] = ()
    kind: str = SHARE
    heads: tuple[str, ...] = ()
    amounts: Sequence[Amount] = ()
    bars: Sequence[Bar] = ()

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to count."""
        return not self.denominator and not self.unknown and not self.numerator

    @property
    def percent(self) -> str:
        """The share of those that could be told, or so many for every hundred; empty where there are none."""
        if not self.denominator:
            return ""
        return _rounded(
            Fraction(HUNDRED * len(self.numerator), len(self.denominator)), int(self.kind == RATE)
        )

    @property
    def between(self) -> tuple[str, str] | None:
        """The share of all, whatever the unknown ones are; None where every one could be told."""
        if self.kind != SHARE or not self.unknown:
            return None
        all_of_them = len(self.denominator) + len(self.unknown)
        least = Fraction(HUNDRED * len(self.numerator), all_of_them)
        return _rounded(least), _rounded(least + Fraction(HUNDRED * len(self.unknown), all_of_them))

    @property
    def all(self) -> int:
        """How many there are, told or not."""
        return len(self.denominator) + len(self.unknown)

    def cases(self, part: str) -> Sequence[Case]:
        """One of the lists."""
        return {"numerator": self.numerator, "denominator": self.denominator, "unknown": self.unknown}[part]


def sorted_out(
    measure: Measure, told: Iterable[tuple[Case, bool | None]], bars: Sequence[Bar] = (), kind: str = SHARE,
    heads: tuple[str, ...] = (), amounts: Sequence[Amount] = (),
) -> Counted:  # fmt: skip
    """A share: cases that are met, cases that are not, and cases of which it cannot be told (None)."""
    cases = list(told)
    return Counted(
        measure,
        [case for case, met in cases if met],
        [case for case, met in cases if met is not None],
        [case for case, met in cases if met is None],
        kind, heads, amounts, bars,
    )  # fmt: skip


def _rounded(number: Fraction, places: int = 0) -> str:
    """Halves go up; a share that is not quite all or nothing is never shown as all or nothing."""
    scaled = (number * 10**places * 2 + 1) // 2
    if not places and 0 < number < HUNDRED:
        scaled = min(max(scaled, 1), HUNDRED - 1)
    whole, rest = divmod(int(scaled), 10**places)
    return f"{whole}.{rest}" if places else str(whole)
