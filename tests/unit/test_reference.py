"""The reference engine where ends are missing: what stays open, and what follows although it is open."""

from __future__ import annotations

import pytest

from procerus.criteria import reference
from procerus.criteria.bounds import LARGEST, Answer, Between
from procerus.criteria.language import Kind, parse
from procerus.criteria.reference import unsettled
from trees import UNKNOWN, YES

TRUTHS = dict.fromkeys(("long", "nausea", "aura"), Kind.TRUTH)
NUMBERS = dict.fromkeys(("doses", "sessions"), Kind.NUMBER)
NAMES = TRUTHS | NUMBERS

ANY = Between(None, None)


def left_open(rule: str, **facts: Between | Answer) -> tuple[str, ...]:
    return unsettled(parse(rule, NAMES), facts)


def test_a_number_on_either_side_of_a_comparison_may_leave_it_open() -> None:
    assert left_open("doses >= 2") == ("doses",)
    assert left_open("2 <= doses") == ("doses",)
    assert left_open("doses >= sessions", doses=Between.exactly(2)) == ("sessions",)


def test_only_the_truths_that_nobody_recorded_leave_a_count_open() -> None:
    assert left_open("count(long, nausea, aura) >= 2", nausea=YES) == ("long", "aura")
    assert left_open("doses >= count(long, nausea)", doses=Between.exactly(1), long=YES) == ("nausea",)


def test_what_is_asked_twice_in_a_rule_is_named_once_as_open() -> None:
    assert left_open("doses >= 2 or sessions > doses") == ("doses", "sessions")


@pytest.mark.parametrize(
    ("left", "right", "difference"),
    [
        (Between(5, 8), Between(1, 2), Between(3, 7)),
        (Between(5, 8), Between(1, None), Between(None, 7)),
        (Between(5, 8), Between(None, 2), Between(3, None)),
        (Between(5, None), Between(1, 2), Between(3, None)),
        (ANY, Between(1, 2), ANY),
    ],
)
def test_taking_away_a_number_without_an_end_leaves_no_end_on_the_other_side(
    left: Between, right: Between, difference: Between
) -> None:
    assert calculated("doses - sessions", left, right) == difference


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        (Between(2, 3), Between(5, 7), Between(10, 21)),
        (Between(-2, 3), Between(5, 7), Between(-14, 21)),
        (Between(2, None), Between(5, 7), Between(10, None)),
        (Between(None, 3), Between(5, 7), Between(None, 21)),
        (Between(None, -2), Between(5, 7), Between(None, -10)),
        (Between(None, -2), Between(-7, -5), Between(10, None)),
        (Between(None, -2), Between(None, -5), Between(10, None)),
        (Between(2, None), Between(None, -5), Between(None, -10)),
        (ANY, Between(5, 7), ANY),
    ],
)
def test_a_product_without_an_end_keeps_the_sign_that_the_other_number_gives_it(
    left: Between, right: Between, product: Between
) -> None:
    assert calculated("doses * sessions", left, right) == product
    assert calculated("sessions * doses", left, right) == product


def test_nought_times_a_number_that_nobody_knows_is_nought() -> None:
    nought = Between.exactly(0)
    for other in (ANY, Between(0, None), Between(None, -3), Between(4, 9)):
        assert calculated("doses * sessions", nought, other) == nought
        assert calculated("doses * sessions", other, nought) == nought
    assert calculated("doses * sessions", Between(0, 1), Between(3, None)) == Between(0, None)
    assert calculated("doses * sessions", Between(-1, 0), Between(3, None)) == Between(None, 0)


def test_a_product_is_exact_up_to_the_largest_number() -> None:
    assert calculated("doses * 1", Between.exactly(LARGEST), ANY) == Between.exactly(LARGEST)
    known = calculated("doses * 1", Between.exactly(LARGEST - 2), ANY)
    assert type(known.low) is int and type(known.high) is int


def calculated(rule: str, doses: Between, sessions: Between) -> Between:
    tree = parse(f"{rule} >= 0", NAMES)
    [left, _] = reference.parts(tree)
    return reference.number(left, {"doses": doses, "sessions": sessions})


def test_the_month_with_the_fewest_has_at_most_what_any_month_has() -> None:
    assert reference.least([Between(3, 20), Between(5, 8), Between(4, None)]) == Between(3, 8)
    assert reference.least([Between(3, None), Between(5, None)]) == Between(3, None)


def test_one_month_without_a_lower_end_may_be_the_one_with_the_fewest() -> None:
    assert reference.least([Between(3, 20), Between(None, 30)]) == Between(None, 20)


def test_the_month_with_the_most_has_at_least_what_any_month_has() -> None:
    assert reference.most([Between(3, 20), Between(5, 8), Between(None, 9)]) == Between(5, 20)
    assert reference.most([Between(None, 3), Between(None, 5)]) == Between(None, 5)


def test_one_month_without_an_upper_end_may_be_the_one_with_the_most() -> None:
    assert reference.most([Between(3, 20), Between(4, None)]) == Between(4, None)


def test_a_total_has_an_end_only_where_every_month_has_one() -> None:
    assert reference.total([Between(3, 20), Between(5, 8)]) == Between(8, 28)
    assert reference.total([Between(3, 20), Between(5, None)]) == Between(8, None)
    assert reference.total([Between(None, 20), Between(5, 8)]) == Between(None, 28)


def test_days_with_an_unanswered_bit_are_counted_at_least_and_at_most() -> None:
    tree = parse("long", TRUTHS)
    assert reference.count_days(tree, [{"long": YES}, {"long": UNKNOWN}, {}]) == Between(1, 3)
