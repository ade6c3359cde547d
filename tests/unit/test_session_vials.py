"""The vials of a session: what stands on them, when they were opened, and where every unit went."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from procerus.injection.plan import ChosenDose
from procerus.injection.prepared import Terms
from procerus.packs.protocols import PROTOCOLS
from sessions import (
    Json,
    ada_session,
    added,
    asked,
    filled,
    otherwise,
    plan_of,
    record_of,
    refusal,
    refusals,
    somebody,
)

WEEKEND = "2026-10-25"  # the clocks in Berlin go back at three


def vial(**said: Any) -> Json:
    """Ada's session with something else said of its vial."""
    session = ada_session()
    session["vials"][0] |= said
    return session


def test_the_account_closes_and_the_claim_says_what_was_discarded():
    record = record_of(ada_session())
    (one,) = record.vials
    assert (one.lot, one.expiry, one.units, one.given, one.discarded) == ("C8841", "2028-03", 200, 155, 45)
    assert [(one["modifier"], one["units"]) for one in record.billing()] == [(None, 155), ("JW", 45)]


def test_a_vial_emptied_to_the_last_unit_is_claimed_with_jz():
    doses = {("splenius-capitis", "right"): ChosenDose(Fraction(95), 4)}
    shape = plan_of(protocol="cervical-dystonia", doses=doses, terms=Terms(sizes=(100,)))
    full = otherwise(filled(shape), "splenius-capitis-1-right", 28.75)
    assert [(one["modifier"], one["units"]) for one in record_of(full).billing()] == [("JZ", 100)]


@pytest.mark.parametrize(
    ("discarded", "says"),
    [(40, "leave 5 U unaccounted for"), (50, "leave 5 U too many"), (0, "leave 45 U unaccounted for")],
)
def test_a_unit_that_was_neither_given_nor_discarded_is_asked_for(discarded: int, says: str):
    assert says in refusal(vial(discarded=discarded))


def test_no_vial_gives_more_than_it_holds():
    session = vial(units=100, diluent_ml=2, discarded=0)
    assert "vials[0]: '155 U' were drawn from a vial that holds 100 U" in refusal(session)


def test_where_no_ceiling_is_known_no_more_than_planned_is_known_to_fit(solution: Json, tmp_path: Path):
    own = tmp_path / "our-lines.toml"
    shape = plan_of(protocol=str(own), product="relfydess", omit={"procerus": "scar"})
    assert shape["largest_dose"] is None
    session = added(filled(shape), "procerus-1-midline", 4)
    (only,) = refusals(session, own)
    assert "there was room for no dose that is known to fit" in only


def test_a_vial_of_another_product_is_refused():
    assert "vials[0].product: 'dysport' is not botox, which was planned" in refusal(vial(product="dysport"))


def test_a_size_that_the_product_has_not_is_refused():
    assert "'150 U' is no vial of Botox" in refusals(vial(units=150))[0]


@pytest.mark.parametrize("diluent", [2, 3.9, 4.1, 8])
def test_another_strength_than_planned_is_refused(diluent: float):
    assert "makes another strength than the plan's 5 U in 0.1 mL" in refusal(vial(diluent_ml=diluent))


def test_the_diluent_of_a_powder_is_said():
    assert "vials[0].diluent_ml: is missing" in refusal(vial(diluent_ml=None))


@pytest.fixture
def solution(tmp_path: Path) -> Json:
    """A sound session with a solution ready to use, by a clinic's own protocol."""
    text = (PROTOCOLS / "glabellar-lines.toml").read_text(encoding="utf-8")
    for old, new in (
        ('"onabotulinumtoxina"', '"relabotulinumtoxina"'),
        ('["botox-cosmetic", "vistabel"]', '["relfydess"]'),
        ('"glabellar-lines"', '"our-lines"'),
        ("is = 40, unit", "is = 100, unit"),
    ):
        text = text.replace(old, new)
    (tmp_path / "our-lines.toml").write_text(text, encoding="utf-8")
    return filled(plan_of(protocol=str(tmp_path / "our-lines.toml"), product="relfydess"))


def ready(session: Json, tmp_path: Path, **said: Any) -> list[str]:
    session["vials"][0] |= said
    return refusals(session, tmp_path / "our-lines.toml")


def test_a_solution_has_no_diluent_and_none_is_planned(solution: Json, tmp_path: Path):
    assert solution["vials"][0]["diluent_ml"] is None
    assert ready(solution, tmp_path) == []
    (only,) = ready(solution, tmp_path, diluent_ml=1.5)
    assert "'1.5' is of a powder, and Relfydess is a solution" in only


