"""The drawing of the head: believable proportions, a file of its own, colours that can be read."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ElementTree
from itertools import product
from typing import Any

import pytest

from heads import SVG, elements, marks_drawn, plan, with_class
from procerus.injection import head_map as module
from procerus.injection.head_contours import CONTOURS, SHAPES, contour
from procerus.injection.head_map import for_paper, head_map, map_words, view_svg
from procerus.packs.protocols import View
from unit.test_page_style import contrast

HEAD: dict[str, Any] = tomllib.loads(CONTOURS.read_text(encoding="utf-8"))
STYLE = module.STYLE.read_text(encoding="utf-8")
VIEWS: tuple[View, ...] = ("front", "right", "left", "back")
CHIN = 230  # millimetres below the vertex
AREA_OPACITY = 0.07


def points(path: str) -> list[tuple[float, float]]:
    """The points and the handles of a path of absolute M, L and C."""
    figures = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return list(zip(figures[::2], figures[1::2], strict=True))


def of_weight(shape: str, weight: str) -> list[list[tuple[float, float]]]:
    """The points of every line of one weight."""
    return [points(line["d"]) for line in HEAD[shape]["lines"] if line["weight"] == weight]


def heights(shape: str, weight: str) -> tuple[float, float]:
    """From where to where the lines of a weight reach, in millimetres below the vertex."""
    found = [y for line in of_weight(shape, weight) for _, y in line]
    return min(found), max(found)


@pytest.mark.parametrize("shape", ["front", "side"])
def test_the_eyes_lie_at_half_the_height_of_the_head(shape: str) -> None:
    top, bottom = heights(shape, "lid")
    assert top < CHIN / 2 + 1 and bottom > CHIN / 2 - 1
    assert abs((top + bottom) / 2 - CHIN / 2) < 4


def test_brows_hairline_and_nose_divide_the_face_in_thirds() -> None:
    hairline = min(y for line in of_weight("front", "fine") for x, y in line if x == 0)
    brow = sum(heights("front", "brow")) / 2
    nose = max(y for line in of_weight("front", "feature") for x, y in line if x == 0 and y < 180)
    thirds = (brow - hairline, nose - brow, CHIN - nose)
    assert max(thirds) - min(thirds) < 5


def test_the_ear_reaches_from_the_brow_to_the_base_of_the_nose() -> None:
    _, ear = [line for line in of_weight("side", "contour") if max(x for x, _ in line) < 120][-2:]
    top, bottom = min(y for _, y in ear), max(y for _, y in ear)
    assert abs(top - sum(heights("side", "brow")) / 2) < 6
    assert abs(bottom - 166) < 4


def test_front_and_side_have_the_same_size_and_their_features_at_the_same_height() -> None:
    front, side = contour("front"), contour("side")
    assert (front.scale, front.origin[1]) == (side.scale, side.origin[1])
    for weight in ("brow", "lid"):
        assert heights("front", weight)[0] == pytest.approx(heights("side", weight)[0], abs=2)


def test_front_and_back_are_outlines_of_one_skull() -> None:
    assert of_weight("front", "contour")[0][:9] == of_weight("back", "contour")[0][:9]


def test_the_back_reaches_to_the_shoulder_and_stays_inside_the_view() -> None:
    back = contour("back")
    [trapezius] = [points(area.path) for area in back.areas if area.muscle == "trapezius"]
    across = max(back.in_view(point)[0] for point in trapezius)
    assert 300 < across < 320


def test_every_half_is_drawn_on_one_side_of_the_midline_and_mirrored_by_a_transformation() -> None:
    for shape in ("front", "back"):
        lines = [points(line.get("d")) for line in HEAD[shape]["lines"] if "a" not in line["d"]]
        assert min(x for line in lines for x, _ in line) >= 0
    svg = ElementTree.fromstring(head_map(plan(), map_words()))
    paths = [one.get("d") for one in svg.iter(f"{SVG}path") if "head-" in one.get("class", "")]
    assert len(paths) == len(set(paths)), "something is drawn twice"
    uses = [(one.get("href"), one.get("transform")) for one in svg.iter(f"{SVG}use")]
    assert ("#head-side", None) in uses and ("#head-side", "translate(320 0) scale(-1 1)") in uses
    assert ("#head-front-half", "scale(-1 1)") in uses and ("#head-back-half", "scale(-1 1)") in uses


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_face_of_the_right_view_looks_to_the_viewers_right_and_of_the_left_view_to_the_left(
    mirrored: bool,
) -> None:
    profile = [point for line in of_weight("side", "contour") for point in line]
    nose = max(profile)
    assert 140 < nose[1] < 170, "as it is drawn, the foremost point is the tip of the nose"
    svg = head_map(plan(), map_words(), mirrored=mirrored)
    turned = {one.view: one.turned for one in elements(svg) if one.element.get("href") == "#head-side"}
    assert turned == {"right": mirrored, "left": not mirrored}
    for view in ("right", "left"):
        alone = [one.turned for one in elements(view_svg(view, plan(), map_words(), mirrored))
                 if one.element.get("href") == f"#head-{view}-side"]  # fmt: skip
        assert alone == [turned[view]]


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_fine_line_of_a_name_ends_inside_the_shape_it_names_on_the_side_of_its_marks(
    mirrored: bool,
) -> None:
    svg = view_svg("left", plan(), map_words(), mirrored)
    [line] = [one.element for one in with_class(svg, "muscle-line")]
    drawn = marks_drawn(svg)
    assert abs(float(line.get("x2", 0)) / 320 - drawn["temporalis-4-left"][1]) < 0.15
    assert abs(float(line.get("y2", 0)) / 400 - drawn["temporalis-4-left"][2]) < 0.15


def test_every_shaded_muscle_has_its_name_in_every_language() -> None:
    muscles = {area.muscle for shape in set(SHAPES.values()) for area in contour(shape).areas}
    for language in ("en", "de"):
        assert muscles == map_words(language).muscles.keys()


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_file_is_small_whole_and_runs_and_fetches_nothing(mirrored: bool) -> None:
    svg = head_map(plan(extras=True), map_words("de"), mirrored=mirrored)
    assert len(svg.encode()) < 60_000
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}title") and root.findtext(f"{SVG}desc")
    assert {one.tag.removeprefix(SVG) for one in root.iter()}.isdisjoint(
        {"script", "image", "foreignObject", "a"}
    )
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    links = [one.get("href", "#") for one in root.iter()] + re.findall(r"url\(([^)]*)\)", svg)
    assert {link[0] for link in links} == {"#"} and "@import" not in svg and "@font-face" not in svg


def test_every_id_is_there_once_even_with_all_four_views_in_one_page() -> None:
    words = map_words()
    for svg in (head_map(plan(True), words), "".join(view_svg(view, plan(True), words) for view in VIEWS)):
        ids = re.findall(r'\sid="([^"]+)"', svg)
        assert len(ids) == len(set(ids)) and {mark.id for mark in plan(True)} <= set(ids)
        pointed = re.findall(r'(?:href="#|url\(#|aria-labelledby="|aria-describedby=")([\w-]+)', svg)
        assert set(pointed) <= set(ids)


def test_the_picture_is_a_group_with_a_name_so_that_its_marks_can_be_reached() -> None:
    for svg in (head_map(plan(), map_words()), view_svg("back", plan(), map_words())):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "group"
        named = [one for one in root.iter() if one.get("id") == root.get("aria-labelledby")]
        assert len(named) == 1 and "".join(named[0].itertext()).strip()


def test_the_same_plan_gives_the_same_bytes_and_no_figure_has_a_long_tail() -> None:
    svg = head_map(plan(True), map_words())
    assert svg == head_map(list(reversed(plan(True))), map_words())
    assert not re.findall(r"\d\.\d{3,}", svg)


THEMES = {
    "light": r"^\.head-map \{(.*?)\}",
    "dark": r"prefers-color-scheme: dark\) \{ \.head-map \{(.*?)\}",
    "print": r"@media print \{ \.head-map \{(.*?)\}",
    "forced": r"forced-colors: active\) \{ \.head-map \{(.*?)\}",
}


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    [block] = re.findall(THEMES[theme], STYLE, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"--head-(\w+): ([#\w]+)", block))


def over(paint: str, ground: str, opacity: float) -> str:
    """The colour of a thin coat of paint."""
    pairs = [(int(paint[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * one + (1 - opacity) * other):02x}" for one, other in pairs)


def test_every_theme_gives_every_colour_and_no_colour_stands_outside_a_theme() -> None:
    assert {tuple(colours(theme)) for theme in THEMES} == {tuple(colours("light"))}
    rest = re.sub(r"--head-\w+: [#\w]+;", "", STYLE)
    assert re.findall(r"#[0-9a-f]{3,8}\b", rest) == []
    assert all(not value.startswith("#") for value in colours("forced").values())
    assert f"fill-opacity: {AREA_OPACITY:.2f}".replace("0.", ".") in STYLE


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_words_reach_four_and_a_half_to_one_and_marks_three_to_one(theme: str) -> None:
    found = colours(theme)
    grounds = (found["paper"], over(found["accent"], found["paper"], AREA_OPACITY))
    for word, ground in product(("ink", "soft"), grounds):
        assert contrast(found[word], ground) >= 4.5, word
    for mark, ground in product(("ink", "accent", "harm", "line"), grounds):
        assert contrast(found[mark], ground) >= 3, mark


def test_the_picture_for_paper_has_the_colours_of_print_and_nothing_that_a_typesetter_cannot_read() -> None:
    shown = head_map(plan(True), map_words())
    paper = for_paper(shown)
    assert not re.findall(r"var\(|@media|--head-", paper)
    assert set(re.findall(r"#[0-9a-f]{6}\b", paper)) == set(colours("print").values())
    assert ".head-map .fixed .dot { fill: #000000; stroke: #ffffff;" in paper
    assert paper[paper.index("</style>") :] == shown[shown.index("</style>") :]


def test_print_is_black_on_white() -> None:
    printed = colours("print")
    assert (printed["paper"], printed["ink"], printed["accent"], printed["harm"]) == (
        "#ffffff", "#000000", "#000000", "#000000",
    )  # fmt: skip
