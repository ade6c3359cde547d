"""The head map: marks told apart without colour, numbers that can be read, and nothing contradictory."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from heads import SVG, Drawn, elements, marks_drawn, origins, plan, with_class
from procerus.faults import BadInput
from procerus.injection.head_map import Mark, head_map, legend, map_words, spot_at, view_svg
from procerus.packs.protocols import View

WORDS = map_words()
VIEWS: tuple[View, ...] = ("front", "right", "left", "back")
ONE = Mark("temporalis-2-left", 11, "5 U", "Temporalis", False, "left", 0.4, 0.35)


def said(svg: str, site: str) -> str:
    """What a mark is called to somebody who does not see it."""
    [mark] = [one for one in with_class(svg, "mark") if one.element.get("id") == site]
    return (mark.element.findtext(f"{SVG}title") or "").strip()


def sign(mark: Mark) -> list[tuple[str, str]]:
    """The shapes of a mark's sign, without any colour: element and class, in the order they are drawn."""
    [drawn] = with_class(view_svg(mark.view, [mark], WORDS), "mark")
    [group] = [child for child in drawn.element if child.tag == f"{SVG}g"]
    return [(group.get("class", ""), ""), *((one.tag, one.get("class", "")) for one in group)]


def test_a_mark_is_named_by_number_muscle_units_and_the_patients_side() -> None:
    assert said(view_svg("left", [ONE], WORDS), ONE.id) == "11. Temporalis, 5 U, patient's left"


def test_an_extra_a_left_out_and_a_warned_site_say_so_in_words() -> None:
    extra = replace(ONE, id="temporalis-extra-1-left", extra=True, alarm=True)
    assert said(view_svg("left", [extra], WORDS), extra.id).endswith(
        "patient's left, extra (follow the pain), with a warning"
    )
    assert said(view_svg("left", [replace(ONE, omitted=True, units="")], WORDS), ONE.id) == (
        "Temporalis, patient's left, left out"
    )


def test_a_site_that_is_left_out_has_no_place_in_the_order_of_injection() -> None:
    beside = replace(ONE, id="temporalis-3-left", number=12, x=0.45)
    numbers = with_class(view_svg("left", [replace(ONE, omitted=True), beside], WORDS), "number")
    assert [one.text for one in numbers] == ["12"]


def test_the_four_kinds_of_mark_differ_in_shape_and_not_only_in_colour() -> None:
    extra = replace(ONE, id="temporalis-extra-1-left", extra=True)
    kinds = [ONE, extra, replace(ONE, omitted=True), replace(ONE, alarm=True), replace(extra, alarm=True)]
    shapes = [sign(kind) for kind in kinds]
    assert len({str(shape) for shape in shapes}) == len(kinds)
    assert [(f"{SVG}path", "plus") in shape for shape in shapes] == [False, True, False, False, True]
    assert [(f"{SVG}path", "strike") in shape for shape in shapes] == [False, False, True, False, False]
    assert [(f"{SVG}path", "alarm-sign") in shape for shape in shapes] == [False, False, False, True, True]


def test_the_legend_shows_every_kind_of_mark_beside_its_word() -> None:
    drawn = head_map(plan(), WORDS)
    words = [one.text for one in with_class(drawn, "start")]
    assert words[-4:] == list(legend(WORDS)) == [WORDS.fixed, WORDS.extra, WORDS.omitted, WORDS.alarm]
    signs = [re.search(r'<g class="(\w+)">(<path class="alarm)?', svg) for svg in legend(WORDS).values()]
    assert [(found[1], bool(found[2])) for found in signs if found] == [
        ("fixed", False), ("extra", False), ("omitted", False), ("fixed", True),
    ]  # fmt: skip


def test_every_mark_can_be_touched_with_a_finger_and_the_nearest_mark_is_on_top() -> None:
    marks = plan(extras=True)
    drawn = {one.element.get("id", ""): one for one in with_class(head_map(marks, WORDS), "mark")}
    for site, one in drawn.items():
        [circle] = [child for child in one.element if child.get("class") == "reach"]
        reach = float(circle.get("r", 0))
        assert 2 * reach >= 24, site
        near = [other for other in drawn.values() if other is not one and gap(one, other) <= reach]
        assert near == [], f"the target of a neighbour covers the middle of {site}"


