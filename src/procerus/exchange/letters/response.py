"""The fall in headache days between the baseline and each window after an injection, exact between bounds.

Whole numbers only: tenths of a day and percent are rounded outward, so that the bounds always hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procerus.criteria.bounds import Between
from procerus.diary.windows import nominal_days
from procerus.exchange.letters.months import Period
from procerus.packs.rules import Rules
from procerus.pathway.asking import BASELINE


@dataclass(frozen=True, slots=True)
class Fall:
    """How far headache days fell; a negative fall is a rise. Percent is None where the baseline may be 0."""

    before: Period
    after: Period
    per_days: int  # the fall is told per so many days, the length of the baseline's month
    tenths: Between  # of a day
    percent: Between | None

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "before": _counted(self.before),
            "after": _counted(self.after),
            "per_days": self.per_days,
            "fall_in_tenths_of_a_day": [self.tenths.low, self.tenths.high],
            "fall_percent": None if self.percent is None else [self.percent.low, self.percent.high],
        }


def falls_of(periods: Sequence[Period], rules: Rules) -> Iterator[Fall]:
    """The fall from the baseline to every window that hangs on an injection, lies after it and is over."""
    before = next((one for one in periods if one.window == BASELINE and one.months), None)
    if before is None or not before.days:
        return
    per = nominal_days(rules.windows[BASELINE].month) or before.days
    for after in periods:
        over = bool(after.months) and after.until is None
        if over and rules.windows[after.window].after is not None:
            counts = (before.headache, before.days, after.headache, after.days)
            yield Fall(before, after, per, fall_in_tenths(*counts, per), fall_percent(*counts))


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


def _counted(period: Period) -> dict[str, object]:
    count = period.headache
    return {"window": period.window, "days": period.days, "headache_days": [count.low, count.high]}
