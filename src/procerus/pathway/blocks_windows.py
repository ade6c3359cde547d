"""Windows and their counts for many patients at once: what `procerus.diary.facts` does for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from procerus.criteria.blocks import Integers, Masks, Months, Numbers, Truths, day_truth, summary
from procerus.criteria.bounds import Answer
from procerus.criteria.language import Node
from procerus.diary.counts import MonthCounts
from procerus.diary.facts import LONGEST_MONTH
from procerus.diary.windows import Anchored, nominal_days
from procerus.packs.rules import DiaryReading, Window
from procerus.pathway.asking import Asked

EPOCH = 719163  # the ordinal of 1970-01-01
_SOME_DAY = 0  # stands where there is no day; whatever is counted from it is thrown away


@dataclass(frozen=True, slots=True)
class AnchorDays:
    """One anchor of every patient: whether it exists, and the range of epoch days it may stand on."""

    exists: Truths
    earliest: Integers
    latest: Integers

    @classmethod
    def of(cls, anchors: Sequence[Anchored]) -> AnchorDays:
        """Gather single anchors."""
        exists = [one.exists for one in anchors]
        return cls(
            (np.array([one is Answer.YES for one in exists]), np.array([one is Answer.NO for one in exists])),
            np.array([_epoch_day(one.earliest) for one in anchors], np.int64),
            np.array([_epoch_day(one.latest) for one in anchors], np.int64),
        )

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where it is one known day."""
        known: NDArray[np.bool_] = self.exists[0] & (self.earliest == self.latest)
        return known

    def passed(self, days: int, as_of: Integers) -> Truths:
        """Whether this many days have passed since, on the days of the questions."""
        yes = self.exists[0] & (self.latest + days <= as_of)
        no = self.exists[1] | (self.exists[0] & (self.earliest + days > as_of))
        return yes, no

    def part(self, rows: slice) -> AnchorDays:
        """Some of the patients."""
        exists = (self.exists[0][rows], self.exists[1][rows])
        return AnchorDays(exists, self.earliest[rows], self.latest[rows])


