"""Which site is drawn from which of the vials that were picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procerus.injection.site import Code


@dataclass(frozen=True, slots=True)
class Drawn:
    """Sites in injection order, each from one vial (counted from 1), and what is left in every vial."""

    vial: Mapping[Code, int]
    left: tuple[Fraction, ...]
    short: Fraction

    def given(self, number: int, units: Mapping[Code, Fraction]) -> Fraction:
        """What the sites got from a vial."""
        return sum((units[code] for code, one in self.vial.items() if one == number), Fraction(0))


def drawn(given: Mapping[Code, Fraction], sizes: Sequence[int]) -> Drawn:
    """Draw each site from the first vial that still holds it, so that no site is shared between two."""
    left = [Fraction(size) for size in sizes]
    vial: dict[Code, int] = {}
    short = Fraction(0)
    for code, units in given.items():
        number = next((at for at, rest in enumerate(left) if rest >= units), None)
        if number is None:
            short += units
        else:
            left[number] -= units
            vial[code] = number + 1
    return Drawn(vial, tuple(left), short)
