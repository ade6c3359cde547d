"""What one person's session is billed as in the United States: units given and units discarded.

A vial for one person is billed with the modifier JW for what was discarded, or JZ where nothing was.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from procerus.faults import BadInput, Fault
from procerus.injection.units import as_number, exactly, in_units
from procerus.injection.vial_sizes import amount
from procerus.packs.products import Toxin


@dataclass(frozen=True, slots=True)
class Code:
    """A product's HCPCS code, and how many of its units one billing unit is."""

    code: str
    units_each: int

    def __post_init__(self) -> None:
        if self.units_each < 1:
            why = "is not a whole number of units from 1 up"
            raise BadInput([Fault(f"{self.code}, units_each", why, value=str(self.units_each))])


@dataclass(frozen=True, slots=True)
class BillingLine:
    """One line of a claim. `billing_units` is a fraction where the units are no whole billing units."""

    code: str
    modifier: str | None
    billing_units: Fraction
    units: Fraction

    @property
    def is_whole(self) -> bool:
        """Whether the claim form can hold it as it is."""
        return self.billing_units.denominator == 1

    def __str__(self) -> str:
        modifier = f"-{self.modifier}" if self.modifier else ""
        said = f"{self.code}{modifier} × {exactly(self.billing_units)} ({in_units(self.units)})"
        return said if self.is_whole else f"{said}: not a whole number of billing units, so not rounded here"


def billing_lines(
    code: Code | None, used: Fraction | int, discarded: Fraction | int
) -> tuple[BillingLine, ...]:
    """The lines for one session with vials of its own: units used, then units discarded.

    No lines where the product has no code, or where nothing was given. Raises BadInput for a negative
    amount.
    """
    given, left = amount(used, "the units used"), amount(discarded, "the units discarded")
    if code is None or not given:
        return ()
    if not left:
        return (_line(code, "JZ", given),)
    return _line(code, None, given), _line(code, "JW", left)


def billed(toxin: Toxin, used: Fraction, discarded: Fraction) -> tuple[BillingLine, ...]:
    """The lines of a claim for a session with this toxin; none where its code is not known."""
    code = Code(toxin.hcpcs, toxin.billing_units) if toxin.hcpcs and toxin.billing_units else None
    return billing_lines(code, used, discarded)


def claim(toxin: Toxin, used: Fraction, discarded: Fraction) -> list[dict[str, Any]]:
    """The lines as JSON has them: `units` of the toxin, and the `billing_units` they are."""
    return [
        {
            "code": line.code,
            "modifier": line.modifier,
            "units": as_number(line.units),
            "billing_units": as_number(line.billing_units),
        }
        for line in billed(toxin, used, discarded)
    ]


def _line(code: Code, modifier: str | None, units: Fraction) -> BillingLine:
    return BillingLine(code.code, modifier, units / code.units_each, units)
