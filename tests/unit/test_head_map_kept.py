"""Head maps as they were looked at and found right, kept byte for byte: every line, number and word.

Renew them only on purpose, and look at each of them again before they are committed:

    PYTHONPATH=tests .venv/bin/python tests/unit/test_head_map_kept.py
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from heads import HEIGHT, WIDTH, plan, with_class
from procerus.injection.head_contours import contour
from procerus.injection.head_labels import Box, Spot, label_spots
from procerus.injection.head_map import Mark, for_paper, head_map, legend, map_words, view_svg
from procerus.packs.protocols import View

FOLDER = Path(__file__).parents[1] / "maps"


def of_every_kind() -> list[Mark]:
    """The fullest plan, with a site left out and four with a warning."""
    return [
        replace(mark, omitted=mark.number == 9, alarm=mark.number in (3, 12, 30, 33))
        for mark in plan(extras=True)
    ]


def crowded() -> list[Mark]:
    """More marks of the left temple than have a clear place for their numbers, two of them in one place."""
    places = [(x, y) for y in (0.35, 0.39, 0.43) for x in (0.44, 0.48, 0.52, 0.56)]
    return [
        Mark(f"temporalis-{n}-left", n, "5 U", "Temporalis", n % 5 == 0, "left", x, y, n == 8, n in (2, 11))
        for n, (x, y) in enumerate([*places, places[5]], 1)
    ]


def beside_the_midline() -> str:
    """A front with marks beside the midline and at its foot, so that numbers come near both."""
    places = [(x, y) for y in (0.5, 0.56, 0.93, 0.98) for x in (0.42, 0.465)]
    right = [
        Mark(f"platysma-{n}-right", n, "", "", False, "front", x, y) for n, (x, y) in enumerate(places, 1)
    ]
    left = [
        replace(one, id=f"platysma-{one.number}-left", number=one.number + 20, x=round(1 - one.x, 3))
        for one in right
    ]
    return view_svg("front", [*right, *left], map_words())


def glabella() -> str:
    """The front alone with the marks between the brows, and one on the midline that is no midline site."""
    marks = [mark for mark in plan() if mark.number <= 5]
    return view_svg("front", [*marks, replace(marks[0], id="frontalis-extra-1-right", x=0.5)], map_words())


NAMES: list[tuple[str, View, int]] = [
    ("frontalis-1-left", "front", 94), ("corrugator-1-left", "front", 149),
    ("procerus-1-left", "front", 228), ("temporalis-1-left", "left", 53), ("temporalis-1-right", "right", 53),
    ("occipitalis-1-right", "back", 111), ("cervical-paraspinal-1-right", "back", 233),
    ("trapezius-1-right", "back", 343),
]  # fmt: skip
"""A site of each muscle that has a name at the edge of a view, and the height of that name."""


def beside_names() -> str:
    """Where the number of a lone mark stands that lies near the name of its muscle: site, place, number."""
    lines = []
    for site, view, height in NAMES:
        for x, y in product((0.68, 0.72, 0.76, 0.8, 0.84, 0.88, 0.92), range(height - 28, height + 29, 4)):
            across = round(1 - x, 2) if view == "right" else x
            lines.append(lone(site, view, across * WIDTH, y))
    return "".join(lines)


def lone(site: str, view: View, x: float, y: float, *others: Mark) -> str:
    """Where the number of a mark stands, as a line of text: site, place in units of the view, number."""
    mark = Mark(site, 10, "", "", False, view, x / WIDTH, y / HEIGHT)
    [number] = with_class(view_svg(view, [*others, mark], map_words()), "number")
    return f"{site} {x:g} {y:g}: {number.x:.6g} {number.y:.6g}\n"


def at_edges() -> str:
    """Where a number stands near the edges of a view and near the midline."""
    lines = []
    for x in (*range(44), *range(120, 160)):
        lines += [lone("masseter-1-right", "front", x, 200), lone("masseter-1-right", "right", x, 200)]
    for x in (*range(161, 200), *range(276, 321)):
        lines += [lone("masseter-1-left", "front", x, 200), lone("masseter-1-left", "left", x, 200)]
    for y in (*range(40, 80), *range(360, 401)):
        lines += [lone("masseter-1-left", "left", 100, y), lone("masseter-1-midline", "front", 160, y)]
    return "".join(lines + [lone("masseter-1-midline", "front", x, 200) for x in (158, 158.6, 161.4, 162)])


def beside_one_left_out() -> str:
    """Where a number stands beside a site that is left out, and has no number of its own."""
    out = Mark("masseter-1-left", 9, "", "", False, "left", 0.5, 0.5, omitted=True)
    places = [(x, y) for x in range(124, 200, 6) for y in range(164, 240, 6)]
    return "".join(lone("masseter-2-left", "left", x, y, out) for x, y in places)


def crowds() -> str:
    """Where the numbers of crowded marks stand, and which of them a fine line joins to their marks."""
    lines = []
    for crowd, many in product(range(30), (9, 14)):
        spots = [
            Spot(100.3 + (37 * n + 11 * crowd) % 97, 120.7 + (53 * n + 17 * crowd) % 83, 7 + 6 * (n % 6 == 5),
                 str(n + 5), (crowd + n // 7) % 3 - 1, ROOM)
            for n in range(many)
        ]  # fmt: skip
        labels = label_spots(spots, [Box(150, 150, 190, 162)])
        lines.append(" ".join(f"{one.x:.1f},{one.y:.1f}{'-' * one.leader}" for one in labels) + "\n")
    return "".join(lines)


ROOM = Box(20, 40, 300, 330)
MAPS: dict[str, Callable[[], str]] = {
    "whole.svg": lambda: head_map(plan(extras=True), map_words()),
    "for-paper.svg": lambda: for_paper(head_map(plan(), map_words(), views=("right", "front", "back"))),
    "mirrored-in-german.svg": lambda: head_map(of_every_kind(), map_words("de"), mirrored=True),
    "crowded.svg": lambda: view_svg("left", crowded(), map_words(), mirrored=True),
    "glabella.svg": glabella,
    "beside-the-midline.svg": beside_the_midline,
    "numbers-beside-names.txt": beside_names,
    "numbers-at-edges.txt": at_edges,
    "numbers-beside-one-left-out.txt": beside_one_left_out,
    "numbers-of-crowds.txt": crowds,
    "legend.html": lambda: "\n".join(f"{sign} {word}" for word, sign in legend(map_words()).items()) + "\n",
}


@pytest.mark.parametrize("name", MAPS)
def test_a_head_map_is_drawn_as_it_was_found_right(name: str) -> None:
    contour.cache_clear()  # so that the drawing is read anew, as at the start of the program
    assert MAPS[name]() == (FOLDER / name).read_text(encoding="utf-8"), "look at it before you renew it"


def test_no_other_map_is_kept() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(MAPS)


if __name__ == "__main__":
    for name, drawn in MAPS.items():
        (FOLDER / name).write_text(drawn(), encoding="utf-8", newline="\n")
