"""A printed plan brought back: every sentence with which it is refused, its seal, and its infected sites."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from procerus.criteria.bounds import Answer
from procerus.exchange.sessions.session_file import form_of, plan_in
from procerus.faults import BadInput
from procerus.injection.plan import ChosenDose, plan
from procerus.injection.prepared import Terms
from procerus.injection.printed_plan import PrintedPlan, faults_of, made_again, packs_of
from procerus.injection.seal import sealed
from procerus.packs.products import find_product
from procerus.packs.protocols import find_protocol
from procerus.packs.signatures import Signature
from sessions import Json, asked, filled, plan_of, refusals, somebody

YES = Answer.YES
PREEMPT = find_protocol("preempt")


def printed(shape: Json) -> PrintedPlan:
    return plan_in(sealed(shape), "plan.json")


def faults(shape: Json) -> list[str]:
    """Why no form is made of a plan, a sentence each."""
    with pytest.raises(BadInput) as refused:
        form_of(printed(shape))
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("key", "value", "sentences"),
    [
        ("total_units", 150,
         ["plan.total_units: is not what this protocol and product come to. Plan again."]),
        ("allowed", "unknown", ["plan.allowed: 'unknown' does not follow from its findings. Plan again."]),
        ("alowed", "yes", ["plan.alowed: has no meaning in a plan. Did you mean 'allowed'?"]),
        ("colour", "red", ["plan.colour: has no meaning in a plan."]),
        ("fingerprint", "0" * 16, [
            "plan: '0000000000000000' was made with other packs than are here now."
            " Plan again, and make the session's form from the new plan.",
        ]),
        ("vials", [{"units": 7, "count": 1}],
         ["vials: '7 U' is no vial of Botox. It has vials of 200, 100, 50 U."]),
    ],
)  # fmt: skip
def test_a_plan_that_does_not_hold_is_refused_in_a_sentence(key: str, value: object, sentences: list[str]):
    assert faults(plan_of() | {key: value}) == sentences


def test_a_finding_of_the_packs_that_was_taken_out_is_named():
    shape = plan_of(extra={("trapezius", "left"): 1})
    assert faults(shape | {"findings": []}) == [
        "plan.findings: lacks 'outside-label', which the packs say. Plan again."
    ]


def test_a_chosen_dose_of_which_every_site_is_left_out_is_named_by_muscle_and_side():
    doses = {
        ("scalene", "left"): ChosenDose(Fraction(25), 2),
        ("levator-scapulae", "left"): ChosenDose(Fraction(50), 2),
    }
    shape = filled(plan_of(protocol="cervical-dystonia", doses=doses, omit={"scalene": "vein"}))
    assert refusals(shape) == [
        "plan.omitted: 'scalene:left' leaves out every site of a dose that somebody chose."
        " Plan again without it.",
    ]


def test_what_a_plan_says_of_the_person_and_of_the_room_is_not_asked_of_the_packs():
    shape = plan_of() | {"head_map": "x", "svg": "y", "earliest_date": "2030-01-01", "ceilings": []}
    assert form_of(printed(shape)) is not None


def test_a_correction_keeps_a_plan_of_older_packs_and_nothing_else_does():
    one = replace(printed(plan_of()), fingerprint="0" * 16)
    made = made_again(one, PREEMPT)
    assert list(faults_of(one, PREEMPT, made, correction=True)) == []
    assert len(list(faults_of(one, PREEMPT, made))) == 1
    assert packs_of(made) == printed(plan_of()).fingerprint


def test_the_seal_is_the_hash_of_the_plan_without_its_spacing_and_order():
    shape: dict[str, Any] = plan_of()
    text = json.dumps(shape, sort_keys=True, separators=(",", ":"))
    assert printed(shape).seal == hashlib.sha256(text.encode()).hexdigest()
    assert printed(dict(reversed(shape.items()))).seal == printed(shape).seal
    assert printed(shape | {"patient": "made-up-bén"}).seal != printed(shape).seal


def test_the_choices_of_a_plan_make_the_same_plan_again():
    doses = {
        ("scalene", "left"): ChosenDose(Fraction(25), 2),
        ("trapezius", "right"): ChosenDose(Fraction(30), 3),
    }
    dystonia = find_protocol("cervical-dystonia")
    signature = Signature(dystonia.id, dystonia.fingerprint, "the head of the clinic", date(2026, 11, 1))
    one = printed(plan_of(protocol="cervical-dystonia", doses=doses, omit={"scalene-1-left": "vein"}))
    made = made_again(one, dystonia, signature)
    assert {str(site.code): site.units.amount for site in made.sites} == {
        "scalene-2-left": Fraction(25, 2), "trapezius-1-right": 10, "trapezius-2-right": 10,
        "trapezius-3-right": 10,
    }  # fmt: skip
    assert [(str(site.code), site.why) for site in made.omitted] == [("scalene-1-left", "vein")]
    extra = {("trapezius", "left"): 2, ("temporalis", "right"): 1}
    again = made_again(printed(plan_of(extra=extra, omit={"trapezius-extra-1-left": "scar"})), PREEMPT)
    assert (len(again.sites), [str(one.code) for one in again.omitted]) == (33, ["trapezius-extra-1-left"])
    assert again.per_ml == plan(PREEMPT, find_product("botox")).per_ml


@pytest.mark.parametrize(
    ("infected", "omit", "sites"),
    [
        ((), {}, ()),
        (("frontalis:left",), {}, ("frontalis-1-left", "frontalis-2-left")),
        (("frontalis:left",), {"frontalis:left": "infection"}, ("frontalis-1-left", "frontalis-2-left")),
        ((), {"procerus": "scar"}, ()),
    ],
)
def test_the_infected_sites_are_those_of_the_finding_or_those_left_out(
    infected: tuple[str, ...], omit: dict[str, str], sites: tuple[str, ...]
):
    person = somebody(today=asked(infection_at_site=YES)) if infected else somebody()
    one = printed(plan_of(person, terms=Terms(infected=infected), omit=omit))
    assert one.infected == sites


def test_a_larger_syringe_is_that_of_the_plan():
    shape = plan_of(
        protocol="cervical-dystonia", per_ml=Fraction(25), terms=Terms((100,), syringe_ml=Fraction(2)),
        doses={("splenius-capitis", "right"): ChosenDose(Fraction(50), 1)},
    )  # fmt: skip
    assert printed(shape).syringe_ml == 2
