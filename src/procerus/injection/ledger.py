"""The ledger: every dose of toxin a person ever had, for anything, and what room it leaves on a day.

A dose whose day, product or units nobody knows is counted both ways: what it surely takes up, and what it may
take up. Only whole days of the calendar are counted, so no clock and no change of the clock matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from procerus.criteria.bounds import Answer, every, some
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.packs.products import Label, Window, products

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Dose:
    """One line of the ledger. Whatever nobody knows is None."""

    given: PartialDate | None
    toxin: str | None
    units: Fraction | None
    product: str | None
    indication: str | None = None

    @classmethod
    def of(cls, injection: Injection) -> Dose:
        """A dose as a patient file has it. A product that no pack knows is of a toxin that nobody knows."""
        known = products().get(injection.product or "")
        units = None if injection.units is None else Fraction(injection.units)
        toxin = known.toxin.id if known else None
        return cls(injection.date, toxin, units, injection.product, injection.indication)

    def is_of(self, toxin: str) -> Answer:
        """Whether it is of this toxin."""
        return Answer.of(None if self.toxin is None else self.toxin == toxin)

    def within(self, window: Window, on: date) -> Answer:
        """Whether it still counts on a day. A dose counts on its own day; a later one does not."""
        if self.given is None:
            return UNKNOWN
        if self.given.earliest > on:
            return NO
        last = min(self.given.latest, on)
        if free_from(last, window) <= on:
            return NO
        surely = self.given.latest <= on and free_from(self.given.earliest, window) > on
        return Answer.of(True if surely else None)

    def near(self, window: Window, on: date) -> Answer:
        """Whether it was given less than a window before or after a day: an interval has two ends."""
        if self.given is None:
            return UNKNOWN
        end = free_from(on, window)
        if free_from(self.given.latest, window) <= on or self.given.earliest >= end:
            return NO
        surely = free_from(self.given.earliest, window) > on and self.given.latest < end
        return Answer.of(True if surely else None)


@dataclass(frozen=True, slots=True)
class Sum:
    """Units that surely count and units that may count; None where there is no end to them."""

    least: Fraction
    most: Fraction | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every dose, oldest first where the days are known. One that is not `complete` may lack some."""

    doses: tuple[Dose, ...]
    complete: bool = True

    @classmethod
    def of(cls, injections: Iterable[Injection], complete: bool = True) -> Ledger:
        """The ledger of a list of doses."""
        return cls(tuple(sorted(map(Dose.of, injections), key=_when)), complete)

    def recent(self, toxin: str, window: Window, on: date) -> Answer:
        """Whether any dose of this toxin was given less than a window before or after a day."""
        known = self._recent(toxin, window, on)
        return UNKNOWN if known is NO and not self.complete else known

    def any_near(self, toxin: str, window: Window, on: date) -> bool:
        """Whether a dose that is recorded was, or may have been, given that near to a day."""
        return self._recent(toxin, window, on) is not NO

    def _recent(self, toxin: str, window: Window, on: date) -> Answer:
        return some(every((one.is_of(toxin), one.near(window, on))) for one in self.doses)

    def over(self, toxin: str, window: Window) -> date | None:
        """The first day on which every dose that may be of this toxin is surely a window ago.

        None where there is no such dose, and where nobody knows the day of one. Of doses that are recorded:
        a ledger that is not complete says nothing of others.
        """
        given = [one.given for one in self.doses if one.is_of(toxin) is not NO]
        days = [free_from(one.latest, window) for one in given if one is not None]
        return max(days) if days and len(days) == len(given) else None

    def later(self, on: date) -> tuple[Dose, ...]:
        """The doses that are dated surely after a day."""
        return tuple(one for one in self.doses if one.given is not None and one.given.earliest > on)

    def others(self, toxin: str, window: Window, on: date) -> tuple[Dose, ...]:
        """The doses of other toxins that may still count. They are never added to anything."""
        return tuple(one for one in self.doses if one.is_of(toxin) is NO and one.within(window, on) is not NO)

    def total(self, toxin: str, window: Window, on: date) -> Sum:
        """The units of this toxin that count on a day."""
        least, most, endless = Fraction(0), Fraction(0), not self.complete
        for one in self.doses:
            counts = every((one.is_of(toxin), one.within(window, on)))
            if counts is YES:
                least += one.units or 0
            if counts is not NO:
                most += one.units or 0
                endless = endless or one.units is None
        return Sum(least, None if endless else most)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a session has to keep: the interval, and the ceilings that bind (none where no label has one)."""

    toxin: str
    interval: Window
    ceilings: tuple[Label, ...]

    def fits(self, ledger: Ledger, dose: Fraction, on: date) -> Answer:
        """Whether a dose keeps the interval and every ceiling on a day."""
        soon = ledger.recent(self.toxin, self.interval, on)
        return every(
            (_not(soon), *(fits_under(label, ledger, self.toxin, dose, on) for label in self.ceilings))
        )

    def earliest(self, ledger: Ledger, dose: Fraction, on: date) -> date | None:
        """The first day from `on` on which the dose surely fits; None where no day is sure.

        A day that does not fit lies in a window of some dose, so the first that does is `on` or such a
        window's end.
        """
        windows = (self.interval, *(label.window for label in self.ceilings))
        ends = {
            free_from(one.given.latest, window) for one in ledger.doses if one.given for window in windows
        }
        days = sorted({on, *(day for day in ends if day > on)})
        return next((day for day in days if self.fits(ledger, dose, day) is YES), None)

    def largest(self, ledger: Ledger, on: date) -> Fraction | None:
        """The largest dose that surely fits under every ceiling on a day; None where that cannot be told."""
        room: list[Fraction] = []
        for label in self.ceilings:
            most = ledger.total(self.toxin, label.window, on).most
            if most is None:
                return None
            room.append(max(Fraction(0), label.ceiling.value - most))
        return min(room, default=None)


def fits_under(label: Label, ledger: Ledger, toxin: str, dose: Fraction, on: date) -> Answer:
    """Whether a dose on a day stays under a label's ceiling: reaching it is allowed, going over is not."""
    given = ledger.total(toxin, label.window, on)
    if given.least + dose > label.ceiling.value:
        return NO
    return Answer.of(True if given.most is not None and given.most + dose <= label.ceiling.value else None)


def free_from(day: date, window: Window) -> date:
    """The first day on which a dose of this day no longer counts.

    Three calendar months after 30 November would be 30 February: then it is 1 March, the later reading.
    """
    if window.unit == "days":
        return day + timedelta(days=window.length)
    months = day.month - 1 + window.length
    year, month = day.year + months // 12, months % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:  # the month is too short, so it is not December
        return date(year, month + 1, 1)


def strictest(labels: Sequence[Label], chosen: str | None) -> tuple[Label, ...]:
    """The labels whose ceiling binds: the clinic's own, or every one where none is chosen."""
    return tuple(one for one in labels if chosen is None or one.place == chosen)


def _when(dose: Dose) -> tuple[bool, date]:
    return dose.given is not None, dose.given.earliest if dose.given else date.min


def _not(answer: Answer) -> Answer:
    return {YES: NO, NO: YES}.get(answer, UNKNOWN)
