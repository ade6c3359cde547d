"""The fall in headache and migraine days from the baseline to each window after it, between bounds.

Whole numbers only: tenths of a day and percent are rounded outward, so that the bounds always hold. Where
every day was answered the fall is one number, and is told as one, lest rounding pass for what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procerus.criteria.bounds import Between
from procerus.diary.windows import nominal_days
from procerus.exchange.letters.months import Period
from procerus.pathway.asking import BASELINE, Asked

COMPARED = ("headache_days", "migraine_days")


@dataclass(frozen=True, slots=True)
class Exact:
    """A fall between two windows of which every day counts or does not: rounded towards nought, so that none
    is told larger than it was. Percent is None where the baseline had no headache day."""

    tenths: int  # of a day
    percent_tenths: int | None


@dataclass(frozen=True, slots=True)
class Fall:
    """How far counted days fell; a negative fall is a rise. Percent is None where the baseline may be 0."""

    fact: str  # headache_days or migraine_days
    before: Period
    after: Period
    per_days: int  # the fall is told per so many days, the length of the baseline's month
    tenths: Between  # of a day
    percent: Between | None
    exact: Exact | None = None

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "fact": self.fact,
            "before": _counted(self.before, self.fact),
            "after": _counted(self.after, self.fact),
            "per_days": self.per_days,
            "fall_in_tenths_of_a_day": [self.tenths.low, self.tenths.high],
            "fall_percent": None if self.percent is None else [self.percent.low, self.percent.high],
        }


def falls_of(periods: Sequence[Period], asked: Asked) -> Iterator[Fall]:
    """The fall from the baseline to each window after it that is over: those that hang on an injection,
    or where there are none, those that follow the baseline. Migraine days where the question counts them."""
    before = next((one for one in periods if one.window == BASELINE and one.months), None)
    if before is None:
        return
    windows = asked.rules.windows
    hanging = [one for one in periods if windows[one.window].after is not None]
    later = [one for one in periods if one.months and one.months[0].span[0] > before.months[-1].span[1]]
    per = nominal_days(windows[BASELINE].month) or before.days
    counted = [fact for fact in COMPARED if fact == COMPARED[0] or f"{BASELINE}.{fact}.total" in asked.needed]
    for after in hanging or later:
        if after.months and after.until is None:
            yield from (_fall(fact, before, after, per) for fact in counted)


def _fall(fact: str, before: Period, after: Period, per: int) -> Fall:
    counts = (before.total(fact), before.days, after.total(fact), after.days)
    told = exact_fall(*counts, per)
    return Fall(fact, before, after, per, fall_in_tenths(*counts, per), fall_percent(*counts), told)


def exact_fall(before: Between, days: int, after: Between, days_after: int, per: int) -> Exact | None:
    """The fall as one number; None where a count has bounds."""
    if before.low is None or after.low is None or not (before.known and after.known):
        return None
    fallen = before.low * days_after - after.low * days
    share = _towards_nought(1000 * fallen, before.low * days_after) if before.low else None
    return Exact(_towards_nought(10 * per * fallen, days * days_after), share)


def fall_in_tenths(before: Between, days: int, after: Between, days_after: int, per: int) -> Between:
    """The fall per so many days, in tenths of a day."""
    least = 10 * per * ((before.low or 0) * days_after - (after.high or 0) * days)
    most = 10 * per * ((before.high or 0) * days_after - (after.low or 0) * days)
    return Between(_down(least, days * days_after), _up(most, days * days_after))


def fall_percent(before: Between, days: int, after: Between, days_after: int) -> Between | None:
    """The fall as a share of the baseline; None where the baseline may have had no headache day."""
    fewest, most = before.low or 0, before.high or 0
    if not fewest:
        return None
    least = 100 * (fewest * days_after - (after.high or 0) * days)
    greatest = 100 * (most * days_after - (after.low or 0) * days)
    return Between(_down(least, fewest * days_after), _up(greatest, most * days_after))


def _down(number: int, by: int) -> int:
    return number // by


def _up(number: int, by: int) -> int:
    return -(-number // by)


def _towards_nought(number: int, by: int) -> int:
    return _down(number, by) if number > 0 else _up(number, by)


def _counted(period: Period, fact: str) -> dict[str, object]:
    count = period.total(fact)
    return {"window": period.window, "days": period.days, "counted": [count.low, count.high]}
