"""Where the number of a mark stands: which places it shares, which it may not leave, and where it ends up."""

from __future__ import annotations

import pytest

from procerus.injection.head_labels import Box, Label, Spot, label_spots

BOX = Box(10, 20, 30, 40)
WIDE = Box(0, 0, 320, 400)
MARK = Spot(160, 200, 7, "12", 1, WIDE)


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (Box(29, 39, 50, 60), True),
        (Box(30, 20, 50, 40), False),  # the right edge of one is the left edge of the other
        (Box(0, 20, 10, 40), False),
        (Box(10, 40, 30, 50), False),
        (Box(10, 0, 30, 20), False),
        (Box(50, 25, 60, 35), False),  # at the same height, beside it
        (Box(15, 50, 25, 60), False),  # below it
        (Box(15, 25, 20, 30), True),
        (BOX, True),
    ],
)
def test_two_boxes_that_only_touch_share_no_place(other: Box, meets: bool) -> None:
    assert (BOX.meets(other), other.meets(BOX)) == (meets, meets)


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        (BOX, True),
        (Box(11, 21, 29, 39), True),
        (Box(9, 20, 30, 40), False),
        (Box(10, 19, 30, 40), False),
        (Box(10, 20, 31, 40), False),
        (Box(10, 20, 30, 41), False),
    ],
)
def test_a_box_up_to_the_edges_lies_inside(box: Box, inside: bool) -> None:
    assert box.inside(BOX) is inside


def test_a_lone_mark_has_its_number_beside_it_away_from_the_midline() -> None:
    # radius 7, 1 between, and half of two figures of 10 with 3 between two numbers
    assert label_spots([MARK]) == [Label(160 + 7 + 1 + 11.5, 200, False)]
    left = Spot(160, 200, 7, "12", -1, WIDE)
    assert label_spots([left]) == [Label(160 - 19.5, pytest.approx(200), False)]
    middle = Spot(160, 200, 7, "12", 0, WIDE)
    assert label_spots([middle]) == [Label(pytest.approx(160), 200 + 7 + 1 + 6, False)]


def test_a_mark_without_a_text_takes_no_place_but_its_own() -> None:
    silent = Spot(160, 200, 7, "", 1, WIDE)
    assert label_spots([silent]) == [Label(160, 200, False)]
    below = Spot(160, 230, 7, "13", 1, WIDE)
    assert label_spots([silent, below])[1] == label_spots([below])[0]


def test_a_number_keeps_clear_of_what_is_taken() -> None:
    taken = Box(170, 190, 200, 210)
    [label] = label_spots([MARK], [taken])
    width, height = 23, 12
    assert not Box(
        label.x - width / 2, label.y - height / 2, label.x + width / 2, label.y + height / 2
    ).meets(taken)


def test_where_no_place_is_clear_the_number_stands_at_the_far_end_of_its_first_direction() -> None:
    [label] = label_spots([MARK], [WIDE])
    assert label == Label(160 + 19.5 + 68, 200, True)
    middle = Spot(160, 200, 7, "12", 0, WIDE)
    assert label_spots([middle], [WIDE]) == [Label(pytest.approx(160), 200 + 14 + 68, True)]
