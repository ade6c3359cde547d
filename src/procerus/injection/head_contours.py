"""The drawing of the head: one half of front and back, one side; everything else is its mirror image."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from procerus.packs.protocols import View

CONTOURS = Path(__file__).with_name("head.toml")
WIDTH, HEIGHT = 320, 400  # of a view
Shape = Literal["front", "side", "back"]
SHAPES: dict[View, Shape] = {"front": "front", "right": "side", "left": "side", "back": "back"}
WIDTHS = {"contour": 1.7, "lid": 1.8, "feature": 1.25, "fine": 0.8, "bone": 1.0, "area": 0.6}  # in units
LOOKS = {"bone": "bone", "brow": "solid", "solid": "solid", "area": "area"}  # of all that is no plain line
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A muscle's faint shape, in millimetres. A fine line leads from its name at a margin to `tip`."""

    muscle: str
    path: str
    margin: Literal["left", "right"]
    y: float
    tip: Point


@dataclass(frozen=True, slots=True)
class Contour:
    """One drawing: its lines and muscles in millimetres, and how millimetres become units of the view."""

    shape: Shape
    scale: float
    origin: Point
    half: bool
    lines: tuple[tuple[str, str], ...]
    areas: tuple[Area, ...]

    def in_view(self, point: Point) -> Point:
        """A point of the drawing in units of the view."""
        return self.origin[0] + self.scale * point[0], self.origin[1] + self.scale * point[1]


@lru_cache
def contour(shape: Shape) -> Contour:
    """The drawing of one shape, read from head.toml."""
    table = tomllib.loads(CONTOURS.read_text(encoding="utf-8"))[shape]
    lines = tuple((line["weight"], line["d"]) for line in table["lines"])
    areas = tuple(_area(muscle, area) for muscle, area in table["areas"].items())
    x, y = table["origin"]
    return Contour(shape, table["scale"], (x, y), table.get("half", False), lines, areas)


def _area(muscle: str, area: dict[str, Any]) -> Area:
    name = area["name"]
    return Area(muscle, area["d"], name["margin"], name["y"], (name["tip"][0], name["tip"][1]))


def areas_shown(shape: Shape, muscles: Collection[str]) -> tuple[Area, ...]:
    """The areas of these muscles that the shape has."""
    return tuple(area for area in contour(shape).areas if area.muscle in muscles)


def definition(shape: Shape, muscles: Collection[str], prefix: str) -> str:
    """The drawing as one group to be used by its id, `PREFIX-SHAPE`, in units of the view."""
    drawn = contour(shape)
    areas = "".join(_drawn("area", one.path, drawn.scale) for one in areas_shown(shape, muscles))
    lines = "".join(_drawn(weight, path, drawn.scale) for weight, path in drawn.lines)
    name = f"{prefix}-{shape}"
    half = f'<g id="{name}-half">{areas}{lines}</g>'
    if drawn.half:
        half += f'<use href="#{name}-half" transform="scale(-1 1)"/>'
    x, y = drawn.origin
    place = f'transform="translate({x} {y}) scale({drawn.scale})"'
    return f'<g id="{name}"><g {place}>{half}</g></g>'


def _drawn(weight: str, path: str, scale: float) -> str:
    """One path; its line is as wide in every view, whatever the view's scale."""
    look = LOOKS.get(weight, "line")
    width = f' stroke-width="{WIDTHS[weight] / scale:.2f}"' if weight in WIDTHS else ""
    dashes = ' stroke-dasharray="0.8 2.8"' if look == "bone" else ""
    return f'<path class="head-{look}"{width}{dashes} d={quoteattr(path)}/>'


def _fade(name: str) -> str:
    """The lines end softly at the foot of the view, where the body goes on and the drawing does not."""
    stops = '<stop offset="0.86" stop-color="#fff"/><stop offset="0.99" stop-color="#000"/>'
    paint = f'<linearGradient id="{name}-dusk" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'
    whole = f'x="0" y="0" width="{WIDTH}" height="{HEIGHT}"'
    rest = f'<mask id="{name}-fade" maskUnits="userSpaceOnUse" {whole}>'
    return f'{paint}{rest}<rect {whole} fill="url(#{name}-dusk)"/></mask>'


def used(view: View, prefix: str, mirrored: bool) -> str:
    """The drawing of a view: the right side as it is drawn, the left one turned over; a mirror turns both."""
    turned = (view == "left") != mirrored
    flip = f' transform="translate({WIDTH} 0) scale(-1 1)"' if turned else ""
    name = f"{prefix}-on-{view}"  # each view has a fade of its own: some typesetters use one only once
    drawn = f'<use href="#{prefix}-{SHAPES[view]}"{flip}/>'
    return f'{_fade(name)}<g mask="url(#{name}-fade)" aria-hidden="true">{drawn}</g>'
