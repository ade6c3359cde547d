"""The recall list of a lot, and the lines a session is billed with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from procerus.faults import BadInput
from procerus.injection.billing import Code, billing_lines
from procerus.injection.recall import Given, recalled

DAY = date(2026, 11, 26)
BOTOX, DYSPORT = Code("J0585", 1), Code("J0586", 5)


def patients(sessions: tuple[Given, ...]) -> list[str]:
    return [one.patient for one in sessions]


def test_a_recall_lists_who_got_the_lot_the_oldest_session_first() -> None:
    sessions = [
        Given(date(2026, 11, 27), "ben", ("C1234",)),
        Given(DAY, "cleo", ("X9999", " c1234 ")),
        Given(DAY, "ada", ("C1234", None)),
        Given(DAY, "dan", ("X9999",)),
    ]
    found = recalled(" C1234 ", sessions)
    assert (found.lot, patients(found.got)) == ("C1234", ["ada", "cleo", "ben"])
    assert (found.look_at_too, found.not_written_down) == ((), ())


@pytest.mark.parametrize(
    "lot",
    [
        "C1235",  # another character
        "X1234",
        "C12345",  # one more
        "CC1234",
        "C123",  # one less
        "1234",
        "C1243",  # two neighbours exchanged
        "1C234",
        "C 1234",
        "CI234",  # a letter that looks like a digit
        "cl234",
        "CI23",  # such a letter, and one less
    ],
)
def test_a_lot_that_is_one_slip_away_is_listed_apart(lot: str) -> None:
    found = recalled("C1234", [Given(DAY, "ada", (lot,))])
    assert (patients(found.got), patients(found.look_at_too)) == ([], ["ada"])


@pytest.mark.parametrize(
    "lot", ["C1299", "X123", "X12345", "2C134", "C12", "C123456", "C4321", "C1325", "C1324X", "1324C"]
)
def test_a_lot_that_is_two_slips_away_is_not_listed(lot: str) -> None:
    found = recalled("C1234", [Given(DAY, "ada", (lot,))])
    assert found.got + found.look_at_too + found.not_written_down == ()


def test_the_letter_o_and_the_digit_0_are_taken_for_one_another() -> None:
    assert patients(recalled("BO0O1", [Given(DAY, "ada", ("B0OOL",))]).look_at_too) == ["ada"]


def test_a_session_whose_lot_nobody_wrote_down_is_listed_apart() -> None:
    sessions = [
        Given(DAY, "ada", (None, "X9999")),
        Given(DAY, "ben", (" ",)),
        Given(DAY, "eve", (None, "C1235")),
    ]
    found = recalled("C1234", sessions)
    assert (patients(found.not_written_down), patients(found.look_at_too)) == (["ada", "ben"], ["eve"])


def test_a_recall_without_a_lot_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        recalled(" ", [])
    assert str(refused.value) == "the lot: is empty. Give it as it stands on the vial."


def test_two_sessions_of_one_person_on_a_day_stay_in_the_order_of_their_records() -> None:
    sessions = [Given(DAY, "ada", ("X1", "C1234")), Given(DAY, "ada", ("C1234",))]
    assert recalled("C1234", sessions).got == tuple(sessions)


def billed(*asked) -> list[str]:
    return [str(line) for line in billing_lines(*asked)]


def test_discarded_units_are_billed_with_jw_on_a_line_of_their_own() -> None:
    assert billed(BOTOX, 155, 45) == ["J0585 × 155 (155 U)", "J0585-JW × 45 (45 U)"]


def test_a_vial_of_which_nothing_is_discarded_is_billed_with_jz() -> None:
    assert billed(BOTOX, 200, 0) == ["J0585-JZ × 200 (200 U)"]


def test_a_billing_unit_may_be_several_units_of_the_product() -> None:
    assert billed(DYSPORT, 480, 20) == ["J0586 × 96 (480 U)", "J0586-JW × 4 (20 U)"]


def test_a_fraction_of_a_billing_unit_is_said_and_never_rounded() -> None:
    note = "not a whole number of billing units, so not rounded here"
    assert billed(DYSPORT, 12, 3) == [f"J0586 × 2.4 (12 U): {note}", f"J0586-JW × 0.6 (3 U): {note}"]
    assert [line.is_whole for line in billing_lines(BOTOX, Fraction("12.5"), 1)] == [False, True]


def test_a_product_without_a_code_and_a_session_without_a_dose_are_not_billed() -> None:
    assert billed(None, 155, 45) == billed(BOTOX, 0, 100) == []


def test_a_negative_amount_is_never_billed() -> None:
    with pytest.raises(BadInput, match="the units used: '-1 U' is less than nought"):
        billed(BOTOX, -1, 0)
    with pytest.raises(BadInput, match="the units discarded: '-1 U' is less than nought"):
        billed(None, 1, -1)
    with pytest.raises(BadInput, match="J0585, units_each: '0' is not a whole number of units from 1 up"):
        Code("J0585", 0)
