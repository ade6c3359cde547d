"""One real vial: what it is, when it was opened, who drew how much, and what is left.

A vial never gives more than it holds, never after its expiry or its usable hours, and never to a second
person unless its label and the clinic both allow it. Every refusal is one sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from procerus.faults import BadInput, Fault
from procerus.injection.sharing import Sharing, aware, elapsed
from procerus.injection.units import in_units
from procerus.injection.vial_sizes import amount

MOST_DILUENT = 100  # mL
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn for one person, and when."""

    person: str
    units: Fraction
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """Where the units of a vial went: what was drawn and what was discarded are all of them."""

    units: int
    drawn: Fraction
    discarded: Fraction


@dataclass(frozen=True, slots=True)
class OpenedVial:
    """A vial of `units` units, reconstituted at `opened` with `diluent_ml` mL (0 for a ready solution).

    `expiry` is the last day on which it may be used, by the clock in which the times are written. Times
    have a time zone. Making one raises BadInput where what is written cannot be.
    """

    product: str
    lot: str
    units: int
    expiry: date
    diluent_ml: Fraction
    opened: datetime
    draws: tuple[Draw, ...] = ()

    def __post_init__(self) -> None:
        if not self.product.strip():
            raise _refused("the vial", "says no product", "Write which product it is.")
        if not self.lot.strip():
            raise _refused("the vial", "has no lot", "Write the lot as it stands on the vial.")
        if isinstance(self.units, bool) or not isinstance(self.units, int) or self.units < 1:
            raise _refused(self.name, f"cannot hold {self.units} U", "Write the units on its label.")
        if isinstance(self.diluent_ml, bool | float) or not 0 <= self.diluent_ml <= MOST_DILUENT:
            why = f"is not an exact volume from 0 to {MOST_DILUENT} mL"
            raise _refused(f"{self.name}, diluent", why, "Write how much was put in.", str(self.diluent_ml))
        aware(self.opened, f"{self.name}, opened")
        self._in_date(self.opened, "opened")
        for draw in self.draws:
            self._possible(draw)
        if self.left < 0:
            why = f"holds {self.units} U, and {in_units(self.drawn)} are said to be drawn"
            raise _refused(self.name, why, "Check the amounts.")

    @property
    def name(self) -> str:
        """How a refusal calls the vial."""
        return f"the vial of {self.product}, lot {self.lot.strip()}"

    @property
    def drawn(self) -> Fraction:
        """The units drawn so far."""
        return sum((draw.units for draw in self.draws), Fraction(0))

    @property
    def left(self) -> Fraction:
        """The units not drawn yet."""
        return self.units - self.drawn

    def draw(
        self, product: str, person: str, units: Fraction | int, at: datetime, sharing: Sharing
    ) -> OpenedVial:
        """The vial after `units` of `product` were drawn for a person. Raises BadInput where they may not be.

        `sharing` says for how many hours the vial is usable, and whether for several people.
        """
        if product != self.product:
            mend = f"Take a vial of {product}."
            raise _refused(self.name, f"is not {product}, and units of one are not units of the other", mend)
        one = Draw(person.strip(), amount(units, f"the dose of {person}"), aware(at, "the time of the draw"))
        self._possible(one)
        self._in_date(one.at, "drawn from")
        self._in_time(one.at, sharing)
        self._for_this_person(one.person, sharing)
        if one.units > self.left:
            why = f"has {in_units(self.left)} left, and {in_units(one.units)} are asked for"
            raise _refused(self.name, why, "Take the rest from another vial.")
        return replace(self, draws=(*self.draws, one))

    def closed(self) -> Account:
        """The account of the vial when it is thrown away: what nobody drew is discarded."""
        return Account(self.units, self.drawn, self.left)

    def _possible(self, draw: Draw) -> None:
        if not draw.person:
            raise _refused(self.name, "a draw from it names nobody", "Say who it was for.")
        if amount(draw.units, f"{self.name}, a draw") == 0:
            raise _refused(self.name, "nothing was drawn", "Leave such a draw out.")
        if elapsed(self.opened, aware(draw.at, f"{self.name}, a draw")) < timedelta(0):
            why = f"was opened at {_moment(self.opened)}, after the draw at {_moment(draw.at)}"
            raise _refused(self.name, why, "Check both times.")

    def _in_date(self, at: datetime, what: str) -> None:
        if at.date() > self.expiry:
            why = f"expired after {self.expiry}, and would be {what} on {at.date()}"
            raise _refused(self.name, why, "Take a vial that is in date.")

    def _in_time(self, at: datetime, sharing: Sharing) -> None:
        if not sharing.usable(self.opened, at):
            why = (
                f"was opened at {_moment(self.opened)}, more than {sharing.hours} hours before {_moment(at)}"
            )
            raise _refused(self.name, why, "Discard it and open another.")

    def _for_this_person(self, person: str, sharing: Sharing) -> None:
        others = sorted({draw.person for draw in self.draws} - {person})
        if others and sharing.why_not is not None:
            why = f"has been used for {others[0]}, and sharing it is refused: {sharing.why_not}"
            raise _refused(self.name, why, "Open another vial.")


def expiry_day(text: str) -> date:
    """The last day of an expiry as it is printed: `2028-03-31`, or `2028-03` for the month's last day.

    Raises BadInput.
    """
    month = _MONTH.fullmatch(text.strip())
    try:
        if month:
            year, number = int(month[1]), int(month[2])
            return date(year, number, monthrange(year, number)[1])
        if _DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        raise _refused(
            "the expiry", "is not in the calendar", "Write it as 2028-03-31 or 2028-03.", text
        ) from None
    raise _refused("the expiry", "is not a day or a month", "Write it as 2028-03-31 or 2028-03.", text)


def _moment(at: datetime) -> str:
    return at.isoformat(" ", "minutes")


def _refused(where: str, why: str, mend: str, value: str | None = None) -> BadInput:
    return BadInput([Fault(where, why, mend, value)])
