"""Which vials are opened for one dose and for a list, and how a request that makes no sense is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from procerus.faults import BadInput
from procerus.injection import vials
from procerus.injection.clinic_list import MOST_PEOPLE, MOST_SHARING, Need
from procerus.injection.sharing import Sharing, pour, timetable
from procerus.injection.units import exactly, in_units
from procerus.injection.vial_sizes import offer, whole
from procerus.injection.vials import vials_for, vials_for_list

MORNING = datetime(2026, 11, 26, 9, tzinfo=UTC)
SHARED = Sharing(label_allows=True, clinic_allows=True, hours=24)


def named(choice) -> dict[int, int]:
    return {one.units: one.count for one in choice.vials}


def people(*doses, at=()) -> list[Need]:
    times = [MORNING + timedelta(hours=hours) for hours in at] or [None] * len(doses)
    return [
        Need(f"p{n}", Fraction(dose), "botox", time)
        for n, (dose, time) in enumerate(zip(doses, times, strict=True))
    ]


@pytest.mark.parametrize(
    ("dose", "expected", "discarded"),
    [
        (0, {}, 0),
        (155, {200: 1}, 45),
        (195, {200: 1}, 5),
        (200, {200: 1}, 0),
        (201, {200: 1, 50: 1}, 49),
        (Fraction("12.5"), {50: 1}, Fraction("37.5")),
        (Fraction(401, 4), {100: 1, 50: 1}, Fraction(199, 4)),
    ],
)
def test_a_dose_takes_the_vials_that_leave_the_least_and_then_the_fewest(dose, expected, discarded) -> None:
    choice = vials_for(dose, [50, 200, 100])
    assert (named(choice), choice.discarded, choice.cost) == (expected, discarded, None)
    assert choice.number == sum(expected.values())


def test_of_two_sets_as_good_the_one_with_larger_vials_is_taken() -> None:
    assert named(vials_for(6, [5, 3, 1])) == {5: 1, 1: 1}  # not 3 and 3
    assert named(vials_for_list(people(6, 6), [5, 3, 1], {5: 1, 3: 9, 1: 9}).order) == {5: 1, 3: 2, 1: 1}
    assert named(vials_for(12, [8, 7, 5, 4])) == {8: 1, 4: 1}  # not 7 and 5


def test_where_prices_are_given_a_cheaper_set_is_taken_though_more_is_discarded() -> None:
    assert named(vials_for(105, [200, 100, 50], prices={200: 150, 100: 120, 50: 60})) == {200: 1}
    assert named(vials_for(105, [200, 100, 50])) == {100: 1, 50: 1}


def test_the_cost_of_a_choice_is_exact() -> None:
    prices = {100: Fraction("320.10"), 50: Fraction("0.10")}
    assert vials_for(120, [100, 50], prices=prices).cost == Fraction("0.30")
    assert vials_for(0, [100, 50], prices=prices).cost == 0
    assert vials_for(1, [100], prices={100: 0}).cost == 0  # a vial that was a gift


def test_an_empty_stock_says_how_much_of_the_dose_is_short() -> None:
    with pytest.raises(BadInput) as refused:
        vials_for(Fraction("155.5"), [100, 50], stock={100: 1, 50: 1})
    assert str(refused.value) == (
        "the stock: the dose is 155.5 U and the stock holds 150 U, so 5.5 U are short. Order more."
    )


def test_a_tight_stock_is_shared_out_so_that_the_whole_list_is_served() -> None:
    choice = vials_for_list(people(150, 200), [200, 150, 50], stock={200: 1, 150: 0, 50: 3})
    assert named(choice.order) == {200: 1, 50: 3}
    assert [vial.units for vial in choice.planned] == [50, 50, 50, 200]
    assert choice.alone_in_stock is False
    assert named(choice.each_alone) == {200: 1, 150: 1}


def test_a_stock_that_suffices_leaves_everybody_the_best_choice_of_their_own() -> None:
    choice = vials_for_list(people(155, 155), [200, 100], stock={200: 2, 100: 0})
    assert named(choice.order) == {200: 2}
    assert choice.alone_in_stock is True
    assert vials_for_list(people(155), [200]).alone_in_stock is None


def test_what_is_short_for_a_list_is_named_by_size() -> None:
    with pytest.raises(BadInput) as refused:
        vials_for_list(people(155, 155, 50), [200, 50], stock={200: 1, 50: 1})
    assert str(refused.value) == (
        "the stock: it does not suffice for everybody: at least 1 × 200 U are short."
        " Order them, or take somebody off the list."
    )


def test_everybody_has_the_best_vials_of_their_own_and_draws_the_larger_empty_first() -> None:
    choice = vials_for_list(people(155, 240, 90), [200, 100, 50])
    assert [vial.units for vial in choice.planned] == [200, 200, 50, 100]
    assert choice.draws_of("p1") == ((2, 200), (3, 40))
    assert vials_for_list(people(240), [100, 50]).draws_of("p0") == ((1, 100), (2, 100), (3, 40))


def test_of_several_sizes_that_are_short_each_is_named() -> None:
    with pytest.raises(BadInput) as refused:
        vials_for_list(people(200, 50), [200, 50], stock={200: 0, 50: 0})
    assert "at least 1 × 200 U and 1 × 50 U are short." in str(refused.value)


def test_what_is_short_is_told_for_shared_vials_too() -> None:
    with pytest.raises(BadInput, match=r"at least 1 × 100 U are short"):
        vials_for_list(people(155, 145, at=(0, 1)), [200, 100], {200: 1, 100: 0}, None, SHARED)


def test_two_people_share_a_vial_only_within_its_usable_hours() -> None:
    doses, sizes = (100, 100), [200]
    within = vials_for_list(people(*doses, at=(0, 24)), sizes, sharing=SHARED)
    after = vials_for_list(people(*doses, at=(0, Fraction(2401, 100).__float__())), sizes, sharing=SHARED)
    assert (within.order.number, after.order.number) == (1, 2)
    assert within.planned[0].opened == MORNING
    assert within.shared and not vials_for_list(people(*doses), sizes).shared


def test_a_shared_vial_is_opened_when_somebody_first_draws_from_it() -> None:
    choice = vials_for_list(people(100, 100, at=(0, 3)), [100], sharing=SHARED)
    assert [vial.opened for vial in choice.planned] == [MORNING, MORNING + timedelta(hours=3)]


def test_nothing_is_drawn_from_a_vial_after_its_hours_though_some_is_left() -> None:
    late = MORNING + timedelta(hours=25)
    first, second = pour(
        [(MORNING, "ada", Fraction(50)), (late, "ben", Fraction(60))],
        [(MORNING, 100), (late, 100)], SHARED,
    )  # fmt: skip
    assert [(draw.person, draw.units) for draw in first.draws] == [("ada", 50)]
    assert ([(draw.person, draw.units) for draw in second.draws], second.opened) == ([("ben", 60)], late)
    assert (first.discarded, second.discarded) == (50, 40)


def test_people_of_one_moment_draw_in_the_order_of_the_list() -> None:
    zoe, ada = (Need(who, Fraction(60), "botox", MORNING) for who in ("zoe", "ada"))
    (vial, second) = vials_for_list([zoe, ada], [100], sharing=SHARED).planned
    assert [(draw.person, draw.units) for draw in vial.draws] == [("zoe", 60), ("ada", 40)]
    assert second.draws[0].units == 20


def test_a_vial_is_opened_only_where_one_opened_earlier_is_not_usable_as_long() -> None:
    times = [MORNING + timedelta(hours=hours) for hours in (0, 5, 24, 30)]
    plan = timetable(times, [Fraction(311, 2), Fraction(50), Fraction(1), Fraction(2)], SHARED)
    assert plan.openings == (0, 2)
    assert dict(plan.hold_at_least) == {(0,): 206, (0, 2): 209, (2,): 2}
    alone = timetable([MORNING, MORNING + timedelta(hours=25)], [Fraction(5), Fraction(7)], SHARED)
    assert (alone.openings, dict(alone.hold_at_least)) == ((0, 1), {(0,): 5, (1,): 7})


def test_the_hour_that_comes_twice_in_autumn_is_two_different_hours_of_sessions() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1))
    needs = [Need("late", Fraction(1), "botox", second), Need("early", Fraction(1), "botox", first)]
    one_hour = Sharing(True, True, 1)
    choice = vials_for_list(needs, [2], sharing=one_hour)
    assert [draw.person for vial in choice.planned for draw in vial.draws] == ["early", "late"]
    later = [Need("later", Fraction(1), "botox", second.replace(minute=31)), needs[1]]
    assert vials_for_list(later, [2], sharing=one_hour).order.number == 2


@pytest.mark.parametrize(
    ("label", "clinic", "said"),
    [
        (False, True, "single-dose by its label, so one vial is for one person"),
        (False, False, "single-dose by its label, so one vial is for one person"),
        (True, False, "not allowed by the clinic, so one vial is for one person"),
    ],
)
def test_a_vial_is_shared_only_where_label_and_clinic_both_allow_it(label, clinic, said) -> None:
    sharing = Sharing(label, clinic, 24)
    assert (sharing.may_share, sharing.why_not) == (False, said)
    with pytest.raises(BadInput, match=f"sharing: {said}. Leave sharing out."):
        vials_for_list(people(100, at=(0,)), [100], sharing=sharing)


def test_where_both_allow_sharing_nothing_speaks_against_it() -> None:
    assert (SHARED.may_share, SHARED.why_not) == (True, None)
    assert [Sharing(True, True, hours).hours for hours in (1, 10_000)] == [1, 10_000]


def test_a_vial_that_is_used_for_two_people_is_poured_out_to_the_last_unit() -> None:
    choice = vials_for_list(people(155, 145, at=(0, 1)), [200, 100], sharing=SHARED)
    assert choice.order.discarded == 0
    assert choice.draws_of("p0") == ((1, 155),)
    assert choice.draws_of("p1") == ((1, 45), (2, 100))


HERE = [100]


def test_the_longest_list_and_the_largest_numbers_are_still_taken() -> None:
    assert vials_for_list(people(*[1] * MOST_PEOPLE), HERE).order.number == MOST_PEOPLE
    many = people(*[1] * MOST_SHARING, at=(0,) * MOST_SHARING)
    assert vials_for_list(many, HERE, sharing=SHARED).order.number == 2
    assert named(vials_for(100_000, [100_000])) == {100_000: 1}
    assert vials_for(1, range(1, 9), dict.fromkeys(range(1, 9), 1_000_000)).number == 1
    assert vials_for(1, [100, 50], None, {100: 10**7, 50: 1}).cost == 1


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ("155", "155 U"),
        ("12.5", "12.5 U"),
        ("-1.25", "-1.25 U"),
        ("4/3", "1 1/3 U"),
        ("1/3", "1/3 U"),
        ("-7/3", "-2 1/3 U"),
        ("1.05", "1.05 U"),
        ("0.000001", "0.000001 U"),
        ("0.0000001", "1/10000000 U"),
        ("0", "0 U"),
    ],
)
def test_an_amount_of_units_is_never_rounded_for_a_reader(units: str, said: str) -> None:
    assert in_units(Fraction(units)) == said
    assert exactly(Fraction(units)) == said.removesuffix(" U")


def test_prices_are_compared_in_their_smallest_common_part() -> None:
    assert whole([Fraction("612.50"), Fraction("306.25")]) == (2, 1)
    assert whole([Fraction(1, 3), Fraction(1, 2)]) == (2, 3)
    assert whole([Fraction(0), Fraction(0)]) == (0, 0)
    assert whole([Fraction(10**17 + 1), Fraction(1)]) == (10**17 + 1, 1)  # exact, however large


def test_the_offer_lists_the_largest_vial_first() -> None:
    here = offer([50, 200], {50: 1, 200: 2}, {50: 5, 200: 20})
    assert (here.sizes, here.stock, here.prices) == ((200, 50), (2, 1), (20, 5))
    assert [str(one) for one in here.named((2, 1))] == ["2 × 200 U", "1 × 50 U"]


def test_a_search_that_takes_too_long_is_given_up_with_a_sentence(monkeypatch) -> None:
    monkeypatch.setitem(vials.OPTIONS, "time_limit", 0.0)
    needs = people(*[155] * 40, at=[day * 24 + hour for day in range(4) for hour in range(10)])
    with pytest.raises(BadInput) as refused:
        vials_for_list(needs, [97, 61, 53], {97: 40, 61: 60, 53: 60}, None, SHARED)
    sentence = "no choice was proved to be the best within 0 seconds. Split it into shorter lists."
    assert str(refused.value) == f"the list: {sentence}"


def test_an_answer_of_the_solver_that_does_not_hold_in_whole_numbers_is_never_used() -> None:
    programme = vials._Programme()
    one, other = programme.variable(3), programme.variable(3)
    programme.row({one: 2, other: 1}, 4, 6)
    aim = {one: 1, other: 1}
    programme.check([2, 0], aim, "Optimal", 2.0)
    programme.check([2, 0], aim, "Optimal", 1.5)
    for found, outcome, bound in [
        ([2, 0], "Infeasible", 2.0),  # not said to be the best
        ([2, 0], "Optimal", 1.4),  # 1 is not ruled out
        ([1, 0], "Optimal", 2.0),  # below the condition
        ([3, 1], "Optimal", 4.0),  # above it
        ([-1, 6], "Optimal", 5.0),  # outside the limits
        ([0, 4], "Optimal", 4.0),
    ]:
        with pytest.raises(ArithmeticError, match="does not hold in whole numbers"):
            programme.check(found, aim, outcome, bound)


def test_only_what_is_aimed_at_is_made_small() -> None:
    programme = vials._Programme()
    one, other = programme.variable(1), programme.variable(3)
    programme.row({one: 3, other: 1}, 3, None)
    assert (programme.least({one: 1}), programme.found) == (0, [0, 3])


def test_vials_that_do_not_suffice_are_never_poured_out() -> None:
    with pytest.raises(ArithmeticError, match="p0 is 5 units short"):
        pour([(MORNING, "p0", Fraction(55))], [(MORNING, 50)], SHARED)
