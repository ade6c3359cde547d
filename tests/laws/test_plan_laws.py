"""What holds for every plan: its sums, its syringes, and that a point on the map is the site it names."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.injection.dilution import syringes
from procerus.injection.head_map import Mark, shown_at, spot_at
from procerus.injection.on_the_map import marks
from procerus.injection.plan import Choices
from procerus.injection.prepared import Prepared, Terms, prepare
from procerus.injection.site import Code, code_in_words, spots
from procerus.packs.anatomy import LANGUAGES, Language, anatomy
from procerus.packs.products import find_product
from procerus.packs.protocols import Protocol, find_protocol, protocol_files
from toxin import preempt

EXTRA = {"temporalis": 2, "occipitalis": 2, "trapezius": 4}
SITES = [str(site.code) for site in preempt().sites]


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    """Extra sites within the limits, shared between the sides, and some fixed sites left out."""
    extra = {}
    for muscle, most in EXTRA.items():
        right = draw(st.integers(0, most))
        extra |= {(muscle, "right"): right, (muscle, "left"): draw(st.integers(0, most - right))}
    left_out = draw(st.sets(st.sampled_from(SITES), max_size=len(SITES) - 1))
    return Choices(extra=extra, omit=dict.fromkeys(sorted(left_out), "wish"))


def prepared(chosen: Choices) -> Prepared:
    return prepare(preempt(chosen), Terms())


@given(choices())
def test_a_plans_sites_sum_to_its_dose_and_stay_within_the_protocol_and_the_vials(chosen: Choices):
    one = prepared(chosen)
    told = one.to_json()
    assert sum(site["units"] for site in told["sites"]) == told["total_units"] <= 195
    assert len(told["sites"]) == 31 - len(chosen.omit) + sum(chosen.extra.values()) <= 39
    opened = sum(vial["units"] * vial["count"] for vial in told["vials"])
    assert opened == told["total_units"] + told["discarded_units"]
    assert sum(line["units"] for line in told["billing"]) == (
        opened if told["discarded_units"] else told["total_units"]
    )


@given(choices())
def test_no_site_is_planned_twice_and_none_is_both_planned_and_left_out(chosen: Choices):
    one = preempt(chosen)
    planned, left_out = [site.code for site in one.sites], [site.code for site in one.omitted]
    assert len({*planned, *left_out}) == len(planned) + len(left_out)
    assert {str(code) for code in left_out} == set(chosen.omit)


@given(choices(), st.integers(1, 40))
def test_syringes_hold_every_site_once_and_none_is_overfull(chosen: Choices, tenths: int):
    one = preempt(chosen)
    holds = Fraction(tenths, 10)
    filled = syringes(one, holds)
    assert [code for syringe in filled for code in syringe.sites] == [site.code for site in one.sites]
    assert all(syringe.volume_ml <= holds for syringe in filled)
    assert sum(syringe.volume_ml for syringe in filled) == one.volume_ml


@given(st.integers(1, 10_000), st.integers(1, 10_000), choices())
def test_a_volume_is_exactly_units_times_diluent_over_vial(vial: int, microlitres: int, chosen: Choices):
    """Checked by multiplying whole numbers crosswise, on vials and volumes that no label lists too."""
    one = preempt(replace(chosen, per_ml=Fraction(vial * 1000, microlitres)))
    for site in one.sites:
        volume = site.volume_ml
        assert volume.numerator * 1000 * vial == 5 * microlitres * volume.denominator
    total = one.volume_ml
    assert total.numerator * 1000 * vial == 5 * len(one.sites) * microlitres * total.denominator


@pytest.mark.parametrize(
    ("vial", "diluent", "tenth"),
    [(200, "4", "5"), (100, "2", "5"), (50, "1", "5"), (100, "2.5", "4"), (50, "1.25", "4"),
     (200, "8", "2.5"), (100, "4", "2.5"), (100, "1", "10"), (200, "2", "10")],
)  # fmt: skip
def test_the_labels_table_of_dilutions_is_reproduced(vial: int, diluent: str, tenth: str):
    botox = find_product("botox")
    strength = 10 * Fraction(tenth)
    assert botox.listed(vial, strength)
    assert botox.toxin.diluent_ml(vial, strength) == Fraction(diluent)


# A point on the map, the code that is stored, the words that are printed


def every_protocol() -> list[Protocol]:
    return [find_protocol(name) for name in protocol_files()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", every_protocol(), ids=lambda one: one.id)
def test_a_stored_code_and_its_printed_words_name_each_other(protocol: Protocol, language: Language):
    for code in spots(protocol):
        assert Code.of(str(code)) == code
        assert code_in_words(code.in_words(language), language) == code


@pytest.mark.parametrize("mirrored", [False, True], ids=["as it is", "in a mirror"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", every_protocol(), ids=lambda one: one.id)
def test_a_point_on_the_map_is_stored_and_printed_as_the_site_that_lies_there(
    protocol: Protocol, language: Language, mirrored: bool
):
    """Point, code, printed letter, code, point: for every site, side, language and in the mirror."""
    drawn = [
        Mark(str(code), number, "", anatomy(language).muscles[code.muscle], code.extra, spot.view,
             float(spot.x), float(spot.y))
        for number, (code, spot) in enumerate(spots(protocol).items(), 1)
    ]  # fmt: skip
    for mark in drawn:
        x, y = shown_at(mark, mirrored)
        touched = spot_at(drawn, mark.view, x, y, mirrored)
        assert touched is not None
        stored = Code.of(touched.id)
        assert stored is not None
        letter = stored.in_words(language)
        read = code_in_words(letter, language)
        assert read is not None
        assert str(read) == mark.id
        spot = spots(protocol)[read]
        assert (spot.view, float(spot.x), float(spot.y)) == (mark.view, mark.x, mark.y)


@given(choices())
def test_every_planned_site_stands_on_the_map_once_and_says_whether_it_is_left_out(chosen: Choices):
    one = prepared(chosen)
    drawn = {mark.id: mark for mark in marks(one)}
    assert set(drawn) == {str(site.code) for site in (*one.plan.sites, *one.plan.omitted)}
    assert {name for name, mark in drawn.items() if mark.omitted} == set(chosen.omit)
    assert [mark.number for mark in marks(one) if not mark.omitted] == list(range(1, len(one.plan.sites) + 1))


@given(st.text(max_size=30))
def test_words_that_no_site_prints_are_no_site(text: str):
    for language in LANGUAGES:
        code = code_in_words(text, language)
        assert code is None or code.in_words(language) == text
    stored = Code.of(text)
    assert stored is None or str(stored) == text
