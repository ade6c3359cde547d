"""Planning a session: the sites of PREEMPT, what may be added or left out, and how the toxin is dissolved."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from procerus.faults import BadInput
from procerus.injection.billing import claim
from procerus.injection.dilution import in_lines, sizes_to_use, syringes
from procerus.injection.plan import Choices, ChosenDose, plan
from procerus.injection.prepared import Terms, prepare
from procerus.injection.site import Code, code_in_words, spots
from procerus.packs.products import find_product
from procerus.packs.protocols import find_protocol
from procerus.packs.signatures import Signature
from toxin import preempt

FOLLOW_THE_PAIN = {
    ("temporalis", "left"): 2, ("occipitalis", "right"): 1, ("occipitalis", "left"): 1,
    ("trapezius", "right"): 2, ("trapezius", "left"): 2,
}  # fmt: skip


def refusal(**choices: object) -> str:
    """The sentence with which a plan is refused."""
    with pytest.raises(BadInput) as refused:
        preempt(Choices(**choices))
    assert len(refused.value.faults) == 1
    return str(refused.value)


# The sites


def test_preempt_has_155_units_in_31_sites_of_five_units_and_a_tenth_of_a_millilitre():
    one = preempt()
    assert (len(one.sites), one.total.amount, one.volume_ml) == (31, 155, Fraction("3.1"))
    assert {site.units.amount for site in one.sites} == {5}
    assert {site.volume_ml for site in one.sites} == {Fraction(1, 10)}


def test_the_fixed_sites_are_those_of_the_seven_muscles_in_their_order():
    muscles = Counter(site.code.muscle for site in preempt().sites)
    assert list(muscles.items()) == [
        ("corrugator", 2), ("procerus", 1), ("frontalis", 4), ("temporalis", 8), ("occipitalis", 6),
        ("cervical-paraspinal", 4), ("trapezius", 6),
    ]  # fmt: skip


def test_only_the_procerus_lies_on_the_midline_and_every_other_site_has_its_pair():
    sides = Counter(site.code.side for site in preempt().sites)
    assert sides == {"right": 15, "left": 15, "midline": 1}
    codes = {site.code for site in preempt().sites}
    assert all(Code(c.muscle, c.number, "left", c.extra) in codes for c in codes if c.side == "right")


def test_following_the_pain_adds_at_most_eight_sites_and_makes_195_units_in_39():
    one = preempt(Choices(extra=FOLLOW_THE_PAIN))
    assert (len(one.sites), one.total.amount) == (39, 195)
    assert sum(site.code.extra for site in one.sites) == 8


@pytest.mark.parametrize(("muscle", "most"), [("temporalis", 2), ("occipitalis", 2), ("trapezius", 4)])
def test_extra_sites_of_a_muscle_may_all_be_on_one_side_and_never_more_than_its_own(muscle: str, most: int):
    for right in range(most + 1):
        extra = {(muscle, "right"): right, (muscle, "left"): most - right}
        assert preempt(Choices(extra=extra)).total.amount == 155 + 5 * most
        assert f"more than the {most} extra sites" in refusal(
            extra={**extra, (muscle, "left"): most - right + 1}
        )


@pytest.mark.parametrize("muscle", ["corrugator", "frontalis", "cervical-paraspinal"])
def test_no_other_muscle_has_extra_sites(muscle: str):
    assert "has no extra sites" in refusal(extra={(muscle, "left"): 1})


def test_an_extra_site_is_injected_after_the_fixed_sites_of_its_side():
    one = preempt(Choices(extra={("trapezius", "right"): 1}))
    trapezius = [str(site.code) for site in one.sites if site.code.muscle == "trapezius"]
    assert trapezius == [
        "trapezius-1-right", "trapezius-2-right", "trapezius-3-right", "trapezius-extra-1-right",
        "trapezius-1-left", "trapezius-2-left", "trapezius-3-left",
    ]  # fmt: skip


def test_a_side_cannot_be_given_to_the_muscle_on_the_midline():
    assert "is on the midline and has no side" in refusal(extra={("procerus", "left"): 1})


def test_an_unknown_muscle_is_refused_and_a_likely_one_named():
    assert "Did you mean 'temporalis'?" in refusal(extra={("temporals", "left"): 1})


def test_an_extra_site_cannot_be_taken_away_by_a_negative_number():
    assert "fewer than no extra sites" in refusal(extra={("trapezius", "left"): -1})


# Leaving sites out


def test_a_site_left_out_has_a_reason_and_is_not_counted():
    one = preempt(Choices(omit={"frontalis-2-left": "brow ptosis last time"}))
    assert (len(one.sites), one.total.amount) == (30, 150)
    assert [(str(left.code), left.why) for left in one.omitted] == [
        ("frontalis-2-left", "brow ptosis last time")
    ]


@pytest.mark.parametrize(
    ("name", "sites"), [("frontalis", 4), ("frontalis:left", 2), ("frontalis-1-left", 1)]
)
def test_a_muscle_a_side_of_it_or_a_site_can_be_left_out(name: str, sites: int):
    one = preempt(Choices(omit={name: "wish"}))
    assert (len(one.omitted), len(one.sites)) == (sites, 31 - sites)


def test_a_site_that_is_not_of_the_plan_cannot_be_left_out():
    said = refusal(omit={"temporalis-extra-1-left": "wish"})
    assert "is not a site of this plan" in said


def test_a_site_is_not_left_out_without_a_reason():
    assert "has no reason" in refusal(omit={"procerus": "  "})


def test_a_plan_without_any_site_is_refused():
    every = dict.fromkeys((muscle.id for muscle in find_protocol("preempt").muscles), "wish")
    assert "no site is left" in refusal(omit=every)


# Products


def test_another_toxin_is_refused_and_nothing_is_converted():
    with pytest.raises(BadInput, match="Units of one toxin say nothing about another"):
        preempt(product="dysport")


def test_a_cosmetic_brand_of_the_same_toxin_is_not_for_migraine():
    with pytest.raises(BadInput, match="is not for preempt"):
        preempt(product="vistabel")


def test_a_fixed_dose_cannot_be_replaced_by_one_of_ones_own():
    assert "has a fixed dose" in refusal(doses={("trapezius", "left"): ChosenDose(Fraction(20), 4)})


# Left and right


def test_every_left_point_is_the_mirror_image_of_the_right_one():
    drawn = spots(find_protocol("preempt"))
    for code, spot in drawn.items():
        if code.side == "right":
            left = drawn[Code(code.muscle, code.number, "left", code.extra)]
            assert left == spot.mirrored()
            assert (left.x + spot.x, left.y) == (1, spot.y)


def test_the_patients_right_is_at_the_viewers_left_in_front_and_at_the_viewers_right_behind():
    for code, spot in spots(find_protocol("preempt")).items():
        if spot.view == "front" and code.side != "midline":
            assert (spot.x < Fraction(1, 2)) == (code.side == "right")
        if spot.view == "back":
            assert (spot.x > Fraction(1, 2)) == (code.side == "right")
        if spot.view in ("right", "left"):
            assert spot.view == code.side


def test_the_procerus_is_drawn_on_the_midline():
    assert spots(find_protocol("preempt"))[Code("procerus", 1, "midline")].x == Fraction(1, 2)


# Dissolving, drawing up, discarding


def test_the_arithmetic_is_shown_step_by_step():
    one = preempt()
    assert list(in_lines(one, {200: 1})) == [
        "1 vial of 200 U: 4 mL sodium chloride 0.9 %, without preservative in each",
        "200 U / 4 mL = 5 U in 0.1 mL",
        "5 U a site = 0.1 mL",
        "31 x 5 U = 155 U, 3.1 mL drawn",
        "200 U - 155 U = 45 U left over (0.9 mL)",
    ]


def test_two_sizes_of_vial_are_dissolved_to_one_strength():
    said = list(
        in_lines(preempt(Choices(omit={"trapezius": "wish", "temporalis:left": "wish"})), {100: 1, 50: 1})
    )
    assert said[0].startswith("1 vial of 100 U: 2 mL")
    assert said[2].startswith("1 vial of 50 U: 1 mL")
    assert said[1] == "100 U / 2 mL = 5 U in 0.1 mL"


def test_a_dilution_that_no_label_lists_needs_a_reason():
    odd = preempt(Choices(per_ml=Fraction(30)))
    with pytest.raises(BadInput, match="is not a dilution that the label lists"):
        sizes_to_use(odd, (200, 100))
    assert sizes_to_use(odd, (200, 100), "study protocol") == (200, 100)


def test_only_vials_whose_label_lists_the_strength_are_used():
    weak = preempt(Choices(per_ml=Fraction(25)))
    assert sizes_to_use(weak, (200, 100, 50)) == (200, 100)


def test_31_sites_fill_four_syringes_of_a_millilitre_and_no_site_is_shared_by_two():
    filled = syringes(preempt())
    assert [(len(one.sites), one.volume_ml) for one in filled] == [
        (10, 1),
        (10, 1),
        (10, 1),
        (1, Fraction(1, 10)),
    ]
    assert [code for one in filled for code in one.sites] == [site.code for site in preempt().sites]


def test_a_site_that_no_syringe_holds_is_refused():
    with pytest.raises(BadInput, match=r"a syringe holds 0\.05 mL"):
        syringes(preempt(), Fraction(1, 20))


def test_155_units_take_one_vial_of_200_and_45_are_discarded_and_billed_as_waste():
    told = prepare(preempt(), Terms()).to_json()
    assert told["vials"] == [{"units": 200, "count": 1}]
    assert told["discarded_units"] == 45
    assert [(line["modifier"], line["units"]) for line in told["billing"]] == [(None, 155), ("JW", 45)]
    assert all((line["code"], line["billing_units"]) == ("J0585", line["units"]) for line in told["billing"])


def test_where_nothing_is_discarded_the_claim_says_so():
    botox, daxxify = find_product("botox").toxin, find_product("daxxify").toxin
    (line,) = claim(botox, Fraction(200), Fraction(0))
    assert (line["code"], line["modifier"], line["units"]) == ("J0585", "JZ", 200)
    assert claim(daxxify, Fraction(200), Fraction(0)) == []


def test_the_vials_of_a_plan_are_those_at_hand():
    told = prepare(preempt(), Terms(sizes=(100,))).to_json()
    assert told["vials"] == [{"units": 100, "count": 2}]
    assert prepare(preempt(), Terms(label="us")).to_json()["vials"] == [{"units": 200, "count": 1}]


def test_a_plan_without_a_person_judges_protocol_and_product_alone():
    told = prepare(preempt(Choices(extra=FOLLOW_THE_PAIN)), Terms()).to_json()
    assert (told["allowed"], told["earliest_date"], told["largest_dose"]) == ("yes", None, None)
    assert [one["code"] for one in told["findings"]] == ["outside-label"]


# Protocols that a clinic has to sign


SPASTICITY = find_protocol("upper-limb-spasticity")
BICEPS = Choices(doses={("biceps-brachii", "right"): ChosenDose(Fraction(100), 4)})


def signature(**changes: object) -> Signature:
    return replace(
        Signature(SPASTICITY.id, SPASTICITY.fingerprint, "the head of the clinic", date(2026, 11, 20)),
        **changes,
    )


def test_a_protocol_that_nobody_has_verified_plans_only_with_the_clinics_signature():
    with pytest.raises(BadInput, match="is not verified in its source, and is not signed"):
        plan(SPASTICITY, find_product("botox"), BICEPS)
    signed = plan(SPASTICITY, find_product("botox"), BICEPS, signature())
    assert signed.total.amount == 100


@pytest.mark.parametrize("change", [{"fingerprint": "0" * 16}, {"protocol": "preempt"}])
def test_a_signature_under_another_text_is_none(change: dict[str, str]):
    with pytest.raises(BadInput, match="is not signed"):
        plan(SPASTICITY, find_product("botox"), BICEPS, signature(**change))


def test_a_protocol_whose_muscles_have_no_dose_of_their_own_plans_what_the_clinician_chose():
    one = plan(SPASTICITY, find_product("botox"), BICEPS, signature())
    assert [(str(site.code), site.units.amount, site.spot) for site in one.sites] == [
        (f"biceps-brachii-{number}-right", 25, None) for number in range(1, 5)
    ]
    with pytest.raises(BadInput, match="names no dose of its own"):
        plan(SPASTICITY, find_product("botox"), None, signature())


@pytest.mark.parametrize(
    ("units", "sites", "why"),
    [("201", 4, "outside the protocol's 60 to 200 U"), ("59", 2, "outside the protocol's 60 to 200 U"),
     ("100", 5, "not in the protocol's 2 to 4 sites"), ("100", 1, "not in the protocol's 2 to 4 sites"),
     ("100", 3, "finer than a quarter of a unit"), ("-100", 4, "is no dose"), ("100", 0, "is no dose"),
     ("150", 2, "more than 50 U in one site")],
)  # fmt: skip
def test_a_chosen_dose_stays_within_the_protocols_range(units: str, sites: int, why: str):
    doses = {("biceps-brachii", "left"): ChosenDose(Fraction(units), sites)}
    with pytest.raises(BadInput, match=why):
        plan(SPASTICITY, find_product("botox"), Choices(doses=doses), signature())


def test_chosen_doses_together_stay_within_what_the_protocol_has_for_a_session():
    muscles = {"biceps-brachii": (200, 4), "brachioradialis": (75, 2), "brachialis": (50, 1)}
    doses = {
        (muscle, side): ChosenDose(Fraction(units), sites)
        for muscle, (units, sites) in muscles.items()
        for side in ("right", "left")
    }
    with pytest.raises(BadInput, match="more than the 400 U this protocol has for one session"):
        plan(SPASTICITY, find_product("botox"), Choices(doses=doses), signature())


# What a clinic writes itself


def test_an_off_label_use_has_a_caution_of_its_own_and_no_default_dose():
    own = replace(SPASTICITY, use="off-label", about=replace(SPASTICITY.about, source="our own protocol"))
    findings = prepare(plan(own, find_product("botox"), BICEPS, signature()), Terms()).judgement.findings
    assert [(one.code, one.severity, one.source) for one in findings] == [
        ("off-label", "caution", "our own protocol")
    ]


def test_a_solution_is_used_as_it_comes():
    liquid = replace(preempt(), product=find_product("alluzience"))
    with pytest.raises(BadInput, match="is not how Alluzience comes: a solution of 20 U"):
        sizes_to_use(liquid, (125,), "a reason")


def test_words_that_only_begin_like_a_site_name_none():
    assert code_in_words("temporalis two, patient's left") is None
    assert code_in_words("temporalis 2, patient's left") == Code("temporalis", 2, "left")
