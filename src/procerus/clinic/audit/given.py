"""Measures of sessions: on time, traceable, safe, sparing."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from functools import lru_cache, partial

from django.utils.translation import gettext as _

from procerus.clinic.audit.counted import RATE, UNITS, Amount, Bar, Case, Counted, sorted_out
from procerus.clinic.audit.definitions import Measure, number
from procerus.clinic.audit.gathered import Gathered, Given, Interval, interval_days, running
from procerus.clinic.look.wording import figures
from procerus.clinic.look.wording import units as in_units
from procerus.injection.adverse_events import GRADES
from procerus.packs.products import products

WEEK = 7  # days
EARLIEST_BAR, LATEST_BAR = 8, 20
"""Weeks that have bars of their own; shorter and longer intervals share one each."""


def later_than_the_product(measure: Measure, gathered: Gathered) -> Counted:
    """Intervals longer than the product's own, and how all of them are spread."""
    found = gathered.intervals
    told = [(_case(one), _later(one.days, interval_days(one.product))) for one in found]
    return sorted_out(measure, told, bars=_bars(found))


def later_than_weeks(measure: Measure, gathered: Gathered) -> Counted:
    """Intervals longer than this page's own number of weeks."""
    found = gathered.intervals
    most = number("late_weeks") * WEEK
    return sorted_out(measure, ((_case(one), one.days > most) for one in found))


def overdue(measure: Measure, gathered: Gathered) -> Counted:
    """People whose next session was overdue on the last day of the period."""
    told = []
    for patient, days in gathered.days.items():
        course = gathered.courses.get(patient)
        if patient in gathered.here and course is not None and running(course):
            last = max(days)
            passed = (gathered.period.last - last).days
            late = _later(passed, interval_days(days[last]))
            told.append((Case(patient, last, partial(_in_weeks, passed)), late))
    return sorted_out(measure, sorted(told, key=lambda one: one[0].on))


def _later(days: int, interval: int | None) -> bool | None:
    return None if interval is None else days > interval


def _case(one: Interval) -> Case:
    return Case(one.patient, one.on, partial(_in_weeks, one.days))


def _in_weeks(days: int) -> str:
    weeks, rest = divmod(days, WEEK)
    if not rest:
        return _("%(weeks)s weeks") % {"weeks": weeks}
    return _("%(weeks)s weeks and %(days)s days") % {"weeks": weeks, "days": rest}


def _bars(found: list[Interval]) -> list[Bar]:
    """The week in which the session was: a day after twelve whole weeks is in the thirteenth."""
    if not found:
        return []
    weeks = Counter(min(max(-(-one.days // WEEK), EARLIEST_BAR - 1), LATEST_BAR + 1) for one in found)
    limit = interval_days(found[0].product)
    first, last = min(weeks), max(weeks)
    return [
        Bar(_label(week), weeks[week], limit is not None and week * WEEK > limit)
        for week in range(first, last + 1)
    ]


def _label(week: int) -> str:
    if week < EARLIEST_BAR:
        return f"< {EARLIEST_BAR}"
    return f"> {LATEST_BAR}" if week > LATEST_BAR else str(week)


def lots(measure: Measure, gathered: Gathered) -> Counted:
    """Sessions with lot and expiry of every vial."""
    return sorted_out(measure, ((_session(one), _traceable(one)) for one in gathered.sessions))


def _session(one: Given) -> Case:
    return Case(one.patient, one.day, _title(one.product))


@lru_cache
def _title(product: str) -> str:
    known = products().get(product)
    return known.title if known else product


def _traceable(one: Given) -> bool:
    needed = [str(vial.get(key) or "").strip() for vial in one.vials for key in ("lot", "expiry")]
    return bool(needed) and all(needed)


def events(measure: Measure, gathered: Gathered) -> Counted:
    """Adverse events for every hundred sessions, by how severe they were."""
    grades = Counter(one.grade for one in gathered.events)
    words = {"mild": _("mild"), "moderate": _("moderate"), "severe": _("severe"), "": _("not graded")}
    return Counted(
        measure,
        [
            Case(one.patient, one.on, ", ".join(filter(None, (one.term, words.get(one.grade, one.grade)))))
            for one in gathered.events
        ],
        [_session(one) for one in gathered.sessions],
        kind=RATE,
        heads=(_("Severity"), _("Events")),
        amounts=[Amount(words[grade], (str(grades[grade]),)) for grade in (*GRADES, "")],
    )


def waste(measure: Measure, gathered: Gathered) -> Counted:
    """Units discarded out of opened vials, by product."""
    given: dict[str, Fraction] = defaultdict(Fraction)
    gone: dict[str, Fraction] = defaultdict(Fraction)
    told: list[tuple[Case, bool | None]] = []
    for one in gathered.sessions:
        if one.given is None or one.discarded is None:
            told.append((_session(one), None))
            continue
        given[one.product] += _exact(one.given)
        gone[one.product] += _exact(one.discarded)
        told.append((Case(one.patient, one.day, partial(_discarded, one.discarded)), one.discarded > 0))
    return sorted_out(
        measure, told, kind=UNITS, heads=(_("Product"), _("Discarded"), _("In opened vials"), _("Share")),
        amounts=[_amount(product, gone[product], units) for product, units in sorted(given.items())],
    )  # fmt: skip


@lru_cache
def _exact(units: float) -> Fraction:
    return Fraction(str(units))


def _discarded(units: float) -> str:
    return _("%(units)s U discarded") % {"units": figures(_exact(units))}


def _amount(product: str, gone: Fraction, given: Fraction) -> Amount:
    known, opened = products().get(product), gone + given
    share = f"{round(100 * gone / opened)}\u00a0%" if opened else ""
    amounts = (in_units(gone), in_units(opened), share)
    return Amount(known.title if known else product, amounts)