@dataclass(slots=True)
class BlockFacts:
    """Counts months once for every day rule, window and reading of the diary, and remembers them."""

    masks: Mapping[DiaryReading, Masks]
    anchors: Mapping[str, AnchorDays]
    as_of: Integers
    attested: Mapping[int, MonthCounts]
    _truths: dict[tuple[int, int], _Truth] = field(default_factory=dict)
    _layouts: dict[Window, _Layout] = field(default_factory=dict)
    _longest: dict[tuple[Window, int], Window] = field(default_factory=dict)
    _cuts: dict[tuple[Window, int], Months] = field(default_factory=dict)
    _counts: dict[tuple[int, Window, int], _Counts] = field(default_factory=dict)
    _facts: dict[tuple[object, ...], Numbers | Truths] = field(default_factory=dict)

    def of(self, asked: Asked) -> dict[str, Numbers | Truths]:
        """The facts a question needs that come from windows and anchors."""
        facts: dict[str, Numbers | Truths] = {}
        for name in asked.needed:
            head, _, rest = name.partition(".")
            if head in asked.rules.windows:
                facts[name] = self._window_fact(asked, head, rest)
            elif head in self.anchors and rest.startswith("day_"):
                facts[name] = self._passed(head, int(rest.removeprefix("day_")))
        return facts

    def _passed(self, anchor: str, days: int) -> Numbers | Truths:
        key = (anchor, days)
        if key not in self._facts:
            self._facts[key] = self.anchors[anchor].passed(days, self.as_of)
        return self._facts[key]

    def _window_fact(self, asked: Asked, head: str, rest: str) -> Numbers | Truths:
        window = asked.rules.windows[head]
        fact, _, summary_ = rest.partition(".")
        rule = asked.rules.days.get(fact)
        key = (window, rest if rule is None else (id(rule), summary_), id(self.masks[asked.rules.diary]))
        if key not in self._facts:
            if rest == "months":
                self._facts[key] = np.array([window.months]), np.array([window.months])
            elif rest == "days":
                self._facts[key] = self._days(window)
            else:
                self._facts[key] = summary(summary_, *self._counted(asked, fact, window))
        return self._facts[key]

    def _days(self, window: Window) -> Numbers:
        nominal = nominal_days(window.month)
        if nominal is not None:
            return np.array([nominal * window.months]), np.array([nominal * window.months])
        _, lengths, known = self._layout(window)
        total = lengths.sum(axis=1)
        low = np.where(known, total, 28 * window.months)
        return low, np.where(known, total, LONGEST_MONTH * window.months)

    def _counted(self, asked: Asked, fact: str, window: Window) -> _Counts:
        """The month counts of a window, cut from the longest window of the same months."""
        key = (window, id(asked.rules))
        if key not in self._longest:
            self._longest[key] = _longest(window, asked.rules.windows.values())
        longest = self._longest[key]
        low, high = self._counted_once(asked, fact, longest)
        months = slice(longest.months - window.months, None) if window.before else slice(window.months)
        return low[:, months], high[:, months]

    def _counted_once(self, asked: Asked, fact: str, window: Window) -> _Counts:
        rule, reading = asked.rules.days[fact], asked.rules.diary
        key = (
            id(rule),
            window,
            id(self.masks[reading]),
        )  # rules live as long as their policy, so ids stay their own
        if key not in self._counts:
            low, high = self._cut(window, reading).count(self._truth(rule, reading))
            self._counts[key] = self._as_told(asked, fact, window, low, high)
        return self._counts[key]

    def _as_told(
        self, asked: Asked, fact: str, window: Window, low: NDArray[np.int16], high: NDArray[np.int16]
    ) -> _Counts:
        """Open every month without a known anchor, and put attested counts where no diary is."""
        starts, lengths, known = self._layout(window)
        if not known.all():
            low = np.where(known[:, None], low, np.int16(0))
            high = np.where(known[:, None], high, lengths.astype(np.int16))
        for row, counts in self.attested.items():
            for month in range(window.months if known[row] else 0):
                first = date.fromordinal(int(starts[row, month]) + EPOCH)
                last = date.fromordinal(int(starts[row, month] + lengths[row, month]) + EPOCH - 1)
                bounds = counts.count(fact, asked.rules.days[fact], (first, last), asked.rules.diary)
                low[row, month], high[row, month] = bounds.low or 0, bounds.high or 0
        return low, high

    def _truth(self, rule: Node, reading: DiaryReading) -> _Truth:
        key = (id(rule), id(self.masks[reading]))
        if key not in self._truths:
            self._truths[key] = day_truth(rule, self.masks[reading])
        return self._truths[key]

    def _cut(self, window: Window, reading: DiaryReading) -> Months:
        key = (window, id(self.masks[reading]))
        if key not in self._cuts:
            starts, lengths, _ = self._layout(window)
            masks = self.masks[reading]
            words = next(iter(masks.yes.values())).shape[1]
            self._cuts[key] = Months.cut(masks.first_word, words, starts, lengths)
        return self._cuts[key]

    def _layout(self, window: Window) -> _Layout:
        if window not in self._layouts:
            self._layouts[window] = self._laid_out(window)
        return self._layouts[window]

    def _laid_out(self, window: Window) -> _Layout:
        """First epoch days and lengths (patients, months), oldest first, and where the anchor is known.

        Where it is not, the months are laid out from some day and have the longest length they could.
        """
        anchor = self.anchors[window.before or window.after or ""]
        known = anchor.known
        day = np.where(known, anchor.earliest, _SOME_DAY)
        nominal = nominal_days(window.month)
        if nominal is not None:
            back = np.arange(window.months, 0, -1) if window.before else -np.arange(window.months)
            first = 0 if window.before else window.first_day
            starts = (day + first)[:, None] - nominal * back[None, :]
            return starts, np.full(starts.shape, nominal, np.int64), known
        starts, lengths = _calendar(day, window)
        return starts, np.where(known[:, None], lengths, LONGEST_MONTH), known


_Truth = tuple[NDArray[np.uint64], NDArray[np.uint64]]
_Layout = tuple[Integers, Integers, NDArray[np.bool_]]
_Counts = tuple[NDArray[np.int16], NDArray[np.int16]]


def _longest(window: Window, windows: Iterable[Window]) -> Window:
    """The longest of the windows that lie on the same side of the same anchor in the same months."""
    alike = [one for one in windows if replace(one, months=1, fewest_answered=0) == replace(
        window, months=1, fewest_answered=0)]  # fmt: skip
    return replace(window, months=max(one.months for one in alike), fewest_answered=0)


def _calendar(day: Integers, window: Window) -> tuple[Integers, Integers]:
    """Whole calendar months before an anchor, or from the first one that begins on or after it."""
    if window.before:
        month = day.astype("M8[D]").astype("M8[M]")
        at = month[:, None] - np.arange(window.months, 0, -1)[None, :]
    else:
        start = (day + window.first_day).astype("M8[D]")
        month = start.astype("M8[M]")
        month = month + (month.astype("M8[D]") < start)
        at = month[:, None] + np.arange(window.months)[None, :]
    starts = at.astype("M8[D]").astype(np.int64)
    return starts, (at + 1).astype("M8[D]").astype(np.int64) - starts


def _epoch_day(day: date | None) -> int:
    return _SOME_DAY if day is None else day.toordinal() - EPOCH
