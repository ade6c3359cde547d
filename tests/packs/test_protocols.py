"""Injection protocols: what they say, that they add up, and where a clinic's own stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from packs.edited import paths_of, written
from packs.session_packs import as_toml, changed, protocol, signature, text_of
from procerus.faults import BadInput
from procerus.injection.plan import Choices, ChosenDose, plan
from procerus.injection.site import spots
from procerus.injection.units import units_of
from procerus.packs.products import find_product, products
from procerus.packs.protocols import (
    MOST_SITES,
    PROTOCOLS,
    Muscle,
    find_protocol,
    load_protocol,
    protocol_files,
    totals,
)

BUILT_IN = {name: find_protocol(name) for name in protocol_files()}
Ona = units_of("onabotulinumtoxina")


# What they say


def test_the_protocols_that_come_with_the_package() -> None:
    assert {name: one.indication for name, one in BUILT_IN.items()} == {
        "preempt": "chronic-migraine",
        "blepharospasm": "blepharospasm",
        "cervical-dystonia": "cervical-dystonia",
        "upper-limb-spasticity": "spasticity",
        "lower-limb-spasticity": "spasticity",
        "glabellar-lines": "cosmetic",
        "crows-feet": "cosmetic",
        "forehead": "cosmetic",
        "axillary-hyperhidrosis": "axillary-hyperhidrosis",
    }


@pytest.mark.parametrize(
    ("name", "fixed", "most"),
    [
        ("preempt", (31, 155), (39, 195)),
        ("glabellar-lines", (5, 20), (5, 20)),
        ("crows-feet", (6, 24), (6, 24)),
        ("forehead", (10, 40), (10, 40)),
        ("cervical-dystonia", (0, 0), (0, 0)),
    ],
)
def test_sites_and_units_come_to_what_the_source_says(
    name: str, fixed: tuple[int, int], most: tuple[int, int]
) -> None:
    assert totals(BUILT_IN[name]) == {"fixed": fixed, "most": most}


def test_preempt_injects_seven_muscles_from_the_brow_to_the_shoulder() -> None:
    sites = {
        one.id: (len(one.points) * len(one.sides), one.extra_most) for one in BUILT_IN["preempt"].muscles
    }
    assert sites == {
        "corrugator": (2, 0),
        "procerus": (1, 0),
        "frontalis": (4, 0),
        "temporalis": (8, 2),
        "occipitalis": (6, 2),
        "cervical-paraspinal": (4, 0),
        "trapezius": (6, 4),
    }
    assert list(sites) == [one.id for one in BUILT_IN["preempt"].muscles]


def test_the_pain_is_followed_on_one_side_or_both_but_the_trapezius_has_two_more_a_side() -> None:
    each_side = {one.id: one.extra_each_side for one in BUILT_IN["preempt"].muscles if one.extra_most}
    assert each_side == {"temporalis": 2, "occipitalis": 2, "trapezius": 2}


def test_every_protocol_but_preempt_is_unverified_until_somebody_signs_it() -> None:
    assert [name for name, one in BUILT_IN.items() if one.about.status == "read"] == ["preempt"]


NUMBERS = {
    "preempt": (50, 84, 18, 50, None),
    "blepharospasm": (25, 84, None, 5, 100),
    "cervical-dystonia": (50, 84, 18, 50, 300),
    "upper-limb-spasticity": (50, 84, 18, 50, 400),
    "lower-limb-spasticity": (50, 84, 18, 50, 400),
    "glabellar-lines": (40, 92, 18, 4, 20),
    "crows-feet": (40, 92, 18, 4, 24),
    "forehead": (40, 92, 18, 4, 40),
    "axillary-hyperhidrosis": (25, 112, 18, 5, 100),
}


@pytest.mark.parametrize("name", BUILT_IN)
def test_strength_interval_age_and_limits_are_those_that_were_written_down(name: str) -> None:
    one = BUILT_IN[name]
    others = ("interval_days", "adult_age", "most_per_site", "most_per_session")
    assert one.per_ml is not None
    assert (one.per_ml.value, *map(one.number, others)) == NUMBERS[name]


def test_the_cosmetic_strength_is_not_the_strength_for_migraine_and_the_pack_says_so() -> None:
    cosmetic = [one for one in BUILT_IN.values() if one.indication == "cosmetic"]
    assert len(cosmetic) == 3
    for one in cosmetic:
        assert one.per_ml is not None and one.per_ml.value == 40
        assert set(one.brands) == {"botox-cosmetic", "vistabel"}
        assert any("5 U in 0.1 mL" in note for note in one.notes)


def test_the_forehead_is_never_planned_without_the_glabella() -> None:
    glabella = {one.id: one for one in BUILT_IN["glabellar-lines"].muscles}
    forehead = {one.id: one for one in BUILT_IN["forehead"].muscles}
    assert all(forehead[name] == one for name, one in glabella.items())
    own = sum(len(one.points) * len(one.sides) * (one.units_each or 0) for one in forehead.values())
    assert own - totals(BUILT_IN["glabellar-lines"])["fixed"][1] == 20


def test_each_limb_muscle_of_the_leg_has_one_dose_and_all_of_one_leg_come_to_400_units() -> None:
    ranges = [one.range for one in BUILT_IN["lower-limb-spasticity"].muscles if one.range]
    assert all(one.units[0] == one.units[1] and one.sites[0] == one.sites[1] for one in ranges)
    assert sum(one.units[0] for one in ranges) == 400 and {one.units[0] / one.sites[0] for one in ranges} == {
        25
    }


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_range_lies_within_the_limits_of_a_site_and_a_session(name: str) -> None:
    one = BUILT_IN[name]
    for muscle in one.muscles:
        if muscle.range is None:
            continue
        sites = muscle.range.sites[1]
        most = muscle.range.units[1] * (sites if muscle.range.per_site else 1)
        assert most <= (one.number("most_per_session") or 0)
        assert muscle.range.units[1] / (1 if muscle.range.per_site else sites) <= (
            one.number("most_per_site") or 0
        )


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_two_sites_of_a_protocol_are_drawn_on_one_spot(name: str) -> None:
    places = list(spots(BUILT_IN[name]).values())
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", BUILT_IN)
def test_points_of_a_side_lie_on_that_side_and_midline_points_on_the_midline(name: str) -> None:
    half = Fraction(1, 2)
    for muscle in BUILT_IN[name].muscles:
        for x, _ in (*muscle.points, *muscle.extra_points):
            if muscle.midline:
                assert x == half
            elif muscle.view == "front":
                assert x < half
            elif muscle.view == "back":
                assert x > half


def test_no_site_is_drawn_for_a_limb_or_an_armpit() -> None:
    for name in ("upper-limb-spasticity", "lower-limb-spasticity", "axillary-hyperhidrosis"):
        assert not spots(BUILT_IN[name])


def test_what_is_known_from_memory_only_is_nowhere_called_read() -> None:
    said = [
        (one.at, one.status)
        for protocol in BUILT_IN.values()
        for one in (protocol.per_ml, *protocol.numbers.values(), *protocol.muscles)
        if one is not None
    ]
    assert len(said) > 60 and [at for at, status in said if status == "read" and "memory" in at] == []


# Planning with ranges


def chosen(**doses: str) -> Choices:
    """`sternocleidomastoid="right 50/2"`, hyphens written as underscores."""
    read = {}
    for muscle, words in doses.items():
        for one in words.split(", "):
            side, dose = one.split()
            units, sites = dose.split("/")
            read[muscle.replace("_", "-"), side] = ChosenDose(Fraction(units), int(sites))
    return Choices(doses=read)


@pytest.mark.parametrize(
    ("name", "doses", "units"),
    [
        ("cervical-dystonia", {"sternocleidomastoid": "right 50/2, left 50/2"}, 100),
        ("cervical-dystonia", {"sternocleidomastoid": "left 100/2", "splenius_capitis": "right 75/3"}, 175),
        ("blepharospasm", {"orbicularis_oculi": "right 7.5/3, left 3.75/3"}, Fraction("11.25")),
        ("axillary-hyperhidrosis", {"axilla": "right 50/10, left 50/10"}, 100),
        ("lower-limb-spasticity", {"soleus": "left 75/3"}, 75),
        ("upper-limb-spasticity", {"flexor_carpi_radialis": "right 12.5/1"}, Fraction("12.5")),
    ],
)
def test_doses_within_a_range_are_planned(name: str, doses: dict[str, str], units: Fraction | int) -> None:
    one = BUILT_IN[name]
    assert plan(one, find_product(one.brands[0]), chosen(**doses), signature(one)).total == Ona(units)


@pytest.mark.parametrize(
    ("name", "doses", "said"),
    [
        ("cervical-dystonia", {"sternocleidomastoid": "right 55/2, left 50/2"},
         "sternocleidomastoid: '105 U' is more than the 100 U this protocol allows in sternocleidomastoid."),
        ("cervical-dystonia", {"sternocleidomastoid": "right 50/1"}, "needs at least 2 sites"),
        ("cervical-dystonia", {"scalene": "right 76/2"}, "is outside the protocol's 25 to 75 U on one side"),
        ("cervical-dystonia", {"trapezius": "right 100/1"}, "is more than 50 U in one site"),
        ("blepharospasm", {"orbicularis_oculi": "right 15.75/3"}, "the protocol's 1.25 to 5 U a site"),
        ("lower-limb-spasticity", {"soleus": "right 60/3"}, "is outside the protocol's 75 U on one side"),
        ("axillary-hyperhidrosis", {"axilla": "right 50/8"}, "is not in the protocol's 10 to 15 sites"),
        ("axillary-hyperhidrosis", {"axilla": "right 50/20"}, "is not in the protocol's 10 to 15 sites"),
    ],
)  # fmt: skip
def test_doses_beyond_a_range_or_a_limit_are_refused(name: str, doses: dict[str, str], said: str) -> None:
    one = BUILT_IN[name]
    with pytest.raises(BadInput) as complaint:
        plan(one, find_product(one.brands[0]), chosen(**doses), signature(one))
    assert said in str(complaint.value)


def test_both_legs_in_full_are_more_than_one_session_takes() -> None:
    one = BUILT_IN["lower-limb-spasticity"]
    both = {(muscle.id, side): dose_of(muscle) for muscle in one.muscles for side in muscle.sides}
    with pytest.raises(BadInput, match="'800 U' is more than the 400 U this protocol has for one session"):
        plan(one, find_product("botox"), Choices(doses=both), signature(one))


def dose_of(muscle: Muscle) -> ChosenDose:
    assert muscle.range is not None
    return ChosenDose(muscle.range.units[0], muscle.range.sites[0])


@pytest.mark.parametrize("brand", ["botox", "xeomin"])
def test_a_cosmetic_protocol_is_not_for_vials_of_botox_or_of_another_toxin(brand: str) -> None:
    one = BUILT_IN["glabellar-lines"]
    with pytest.raises(BadInput, match="botox-cosmetic, vistabel"):
        plan(one, products()[brand], None, signature(one))


# That they add up


def slips(table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each number of the doses and totals one up and one down, and each point left out or drawn twice."""
    for path in paths_of({key: table[key] for key in ("muscles", "sums")}):
        value = at(table, path)
        if isinstance(value, int) and path[-1] != "each_side":
            yield from ((f"{path} is {new}", put(table, path, new)) for new in (value - 1, value + 1))
        if path[-1] == "points":
            yield f"{path} has one less", put(table, path, value[1:])
            yield f"{path} has one more", put(table, path, [*value, [0.1, 0.1]])
        if path[-1] == "extra_points":
            yield f"{path} has one less", put(table, path, value[1:])


