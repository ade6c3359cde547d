"""On which days people have headache.

A person has a long-run rate; a month lies a little above or below it; a week has its wave; and a day
follows the day before: P(headache today | yesterday = a) = p + phi * (a - p), p being today's own rate.
The logit of p is what varies between people, months and weekdays, and what a treatment changes.
"""

from __future__ import annotations

import numpy as np

from procerus.simulation.parameters import Effect, Parameters
from procerus.simulation.scenario import CYCLE_DAYS, Request, Treatment
from procerus.simulation.streams import Flags, Floats, Purpose, Streams

MONTH_DAYS = 28


def headache_days(streams: Streams, request: Request, parameters: Parameters) -> Flags:
    """Whether each person of the block has headache, one row a day and one column a person."""
    p = rates(streams, request, parameters)
    u = streams.uniform(Purpose.HEADACHE, request.days)
    phi = np.float32(parameters.course.phi)
    anew, again = u < p * (1 - phi), u < p * (1 - phi) + phi
    anew[0] = u[0] < p[0]  # nothing is known of the day before
    days = follow(anew, again)
    daily = streams.uniform(Purpose.DAILY_PERSON) < parameters.course.daily_share
    return days | daily


def follow(anew: Flags, again: Flags) -> Flags:
    """A two-state chain: a day is on if it starts anew, or if the day before was on and it goes on."""
    days = anew.copy()
    for day in range(1, len(days)):
        days[day] |= again[day] & days[day - 1]
    return days


def rates(streams: Streams, request: Request, parameters: Parameters) -> Floats:
    """Each day's own chance of headache, apart from the day before and from people with daily headache."""
    course, days = parameters.course, np.arange(request.days)
    months = streams.normal(Purpose.MONTH, -(-request.days // MONTH_DAYS)) * np.float32(course.month_spread)
    person = np.float32(course.mean) + np.float32(course.spread) * streams.normal(Purpose.PERSON_RATE)
    logit = months[days // MONTH_DAYS] + person
    logit += np.float32(course.weekly_amplitude) * _week(streams, request)
    treatment = request.scenario.treatment
    if treatment is not None:
        logit += _change(streams, parameters, treatment, request.days)
    return (1 / (1 + np.exp(-logit))).astype(np.float32, copy=False)


def _week(streams: Streams, request: Request) -> Floats:
    worst = np.floor(7 * streams.uniform(Purpose.WORST_WEEKDAY))
    weekday = (request.first_day.weekday() + np.arange(request.days, dtype=np.float32)) % 7
    wave: Floats = np.cos(np.float32(2 * np.pi / 7) * (weekday[:, None] - worst))
    return wave


def _change(streams: Streams, parameters: Parameters, treatment: Treatment, days: int) -> Floats:
    arm = parameters.onabot if treatment.arm == "onabot" else parameters.placebo
    change = np.float32(arm.mean) + np.float32(arm.spread) * streams.normal(Purpose.CHANGE)
    present = effect_present(np.arange(days) - treatment.first_day, parameters.effect)
    return present[:, None] * change


def effect_present(since_first: np.ndarray[tuple[int], np.dtype[np.int64]], effect: Effect) -> Floats:
    """The share of the full effect, by days since the first of injections every 84 days.

    The onset counts once, after the first injection: later ones find the effect still there.
    """
    onset = effect.at_injection + (1 - effect.at_injection) * since_first / effect.full_after_days
    of_month = np.array([effect.month_1, effect.month_2, effect.month_3])
    share = np.minimum(1, onset) * of_month[since_first % CYCLE_DAYS // MONTH_DAYS]
    return np.where(since_first < 0, 0, share).astype(np.float32)
