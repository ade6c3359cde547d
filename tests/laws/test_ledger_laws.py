"""The ledger's rules against counting every day and every possible day, on random histories."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.judgement import rules_of
from procerus.injection.ledger import Dose, Ledger, Rules, free_from
from procerus.packs.products import Place, Window
from toxin import preempt

HISTORIES = max(1_000, settings().max_examples)  # `make nightly` tries 10,000
CEILING, INTERVAL, MONTHS = 400, 84, 3
FIRST, LAST = date(2023, 6, 1), date(2025, 3, 1)  # holds a leap day and four changes of the clock
OWN, OTHER = "onabotulinumtoxina", "abobotulinumtoxina"
FAR = 500  # days; beyond every window


@dataclass(frozen=True)
class Given:
    """A dose as the brute force knows it: each day it may have been, each toxin, each number of units."""

    days: tuple[date, ...]
    may_be_own: bool
    is_own: bool
    units: int | None


def _months_apart(day: date, months: int) -> tuple[int, int]:
    return day.year * 12 + day.month + months, day.day


def counts(day: date, on: date, place: Place) -> bool:
    """Whether a dose of this day counts, said without any date arithmetic of the ledger's."""
    if day > on:
        return False
    if place == "eu":
        return on.toordinal() - day.toordinal() < INTERVAL
    return _months_apart(on, 0) < _months_apart(day, MONTHS)


def worst(history: list[Given], on: date, place: Place) -> int | None:
    """The most that any way of filling in what is not known counts under a label; None for no end."""
    total = 0
    for one in history:
        if one.may_be_own and any(counts(day, on, place) for day in one.days):
            if one.units is None:
                return None
            total += one.units
    return total


def too_soon(history: list[Given], on: date) -> bool:
    return any(
        one.may_be_own and any(abs(on.toordinal() - day.toordinal()) < INTERVAL for day in one.days)
        for one in history
    )


def surely_fits(history: list[Given], dose: int, on: date, places: tuple[Place, ...]) -> bool:
    sums = [worst(history, on, place) for place in places]
    return not too_soon(history, on) and all(one is not None and one + dose <= CEILING for one in sums)


def random_history(chance: random.Random, on: date) -> tuple[list[Given], list[Dose]]:
    brute, doses = [], []
    for _ in range(chance.randrange(5)):
        day = on - timedelta(days=chance.choice([0, 1, 83, 84, 85, 89, 90, 91, 92, chance.randrange(200)]))
        month = chance.random() < 0.2
        when = PartialDate.of(day.isoformat()[:7] if month else day.isoformat())
        toxin = chance.choice([OWN, OWN, OWN, OTHER, None])
        units = None if chance.random() < 0.05 else chance.choice([20, 100, 155, 195, 200, 245, 400])
        doses.append(Dose(when, toxin, None if units is None else Fraction(units), None))
        days = _days(when) if month else (day,)
        brute.append(Given(days, toxin in (OWN, None), toxin == OWN, units))
    return brute, doses


def _days(when: PartialDate) -> tuple[date, ...]:
    """Every day of the month, also those after the session: nobody knows when the list was written."""
    month = range(1, monthrange(when.earliest.year, when.earliest.month)[1] + 1)
    return tuple(when.earliest.replace(day=one) for one in month)


def _rules(label: Place | None) -> tuple[Rules, tuple[Place, ...]]:
    return rules_of(preempt(), label), (label,) if label else ("us", "eu")


def _histories(number: int) -> Iterator[tuple[date, int, Place | None, list[Given], list[Dose]]]:
    chance = random.Random(20261123)
    for _ in range(number):
        on = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
        label: Place | None = chance.choice([None, "us", "eu"])
        yield on, chance.choice([5, 155, 195, 400]), label, *random_history(chance, on)


def _brute_earliest(history: list[Given], dose: int, on: date, places: tuple[Place, ...]) -> date | None:
    days = (on + timedelta(days=number) for number in range(FAR))
    return next((day for day in days if surely_fits(history, dose, day, places)), None)


def test_the_first_day_and_the_largest_dose_are_those_found_by_trying_every_day():
    for on, dose, label, history, doses in _histories(HISTORIES):
        rules, places = _rules(label)
        ledger = Ledger(tuple(doses))
        assert rules.earliest(ledger, Fraction(dose), on) == _brute_earliest(history, dose, on, places)
        sums = [worst(history, on, place) for place in places]
        largest = None if None in sums else max(0, CEILING - max(one or 0 for one in sums))
        assert rules.largest(ledger, on) == largest


def test_a_session_surely_fits_or_surely_does_not_only_where_every_way_of_filling_in_agrees():
    for on, dose, label, history, doses in _histories(HISTORIES):
        rules, places = _rules(label)
        answer = rules.fits(Ledger(tuple(doses)), Fraction(dose), on)
        assert (answer is Answer.YES) == surely_fits(history, dose, on, places)
        if answer is Answer.NO:
            assert any(one.is_own for one in history) or dose > CEILING


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 24), st.integers(0, 800))
def test_a_dose_counts_for_months_until_the_same_day_of_the_month_comes(day: date, months: int, later: int):
    on = day + timedelta(days=later)
    free = free_from(day, Window(months, "calendar months"))
    assert (free > on) == (_months_apart(on, 0) < _months_apart(day, months))


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
def test_the_84th_day_is_the_same_by_every_clock_around_every_change_of_it(zone: str):
    """Sessions at one minute past midnight and before it, every day of two years, in zones that change."""
    window = Window(INTERVAL, "days")
    for number in range(730):
        day = date(2023, 12, 1) + timedelta(days=number)
        for hour, minute in ((0, 1), (23, 59)):
            at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
            given = Dose(PartialDate.on(at.date()), OWN, Fraction(155), None)
            verdicts = [given.within(window, day + timedelta(days=days)) for days in (83, 84, 85)]
            assert verdicts == [Answer.YES, Answer.NO, Answer.NO]


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 400)), max_size=5), st.randoms())
def test_the_order_of_the_list_of_doses_does_not_matter(lines: list[tuple[int, int]], chance: random.Random):
    on = date(2026, 3, 30)
    doses = [
        Dose(PartialDate.on(on - timedelta(days=ago)), OWN, Fraction(units), None) for ago, units in lines
    ]
    shuffled = doses.copy()
    chance.shuffle(shuffled)
    rules, _ = _rules(None)
    one, other = Ledger(tuple(doses)), Ledger(tuple(shuffled))
    assert rules.earliest(one, Fraction(155), on) == rules.earliest(other, Fraction(155), on)
    assert rules.largest(one, on) == rules.largest(other, on)