def test_where_no_usable_hours_are_known_the_order_of_the_times_still_counts(solution: Json, tmp_path: Path):
    assert ready(solution, tmp_path, opened="2026-10-20T09:00+00:00") == []
    (only,) = ready(solution, tmp_path, opened="2026-11-01T09:31+00:00")
    assert "after the draw" in only


@pytest.mark.parametrize(
    ("expiry", "refused"),
    [("2026-11-01", False), ("2026-11", False), ("2026-10-31", True), ("2026-10", True)],
)
def test_a_vial_may_be_used_until_the_end_of_its_last_day_or_month(expiry: str, refused: bool):
    assert [("had expired" in one) for one in refusals(vial(expiry=expiry))] == [True] * refused


def test_a_year_is_no_expiry():
    assert "vials[0].expiry: is a whole year" in refusal(vial(expiry="2028"))


@pytest.mark.parametrize(
    ("opened", "refused"),
    [("2026-10-31T09:30+00:00", False), ("2026-10-31T09:29+00:00", True), ("2026-11-01T09:30+00:00", False),
     ("2026-11-01T09:31+00:00", True), ("2026-11-01T10:30+01:00", False)],
)  # fmt: skip
def test_a_vial_is_usable_from_its_opening_for_exactly_its_hours(opened: str, refused: bool):
    assert len(refusals(vial(opened=opened))) == refused


@pytest.mark.parametrize(("opened", "refused"), [("10:30", False), ("10:29", True)])
def test_hours_are_counted_as_they_pass_in_the_night_the_clocks_change(opened: str, refused: bool):
    sunday = date.fromisoformat(WEEKEND)
    session = filled(plan_of(somebody(sunday, today=asked(sunday)), sunday))
    session["at"] = f"{WEEKEND}T09:30+01:00"  # winter time; 24 hours earlier it was 10:30 in summer time
    session["vials"][0]["opened"] = f"2026-10-24T{opened}+02:00"
    assert len(refusals(session)) == refused


def test_units_come_from_a_vial_of_this_session():
    session = ada_session()
    session["given"][0]["vial"] = 2
    assert (
        "given[0].vial: '2' is not a vial of this session. The vials are counted from 1 to 1."
        in refusals(session)[0]
    )
    session["given"][0]["vial"] = 0
    assert "given[0].vial: '0' is not a vial" in refusals(session)[0]
    session["given"][0]["vial"] = None
    assert refusals(session)[0].startswith("given[0].vial: is not a vial of this session")


def test_a_session_without_vials_is_refused():
    assert refusals(ada_session() | {"vials": []})[0].startswith("vials: names no vial")


def two_vials() -> Json:
    """A session of 155 U from two vials of 100 U."""
    return filled(plan_of(terms=Terms(sizes=(100,))))


def test_two_vials_are_drawn_in_their_order_and_each_closes():
    record = record_of(two_vials())
    assert [(one.number, one.given, one.discarded) for one in record.vials] == [(1, 100, 0), (2, 55, 45)]


def test_one_vial_is_one_line_where_it_has_a_number_of_its_own():
    session = two_vials()
    for one in session["vials"]:
        one["serial"] = "0001"
    assert "vials[1].serial: '0001' stands here twice" in refusal(session)
    session["vials"][0]["serial"], session["vials"][1]["serial"] = "SN1", "sn1"
    assert "vials[1].serial: 'sn1' stands here twice" in refusal(session)
    session["vials"][1]["serial"] = None
    assert refusals(session) == []


def test_a_vial_that_broke_is_discarded_whole():
    session = ada_session()
    session["vials"].append(session["vials"][0] | {"lot": "C9000", "discarded": 200})
    assert [(one.given, one.discarded) for one in record_of(session).vials] == [(155, 45), (0, 200)]


@pytest.mark.parametrize("key", ["product", "lot", "expiry", "units", "opened", "discarded"])
def test_whatever_is_missing_of_a_vial_is_named(key: str):
    assert refusal(vial(**{key: None})).startswith(f"vials[0].{key}: is missing")


def test_every_fault_of_every_vial_is_named_at_once():
    session = two_vials()
    session["vials"][0] |= {"expiry": "2026-09", "discarded": 5}
    session["vials"][1] |= {"product": "dysport"}
    assert [one.split(":")[0] for one in refusals(session)] == [
        "vials[0].expiry",
        "vials[0]",
        "vials[1].product",
    ]
