"""Laws of units: amounts of one toxin add exactly, and amounts of two toxins never meet."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from operator import add, ge, gt, le, lt, sub
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.injection.units import Units, units_of
from procerus.packs.products import products

TOXINS = sorted({one.toxin.id for one in products().values()})
PAIRS = sorted(permutations(TOXINS, 2))
amounts = st.fractions(min_value=0, max_value=20_000, max_denominator=1000)
several = st.lists(amounts, max_size=20)
toxins = st.sampled_from(TOXINS)
pairs = st.sampled_from(PAIRS)


def test_there_are_pairs_of_toxins_to_speak_of() -> None:
    assert len(TOXINS) == 8 and len(PAIRS) == 56


@given(toxins, several)
def test_a_total_is_the_sum_of_its_parts_to_the_last_fraction(toxin: str, parts: list[Fraction]) -> None:
    of = units_of(toxin)
    assert of.total(map(of, parts)).amount == sum(parts)


@given(toxins, several, st.randoms(use_true_random=False))
def test_the_order_in_which_sites_are_summed_changes_nothing(
    toxin: str, parts: list[Fraction], dice: Random
) -> None:
    of, mixed = units_of(toxin), list(parts)
    dice.shuffle(mixed)
    assert of.total(map(of, parts)) == of.total(map(of, mixed))


@given(toxins, amounts, amounts)
def test_what_is_given_and_taken_back_is_what_was_there(toxin: str, one: Fraction, other: Fraction) -> None:
    of = units_of(toxin)
    assert of(one) + of(other) - of(other) == of(one)


@given(toxins, amounts, amounts)
def test_doses_of_one_toxin_stand_in_the_order_of_their_amounts(
    toxin: str, one: Fraction, other: Fraction
) -> None:
    a, b = units_of(toxin)(one), units_of(toxin)(other)
    assert (a < b, a <= b, a == b, a >= b, a > b) == (
        one < other, one <= other, one == other, one >= other, one > other,
    )  # fmt: skip
    assert a != b or hash(a) == hash(b)


@given(toxins, amounts, st.integers(0, 50))
def test_so_many_sites_of_one_dose_are_that_dose_so_often(toxin: str, each: Fraction, sites: int) -> None:
    of = units_of(toxin)
    assert of(each) * sites == of.total([of(each)] * sites)


MEETINGS: list[Callable[[Units, Units], object]] = [
    add, sub, lt, le, gt, ge,
    lambda a, b: sum([b], start=a), lambda a, b: type(a).total([a, b]), lambda a, b: type(b).total([a]),
    lambda a, b: max(a, b), lambda a, b: sorted([a, b]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_two_toxins_are_added_subtracted_compared_or_summed(one: str, other: str) -> None:
    for meeting in MEETINGS:
        with pytest.raises(TypeError):
            meeting(units_of(one)(100), units_of(other)(100))


@given(pairs, amounts, amounts)
def test_no_amount_of_one_toxin_meets_any_amount_of_another(
    pair: tuple[str, str], one: Fraction, other: Fraction
) -> None:
    a, b = units_of(pair[0])(one), units_of(pair[1])(other)
    for meeting in MEETINGS:
        with pytest.raises(TypeError):
            meeting(a, b)


@given(pairs, amounts)
def test_the_same_number_of_units_of_two_toxins_is_not_the_same_dose(
    pair: tuple[str, str], amount: Fraction
) -> None:
    a, b = units_of(pair[0])(amount), units_of(pair[1])(amount)
    assert (a == b) is False and a != b
