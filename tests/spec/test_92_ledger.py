"""What speaks against a session: earlier doses of any toxin, today's checks, illnesses and medicines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from procerus.criteria.bounds import Answer
from procerus.injection.judgement import judge
from procerus.injection.ledger import Dose
from procerus.injection.plan import Choices
from procerus.packs.products import Window
from procerus.packs.sections import PackNumber
from toxin import ON, codes, days_before, dose, found, judged, person, preempt

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TOP = Choices(extra={("trapezius", "left"): 2, ("trapezius", "right"): 2})  # 175 U


def test_somebody_never_injected_and_asked_everything_has_nothing_against_a_session():
    one = judged()
    assert (one.findings, one.allowed, one.earliest, one.largest) == ((), YES, ON, 400)


# The interval


@pytest.mark.parametrize(("days", "answer"), [(0, NO), (83, NO), (84, YES), (85, YES)])
def test_twelve_weeks_are_84_days_and_the_84th_day_is_late_enough(days: int, answer: Answer):
    one = judged(dose(days_before(days)), label="eu")
    assert one.allowed is answer
    assert ("interval" in codes(one)) == (answer is NO)
    assert one.earliest == max(ON, ON - timedelta(days=days) + timedelta(days=84))


def test_the_first_day_that_is_late_enough_is_told():
    one = judged(dose("2026-02-01"))
    assert one.earliest == date(2026, 4, 26)
    assert "57 days before" in found(one, "interval").text
    assert "The first day is 26 Apr 2026." in found(one, "interval").text


@pytest.mark.parametrize("on", [date(2024, 3, 31), date(2024, 5, 20), date(2025, 10, 26), date(2026, 11, 1)])
def test_no_change_of_the_clock_and_no_leap_day_moves_the_84th_day(on: date):
    """The windows hold 29 February 2024 and the nights on which European and American clocks change."""
    answers = [judged(dose(days_before(days, on)), on=on, label="eu").allowed for days in (83, 84, 85)]
    assert answers == [NO, YES, YES]


def test_a_cosmetic_dose_of_the_same_toxin_counts_for_the_interval():
    assert judged(dose("2026-03-01", 20, "vistabel")).allowed is NO


def test_a_dose_of_which_only_the_month_is_known_leaves_the_interval_open():
    one = judged(dose("2026-01"))
    assert one.allowed is UNKNOWN
    assert found(one, "interval-not-known").leaves_open
    assert one.earliest == date(2026, 4, 25)  # 84 days after the last day of January


def test_a_month_that_is_near_enough_on_each_of_its_days_is_too_soon():
    assert judged(dose("2026-02")).allowed is NO
    assert judged(dose("2025-12"), label="eu").allowed is YES


def test_a_dose_without_a_day_leaves_everything_open():
    one = judged(dose(None))
    assert (one.allowed, one.earliest, one.largest) == (UNKNOWN, None, 245)


def test_a_list_of_doses_that_nobody_asked_for_is_not_an_empty_one():
    one = judged(toxin=None)
    assert (one.allowed, one.earliest, one.largest) == (UNKNOWN, None, None)
    assert "Which botulinum toxin" in found(one, "not-asked").text


@pytest.mark.parametrize(("days", "answer"), [(1, NO), (83, NO), (84, YES)])
def test_the_interval_has_two_ends_and_a_later_dose_is_as_near_as_an_earlier_one(days: int, answer: Answer):
    later = (ON + timedelta(days=days)).isoformat()
    one = judged(dose(later))
    assert one.allowed is answer
    assert "after this session" in found(one, "later-dose").text
    assert one.largest == 400  # the ceiling looks back


def test_a_session_between_two_doses_is_told_the_first_day_after_both():
    one = judged(dose("2026-03-01"), dose("2026-06-10"))
    assert one.earliest == date(2026, 9, 2)
    assert "29 days before" in found(one, "interval").text
    assert "10 days after" in found(judged(dose("2026-04-09")), "interval").text


def test_a_dose_some_day_of_this_month_is_too_near_whichever_day_it_was():
    one = judged(dose("2026-03"))
    assert one.allowed is NO
    assert "1–31 Mar 2026, less than 84 days from 30 Mar 2026" in found(one, "interval").text


def test_no_protocol_of_a_clinics_own_makes_the_interval_shorter_than_the_toxins():
    own = preempt()
    numbers = {**own.protocol.numbers, "interval_days": PackNumber(14, "days", "our own", "unverified")}
    shorter = replace(own, protocol=replace(own.protocol, numbers=numbers))
    one = judge(shorter, person(dose("2026-03-01")), ON)
    assert one.allowed is NO
    assert found(one, "interval").source.startswith("12 weeks between two sessions")
    longer = {**numbers, "interval_days": PackNumber(92, "days", "our own", "unverified")}
    rarer = replace(own, protocol=replace(own.protocol, numbers=longer))
    assert found(judge(rarer, person(dose(days_before(91))), ON), "interval").source == "our own"


# The ceiling


@pytest.mark.parametrize(("before", "answer"), [(244, YES), (245, YES), (246, NO)])
def test_399_and_400_units_are_under_the_ceiling_and_401_are_over_it(before: int, answer: Answer):
    one = judged(dose("2025-12-31", before))  # 89 days before: within three calendar months, beyond 84 days
    assert one.allowed is answer
    assert one.largest == 400 - before


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2026, 5, 31)])
@pytest.mark.parametrize(("before", "answer"), [(244, YES), (245, YES), (246, NO)])
def test_the_ceiling_is_the_same_on_leap_days_and_at_ends_of_months(on: date, before: int, answer: Answer):
    assert judged(dose(days_before(84, on), before), on=on, label="us").allowed is answer


def test_a_dose_of_85_days_ago_is_within_three_calendar_months_and_not_within_84_days():
    given = dose(days_before(85), 300)
    assert judged(given).allowed is NO
    assert judged(given, label="us").allowed is NO
    european = judged(given, label="eu")
    assert european.allowed is YES
    assert found(european, "ceiling").severity == "caution"


def test_both_readings_of_the_ceiling_are_shown_with_what_counts_under_each():
    one = judged(dose(days_before(85), 300), label="eu")
    shown = {counted.label.place: (counted.given.least, counted.binds) for counted in one.counted}
    assert shown == {"us": (300, False), "eu": (0, True)}


def test_without_a_chosen_label_both_ceilings_bind():
    assert all(counted.binds for counted in judged().counted)


@pytest.mark.parametrize(
    ("given", "until"),
    [
        ("2025-11-30", "2026-03-01"),
        ("2025-11-29", "2026-03-01"),
        ("2025-11-28", "2026-02-28"),
        ("2025-12-31", "2026-03-31"),
    ],
)
def test_three_calendar_months_end_on_the_same_day_of_the_month_or_after_a_short_one(given: str, until: str):
    last = date.fromisoformat(until)
    assert judged(dose(given, 300), on=last - timedelta(days=1), label="us").largest == 100
    assert judged(dose(given, 300), on=last, label="us").largest == 400


def test_cosmetic_and_bladder_doses_of_the_same_toxin_count_together():
    one = judged(dose("2026-01-01", 200), dose("2026-01-04", 50, "vistabel"), on=date(2026, 3, 30))
    assert one.largest == 150
    assert one.allowed is NO


def test_a_dose_of_unknown_units_leaves_the_ceiling_open_but_not_what_is_over_it_anyway():
    one = judged(dose("2025-12-31", None))
    assert (one.allowed, one.largest) == (UNKNOWN, None)
    assert judged(dose("2025-12-31", None), dose("2025-12-31", 300)).allowed is NO


def test_half_units_are_counted_exactly():
    assert judged(dose("2025-12-31", 245)).allowed is YES
    assert judged(dose("2025-12-31", 245.5)).allowed is NO
    assert judged(dose("2025-12-31", 245.5)).largest == Fraction("154.5")


# Other toxins


def test_another_toxin_is_a_caution_and_is_never_added():
    one = judged(dose("2026-03-01", 500, "dysport"))
    assert one.allowed is YES
    assert (one.largest, one.earliest) == (400, ON)
    assert found(one, "other-toxin").severity == "caution"
    assert "Its units are not added" in found(one, "other-toxin").text


@pytest.mark.parametrize(
    ("given", "matters"), [("2025-11-29", False), ("2025-12-01", True), ("2025-11", False), ("2025-12", True)]
)
def test_another_toxin_matters_for_four_months(given: str, matters: bool):
    assert ("other-toxin" in codes(judged(dose(given, 500, "dysport")))) == matters


def test_a_product_that_nobody_knows_may_be_any_toxin():
    one = judged(dose("2026-03-01", 20, "nabota"))
    assert one.allowed is UNKNOWN
    assert {"product-not-known", "interval-not-known"} <= codes(one)


def test_a_dose_given_later_does_not_count_on_a_day_before_it():
    assert Dose.of(dose("2026-05-01")).within(Window(84, "days"), ON) is NO


# What is not clear in the list


def test_a_dose_without_a_product_may_be_of_any_toxin_while_that_matters():
    assert "product-not-known" in codes(judged(dose("2025-12-20", 20, None)))
    assert "product-not-known" not in codes(judged(dose("2025-11-20", 20, None), label="eu"))


def test_a_dose_of_which_only_the_month_is_known_is_not_told_with_a_day():
    text = found(judged(dose("2026-03", 500, "dysport")), "other-toxin").text
    assert "some day of 1–30 Mar 2026" in text


def test_the_first_day_told_with_a_stop_is_that_of_the_interval_alone():
    assert "The first day is 24 May 2026." in found(judged(dose("2026-03-01", None)), "interval").text
    beside_one_without_a_day = judged(dose("2026-03-01"), dose(None))
    assert "The first day" not in found(beside_one_without_a_day, "interval").text


def test_a_second_session_on_one_day_is_no_days_after_the_first():
    assert "30 Mar 2026, 0 days before" in found(judged(dose("2026-03-30")), "interval").text


def test_a_month_whose_last_day_is_the_84th_may_be_late_enough():
    assert Dose.of(dose("2026-06")).near(Window(84, "days"), date(2026, 4, 7)) is UNKNOWN


def test_of_a_dose_without_a_product_the_days_after_the_session_are_not_told():
    text = found(judged(dose("2026-03", 20, None)), "product-not-known").text
    assert text.startswith("A dose without a product, some day of 1–30 Mar 2026,")
