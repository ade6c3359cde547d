"""The ledger on the very days and units at which an answer changes."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.partial_date import PartialDate
from procerus.injection.ledger import Dose, Ledger, Rules, Sum, fits_under, free_from, strictest
from procerus.packs.products import Window, find_product
from toxin import dose

USE = "chronic-migraine"
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TOXIN = find_product("botox").toxin
LABELS = tuple(TOXIN.labels.values())
US, EU = LABELS
DAYS, MONTHS = Window(84, "days"), Window(3, "calendar months")
ON = date(2026, 3, 26)  # 84 days after 1 January


def of(day: str | None, units: float | None = 155, product: str | None = "botox") -> Dose:
    return Dose.of(dose(day, units, product))


@pytest.mark.parametrize(
    ("given", "free"),
    [
        ("2025-11-30", "2026-03-01"),
        ("2025-11-28", "2026-02-28"),
        ("2027-11-29", "2028-02-29"),
        ("2026-01-31", "2026-05-01"),
        ("2026-09-30", "2026-12-30"),
        ("2026-10-01", "2027-01-01"),
        ("2025-12-31", "2026-03-31"),
        ("2026-08-31", "2026-12-01"),
    ],
)
def test_three_months_end_on_the_same_day_or_on_the_first_after_a_short_month(given: str, free: str) -> None:
    assert free_from(date.fromisoformat(given), MONTHS) == date.fromisoformat(free)


def test_a_year_of_months_ends_in_the_next_year() -> None:
    assert free_from(date(2026, 12, 31), Window(12, "calendar months")) == date(2027, 12, 31)
    assert free_from(date(2026, 1, 1), DAYS) == ON


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("2026-01-01", NO),  # the 84th day
        ("2026-01-02", YES),
        ("2026-01", UNKNOWN),  # of which the 1st is over and the 2nd is not
        ("2026-02", YES),
        ("2026-03", UNKNOWN),  # the session itself may come first
        ("2026-03-26", YES),
        ("2026-03-27", NO),
        ("2026", UNKNOWN),
        ("2025", NO),
        (None, UNKNOWN),
    ],
)
def test_a_dose_counts_from_its_own_day_until_its_window_is_over(given: str | None, answer: Answer) -> None:
    assert of(given).within(DAYS, ON) is answer


def test_a_dose_is_of_its_toxin_or_of_another_or_nobody_knows() -> None:
    answers = [of("2026-03-01", 1, one).is_of(TOXIN.id) for one in ("vistabel", "dysport", "oldtox", None)]
    assert answers == [YES, NO, UNKNOWN, UNKNOWN]


def test_doses_stand_by_their_days_and_those_without_a_day_first() -> None:
    some = [dose("2026-03-01", 3), dose(None, 1), dose("2026-02", 2), dose("2026-03-27", 4)]
    ledger = Ledger.of(some)
    assert [one.units for one in ledger.doses] == [1, 2, 3, 4]
    assert [one.units for one in ledger.later(ON)] == [4]
<<<<<<< HEAD
    assert Ledger.of([dose("2026-03-26", 5), dose("2026-03", 6)]).later(ON) == ()


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("2026-01-01", NO),
        ("2026-01-02", YES),
        ("2026-03", YES),  # near on each of its days, whichever comes first
        ("2026-06-17", YES),
        ("2026-06-18", NO),  # the 84th day after
        ("2026-06", UNKNOWN),
        ("2026-01", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_a_dose_is_near_less_than_a_window_before_or_after(given: str | None, answer: Answer) -> None:
    assert of(given).near(DAYS, ON) is answer
=======
    assert Ledger.of([dose("2026-03-26", 5), dose("2026-03", 6), dose(None, 7)]).later(ON) == ()
>>>>>>> killers


def test_units_that_surely_count_and_that_may_count_are_added_apart() -> None:
    some = [dose("2026-03-01", 10), dose("2026-01", 20), dose("2026-03-02", 30, "oldtox"),
            dose("2026-03-03", 40, "dysport"), dose("2025-03-01", 50)]  # fmt: skip
    assert Ledger.of(some).total(TOXIN.id, DAYS, ON) == Sum(Fraction(10), Fraction(60))
    open_ended = Ledger.of([*some, dose("2026-03-04", None)])
    assert open_ended.total(TOXIN.id, DAYS, ON) == Sum(Fraction(10), None)
    assert Ledger.of([dose("2025-03-01", None)]).total(TOXIN.id, DAYS, ON) == Sum(Fraction(0), Fraction(0))
<<<<<<< HEAD
=======


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("2026-01-01", NO),  # 84 days before
        ("2026-01-02", YES),
        ("2026-01", UNKNOWN),
        ("2026-03", YES),  # before, on or after the day: near on each of its days
        ("2026-06-17", YES),  # 83 days after
        ("2026-06-18", NO),
        ("2026-06", UNKNOWN),
        ("2026-07", NO),
        ("2026", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_an_interval_has_two_ends(given: str | None, answer: Answer) -> None:
    assert of(given).near(DAYS, ON) is answer
    assert Ledger.of([dose(given)]).recent(TOXIN.id, DAYS, ON) is answer
    assert Ledger.of([dose(given, 300, "dysport")]).recent(TOXIN.id, DAYS, ON) is NO
>>>>>>> killers


def test_other_toxins_are_those_that_are_surely_another_and_may_still_count() -> None:
    some = [dose("2026-02-01", 1, "dysport"), dose("2026-01", 2, "dysport"), dose("2026-01-01", 3, "dysport"),
            dose("2026-02-01", 4, "oldtox"), dose("2026-02-01", 5)]  # fmt: skip
    assert [one.units for one in Ledger.of(some).others(TOXIN.id, DAYS, ON)] == [2, 1]


@pytest.mark.parametrize(
    ("before", "answer"),
    [(dose("2026-03-01", 245), YES), (dose("2026-03-01", 245.5), NO), (dose("2026-01", 245.5), UNKNOWN),
     (dose("2026-01", 245), YES), (dose("2026-03-01", None), UNKNOWN)],
)  # fmt: skip
def test_a_dose_may_reach_the_ceiling_and_not_go_over_it(before, answer: Answer) -> None:
    assert fits_under(EU, Ledger.of([before]), TOXIN.id, Fraction(155), ON) is answer


def test_where_no_label_is_chosen_every_ceiling_binds() -> None:
    assert strictest(LABELS, None) == LABELS
    assert strictest(LABELS, "eu") == (EU,)
    assert strictest(LABELS, "us") == (US,)


def test_the_first_day_that_fits_is_the_day_itself_or_one_on_which_a_dose_falls_out() -> None:
    rules = Rules(TOXIN.id, DAYS, (US,))
    for given, units, first in (
        ("2026-01-01", 245, ON),
        ("2026-01-02", 245, ON + timedelta(days=1)),
        ("2026-01-01", 246, date(2026, 4, 1)),  # the US window is longer than the interval
    ):
        assert rules.earliest(Ledger.of([dose(given, units)]), Fraction(155), ON) == first
    assert rules.earliest(Ledger.of([dose(None)]), Fraction(155), ON) is None
    assert rules.earliest(Ledger.of([]), Fraction(401), ON) is None


def test_the_largest_dose_is_what_the_strictest_ceiling_leaves_and_never_less_than_nothing() -> None:
    before = Ledger.of([dose("2026-01-01", 300), dose("2026-03-01", 60)])
    assert Rules(TOXIN.id, DAYS, LABELS).largest(before, ON) == 40
    assert Rules(TOXIN.id, DAYS, (EU,)).largest(before, ON) == 340
    assert Rules(TOXIN.id, DAYS, (EU,)).largest(Ledger.of([dose("2026-03-01", 500)]), ON) == 0
    assert Rules(TOXIN.id, DAYS, ()).largest(before, ON) is None
    assert Rules(TOXIN.id, DAYS, LABELS).largest(Ledger.of([dose("2026-03-01", None)]), ON) is None


def test_a_dose_keeps_the_rules_where_interval_and_every_ceiling_are_kept() -> None:
    rules = Rules(TOXIN.id, DAYS, LABELS)
    for given, units, answer in (
        ("2026-01-01", 245, YES), ("2026-01-02", 245, NO), ("2026-01-01", 246, NO), ("2026-01", 1, UNKNOWN),
    ):  # fmt: skip
        assert rules.fits(Ledger.of([dose(given, units)]), Fraction(155), ON) is answer


def test_a_dose_keeps_its_day_toxin_units_and_product_as_they_were_written() -> None:
<<<<<<< HEAD
    assert of("2026-03", 12.5) == Dose(
        PartialDate.of("2026-03"), TOXIN.id, Fraction(25, 2), "botox", "chronic-migraine"
    )
    assert of(None, None, "oldtox") == Dose(None, None, None, "oldtox", "chronic-migraine")
    assert of(None, None, None) == Dose(None, None, None, None, "chronic-migraine")
=======
    assert of("2026-03", 12.5) == Dose(PartialDate.of("2026-03"), TOXIN.id, Fraction(25, 2), "botox", USE)
    assert of(None, None, "oldtox") == Dose(None, None, None, "oldtox", USE)
    assert of(None, None, None) == Dose(None, None, None, None, USE)
>>>>>>> killers