def gap(one: Drawn, other: Drawn) -> float:
    """How far apart two elements are."""
    return float(((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5)


@pytest.mark.parametrize("extras", [False, True])
@pytest.mark.parametrize("mirrored", [False, True])
def test_no_number_of_a_full_plan_lies_on_a_mark_or_on_another_number(extras: bool, mirrored: bool) -> None:
    svg = head_map(plan(extras), WORDS, mirrored=mirrored)
    numbers, marks = with_class(svg, "number"), with_class(svg, "mark")
    assert len(numbers) == len(marks)
    for number in numbers:
        middle = replace(number, y=number.y - 5)  # the baseline is five units below the middle
        half = 5 * len(number.text)
        for mark in marks:
            across = max(abs(mark.x - middle.x) - half, 0)
            down = max(abs(mark.y - middle.y) - 6, 0)
            assert (across**2 + down**2) ** 0.5 > 6.5, (number.text, mark.element.get("id"))
        for other in numbers:
            beside = abs(other.x - number.x) >= half + 5 * len(other.text)
            assert other is number or beside or abs(other.y - number.y) >= 12, (number.text, other.text)


@pytest.mark.parametrize("extras", [False, True])
def test_a_number_without_a_line_is_nearest_to_its_own_mark(extras: bool) -> None:
    svg = head_map(plan(extras), WORDS)
    marks = with_class(svg, "mark")
    joined = {one.element.get("id", "") for one in marks if one.element.find(f"{SVG}line") is not None}
    names = {str(mark.number): mark.id for mark in plan(extras)}
    assert len(joined) < len(marks) / 2
    for number in with_class(svg, "number"):
        middle = replace(number, y=number.y - 5)
        nearest = min(gap(mark, middle) for mark in marks)
        [own] = [gap(mark, middle) for mark in marks if mark.element.get("id") == names[number.text]]
        assert own == nearest or names[number.text] in joined, number.text


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_number_of_a_right_site_never_stands_left_of_the_midline(mirrored: bool) -> None:
    svg = head_map(plan(extras=True), WORDS, mirrored=mirrored)
    begin = origins(svg)
    names = {str(mark.number): mark.id for mark in plan(extras=True)}
    for number in with_class(svg, "number"):
        if number.view in ("front", "back") and not names[number.text].endswith("midline"):
            x, at = number.x - begin[number.view][0] - 160, marks_drawn(svg)[names[number.text]][1] - 0.5
            assert x * at > 0, names[number.text]


def test_the_number_of_a_lone_mark_stands_beside_it_away_from_the_midline() -> None:
    for x, side, away in ((0.3, "right", -1), (0.7, "left", 1)):
        mark = replace(ONE, id=f"frontalis-1-{side}", view="front", x=x)
        [number] = with_class(view_svg("front", [mark], WORDS), "number")
        assert 8 < away * (number.x - 320 * x) < 25


def test_the_number_of_a_mark_on_the_midline_stands_on_the_midline() -> None:
    mark = replace(ONE, id="procerus-1-midline", view="front", x=0.5)
    [number] = with_class(view_svg("front", [mark], WORDS), "number")
    assert number.x == 160 and number.y - 5 > 400 * mark.y + 6


def test_the_numbers_of_both_side_views_stand_alike() -> None:
    svg = head_map(plan(), WORDS)
    begin = origins(svg)
    right, left = (
        [one for one in with_class(svg, "number") if one.view == view] for view in ("right", "left")
    )
    for one, other in zip(right, left, strict=True):
        assert other.x - begin["left"][0] == pytest.approx(320 - (one.x - begin["right"][0]), abs=0.03)
        assert other.y - begin["left"][1] == pytest.approx(one.y - begin["right"][1], abs=0.03)


def test_the_number_of_a_mark_with_a_warning_stands_outside_the_sign() -> None:
    [number] = with_class(view_svg("left", [replace(ONE, alarm=True)], WORDS), "number")
    assert abs(number.x - 320 * ONE.x) - 8.8 > 13


def test_a_point_means_a_mark_up_to_sixteen_units_away_and_none_further_off() -> None:
    near, far = 0.4 + 15.9 / 320, 0.4 + 16.1 / 320
    assert spot_at([ONE], "left", near, 0.35) == ONE
    assert spot_at([ONE], "left", far, 0.35) is None
    assert spot_at([ONE], "left", 0.4, 0.35 + 15.9 / 400) == ONE
    assert spot_at([ONE], "left", 0.4, 0.35 + 16.1 / 400) is None
    assert spot_at([ONE], "right", 0.4, 0.35) is None
    edge = replace(ONE, y=0.04)  # exactly sixteen units below the upper edge of its view
    assert spot_at([edge], "left", 0.4, 0.0) == edge


def test_a_site_of_a_side_may_lie_on_the_midline_itself() -> None:
    for side in ("right", "left"):
        mark = replace(ONE, id=f"frontalis-extra-1-{side}", view="front", x=0.5)
        assert marks_drawn(view_svg("front", [mark], WORDS)) == {mark.id: ("front", 0.5, 0.35)}


def test_two_marks_in_one_place_still_show_both_numbers() -> None:
    other = replace(ONE, id="temporalis-extra-1-left", number=32, extra=True)
    numbers = with_class(view_svg("left", [ONE, other], WORDS), "number")
    assert {one.text for one in numbers} == {"11", "32"}
    assert abs(numbers[0].x - numbers[1].x) >= 17 or abs(numbers[0].y - numbers[1].y) >= 12
    assert spot_at([other, ONE], "left", 0.4, 0.35) == ONE


def test_in_a_mirror_image_the_two_side_views_change_places_and_say_what_they_are() -> None:
    plain, turned = (origins(head_map(plan(), WORDS, mirrored=mirrored)) for mirrored in (False, True))
    assert (plain["right"], plain["left"]) == (turned["left"], turned["right"])
    assert (plain["front"], plain["back"]) == (turned["front"], turned["back"])
    titles = with_class(head_map(plan(), WORDS, mirrored=True), "view-title")
    assert [one.text for one in titles] == [
        f"{WORDS.views[view]}, mirror image" for view in ("front", "left", "right", "back")
    ]


def test_a_map_of_some_views_shows_those_and_no_others() -> None:
    svg = head_map([ONE], WORDS, views=("right", "left"))
    assert list(origins(svg)) == ["right", "left"]
    assert ElementTree.fromstring(svg).get("width") == "680"
    assert ElementTree.fromstring(head_map([ONE], WORDS, views=("left",))).get("width") == "344"


def test_only_muscles_with_a_site_are_shaded_and_named() -> None:
    glabella = [mark for mark in plan() if mark.id.startswith(("corrugator", "procerus"))]
    for marks, names in ((glabella, ["Corrugator", "Procerus"]), ([], [])):
        svg = view_svg("front", marks, WORDS)
        assert [one.text for one in with_class(svg, "muscle")] == names
        assert svg.count('class="head-area"') == len(names)


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (replace(ONE, view="right"), "is named left but lies in the view of the patient's right side"),
        (replace(ONE, view="front", x=0.4), "is named left but lies on the patient's right"),
        (replace(ONE, view="back", x=0.6), "is named left but lies on the patient's right"),
        (replace(ONE, id="temporalis-2-right", view="back", x=0.4),
         "is named right but lies on the patient's left"),
        (replace(ONE, id="procerus-1-midline"),
         "is named midline but lies in the view of the patient's left side"),
        (replace(ONE, id="procerus-1-midline", view="front"), "is named midline but lies beside the midline"),
        (replace(ONE, id="procerus-1-midline", view="front", x=0.4799),
         "is named midline but lies beside the midline"),
        (replace(ONE, id="temporalis-2"), "does not end with its number and its side, such as -2-left"),
        (replace(ONE, x=1.01), "lies outside its view, at 1.01, 0.35"),
        (replace(ONE, y=1.01), "lies outside its view, at 0.4, 1.01"),
        (replace(ONE, y=-0.01), "lies outside its view, at 0.4, -0.01"),
        (replace(ONE, y=float("nan")), "lies outside its view, at 0.4, nan"),
    ],
)  # fmt: skip
def test_a_site_whose_name_and_place_disagree_is_never_drawn(mark: Mark, why: str) -> None:
    for draw in (lambda: head_map([mark], WORDS), lambda: view_svg(mark.view, [mark], WORDS)):
        with pytest.raises(BadInput) as refused:
            draw()
        mend = "Nothing was drawn; mend the site's place or name."
        assert str(refused.value) == f"head map, site {mark.id}: {why}. {mend}"


