"""Every sentence with which a plan is refused, as the person who typed it reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from procerus.faults import BadInput
from procerus.injection.dilution import sizes_to_use, syringes
from procerus.injection.plan import Choices, ChosenDose, Plan, plan
from procerus.injection.prepared import Terms, prepare
from procerus.packs.products import find_product
from procerus.packs.protocols import Protocol, find_protocol
from procerus.packs.signatures import Signature
from toxin import preempt

ARM, EYE = find_protocol("upper-limb-spasticity"), find_protocol("blepharospasm")
BICEPS, LID = ("biceps-brachii", "left"), ("orbicularis-oculi", "left")
EVERYTHING = dict.fromkeys((muscle.id for muscle in find_protocol("preempt").muscles), "wish")


def signature(protocol: Protocol) -> Signature:
    return Signature(protocol.id, protocol.fingerprint, "the head of the clinic", date(2026, 11, 20))


def chosen(protocol: Protocol, *doses: tuple[tuple[str, str], str, int]) -> Plan:
    """A plan by a protocol that is signed, with doses that the clinician chose."""
    given = {place: ChosenDose(Fraction(units), sites) for place, units, sites in doses}
    return plan(protocol, find_product("botox"), Choices(doses=given), signature(protocol))


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"extra": {("temporals", "left"): 1}},
         "protocol preempt: 'temporals' is not a muscle of this protocol. Did you mean 'temporalis'?"),
        ({"extra": {("procerus", "left"): 1}},
         "procerus: 'left' is on the midline and has no side. Write procerus:midline."),
        ({"extra": {("trapezius", "midline"): 1}},
         "trapezius: 'midline' has no such side. Write trapezius:right or left."),
        ({"extra": {("trapezius", "left"): -1}},
         "trapezius: cannot have fewer than no extra sites. Leave a site out with --omit."),
        ({"extra": {("frontalis", "left"): 1}},
         "frontalis: has no extra sites in this protocol. Extra sites follow the pain in other muscles."),
        ({"extra": {("trapezius", "left"): 3, ("trapezius", "right"): 2}},
         "extra: '5' is more than the 4 extra sites this protocol allows in trapezius."
         " Both sides count together."),
        ({"doses": {("trapezius", "left"): ChosenDose(Fraction(20), 4)}},
         "trapezius:left: '20 U in 4 sites' has a fixed dose in this protocol."
         " Add extra sites with --extra, or leave sites out with --omit."),
        ({"per_ml": Fraction(0)},
         "dilution: is not more than nought. Give the units in 0.1 mL, such as 5."),
        ({"omit": {"frontalis-3-left": "wish"}},
         "omit: 'frontalis-3-left' is not a site of this plan by preempt. Did you mean 'frontalis-2-left'?"),
        ({"omit": {"procerus": " "}},
         "omit: 'procerus' has no reason. Write it, such as procerus=\"ptosis last time\"."),
        ({"omit": EVERYTHING}, "protocol preempt: no site is left."),
    ],
)  # fmt: skip
def test_a_choice_that_does_not_fit_preempt_is_refused_in_a_sentence(
    choices: dict[str, object], sentence: str
):
    with pytest.raises(BadInput) as refused:
        preempt(Choices(**choices))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("protocol", "place", "units", "sites", "sentence"),
    [
        (ARM, BICEPS, "199", 3, "'199 U in 3 sites' is about 66.333 U a site, finer than a quarter of a unit."
         " Choose another number of sites."),
        (ARM, BICEPS, "59", 2, "'59 U in 2 sites' is outside the protocol's 60 to 200 U on one side."),
        (ARM, BICEPS, "201", 4, "'201 U in 4 sites' is outside the protocol's 60 to 200 U on one side."),
        (ARM, BICEPS, "100", 5, "'100 U in 5 sites' is not in the protocol's 2 to 4 sites."),
        (ARM, BICEPS, "-100", 4, "'-100 U in 4 sites' is no dose. Write units and sites, such as 100/4."),
        (ARM, BICEPS, "100", 0, "'100 U in 0 sites' is no dose. Write units and sites, such as 100/4."),
        (ARM, BICEPS, "0", 4, "'0 U in 4 sites' is no dose. Write units and sites, such as 100/4."),
        (ARM, BICEPS, "100", 100, "'100 U in 100 sites' is no dose. Write units and sites, such as 100/4."),
        (ARM, BICEPS, "150", 2, "'150 U in 2 sites' is more than 50 U in one site. Use more sites."),
        (ARM, ("pronator-teres", "left"), "20", 2, "'20 U in 2 sites' is not in the protocol's 1 site."),
        (EYE, LID, "3", 3, "'3 U in 3 sites' is outside the protocol's 1.25 to 5 U a site."),
        (EYE, LID, "15.75", 3, "'15.75 U in 3 sites' is outside the protocol's 1.25 to 5 U a site."),
        (find_protocol("lower-limb-spasticity"), ("soleus", "left"), "60", 3,
         "'60 U in 3 sites' is outside the protocol's 75 U on one side."),
        (find_protocol("axillary-hyperhidrosis"), ("axilla", "left"), "50", 20,
         "'50 U in 20 sites' is not in the protocol's 10 to 15 sites."),
        (find_protocol("cervical-dystonia"), ("sternocleidomastoid", "left"), "25", 1,
         "'25 U in 1 site' needs at least 2 sites."),
    ],
)  # fmt: skip
def test_a_chosen_dose_that_does_not_fit_is_refused_in_a_sentence(
    protocol: Protocol, place: tuple[str, str], units: str, sites: int, sentence: str
):
    with pytest.raises(BadInput) as refused:
        chosen(protocol, (place, units, sites))
    assert str(refused.value).splitlines()[0] == f"{place[0]}:{place[1]}: {sentence}"


@pytest.mark.parametrize(("units", "sites"), [("60", 2), ("200", 4), ("100", 2), ("199", 4)])
def test_a_dose_at_the_edge_of_its_range_and_of_one_site_is_planned(units: str, sites: int):
    assert chosen(ARM, (BICEPS, units, sites)).total.amount == Fraction(units)


@pytest.mark.parametrize("units", ["3.75", "15"])
def test_a_range_for_one_site_counts_for_each_of_the_sites(units: str):
    assert chosen(EYE, (LID, units, 3)).total.amount == Fraction(units)


def test_the_skin_of_the_axilla_takes_50_units_in_10_sites():
    skin = chosen(find_protocol("axillary-hyperhidrosis"), (("axilla", "left"), "50", 10))
    assert {(one.code.side, one.units.amount) for one in skin.sites} == {("left", 5)}


def test_a_local_protocol_may_give_a_single_unit_or_less():
    own = replace(ARM, muscles=tuple(replace(one, range=None) for one in ARM.muscles))
    for units, sites in (("1", 4), ("0.25", 1)):
        assert chosen(own, (BICEPS, units, sites)).total.amount == Fraction(units)


def test_99_sites_are_the_most_and_a_local_protocol_may_have_them():
    own = replace(ARM, muscles=tuple(replace(one, range=None) for one in ARM.muscles))
    assert len(chosen(own, (BICEPS, "99", 99)).sites) == 99


def test_every_fault_of_a_plan_is_told_at_once():
    with pytest.raises(BadInput) as refused:
        preempt(Choices(extra={("trapezius", "left"): 5, ("temporals", "left"): 1}), "dysport")
    assert [fault.where for fault in refused.value.faults] == ["product", "protocol preempt", "extra"]


@pytest.mark.parametrize(
    ("product", "sentence"),
    [
        ("dysport", "product: 'dysport' is abobotulinumtoxinA, and preempt is written for botox."
         " Units of one toxin say nothing about another."),
        ("vistabel", "product: 'vistabel' is not for preempt. Its products: botox."),
    ],
)  # fmt: skip
def test_another_product_is_refused_in_a_sentence(product: str, sentence: str):
    with pytest.raises(BadInput) as refused:
        preempt(product=product)
    assert str(refused.value) == sentence


def test_a_protocol_without_a_dose_of_its_own_asks_for_one():
    with pytest.raises(BadInput) as refused:
        chosen(ARM)
    assert (
        str(refused.value)
        == "protocol upper-limb-spasticity: names no dose of its own. Choose doses with --dose."
    )


def test_more_than_a_session_may_have_is_refused_in_a_sentence():
    arms = [((muscle, side), units, sites) for side in ("left", "right") for muscle, units, sites in (
        ("biceps-brachii", "200", 4), ("brachioradialis", "75", 2))]  # fmt: skip
    with pytest.raises(BadInput) as refused:
        chosen(ARM, *arms)
    assert str(refused.value) == "dose: '550 U' is more than the 400 U this protocol has for one session."
    assert chosen(ARM, (BICEPS, "200", 4), (("biceps-brachii", "right"), "200", 4)).total.amount == 400


def test_more_than_a_muscle_may_have_on_both_sides_is_refused_in_a_sentence():
    neck = find_protocol("cervical-dystonia")
    right, left = ("sternocleidomastoid", "right"), ("sternocleidomastoid", "left")
    with pytest.raises(BadInput) as refused:
        chosen(neck, (right, "50", 2), (left, "50.5", 2))
    assert str(refused.value) == (
        "sternocleidomastoid: '100.5 U' is more than the 100 U this protocol allows in sternocleidomastoid."
        " Both sides count together."
    )
    assert chosen(neck, (right, "50", 2), (left, "50", 2)).total.amount == 100


def test_a_protocol_without_a_dilution_of_its_own_asks_for_one():
    loose = replace(ARM, per_ml=None)
    with pytest.raises(BadInput) as refused:
        chosen(loose, (BICEPS, "100", 4))
    sentence = "names no dilution. Say how many units are in 0.1 mL: --dilution."
    assert str(refused.value) == f"protocol upper-limb-spasticity: {sentence}"


def test_an_unsigned_protocol_says_where_to_look():
    with pytest.raises(BadInput) as refused:
        plan(ARM, find_product("botox"))
    sentence = "is not verified in its source, and is not signed. See `procerus protocol show`."
    assert str(refused.value) == f"protocol upper-limb-spasticity: {sentence}"


def test_a_dilution_that_is_not_on_the_label_names_those_that_are():
    with pytest.raises(BadInput) as refused:
        sizes_to_use(preempt(Choices(per_ml=Fraction(30))), (200, 100, 50))
    assert str(refused.value) == (
        "dilution: '3' U in 0.1 mL is not a dilution that the label lists for vials of 200 or 100 or 50 U."
        " It lists 2.5, 4, 5, 10. For another, give --dilution-reason."
    )
    with pytest.raises(BadInput, match="It lists none"):
        sizes_to_use(preempt(), (7,))
    assert sizes_to_use(preempt(), (200, 7)) == (200,)
    with pytest.raises(BadInput):
        sizes_to_use(preempt(Choices(per_ml=Fraction(30))), (200,), "  ")


def test_a_solution_that_comes_in_one_strength_only_says_which():
    made = replace(preempt(), product=find_product("relfydess"))
    for reason in ("", "because"):  # no reason makes a solution weaker
        with pytest.raises(BadInput) as refused:
            sizes_to_use(made, find_product("relfydess").sizes(), reason)
        assert str(refused.value) == (
            "dilution: '5' U in 0.1 mL is not how Relfydess comes: a solution of 10 U in 0.1 mL."
            " Write --dilution 10."
        )


def test_a_reason_makes_another_dilution_of_a_powder_usable_with_every_vial():
    other = preempt(Choices(per_ml=Fraction(30)))
    assert sizes_to_use(other, (200, 100, 7), "only these at hand") == (200, 100, 7)


def test_a_syringe_is_filled_to_the_last_drop_and_no_site_is_shared():
    each = [one.volume_ml for one in syringes(preempt(), Fraction(3, 10))]
    assert each == [Fraction(3, 10)] * 10 + [Fraction(1, 10)]
    first, *_, last = syringes(preempt(), Fraction(3, 10))
    assert ([str(code) for code in first.sites], first.units) == (
        ["corrugator-1-right", "corrugator-1-left", "procerus-1-midline"], 15,
    )  # fmt: skip
    assert ([str(code) for code in last.sites], last.units) == (["trapezius-3-left"], 5)


def test_a_site_that_no_syringe_holds_says_what_to_do():
    with pytest.raises(BadInput) as refused:
        syringes(preempt(), Fraction(1, 20))
    assert str(refused.value) == (
        "corrugator-1-right: needs 0.1 mL, and a syringe holds 0.05 mL."
        " Use more sites, a stronger dilution or --syringe."
    )
    assert len(syringes(preempt(), Fraction(1, 10))) == 31


def test_vials_that_nobody_sells_are_refused_in_a_sentence():
    with pytest.raises(BadInput) as refused:
        prepare(preempt(), Terms(sizes=(200, 30)))
    assert str(refused.value) == "vials: '30 U' is no vial of Botox. It has vials of 200, 100, 50 U."
    with pytest.raises(BadInput) as refused:
        prepare(replace(preempt(), product=find_product("vistabel")), Terms(label="us"))
    assert str(refused.value) == "label: 'us' names no vial of Vistabel. Choose another label, or none."
