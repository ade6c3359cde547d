"""Head maps as a reader sees them: what an SVG draws, and where, after all its transformations."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from procerus.injection.head_map import Mark
from procerus.packs.protocols import View

SVG = "{http://www.w3.org/2000/svg}"
WIDTH, HEIGHT = 320, 400

# Places like those of a real plan: muscle, view, points of the patient's right, extra points of the right.
PLACES: list[tuple[str, View, list[tuple[float, float]], list[tuple[float, float]]]] = [
    ("corrugator", "front", [(0.432, 0.388)], []),
    ("procerus", "front", [(0.5, 0.406)], []),
    ("frontalis", "front", [(0.432, 0.28), (0.365, 0.28)], []),
    (
        *("temporalis", "right"),
        [(0.477, 0.418), (0.477, 0.349), (0.556, 0.382), (0.406, 0.355)],
        [(0.548, 0.313), (0.424, 0.292)],
    ),
    (
        *("occipitalis", "back"),
        [(0.587, 0.407), (0.626, 0.376), (0.547, 0.376)],
        [(0.587, 0.348), (0.647, 0.34)],
    ),
    ("cervical-paraspinal", "back", [(0.529, 0.489), (0.56, 0.464)], []),
    (
        *("trapezius", "back"),
        [(0.818, 0.733), (0.894, 0.758), (0.742, 0.705)],
        [(0.778, 0.758), (0.705, 0.731), (0.854, 0.783), (0.678, 0.691)],
    ),
]


def plan(extras: bool = False) -> list[Mark]:
    """The 31 fixed sites, and on request every extra of both sides: the fullest map there can be."""
    sites = [site for muscle, view, points, _ in PLACES for site in _both(muscle, view, points, "")]
    if extras:
        sites += [
            site for muscle, view, _, points in PLACES for site in _both(muscle, view, points, "-extra")
        ]
    return [
        Mark(site, number, "5 U", site.split("-")[0].title(), "extra" in site, view, x, y)
        for number, (site, view, x, y) in enumerate(sites, start=1)
    ]


def _both(
    muscle: str, view: View, points: list[tuple[float, float]], extra: str
) -> Iterator[tuple[str, View, float, float]]:
    for at, (x, y) in enumerate(points, start=1):
        if x == 0.5:
            yield f"{muscle}{extra}-{at}-midline", view, x, y
        else:
            yield f"{muscle}{extra}-{at}-right", view, x, y
            yield f"{muscle}{extra}-{at}-left", "left" if view == "right" else view, round(1 - x, 3), y


@st.composite
def some_marks(draw: st.DrawFn) -> list[Mark]:
    """Marks anywhere on all views, of every kind, each named after the side on which it lies; none twice."""
    found = draw(st.lists(_place(), min_size=1, max_size=12, unique_by=lambda place: place[:3]))
    return [
        Mark(
            f"temporalis{'-extra' if extra else ''}-{at}-{side_at(view, x)}",
            *(at, "5 U", "Temporalis", extra, view, x, y, omitted, alarm),
        )
        for at, (view, x, y, extra, omitted, alarm) in enumerate(found, start=1)
    ]


def _place() -> st.SearchStrategy[tuple[View, float, float, bool, bool, bool]]:
    views: st.SearchStrategy[View] = st.sampled_from(("front", "right", "left", "back"))
    parts = st.integers(0, 100).map(lambda part: part / 100)
    return st.tuples(views, parts, parts, st.booleans(), st.booleans(), st.booleans())


def side_at(view: View, x: float) -> str:
    """The patient's side of a point, from anatomy alone: whom one faces has the right hand at one's left."""
    if view == "right" or view == "left":
        return view
    if x == 0.5:
        return "midline"
    return "right" if (x < 0.5) == (view == "front") else "left"


@dataclass(frozen=True)
class Drawn:
    """An element, the place of its own [0, 0] or of its x and y, and whether it is turned over."""

    element: ElementTree.Element
    x: float
    y: float
    turned: bool
    view: str

    @property
    def text(self) -> str:
        """All words in it."""
        return "".join(self.element.itertext()).strip()


def elements(svg: str) -> list[Drawn]:
    """Every element that is drawn at once (not those kept for use), with its place on the whole picture."""
    return list(_walk(ElementTree.fromstring(svg), (1.0, 0.0, 0.0), ""))


def _walk(element: ElementTree.Element, place: tuple[float, float, float], view: str) -> Iterator[Drawn]:
    turn, x, y = place
    for name, arguments in re.findall(r"(\w+)\(([^)]*)\)", element.get("transform", "")):
        first, second = (float(part) for part in arguments.split())
        if name == "translate":
            x, y = x + turn * first, y + second
        else:
            assert (name, abs(first), second) == ("scale", 1, 1), "a transformation this reader does not know"
            turn *= first
    named = re.fullmatch(r"head-(front|right|left|back)-title", element.get("aria-labelledby", ""))
    view = named[1] if named else view
    across, down = float(element.get("x", 0)), float(element.get("y", 0))
    yield Drawn(element, x + turn * across, y + down, turn < 0, view)
    for child in element:
        if child.tag != f"{SVG}defs":
            yield from _walk(child, (turn, x, y), view)


def with_class(svg: str, name: str) -> list[Drawn]:
    """The elements of one class."""
    return [one for one in elements(svg) if name in one.element.get("class", "").split()]


def origins(svg: str) -> dict[str, tuple[float, float]]:
    """Where each view begins."""
    views = [one for one in elements(svg) if one.element.get("aria-labelledby", "").endswith("-title")]
    return {one.view: (one.x, one.y) for one in views if one.view}


def marks_drawn(svg: str) -> dict[str, tuple[str, float, float]]:
    """By id of the mark: its view, and where in it the mark is drawn, from 0 to 1."""
    begin = origins(svg)
    found = {}
    for one in with_class(svg, "mark"):
        x, y = begin[one.view]
        found[one.element.get("id", "")] = (one.view, (one.x - x) / WIDTH, (one.y - y) / HEIGHT)
    return found
