"""When the next session may be, by the interval alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Indication, Injection
from procerus.injection.intervals import Next, Usual, interval_after, next_session
from procerus.packs.products import products

USE: Indication = "chronic-migraine"
USUAL = Usual(84, "onabotulinumtoxina")


def dose(on: str | None, product: str | None = "botox", use: Indication | None = USE) -> Injection:
    return Injection(None if on is None else PartialDate.of(on), product, use, Decimal(155))


def test_nobody_without_a_dose_that_counts_is_kept_waiting() -> None:
    assert next_session([], USE, USUAL) is None
    assert next_session([dose("2026-01-05", "dysport", "cosmetic")], USE, USUAL) is None


def test_a_dose_for_another_use_keeps_the_first_session_away_without_being_a_session_of_this_use() -> None:
    assert next_session([dose("2026-01-05", use="cosmetic")], USE, USUAL) == Next(
        None, None, date(2026, 3, 30)
    )
    assert next_session([dose(None)], USE, USUAL) == Next(None, None, None)


def test_the_longer_of_the_protocols_and_the_toxins_interval_holds() -> None:
    for days, first in ((100, date(2026, 9, 9)), (70, date(2026, 8, 24))):
        assert next_session([dose("2026-06-01")], USE, replace(USUAL, interval=days)) == Next(
            PartialDate.of("2026-06-01"), "botox", first
        )


def test_a_toxin_without_an_interval_of_its_own_has_the_protocols_and_without_one_nothing_is_told() -> None:
    found = next_session([dose("2026-06-01", "dysport")], USE, USUAL)
    assert found is not None
    assert found.first_day == date(2026, 8, 24)
    found = next_session([dose("2026-06-01", "dysport")], USE, Usual(None, None))
    assert found is not None
    assert found.first_day is None


def test_the_interval_is_counted_from_the_latest_dose_of_any_order() -> None:
    found = next_session([dose("2026-06-01"), dose("2026-01-05")], USE, USUAL)
    assert found is not None
    assert (found.last.day, found.product, found.first_day) == (date(2026, 6, 1), "botox", date(2026, 8, 24))


def test_of_a_month_its_last_day_counts() -> None:
    found = next_session([dose("2026-06")], USE, USUAL)
    assert found is not None
    assert found.first_day == date(2026, 9, 22)


def test_a_dose_for_nobody_knows_what_is_taken_as_one_for_this_use() -> None:
    found = next_session([dose("2026-06-01", use=None)], USE, USUAL)
    assert found is not None
    assert found.first_day == date(2026, 8, 24)


def test_one_dose_without_a_day_leaves_the_first_day_open() -> None:
    found = next_session([dose("2026-06-01"), dose(None, use="cosmetic")], USE, USUAL)
    assert found is not None
    assert found.first_day is None


def test_a_dose_of_another_toxin_without_a_day_does_not() -> None:
    found = next_session([dose("2026-06-01"), dose(None, product="dysport", use="cosmetic")], USE, USUAL)
    assert found is not None
    assert found.first_day == date(2026, 8, 24)


def test_a_dose_of_an_unknown_product_counts_with_the_longest_interval() -> None:
    known = [interval_after(name) for name in products()]
    longest = max(one.length for one in known if one is not None)
    unknown = interval_after(None)
    assert unknown is not None
    assert unknown.length == longest
    assert interval_after("no-such-brand") == unknown


@pytest.mark.parametrize("product", ["botox", "xeomin"])
def test_a_known_product_has_the_interval_of_its_toxin(product: str) -> None:
    window = interval_after(product)
    number = products()[product].toxin.numbers.get("interval_days")
    assert (window is None) == (number is None)
    assert window is None or number is None or window.length == number.value
