"""Units of toxin, exact, and of one toxin only.

A unit is a unit of its maker's own assay. So each toxin has a Python type of its own, made when it is first
asked for, and adding or comparing two of them is a TypeError. Nothing turns one into another.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache, total_ordering
from typing import ClassVar, Self


@total_ordering
class Units:
    """An amount of one toxin. Never made of this class itself; `units_of` gives the toxin's own."""

    toxin: ClassVar[str] = ""
    __slots__ = ("amount",)

    def __init__(self, amount: Fraction | int) -> None:
        if not self.toxin:
            raise TypeError("units are always of a toxin: units_of('onabotulinumtoxina')(155)")
        self.amount = Fraction(amount)

    @classmethod
    def total(cls, parts: Iterable[Self]) -> Self:
        """The sum of amounts of this toxin; none at all is nought."""
        whole = cls(0)
        for part in parts:
            whole = whole + part
        return whole

    # NotImplemented is how an operator tells Python that it has no meaning here: the result is a TypeError.
    def __add__(self, other: Self) -> Self:
        return type(self)(self.amount + other.amount) if self._same(other) else NotImplemented

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.amount - other.amount) if self._same(other) else NotImplemented

    def __mul__(self, times: int) -> Self:
        return type(self)(self.amount * times) if type(times) is int else NotImplemented

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Units) and self._same(other) and self.amount == other.amount

    def __lt__(self, other: Self) -> bool:
        return self.amount < other.amount if self._same(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.toxin, self.amount))

    def __repr__(self) -> str:
        return f"{in_figures(self.amount)} U {self.toxin}"

    def _same(self, other: Units) -> bool:
        return type(self) is type(other)


@cache  # a type that is forgotten and made again would no longer be the same
def units_of(toxin: str) -> type[Units]:
    """The type of this toxin's units; the same type whenever it is asked for."""
    return type(toxin, (Units,), {"toxin": toxin, "__slots__": ()})


def in_figures(amount: Fraction, places: int = 3) -> str:
    """An amount as it is printed: exact where it ends within so many places, else rounded and said so."""
    scaled = amount * 10**places
    about = "" if scaled.denominator == 1 else "about "
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(round(abs(scaled)), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{about}{sign}{whole}.{decimals}" if decimals else f"{about}{sign}{whole}"


def as_number(amount: Fraction) -> int | float:
    """An amount as JSON has it: whole where it is whole."""
    return amount.numerator if amount.denominator == 1 else float(amount)


def in_units(units: Fraction | int) -> str:
    """Units for a reader, never rounded: `155 U`, `12.5 U`, `1 1/3 U`."""
    return f"{exactly(Fraction(units))} U"


def exactly(number: Fraction) -> str:
    """An exact number for a reader: with decimals where they end, else as a fraction."""
    sign = "-" if number < 0 else ""
    whole_part, rest = divmod(abs(number), 1)
    if not rest:
        return f"{sign}{whole_part}"
    places = next((n for n in range(1, 7) if 10**n % rest.denominator == 0), 0)
    if places:
        return f"{sign}{whole_part}.{int(rest * 10**places):0{places}}"
    return f"{sign}{whole_part} {rest}" if whole_part else f"{sign}{rest}"