def at(table: dict[str, Any], path: tuple[str | int, ...]) -> Any:
    below: Any = table
    for key in path:
        below = below[key]
    return below


def put(table: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    copied = deepcopy(table)
    at(copied, path[:-1])[path[-1]] = value
    return copied


FIXED = ("preempt", "glabellar-lines", "crows-feet", "forehead")
SLIPPED = [
    pytest.param(name, table, id=f"{name}: {what}")
    for name in FIXED
    for what, table in slips(tomllib.loads(text_of(name)))
]


@pytest.mark.parametrize(("name", "table"), SLIPPED)
def test_a_dose_or_a_total_that_slipped_no_longer_adds_up(
    name: str, table: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=r"but the parts come to|extra points for|do not fit|has no"):
        load_protocol(written(tmp_path, name, as_toml(table)))


def test_there_are_enough_slips_to_mean_something() -> None:
    assert len(SLIPPED) > 120


@pytest.mark.parametrize("name", FIXED)
def test_a_protocol_without_a_slip_adds_up(name: str, tmp_path: Path) -> None:
    same = load_protocol(written(tmp_path, name, as_toml(tomllib.loads(text_of(name)))))
    assert same.muscles == BUILT_IN[name].muscles


def test_extra_sites_on_one_side_fit_into_all_extra_sites(tmp_path: Path) -> None:
    for wrong in ("each_side = 1", "each_side = 5"):
        with pytest.raises(BadInput, match="extra: each_side and sites do not fit"):
            protocol(tmp_path, "preempt", ("each_side = 2", wrong))


# Where they stand


def test_a_clinic_s_own_protocol_stands_beside_the_built_in_ones(tmp_path: Path) -> None:
    written(tmp_path, "our-bruxism", text_of("our-bruxism"))
    assert protocol_files([tmp_path]).keys() == {*BUILT_IN, "our-bruxism"}
    assert find_protocol("our-bruxism", [tmp_path]).use == "off-label"
    assert find_protocol(str(tmp_path / "our-bruxism.toml")).id == "our-bruxism"


def test_other_files_of_the_folder_are_no_protocols(tmp_path: Path) -> None:
    written(tmp_path, "a-policy", '[pack]\nkind = "policy"')
    written(tmp_path, "nothing", "pack = 3")
    written(tmp_path, "signatures", "[[signed]]")
    assert protocol_files([tmp_path]).keys() == BUILT_IN.keys()


def test_a_file_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "broken", "[pack")
    assert "broken" in protocol_files([tmp_path])
    assert find_protocol("preempt", [tmp_path]) == BUILT_IN["preempt"]
    with pytest.raises(BadInput, match=r"broken\.toml: is not TOML"):
        find_protocol("broken", [tmp_path])


