"""Reading session files and plans: every slip is named with its place, and nothing is guessed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from procerus.exchange.sessions.filed import read_session
from procerus.exchange.sessions.session_file import form_of, plan_in, read_plan, session_from
from procerus.exchange.sessions.session_keys import SiteCode, YesNo, schema
from procerus.faults import BadInput
from procerus.injection.plan import ChosenDose
from procerus.injection.prepared import Terms
from procerus.injection.seal import sealed
from procerus.injection.session import recorded
from sessions import (
    LEFT_FRONTALIS,
    Json,
    ada_session,
    alone,
    dose,
    dystonia,
    filled,
    form_of_plan,
    otherwise,
    plan_of,
    refusals,
    six_weeks_after,
    somebody,
)


def faults(shape: object) -> str:
    """What is said of a session file that cannot be read."""
    with pytest.raises(BadInput) as caught:
        session_from(shape, "session.json")
    return str(caught.value)


def plan_faults(shape: object) -> str:
    """What is said of a plan that cannot be used, though its seal was made anew."""
    shape = sealed(shape) if isinstance(shape, dict) else shape
    with pytest.raises(BadInput) as caught:
        form_of(plan_in(shape, "plan.json"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("complicatons", [], "'complicatons' has no meaning here. Did you mean 'complications'?"),
        ("at", "2026-11-01T09:30", "session.json, at: '2026-11-01T09:30' has no time zone. Add it"),
        ("at", "1 Nov", "at: '1 Nov' is not a date with a time"),
        ("at", "2026-11-31T09:30+00:00", "is not in the calendar or on the clock"),
        ("at", "2026-11-01T25:30Z", "is not in the calendar or on the clock"),
        ("at", 20261101, "is not a date with a time"),
        ("birth_year", "1984", "birth_year: '1984' is not a whole number"),
        ("by", "N. Example", "by: 'N. Example' is not an object"),
        (
            "authority",
            {"kind": "pgd"},
            "authority.kind: 'pgd' is not a word this key may hold. Did you mean 'PGD'?",
        ),
        ("consent", {"given": True}, "consent.given: 'true' is not an answer"),
        ("consent", {"given": "yes", "on": "11/01/2026"}, "consent.on: '11/01/2026' is not a full date"),
        ("given", [{"site": "x", "units": -5, "vial": 1}], "given[0].units: '-5' is not above 0"),
        ("given", [{"site": "x", "units": "5", "vial": 1}], "given[0].units: '5' is not a number"),
        ("given", [{"site": "x", "units": True, "vial": 1}], "given[0].units: 'true' is not a number"),
        ("given", [{"site": "x", "dose": 5}], "given[0]: 'dose' has no meaning here"),
        ("vials", [{"discarded": False}], "vials[0].discarded: 'false' is not a number"),
        ("vials", [{"discarded": -1}], "vials[0].discarded: '-1' is not above 0"),
        ("vials", [{"expiry": "03/2028"}], "vials[0].expiry: '03/2028' is not a date"),
        ("vials", [{"lott": "C1"}], "'lott' has no meaning here. Did you mean 'lot'?"),
        ("ticks", "interval", "ticks: 'interval' is not a list"),
        ("ticks", [None], "ticks[0]: is null"),
        ("overrides", [{"code": "interval", "second": {"how": "phone"}}], "overrides[0].second.how: 'phone'"),
        ("plan", [], "plan: 'a list' is not an object"),
        ("plan_seal", "abc", "plan_seal: 'abc' is not a seal"),
        ("plan_seal", None, "has no 'plan_seal'"),
        ("procerus", "session/2", "'session/2' is another format. This program reads 'session/1'"),
        ("replaces", {"file": "x"}, "replaces: 'file' has no meaning here"),
    ],
)
def test_a_slip_is_named_with_its_place(key: str, value: object, says: str):
    assert says in faults(ada_session() | {key: value})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("patient", "made-up-ada\n"),
        ("vials", [{"lot": "C88\n41"}]),
        ("vials", [{"lot": "C8841\t"}]),
        ("vials", [{"serial": "SN1\u200b"}]),
        ("by", {"name": "N.\u202eelpmaxE"}),
        ("supervisor", {"name": "B.\nSecond"}),
        ("overrides", [{"by": "N. Exam\u00adple"}]),
        ("overrides", [{"second": {"by": "B. Second\u2028"}}]),
        ("overrides", [{"reason": "cluster \u202eof attacks"}]),
        ("complications", ["bled\u202e"]),
        ("note", "calm\u2066"),
    ],
)
def test_what_cannot_be_seen_is_refused_with_its_place(key: str, value: object):
    said = faults(ada_session() | {key: value})
    assert f"session.json, {key}" in said
    assert "holds a character that cannot be seen (U+" in said and "Type it again" in said


def test_a_note_may_have_lines_and_a_name_any_letters():
    shape = ada_session() | {"note": "calm\n\twent home", "by": {"name": "Zoë Ünal-李", "role": "nurse"}}
    session = session_from(shape, "session.json")
    assert session.note == "calm went home"
    assert session.by is not None and session.by.name == "Zoë Ünal-李"


@pytest.mark.parametrize("shape", [[], "session", None, 3])
def test_what_is_no_object_is_no_session(shape: object):
    assert "is not an object" in faults(shape)


def test_every_slip_is_named_at_once():
    said = faults(ada_session() | {"at": "noon", "birth_year": -1, "colour": "red"})
    assert [line.split(":")[0].split(", ")[-1] for line in said.splitlines()] == [
        "session.json",
        "birth_year",
        "at",
    ]


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("patient", None, "has no 'patient'. Add it: The person: a plan for nobody cannot be recorded."),
        ("on", None, "has no 'on'"),
        ("sites", [], "sites: names no site"),
        ("sites", [{"id": "left temple", "units": 5}], "sites[0].id: 'left temple' is not a site"),
        ("sites", [{"id": 5, "units": 5}], "sites[0].id: '5' is not a site"),
        ("sites", ["temporalis"], "sites[0]: 'temporalis' is not an object"),
        ("sites", "all", "sites: 'all' is not a list"),
        ("findings", None, "has no 'findings'"),
        ("findings", [{"code": "x"}], "findings[0]: has no 'severity'"),
        ("findings", [{"leaves_open": "no"}], "findings[0].leaves_open: 'no' is not true or false"),
        ("checks", {"allergy": "none"}, "checks.allergy: 'none' is not a word this key may hold"),
        ("checks", {"allergies": "no"}, "'allergies' has no meaning here. Did you mean 'allergy'?"),
        ("checks", [], "checks: 'a list' is not an object"),
        ("label", "uk", "label: 'uk' is not a word this key may hold"),
        ("total_units", "155", "total_units: '155' is not a number"),
        ("vials", [{"units": 200, "count": 1.5}], "vials[0].count: '1.5' is not a whole number"),
        ("product", "Botox", "product: 'Botox' is not an id"),
        ("protocol", "premept", "'premept' is not a protocol that is known here. Did you mean 'preempt'?"),
        ("product", "botix", "'botix' is not a product that is known here"),
    ],
)
def test_a_plan_that_is_none_is_refused(key: str, value: object, says: str):
    assert says in plan_faults(plan_of() | {key: value})


@pytest.mark.parametrize("shape", [[], "plan", None])
def test_what_is_no_object_is_no_plan(shape: object):
    assert "is not a plan" in plan_faults(shape)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("total_units", 150, "plan.total_units: is not what this protocol and product come to"),
        ("total_volume_ml", 3, "plan.total_volume_ml"),
        ("discarded_units", 40, "plan.discarded_units"),
        ("billing", [], "plan.billing"),
        ("dilution", [], "plan.dilution"),
        ("toxin", "abobotulinumtoxinA", "plan.toxin"),
        ("allowed", "unknown", "plan.allowed: 'unknown' does not follow from its findings"),
        ("alowed", "yes", "plan.alowed: has no meaning in a plan. Did you mean 'allowed'?"),
        ("fingerprint", "0" * 16, "was made with other packs than are here now"),
        ("vials", [{"units": 100, "count": 1}], "plan.vials"),
        ("vials", [{"units": 7, "count": 1}], "vials: '7 U' is no vial of Botox"),
        ("vials", [{"units": 200, "count": 2}], "plan.vials"),
        ("units_per_0.1_ml", 4, "dilution: '4' U in 0.1 mL is not a dilution that the label lists"),
    ],
)
def test_a_plan_that_contradicts_itself_or_the_packs_is_refused(key: str, value: object, says: str):
    assert says in plan_faults(plan_of() | {key: value})


def test_a_site_of_a_plan_cannot_be_moved_doubled_or_given_another_dose():
    for change in ({"x": 0.1}, {"units": 6}, {"side": "left"}, {"caution": None}):
        shape = plan_of()
        shape["sites"][3] |= change
        assert "plan.sites: is not what this protocol and product come to" in plan_faults(shape)
    shape = plan_of()
    shape["sites"].append(dict(shape["sites"][0]))
    assert "plan.sites" in plan_faults(shape)


def test_a_finding_that_the_packs_say_cannot_be_left_out():
    shape = plan_of(extra={("trapezius", "left"): 1})
    assert shape["findings"]
    assert "lacks 'outside-label', which the packs say" in plan_faults(shape | {"findings": []})


@pytest.mark.parametrize(
    "change",
    [{"findings": [], "allowed": "yes"}, {"allowed": "yes"}, {"checks": {}}, {"largest_dose": 400},
     {"earliest_date": "2026-11-02"}, {"ceilings": []}, {"syringes": []}, {"note": "x"},
     {"seal": "0" * 32}, {"seal": None}],
)  # fmt: skip
def test_a_plan_that_was_changed_after_it_was_planned_makes_no_form(change: Json):
    with pytest.raises(BadInput) as caught:
        plan_in(plan_of(somebody(toxin=(dose("2026-09-20"),))) | change, "plan.json")
    assert str(caught.value) == "plan.json: was changed after it was planned. Plan again."


def test_a_plan_written_in_another_order_and_spacing_is_the_same_plan():
    shape = plan_of()
    turned = json.loads(json.dumps(dict(reversed(shape.items())), indent=7))
    assert plan_in(turned, "plan.json").seal == plan_in(shape, "plan.json").seal


def test_a_session_around_a_plan_that_was_changed_before_is_refused_though_its_own_seal_fits():
    shape = ada_session()
    shape["plan"] |= {"findings": [], "allowed": "yes", "largest_dose": 1000}
    text = json.dumps(shape["plan"], sort_keys=True, separators=(",", ":"))
    shape["plan_seal"] = hashlib.sha256(text.encode()).hexdigest()
    assert refusals(shape) == ["plan: was changed after it was planned. Plan again."]


def test_a_protocol_that_nobody_signed_makes_no_form():
    assert "your clinic has not signed it" in plan_faults(dystonia()["plan"])


def test_a_plan_for_larger_syringes_comes_back_too():
    shape = plan_of(
        protocol="cervical-dystonia", per_ml=Fraction(25), terms=Terms((100,), syringe_ml=Fraction(2)),
        doses={("splenius-capitis", "right"): ChosenDose(Fraction(50), 1)},
    )  # fmt: skip
    assert shape["syringes"][0]["volume_ml"] == 2
    assert refusals(filled(shape, ticks=["another-dilution"])) == []


@pytest.mark.parametrize("key", ["syringes", "head_map"])
def test_what_cannot_be_written_down_again_is_refused_wherever_it_stands(key: str):
    deep: object = []
    for _ in range(700):
        deep = [deep]
    for odd in ("\ud800", deep):
        plan = plan_of()
        plan[key] = [{"volume_ml": 1, "odd": odd}]
        with pytest.raises(BadInput, match="cannot be written down"):
            form_of(plan_in(plan, "plan.json"))
        with pytest.raises(BadInput, match="cannot be written down"):
            session_from(ada_session() | {"plan": plan}, "session.json")


def test_chosen_doses_omissions_extras_and_a_label_come_back_from_the_printed_plan():
    assert refusals(dystonia()) == []
    shape = plan_of(
        extra={("temporalis", "left"): 2},
        omit={"corrugator:right": "scar", "temporalis-extra-1-left": "hair"},
    )
    assert refusals(filled(shape)) == []


def test_a_chosen_dose_of_which_no_site_is_left_cannot_be_made_out_again():
    doses = {
        ("scalene", "left"): ChosenDose(Fraction(25), 2),
        ("levator-scapulae", "left"): ChosenDose(Fraction(50), 2),
    }
    some = plan_of(protocol="cervical-dystonia", doses=doses, omit={"scalene-1-left": "vein"})
    assert refusals(filled(some)) == []
    none = plan_of(protocol="cervical-dystonia", doses=doses, omit={"scalene": "vein"})
    assert "plan.omitted: 'scalene:left' leaves out every site" in refusals(filled(none))[0]


def test_a_session_is_read_from_its_file(tmp_path: Path):
    path = tmp_path / "session.json"
    path.write_text(json.dumps(ada_session()))
    assert read_session(path).patient == "made-up-ada"
    path.write_text('{"procerus": "session/1", "procerus": "session/1"}')
    with pytest.raises(BadInput, match="stands here more than once"):
        read_session(path)


def test_a_plan_is_read_from_its_file(tmp_path: Path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan_of()))
    assert read_plan(path).patient == "made-up-ada"
    with pytest.raises(BadInput, match=r"nowhere.json: cannot be opened"):
        read_plan(tmp_path / "nowhere.json")


def test_spaces_and_the_order_of_keys_do_not_break_the_seal():
    session: dict[str, Any] = ada_session()
    turned: Json = dict(reversed(session["plan"].items()))
    assert refusals(session | {"plan": turned}) == []


def test_the_schema_takes_forms_and_sessions_and_no_unknown_key():
    check = jsonschema.Draft202012Validator(schema())
    stopped = otherwise(six_weeks_after(), LEFT_FRONTALIS)
    for shape in (ada_session(), form_of_plan(plan_of()), stopped, dystonia()):
        assert [one.message for one in check.iter_errors(shape)] == []
    for key, value in (
        ("colour", "red"),
        ("at", "noon"),
        ("given", [{"units": 0}]),
        ("plan", []),
        ("plan_seal", "x"),
    ):
        assert not check.is_valid(ada_session() | {key: value})
    assert all(kind.schema()["type"] for kind in (SiteCode(), YesNo()))


@pytest.mark.parametrize("units", [0, -5])
def test_units_that_are_none_are_refused_wherever_the_session_comes_from(units: int):
    read = session_from(ada_session(), "session.json")
    first, *rest = read.given
    with pytest.raises(BadInput) as refused:
        recorded(replace(read, given=(replace(first, units=Fraction(units)), *rest)))
    assert str(refused.value).splitlines()[0] == (
        f"given[0].units: '{units}' is not more than nought."
        " Take the line out where nothing was given, and say why under differences."
    )


def test_a_session_without_a_time_says_so_beside_whatever_else_is_wrong():
    said = refusals(six_weeks_after() | {"at": None})
    assert [one.split(":")[0] for one in said] == ["at"]
    unfinished = alone(six_weeks_after()) | {"at": None}
    assert [one.split(":")[0] for one in refusals(unfinished)] == ["at"]
