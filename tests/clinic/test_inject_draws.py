"""From which vial each site is drawn: in order, down to the last unit, and never one site from two vials."""

from __future__ import annotations

from fractions import Fraction

from procerus.clinic.injections.draws import drawn
from procerus.injection.site import Code


def sites(number: int, units: int = 5) -> dict[Code, Fraction]:
    """So many sites of the same dose."""
    return {Code("trapezius", at, "left"): Fraction(units) for at in range(1, number + 1)}


def test_a_vial_is_drawn_empty_before_the_next_is_touched() -> None:
    given = sites(31)
    out = drawn(given, [100, 100])
    assert [list(out.vial.values()).count(number) for number in (1, 2)] == [20, 11]
    assert out.left == (0, 45) and not out.short
    assert out.given(1, given) == 100 and out.given(2, given) == 55


def test_no_site_is_shared_between_two_vials() -> None:
    out = drawn(sites(3, 40), [50, 100])
    assert list(out.vial.values()) == [1, 2, 2]
    assert out.left == (10, 20)


def test_what_the_vials_do_not_hold_is_said() -> None:
    out = drawn(sites(31), [100])
    assert out.short == 55 and len(out.vial) == 20
