"""Products that come as a solution: nothing is added to them, and they have one strength."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from packs.session_packs import protocol, signature
from procerus.faults import BadInput
from procerus.injection.dilution import in_lines, sizes_to_use
from procerus.injection.plan import Choices, ChosenDose, Plan, plan
from procerus.packs.products import find_product

IN_THOUSANDS = (
    ('"onabotulinumtoxina"', '"rimabotulinumtoxinb"'),
    ('brands     = ["botox"]', 'brands     = ["myobloc"]'),
    ('is = 50, unit = "units in 1 mL', 'is = 5000, unit = "units in 1 mL'),
    ("most_per_session = { is = 300", "most_per_session = { is = 10000"),
    ("most_per_site    = { is = 50", "most_per_site    = { is = 2500"),
    ("least = 25, most = 75,", "least = 250, most = 2500,"),
)


def planned(folder: Path, per_ml: int | None = None) -> Plan:
    """A plan with Myobloc by a clinic's own protocol."""
    one = protocol(folder, "cervical-dystonia", *IN_THOUSANDS)
    doses = {("scalene", "right"): ChosenDose(Fraction(2500), 2)}
    choices = Choices(doses=doses, per_ml=None if per_ml is None else Fraction(per_ml))
    return plan(one, find_product("myobloc"), choices, signature(one))


def test_a_solution_is_drawn_up_as_it_comes(tmp_path: Path) -> None:
    made = planned(tmp_path)
    assert sizes_to_use(made, made.product.sizes()) == (10000, 5000, 2500)
    assert list(in_lines(made, {2500: 1}))[:2] == [
        "1 vial of 2500 U: a solution, nothing is added",
        "2500 U / 0.5 mL = 500 U in 0.1 mL",
    ]
    assert made.volume_ml == Fraction(1, 2)


@pytest.mark.parametrize("reason", ["", "we always do"])
def test_a_solution_is_not_thinned_whatever_the_reason(reason: str, tmp_path: Path) -> None:
    made = planned(tmp_path, per_ml=2500)
    with pytest.raises(BadInput) as complaint:
        sizes_to_use(made, made.product.sizes(), reason)
    assert str(complaint.value) == (
        "dilution: '250' U in 0.1 mL is not how Myobloc comes: a solution of 500 U in 0.1 mL."
        " Write --dilution 500."
    )
