"""What can be known: an answer of yes, no or unknown, and a number between two whole numbers.

A number is `Between(low, high)`, both ends included. `None` stands for an end nobody can give.
Whole numbers beyond `LARGEST` are treated as having no end on that side: this is sound (it only
widens) and it keeps every engine, also those with 64-bit words, exact on the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

LARGEST = 2**30 - 1


class Answer(Enum):
    """One of three answers. Unknown is an answer, not a missing value."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # answers are the same object everywhere; hashing their names is slow

    def __str__(self) -> str:
        return self.value

    @classmethod
    def of(cls, truth: bool | None) -> Answer:
        """True is yes, False is no, None is unknown."""
        if truth is None:
            return cls.UNKNOWN
        return cls.YES if truth else cls.NO


def every(answers: Iterable[Answer]) -> Answer:
    """Whether all of these are so: one no is enough for no, and one unknown leaves it open."""
    said = set(answers)
    if Answer.NO in said:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in said else Answer.YES


def some(answers: Iterable[Answer]) -> Answer:
    """Whether any of these is so: one yes is enough for yes, and one unknown leaves it open."""
    said = set(answers)
    if Answer.YES in said:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in said else Answer.NO


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number known only to lie from `low` to `high`, both included; None where there is no end."""

    low: int | None
    high: int | None

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        if low is not None and low > LARGEST:
            object.__setattr__(self, "low", LARGEST)
        elif low is not None and low < -LARGEST:
            object.__setattr__(self, "low", None)
        if high is not None and high > LARGEST:
            object.__setattr__(self, "high", None)
        elif high is not None and high < -LARGEST:
            object.__setattr__(self, "high", -LARGEST)
        if low is not None and high is not None and low > high:
            raise ValueError(f"a number cannot lie between {low} and {high}")

    @classmethod
    def exactly(cls, number: int) -> Between:
        """A number that is known."""
        return cls(number, number)

    @property
    def known(self) -> bool:
        """Whether only one number is possible."""
        return self.low is not None and self.low == self.high

    def __str__(self) -> str:
        if self.known:
            return str(self.low)
        if self.low is None:
            return "not known" if self.high is None else f"at most {self.high}"
        if self.high is None:
            return "not known" if self.low == 0 else f"at least {self.low}"
        return f"{self.low} to {self.high}"


ANYTHING = Between(0, None)
"""A count that nobody has recorded: nought or more."""