def test_a_site_on_the_very_edge_of_its_view_or_near_the_midline_is_drawn() -> None:
    for x, y in ((0.0, 0.0), (1.0, 1.0)):
        assert marks_drawn(view_svg("left", [replace(ONE, x=x, y=y)], WORDS))[ONE.id] == ("left", x, y)
    for x in (0.4801, 0.5199):
        assert view_svg("front", [replace(ONE, id="procerus-1-midline", view="front", x=x)], WORDS)


def test_an_id_that_stands_twice_is_refused_and_named_once() -> None:
    with pytest.raises(BadInput, match="temporalis-2-left: stands twice") as refused:
        head_map([ONE, replace(ONE, x=0.5), *plan()[:3]], WORDS)
    assert len(refused.value.faults) == 1


def test_a_language_without_words_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(BadInput) as refused:
        map_words("xx")
    assert str(refused.value) == ("head map, language: 'xx' is no language of the head map. Known: en, de.")


def test_english_and_german_have_a_word_for_each_of_the_same_things() -> None:
    german = map_words("de")
    assert german.language == "de"
    for table in ("views", "sides", "muscles"):
        assert getattr(german, table).keys() == getattr(WORDS, table).keys()
    assert {one.text for one in with_class(head_map(plan(), german), "side-word")} == set(
        german.sides.values()
    ) - {german.sides["midline"]}


def test_words_with_signs_of_markup_in_them_stay_words() -> None:
    odd = replace(ONE, label='Temporalis <b>"& co"</b>', units="5 U & more")
    svg = view_svg("left", [odd], replace(WORDS, views={**WORDS.views, "left": "Left <& side>"}))
    assert said(svg, ONE.id) == '11. Temporalis <b>"& co"</b>, 5 U & more, patient\'s left'
    assert [one.text for one in elements(svg) if one.element.get("class") == "view-title"] == [
        "Left <& side>"
    ]
