"""One real vial: expiry, usable hours across the nights the clocks change, and who may draw how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.faults import BadInput
from procerus.injection.opened import Draw, OpenedVial, expiry_day
from procerus.injection.sharing import Sharing

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 11, 26, 9, tzinfo=BERLIN)
SINGLE = Sharing(label_allows=False, clinic_allows=True, hours=24)
MULTI = Sharing(label_allows=True, clinic_allows=True, hours=24)
VIAL = OpenedVial("botox", " C1234 ", 200, date(2028, 3, 31), Fraction(4), NINE)
NAME = "the vial of botox, lot C1234"


def refused(said: str):
    return pytest.raises(BadInput, match=f"^{said}")


@pytest.mark.parametrize(
    ("opened", "long"),
    [
        (datetime(2026, 3, 28, 14, tzinfo=BERLIN), "15:00 of the next day: the night was an hour short"),
        (datetime(2026, 10, 24, 14, tzinfo=BERLIN), "13:00 of the next day: the night was an hour long"),
        (datetime(2026, 11, 26, 14, tzinfo=BERLIN), "14:00 of the next day"),
    ],
)
def test_a_vial_is_usable_for_24_hours_that_really_passed(opened: datetime, long: str) -> None:
    vial = replace(VIAL, opened=opened)
    last = (opened.astimezone(UTC) + timedelta(hours=24)).astimezone(BERLIN)
    assert f"{last:%H:%M}" == long[:5]
    for minutes in (-1, 0):
        assert vial.draw("botox", "ada", 155, last + timedelta(minutes=minutes), SINGLE).left == 45
    with refused(rf"{NAME}: was opened at .* 14:00.*, more than 24 hours before .*\. Discard it and open"):
        vial.draw("botox", "ada", 155, last + timedelta(minutes=1), SINGLE)


def test_the_same_moment_on_two_clocks_is_the_same_moment() -> None:
    tokyo = (NINE.astimezone(UTC) + timedelta(hours=24)).astimezone(ZoneInfo("Asia/Tokyo"))
    assert VIAL.draw("botox", "ada", 1, tokyo, SINGLE).drawn == 1
    with refused(f"{NAME}: was opened at .*, more than 24 hours"):
        VIAL.draw("botox", "ada", 1, tokyo + timedelta(minutes=1), SINGLE)


def test_nothing_is_drawn_before_a_vial_is_opened() -> None:
    assert VIAL.draw("botox", "ada", 1, NINE, SINGLE).left == 199
    with refused(
        rf"{NAME}: was opened at 2026-11-26 09:00\+01:00, after the draw at 2026-11-26 08:59\+01:00"
    ):
        VIAL.draw("botox", "ada", 1, NINE - timedelta(minutes=1), SINGLE)


@pytest.mark.parametrize(
    ("printed", "last"),
    [
        ("2028-03", date(2028, 3, 31)),
        (" 2028-02 ", date(2028, 2, 29)),
        ("2027-02", date(2027, 2, 28)),
        ("2028-03-15", date(2028, 3, 15)),
    ],
)
def test_an_expiry_month_means_its_last_day(printed: str, last: date) -> None:
    assert expiry_day(printed) == last


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("2028-13", "is not in the calendar"),
        ("2028-02-30", "is not in the calendar"),
        ("0000-01", "is not in the calendar"),
        ("03/2028", "is not a day or a month"),
        ("2028", "is not a day or a month"),
        ("", "is not a day or a month"),
    ],
)
def test_an_expiry_that_is_no_day_or_month_is_refused(printed: str, said: str) -> None:
    with pytest.raises(BadInput) as found:
        expiry_day(printed)
    assert str(found.value) == f"the expiry: '{printed}' {said}. Write it as 2028-03-31 or 2028-03."


def test_a_vial_is_usable_on_its_expiry_day_and_not_the_day_after() -> None:
    on_the_day = replace(VIAL, expiry=NINE.date())
    assert on_the_day.draw("botox", "ada", 155, NINE.replace(hour=23), SINGLE).left == 45
    with refused(f"{NAME}: expired after 2026-11-26, and would be drawn from on 2026-11-27. Take a vial"):
        on_the_day.draw("botox", "ada", 155, NINE + timedelta(hours=15), SINGLE)
    with refused(f"{NAME}: expired after 2026-11-25, and would be opened on 2026-11-26. Take a vial"):
        replace(VIAL, expiry=date(2026, 11, 25))


def test_a_second_person_never_draws_from_a_single_dose_vial() -> None:
    used = VIAL.draw("botox", "ada", 100, NINE, SINGLE)
    assert used.draw("botox", " ada ", 55, NINE, SINGLE).left == 45
    with refused(f"{NAME}: has been used for ada, and sharing it is refused: single-dose by its label, so"):
        used.draw("botox", "ben", 55, NINE, SINGLE)
    with refused(f"{NAME}: has been used for ada, and sharing it is refused: not allowed by the clinic"):
        used.draw("botox", "ben", 55, NINE, replace(MULTI, clinic_allows=False))
    with pytest.raises(BadInput) as found:
        used.draw("botox", "ben", 55, NINE, SINGLE)
    why = "single-dose by its label, so one vial is for one person"
    assert str(found.value) == (
        f"{NAME}: has been used for ada, and sharing it is refused: {why}. Open another vial."
    )
    shared = used.draw("botox", "ben", 55, NINE, MULTI)
    assert [(draw.person, draw.units) for draw in shared.draws] == [("ada", 100), ("ben", 55)]
    with refused(f"{NAME}: has been used for ada"):  # a vial that was shared is refused to a third as well
        shared.draw("botox", "cleo", 1, NINE, SINGLE)


def test_a_vial_never_gives_more_than_is_left_in_it() -> None:
    used = VIAL.draw("botox", "ada", Fraction("155.5"), NINE, SINGLE)
    with refused(f"{NAME}: has 44.5 U left, and 45 U are asked for. Take the rest from another vial."):
        used.draw("botox", "ada", 45, NINE, SINGLE)
    empty = used.draw("botox", "ada", Fraction("44.5"), NINE, SINGLE)
    assert (empty.left, VIAL.left, used.left) == (0, 200, Fraction("44.5"))


def test_the_wrong_product_is_never_drawn() -> None:
    with refused(f"{NAME}: is not dysport, and units of one are not units of the other. Take a vial of dys"):
        VIAL.draw("dysport", "ada", 100, NINE, SINGLE)


@given(st.lists(st.fractions(min_value=Fraction(1, 8), max_value=90, max_denominator=8), max_size=8))
def test_every_unit_of_a_vial_was_drawn_or_is_discarded(doses) -> None:
    vial = VIAL
    for dose in doses:
        if dose > vial.left:
            with refused(f"{NAME}: has "):
                vial.draw("botox", "ada", dose, NINE, SINGLE)
        else:
            vial = vial.draw("botox", "ada", dose, NINE, SINGLE)
    account = vial.closed()
    assert account.units == 200 == account.drawn + account.discarded
    assert account.drawn == sum(draw.units for draw in vial.draws)
    assert account.discarded == vial.left >= 0


NAIVE = datetime(2026, 11, 26, 9)
WRONG = [
    ({"product": " "}, "the vial: says no product. Write which product it is."),
    ({"lot": " "}, "the vial: has no lot. Write the lot as it stands on the vial."),
    ({"units": 0}, f"{NAME}: cannot hold 0 U. Write the units on its label."),
    ({"units": 12.5}, f"{NAME}: cannot hold 12.5 U. Write the units on its label."),
    ({"units": True}, f"{NAME}: cannot hold True U. Write the units on its label."),
    (
        {"diluent_ml": Fraction(-1)},
        f"{NAME}, diluent: '-1' is not an exact volume from 0 to 100 mL. Write how much was put in.",
    ),
    (
        {"diluent_ml": Fraction(101)},
        (f"{NAME}, diluent: '101' is not an exact volume from 0 to 100 mL. Write how much was put in."),
    ),
    (
        {"diluent_ml": 2.0},
        (f"{NAME}, diluent: '2.0' is not an exact volume from 0 to 100 mL. Write how much was put in."),
    ),
    (
        {"diluent_ml": True},
        (f"{NAME}, diluent: 'True' is not an exact volume from 0 to 100 mL. Write how much was put in."),
    ),
    (
        {"opened": NAIVE},
        (f"{NAME}, opened: '2026-11-26T09:00:00' has no time zone. Add it, such as 2026-11-26T09:00+00:00."),
    ),
    (
        {"draws": (Draw("ada", Fraction(201), NINE),)},
        f"{NAME}: holds 200 U, and 201 U are said to be drawn. Check the amounts.",
    ),
    ({"draws": (Draw("", Fraction(1), NINE),)}, f"{NAME}: a draw from it names nobody. Say who it was for."),
    ({"draws": (Draw("ada", Fraction(0), NINE),)}, f"{NAME}: nothing was drawn. Leave such a draw out."),
    (
        {"draws": (Draw("ada", Fraction(-1), NINE),)},
        f"{NAME}, a draw: '-1 U' is less than nought units. Write the dose to be given.",
    ),
    (
        {"draws": (Draw("ada", Fraction(1), NAIVE),)},
        (f"{NAME}, a draw: '2026-11-26T09:00:00' has no time zone. Add it, such as 2026-11-26T09:00+00:00."),
    ),
    (
        {"draws": (Draw("ada", Fraction(1), NINE - timedelta(hours=1)),)},
        (
            f"{NAME}: was opened at 2026-11-26 09:00+01:00, after the draw at 2026-11-26 08:00+01:00."
            " Check both times."
        ),
    ),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_a_vial_that_cannot_be_is_refused_in_one_sentence(change, said: str) -> None:
    with pytest.raises(BadInput) as found:
        replace(VIAL, **change)
    assert str(found.value) == said


@pytest.mark.parametrize(
    ("person", "units", "at", "said"),
    [
        (" ", 1, NINE, f"{NAME}: a draw from it names nobody. Say who it was for."),
        ("ada", 0, NINE, f"{NAME}: nothing was drawn. Leave such a draw out."),
        ("ada", -1, NINE, "the dose of ada: '-1 U' is less than nought units. Write the dose to be given."),
        (
            "ada",
            0.5,
            NINE,
            ("the dose of ada: '0.5' is not an exact number of units. Give a whole number or a fraction."),
        ),
        (
            "ada",
            1,
            NAIVE,
            (
                "the time of the draw: '2026-11-26T09:00:00' has no time zone. Add it, such as"
                " 2026-11-26T09:00+00:00."
            ),
        ),
    ],
)
def test_a_draw_that_cannot_be_is_refused_in_one_sentence(person, units, at, said: str) -> None:
    with pytest.raises(BadInput) as found:
        VIAL.draw("botox", person, units, at, SINGLE)
    assert str(found.value) == said


def test_a_ready_solution_has_no_diluent_and_the_smallest_vial_has_one_unit() -> None:
    ready = replace(VIAL, diluent_ml=Fraction(0), units=1)
    assert (ready.left, replace(VIAL, diluent_ml=Fraction(100)).left) == (1, 200)
