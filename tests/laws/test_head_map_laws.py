"""A point on the head map is the site that its name says: whatever the marks, the view and the mirror."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heads import elements, marks_drawn, origins, side_at, some_marks, with_class
from procerus.injection.head_map import Mark, head_map, map_words, shown_at, spot_at, view_svg
from procerus.packs.protocols import View

LANGUAGES = st.sampled_from(("en", "de"))
VIEWS: tuple[View, ...] = ("front", "right", "left", "back")


@given(some_marks(), st.booleans(), LANGUAGES)
def test_every_mark_is_drawn_once_in_its_view_where_the_data_say(
    marks: list[Mark], mirrored: bool, language: str
) -> None:
    drawn = marks_drawn(head_map(marks, map_words(language), mirrored=mirrored))
    assert drawn.keys() == {mark.id for mark in marks}
    for mark in marks:
        view, x, y = drawn[mark.id]
        assert view == mark.view
        assert (x, y) == pytest.approx((1 - mark.x if mirrored else mark.x, mark.y), abs=0.0001)


@given(some_marks(), st.booleans(), LANGUAGES)
def test_pointing_at_a_drawn_mark_gives_that_mark_back(
    marks: list[Mark], mirrored: bool, language: str
) -> None:
    drawn = marks_drawn(head_map(marks, map_words(language), mirrored=mirrored))
    for mark in marks:
        _, x, y = drawn[mark.id]
        assert spot_at(marks, mark.view, x, y, mirrored) == mark


@given(some_marks(), st.booleans())
def test_one_view_alone_draws_its_own_marks_and_no_others(marks: list[Mark], mirrored: bool) -> None:
    for view in VIEWS:
        drawn = marks_drawn(view_svg(view, marks, map_words(), mirrored))
        assert drawn.keys() == {mark.id for mark in marks if mark.view == view}
        for mark in marks:
            if mark.view == view:
                assert drawn[mark.id][1:] == pytest.approx(shown_at(mark, mirrored), abs=0.0001)


@given(some_marks(), st.booleans(), LANGUAGES)
def test_the_words_for_a_side_stand_on_the_side_of_its_marks(
    marks: list[Mark], mirrored: bool, language: str
) -> None:
    words = map_words(language)
    svg = head_map(marks, words, mirrored=mirrored)
    begin, drawn = origins(svg), marks_drawn(svg)
    at_left = {
        (one.view, side): one.x - begin[one.view][0] < 160
        for one in with_class(svg, "side-word")
        for side in ("right", "left")
        if one.text == words.sides[side]
    }
    assert len(at_left) == 4
    for mark in marks:
        side = side_at(mark.view, mark.x)
        if (mark.view, side) in at_left:
            assert (drawn[mark.id][1] < 0.5) == at_left[mark.view, side]


@given(some_marks(), st.booleans())
def test_the_patients_right_is_at_the_viewers_left_in_front_and_at_the_right_behind(
    marks: list[Mark], mirrored: bool
) -> None:
    drawn = marks_drawn(head_map(marks, map_words(), mirrored=mirrored))
    for name, (view, x, _) in drawn.items():
        if name.endswith("-right") and view == "front":
            assert (x > 0.5) if mirrored else (x < 0.5)
        if name.endswith("-right") and view == "back":
            assert (x < 0.5) if mirrored else (x > 0.5)


@given(some_marks(), st.booleans())
def test_no_word_and_no_number_is_ever_turned_over(marks: list[Mark], mirrored: bool) -> None:
    written = [one for one in elements(head_map(marks, map_words(), mirrored=mirrored)) if one.text]
    assert [one.text for one in written if one.turned] == []


@given(some_marks())
def test_a_mirror_turns_every_number_and_mark_of_the_picture_and_nothing_else(marks: list[Mark]) -> None:
    plain, turned = (head_map(marks, map_words(), mirrored=mirrored) for mirrored in (False, True))
    for one, other in zip(_numbers(plain), _numbers(turned), strict=True):
        assert other == (one[0], pytest.approx(320 - one[1], abs=0.03), pytest.approx(one[2], abs=0.03))


def _numbers(svg: str) -> list[tuple[str, float, float]]:
    """The numbers beside the marks and where they stand in their view, in order."""
    begin = origins(svg)
    found = [
        (one.text, one.x - begin[one.view][0], one.y - begin[one.view][1])
        for one in with_class(svg, "number")
    ]
    return sorted(found, key=lambda number: int(number[0]))


@given(some_marks(), st.booleans())
def test_far_from_every_mark_a_pointer_means_none(marks: list[Mark], mirrored: bool) -> None:
    near = {(round(x * 10), round(y * 10)) for x, y in (shown_at(mark, mirrored) for mark in marks)}
    for x in range(11):
        for y in range(11):
            if not near & {(x + across, y + down) for across in (-1, 0, 1) for down in (-1, 0, 1)}:
                assert all(spot_at(marks, view, x / 10, y / 10, mirrored) is None for view in VIEWS)
