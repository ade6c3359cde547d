"""Units of toxin: exact amounts, of one toxin each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from procerus.injection.units import Units, as_number, in_figures, units_of

Ona, Abo = units_of("onabotulinumtoxina"), units_of("abobotulinumtoxina")


def test_thirty_one_sites_of_five_units_are_155_units() -> None:
    assert Ona.total(Ona(5) for _ in range(31)) == Ona(155) == Ona(5) * 31


def test_no_dose_at_all_is_nought_units() -> None:
    assert Ona.total([]) == Ona(0)


def test_a_quarter_of_a_unit_four_times_is_one_unit_exactly() -> None:
    assert Ona.total([Ona(Fraction(1, 4))] * 4) == Ona(1)
    assert Ona(Fraction("1.1")) + Ona(Fraction("2.2")) == Ona(Fraction("3.3"))


def test_195_units_are_more_than_155_and_40_more() -> None:
    assert Ona(155) < Ona(195) and Ona(195) >= Ona(155) and not Ona(195) < Ona(195)
    assert Ona(195) - Ona(155) == Ona(40)


def test_units_of_nothing_in_particular_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="units are always of a toxin"):
        Units(155)


def test_a_bare_number_is_no_amount_of_toxin() -> None:
    for wrong in (lambda: Ona(5) + 5, lambda: Ona(5) - 5, lambda: Ona(5) < 5, lambda: 5 + Ona(5)):
        with pytest.raises(TypeError):
            wrong()
    assert Ona(5) != 5


def test_units_are_multiplied_by_whole_numbers_of_sites_only() -> None:
    for wrong in (Fraction(1, 2), 0.5, True, Ona(2)):
        with pytest.raises(TypeError):
            Ona(5) * wrong


def test_a_toxin_has_one_type_of_units_however_many_toxins_are_asked_for() -> None:
    first = units_of("a-toxin")
    for number in range(300):
        units_of(f"toxin-{number}")
    assert units_of("a-toxin") is first


def test_equal_doses_of_one_toxin_are_one_entry_and_of_two_are_two() -> None:
    assert {Ona(100): "first"}[Ona(100)] == "first"
    assert len({Ona(100), Ona(100), Abo(100)}) == 2


def test_an_amount_says_of_which_toxin_it_is() -> None:
    assert repr(Ona(Fraction(5, 2))) == "2.5 U onabotulinumtoxina"


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (Fraction(155), "155"),
        (Fraction(5, 2), "2.5"),
        (Fraction("3.05"), "3.05"),
        (Fraction(10, 3), "about 3.333"),
        (Fraction(1, 10000), "about 0"),
        (Fraction(0), "0"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(-10, 3), "about -3.333"),
        (Fraction(19999, 10000), "about 2"),
    ],
)
def test_an_amount_is_printed_exactly_or_called_about(amount: Fraction, printed: str) -> None:
    assert in_figures(amount) == printed


def test_an_amount_is_printed_with_as_many_places_as_are_asked_for() -> None:
    assert in_figures(Fraction("0.625"), 2) == "about 0.62" and in_figures(Fraction("0.625"), 3) == "0.625"


def test_json_has_whole_units_as_whole_numbers() -> None:
    assert repr(as_number(Fraction(155))) == "155" and repr(as_number(Fraction(5, 2))) == "2.5"
