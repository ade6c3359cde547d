"""How a diary is kept: which days are filled in, how fully, and when they are written down."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray

from procerus.simulation.course import follow
from procerus.simulation.parameters import Gaps, Writing
from procerus.simulation.scenario import Request
from procerus.simulation.streams import Flags, Floats, Purpose, Streams

NO_TIME = -1
FRIDAY = 4
EVENING_FROM = 18 * 60  # minute of the day; entries are made from then until midnight


def recorded_days(streams: Streams, request: Request, treated: Flags, gaps: Gaps) -> Flags:
    """Which days are filled in, one row a day; every other day is a gap."""
    filled: Flags = np.ones(treated.shape, dtype=np.bool_)
    if request.scenario.gaps == "at-random":
        filled = streams.uniform(Purpose.MISSING, request.days) >= gaps.missing
    elif request.scenario.gaps == "informative":
        chance = _chance_filled(request, treated, gaps)
        filled = (streams.uniform(Purpose.MISSING, request.days) < chance) & ~_long_gaps(
            streams, request, gaps
        )
    if request.scenario.dropout:
        filled &= np.arange(request.days)[:, None] < _last_days(streams, gaps)
    return filled


def _chance_filled(request: Request, treated: Flags, gaps: Gaps) -> Floats:
    odds = np.full(treated.shape, (1 - gaps.missing_untreated) / gaps.missing_untreated, dtype=np.float32)
    odds[treated] *= gaps.filled_odds_treated
    fridays = (request.first_day.weekday() + np.arange(request.days)) % 7 == FRIDAY
    odds[fridays] *= gaps.filled_odds_friday
    return odds / (1 + odds)


def _long_gaps(streams: Streams, request: Request, gaps: Gaps) -> Flags:
    begins = streams.uniform(Purpose.LONG_GAP_BEGINS, request.days) < 1 / gaps.long_gap_every
    goes_on = streams.uniform(Purpose.LONG_GAP_ENDS, request.days) >= 1 / gaps.long_gap_days
    people = streams.uniform(Purpose.LONG_GAP_PERSON) < gaps.long_gap_people
    return people & follow(begins, goes_on)


def _last_days(streams: Streams, gaps: Gaps) -> Floats:
    """Days until each person stops for good: the same chance of stopping on every day."""
    daily = -log(1 - gaps.dropped_by_day_90) / 90
    hazard = -np.log1p(-streams.uniform(Purpose.DROPOUT))
    return (hazard / daily).astype(np.float32, copy=False)


def brief_days(streams: Streams, headache: Flags, writing: Writing) -> Flags:
    """Headache days of which only the headache itself was written down."""
    return headache & (streams.uniform(Purpose.BRIEF, len(headache)) < writing.brief)


def writes_none(streams: Streams, writing: Writing) -> Flags:
    """Who writes `none` on headache-free days; one flag a person."""
    writers: Flags = (streams.uniform(Purpose.WRITES_NONE) < writing.writes_none)[0]
    return writers


def entry_delays(streams: Streams, days: int, writing: Writing) -> NDArray[np.int16]:
    """Days from each day to its entry, or NO_TIME. Nothing is written down after the diary's last day."""
    kind = streams.uniform(Purpose.ENTRY_KIND, days)
    u = streams.uniform(Purpose.ENTRY_DELAY, days)
    steps = np.cumsum([writing.no_time, writing.recalled, writing.few_days_late])
    choices = [np.full(u.shape, NO_TIME), 8 + np.floor(14 * u), 1 + np.floor(3 * u)]
    delays = np.select([kind < step for step in steps], choices, 0)
    left = np.arange(days - 1, -1, -1)[:, None]
    possible: NDArray[np.int16] = np.minimum(delays, left).astype(np.int16)
    return possible


def entry_minutes(streams: Streams, days: int) -> NDArray[np.int16]:
    """The minute of the evening, 0 to 359, at which each day is written down."""
    return (360 * streams.uniform(Purpose.ENTRY_MINUTE, days)).astype(np.int16)
