"""The facts of windows that a diary and the dates of treatment give: counts over months, and days passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Between
from procerus.criteria.reference import SUMMARIES, Fact
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import Span
from procerus.diary.windows import Anchors, days_in, months_of, nominal_days
from procerus.packs.rules import Rules, Window

LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """Counts one diary's windows under one reading."""

    rules: Rules
    counts: MonthCounts
    anchors: Anchors
    as_of: date

    def of(self, names: Iterable[str]) -> dict[str, Fact]:
        """The facts among these names that come from windows and anchors; others are left out."""
        return {name: fact for name in names if (fact := self._fact(name)) is not None}

    def months(self, window: str) -> tuple[Span, ...] | None:
        """The months of a window, or None where its anchor is not one known day."""
        return months_of(self.rules.windows[window], self.anchors)

    def open_days(self, name: str) -> list[date]:
        """The days that leave a counted fact open, in the months the diary is to answer for."""
        window, fact, _ = name.split(".")
        months = self.months(window) or ()
        rule = self.rules.days[fact]
        return [
            day
            for month in months
            if not self.counts.told(fact, month)
            for day in self.counts.open_days(rule, month, self.rules.diary)
        ]

    def _fact(self, name: str) -> Fact | None:
        head, _, rest = name.partition(".")
        if head in self.rules.windows:
            return self._window_fact(self.rules.windows[head], head, rest)
        for anchor, anchored in self.anchors.items():
            if head == anchor and rest.startswith("day_"):
                return anchored.passed(int(rest.removeprefix("day_")), self.as_of)
        return None

    def _window_fact(self, window: Window, head: str, rest: str) -> Fact:
        months = self.months(head)
        if rest == "months":
            return Between.exactly(window.months)
        if rest == "days":
            return _length(window, months)
        fact, _, summary = rest.partition(".")
        rule = self.rules.days[fact]
        # Window and rule are kept beside what they gave, so their ids stay their own.
        key = (id(window), fact, id(rule), summary, months, self.counts.effective(self.rules.diary))
        if key not in self.counts.summed:
            summed = SUMMARIES[summary](self._counted(window, months, fact))
            self.counts.summed[key] = (window, rule, summed)
        return self.counts.summed[key][2]

    def _counted(self, window: Window, months: tuple[Span, ...] | None, fact: str) -> Sequence[Between]:
        if months is None:  # an anchor nobody knows: every day of every month is open
            return [Between(0, nominal_days(window.month) or LONGEST_MONTH)] * window.months
        return self.counts.window(fact, self.rules.days[fact], months, self.rules.diary)


def _length(window: Window, months: tuple[Span, ...] | None) -> Between:
    if months is not None:
        return Between.exactly(sum(days_in(month) for month in months))
    nominal = nominal_days(window.month)
    if nominal is None:
        return Between(28 * window.months, LONGEST_MONTH * window.months)
    return Between.exactly(nominal * window.months)
