"""The head to work on: every mark can be named and reached, and every muscle says whose side it is on."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import product

import pytest

from procerus.injection.head_contours import HEIGHT, WIDTH
from procerus.injection.head_controls import side_of, view_with_controls
from procerus.injection.head_map import VIEWS, map_words, style
from procerus.injection.on_the_map import marks
from procerus.injection.plan import Choices, plan
from procerus.injection.prepared import Terms, prepare
from procerus.injection.site import Code, spots
from procerus.packs.products import find_product
from procerus.packs.protocols import View, find_protocol

PREEMPT = find_protocol("preempt")
GROWING = [one.id for one in PREEMPT.muscles if one.extra_most]
EXTRA = {(one, side): 1 for one in GROWING for side in ("right", "left")}
MADE = prepare(plan(PREEMPT, find_product("botox"), Choices(extra=EXTRA)), Terms())
PLACE = re.compile(
    r'class="place" data-muscle="([^"]+)" data-side="([^"]+)"'
    r' transform="translate\(([-\d.]+) ([-\d.]+)\) scale\(([-\d.]+) ([-\d.]+)\)"'
)


def drawn(view: View, mirrored: bool = False) -> str:
    return view_with_controls(view, marks(MADE), map_words(), GROWING, mirrored)


@pytest.mark.parametrize("mirrored", [False, True])
def test_every_site_is_a_button_with_its_name_once_in_all_views(mirrored: bool) -> None:
    text = "".join(drawn(view, mirrored) for view in VIEWS)
    named = re.findall(
        r'data-site="([^"]+)" class="mark" role="button" tabindex="-1" aria-label="([^"]+)"', text
    )
    assert sorted(code for code, _ in named) == sorted(str(site.code) for site in MADE.plan.sites)
    for code, words in named:
        side = Code.of(code).side  # type: ignore[union-attr]  # every one is a site
        assert {"left": "patient's left", "right": "patient's right", "midline": "midline"}[side] in words


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_well_formed_and_brings_no_style_of_its_own(view: View) -> None:
    text = drawn(view)
    ET.fromstring(text)
    assert "<style" not in text and style() not in text


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_a_muscle_that_may_grow_lies_where_its_extra_sites_are(view: View, mirrored: bool) -> None:
    """The shape of a muscle's side stands on the same half of the drawing as the sites of that side."""
    found = PLACE.findall(drawn(view, mirrored))
    places = spots(PREEMPT)
    expected = {(code.muscle, code.side) for code, spot in places.items() if code.extra and spot.view == view}
    assert {(muscle, side) for muscle, side, *_ in found} == expected
    for muscle, side, _, _, across, _ in found:
        if view not in ("front", "back"):
            continue
        spot = places[Code(muscle, 1, "left" if side == "left" else "right", extra=True)]
        x = 1 - float(spot.x) if mirrored else float(spot.x)
        assert (float(across) > 0) == (x > 0.5), (muscle, side)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_without_a_muscle_that_may_grow_has_no_shapes(view: View) -> None:
    assert not PLACE.findall(view_with_controls(view, marks(MADE), map_words()))


def test_the_viewers_right_is_the_patients_left_in_front_and_right_at_the_back() -> None:
    assert (side_of("front", 1), side_of("front", -1)) == ("left", "right")
    assert (side_of("back", 1), side_of("back", -1)) == ("right", "left")
    assert (side_of("right", 1), side_of("left", 1)) == ("right", "left")


def test_a_side_view_turned_over_in_a_mirror_keeps_its_shape_within_the_view() -> None:
    views: tuple[View, View] = ("right", "left")
    for view, mirrored in product(views, (False, True)):
        ((_, side, x, y, across, down),) = PLACE.findall(drawn(view, mirrored))
        assert side == view
        assert 0 < float(x) < WIDTH and 0 < float(y) < HEIGHT and float(down) > 0
        assert (float(across) < 0) == ((view == "left") != mirrored)