def test_nobody_can_replace_a_built_in_protocol_by_one_of_the_same_id(tmp_path: Path) -> None:
    written(tmp_path, "preempt", text_of("preempt"))
    with pytest.raises(BadInput, match=r"preempt\.toml: has the id of a protocol that is already here"):
        protocol_files([tmp_path])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no folder of packs"):
        protocol_files([tmp_path / "gone"])


def test_a_misspelt_protocol_is_named_with_the_nearest_one() -> None:
    with pytest.raises(BadInput, match="'preemt' is not a protocol that is known here") as complaint:
        find_protocol("preemt")
    assert str(complaint.value).endswith("Did you mean 'preempt'?")
    with pytest.raises(BadInput, match="It may be axillary-hyperhidrosis"):
        find_protocol("qqqq")


def test_a_misspelt_muscle_is_named_with_the_nearest_one() -> None:
    preempt = BUILT_IN["preempt"]
    assert preempt.muscle("frontalis").id == "frontalis"
    with pytest.raises(BadInput) as complaint:
        preempt.muscle("trapezus")
    assert str(complaint.value) == (
        "protocol preempt: 'trapezus' is not a muscle of it. Did you mean 'trapezius'?"
    )


def test_a_number_that_a_source_does_not_give_is_none() -> None:
    assert BUILT_IN["preempt"].number("most_per_session") is None


def test_a_source_that_names_no_most_of_sites_leaves_them_open() -> None:
    found = BUILT_IN["cervical-dystonia"].muscle("sternocleidomastoid").range
    assert found is not None and found.sites == (2, MOST_SITES)


def test_a_change_of_a_protocol_s_text_changes_its_fingerprint(tmp_path: Path) -> None:
    other = protocol(tmp_path, "preempt", ("30 gauge", "31 gauge"))
    assert load_protocol(PROTOCOLS / "preempt.toml").fingerprint == BUILT_IN["preempt"].fingerprint
    assert other.fingerprint != BUILT_IN["preempt"].fingerprint
    assert changed("preempt") == text_of("preempt")
