"""The head map: every site of a plan as a named mark on our line drawing of a head.

x and y of a mark run from 0 to 1 within its view. In the front view the patient's right is at the
viewer's left, in the back view at the viewer's right. A mirror image turns everything but the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from procerus.faults import BadInput, Fault
from procerus.injection.head_contours import (
    HEIGHT,
    SHAPES,
    WIDTH,
    areas_shown,
    contour,
    definition,
    used,
)
from procerus.injection.head_labels import Box, Label, Spot, label_spots
from procerus.packs.anatomy import LANGUAGES, anatomy
from procerus.packs.protocols import View

WORDS = Path(__file__).with_name("head_map.toml")
STYLE = Path(__file__).with_name("styles") / "head_map.css"
VIEWS: tuple[View, ...] = ("front", "right", "left", "back")
SWAPPED: dict[View, View] = {"right": "left", "left": "right"}  # in a mirror
DOT, SIGN = 6.0, 13.0  # radius of a mark, and of the sign around one with a warning, in units of the view
TOUCH = 12.5  # radius of what answers to a finger: 25 pixels across in a view of 320
REACH = 16.0  # how far from a mark a point may lie and still mean it
MIDLINE = 0.02  # how far from the middle a midline site may lie
NAME_FIGURE = 6.5  # width of a letter of a muscle's name
TOP = 52.0  # above it stand the titles
MARGIN, GAP, LEGEND = 12, 16, 76
SITE = re.compile(r"(?P<muscle>.+?)(?:-extra)?-\d+-(?P<side>right|left|midline)")


@dataclass(frozen=True, slots=True)
class Mark:
    """One site on the map. `id` is the site's (`temporalis-2-left`), `number` its place in the order.

    `units` and `label` are words for people (`5 U`, `Temporalis`); x and y run from 0 to 1 within `view`.
    """

    id: str
    number: int
    units: str
    label: str
    extra: bool
    view: View
    x: float
    y: float
    omitted: bool = False
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class MapWords:
    """All words on the map, in one language; views, sides and muscles by their ids."""

    language: str
    title: str
    description: str
    mirror: str
    order: str
    fixed: str
    extra: str
    omitted: str
    alarm: str
    views: Mapping[str, str]
    sides: Mapping[str, str]
    muscles: Mapping[str, str]


@lru_cache
def map_words(language: str = "en") -> MapWords:
    """The words of the map in `en` or `de`. Raises BadInput for another language."""
    known = next((one for one in LANGUAGES if one == language), None)
    if known is None:
        why = "is no language of the head map"
        raise BadInput([Fault("head map, language", why, f"Known: {', '.join(LANGUAGES)}.", language)])
    words: dict[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))[known]
    words["sides"] = anatomy(known).sides
    words |= {name: MappingProxyType(words[name]) for name in ("views", "sides", "muscles")}
    return MapWords(language=known, **words)


def shown_at(mark: Mark, mirrored: bool = False) -> tuple[float, float]:
    """Where a mark is drawn within its view, from 0 to 1: as it is stored, or turned over in a mirror."""
    return (1 - mark.x if mirrored else mark.x), mark.y


def spot_at(marks: Sequence[Mark], view: View, x: float, y: float, mirrored: bool = False) -> Mark | None:
    """The mark drawn nearest to a point of a view (0 to 1), or None where none lies within REACH units.

    Of two marks in the same place, the one with the lower number. The inverse of `shown_at`.
    """

    def distance(mark: Mark) -> float:
        across, down = shown_at(mark, mirrored)
        return hypot((across - x) * WIDTH, (down - y) * HEIGHT)

    near = [mark for mark in marks if mark.view == view and distance(mark) <= REACH]
    return min(near, key=lambda mark: (distance(mark), mark.number, mark.id), default=None)


def head_map(
    marks: Sequence[Mark], words: MapWords, views: Sequence[View] = VIEWS, mirrored: bool = False
) -> str:
    """One SVG file with these views, two in a row, and a legend.

    `mirrored` shows the head as in a mirror: every place is turned over, the views right and left change
    places, and no word is turned. Raises BadInput where a site's name and its
    place disagree, or an id stands twice.
    """
    _refuse_contradictions(marks)
    shown = [SWAPPED.get(view, view) for view in views] if mirrored else list(views)
    columns = min(2, len(shown))
    width = 2 * MARGIN + columns * WIDTH + (columns - 1) * GAP
    rows = -(-len(shown) // columns)
    foot = MARGIN + rows * (HEIGHT + GAP)
    shapes = dict.fromkeys(SHAPES[view] for view in shown)
    title = f"{words.title}, {words.mirror}" if mirrored else words.title
    parts = [
        f'<title id="head-map-title">{escape(title)}</title>',
        f'<desc id="head-map-desc">{escape(words.description)}</desc>',
        style(),
        f"<defs>{''.join(definition(shape, _muscles(marks), 'head') for shape in shapes)}</defs>",
        f'<rect class="paper" width="{width}" height="{foot + LEGEND}"/>',
    ]
    for at, view in enumerate(shown):
        x, y = MARGIN + at % columns * (WIDTH + GAP), MARGIN + at // columns * (HEIGHT + GAP)
        body = _body(view, marks, words, mirrored, "head")
        parts.append(
            f'<g role="group" aria-labelledby="head-{view}-title" transform="translate({x} {y})">{body}</g>'
        )
    parts.append(_legend(words, foot, columns))
    labels = 'aria-labelledby="head-map-title" aria-describedby="head-map-desc"'
    return _root(width, foot + LEGEND, words, labels, parts)


def view_svg(view: View, marks: Sequence[Mark], words: MapWords, mirrored: bool = False) -> str:
    """One view as an SVG to stand in a page; its ids differ from those of the other views.

    Raises BadInput as `head_map` does.
    """
    _refuse_contradictions(marks)
    prefix = f"head-{view}"
    drawing = definition(SHAPES[view], _muscles(marks), prefix)
    parts = [style(), f"<defs>{drawing}</defs>", _body(view, marks, words, mirrored, prefix)]
    return _root(WIDTH, HEIGHT, words, f'aria-labelledby="head-{view}-title"', parts)


def legend(words: MapWords) -> Mapping[str, str]:
    """For a legend in a page: a small SVG of each kind of mark, by its word."""
    box = 'class="head-map" width="30" height="30" viewBox="-15 -15 30 30" aria-hidden="true"'
    return {word: f"<svg {box}>{style()}{sign}</svg>" for word, sign in _signs(words)}


def for_paper(svg: str) -> str:
    """The same picture in plain black on white, for typesetters that know no custom properties."""
    themes = re.compile(r"@media.*?\} \}\n", re.DOTALL)
    own = style()
    printed = next(theme for theme in themes.findall(own) if theme.startswith("@media print"))
    plain = themes.sub("", own)
    for name, colour in re.findall(r"(--head-\w+): (#\w+);", printed):
        plain = re.sub(rf"{name}: #\w+; ?", "", plain).replace(f"var({name})", colour)
    return svg.replace(own, plain)


def _signs(words: MapWords) -> list[tuple[str, str]]:
    return [
        (words.fixed, _sign("fixed", alarm=False)),
        (words.extra, _sign("extra", alarm=False)),
        (words.omitted, _sign("omitted", alarm=False)),
        (words.alarm, _sign("fixed", alarm=True)),
    ]


def _root(width: int, height: int, words: MapWords, labels: str, parts: Sequence[str]) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" class="head-map" role="group" {labels}'
    return "\n".join([f"{opening} lang={quoteattr(words.language)} {size}>", *parts, "</svg>\n"])


@lru_cache
def style() -> str:
    """The style of the map, as every picture carries it."""
    return f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"


def _muscles(marks: Sequence[Mark]) -> frozenset[str]:
    return frozenset(_site(mark)["muscle"] for mark in marks)


def _site(mark: Mark) -> Mapping[str, str]:
    """The muscle and the side that an id names; nothing where it names none."""
    found = SITE.fullmatch(mark.id)
    return found.groupdict() if found else {}


# What is drawn in a view ---------------------------------------------------------------------


def _body(view: View, marks: Sequence[Mark], words: MapWords, mirrored: bool, prefix: str) -> str:
    here = sorted((mark for mark in marks if mark.view == view), key=lambda mark: (mark.number, mark.id))
    names, taken = _names(view, _muscles(marks), words, mirrored)
    corners = [] if SHAPES[view] == "side" else _side_words(view, words, mirrored)
    labels = label_spots([_spot(mark) for mark in here], taken)
    drawn = [_mark(mark, label, words, mirrored) for mark, label in zip(here, labels, strict=True)]
    return "\n".join([_title(view, words, mirrored), *corners, used(view, prefix, mirrored), *names, *drawn])


def _title(view: View, words: MapWords, mirrored: bool) -> str:
    middle = WIDTH // 2
    turned = f", {words.mirror}" if mirrored else ""
    if turned and SHAPES[view] == "side":  # here the line below is free, and the title is long
        turned = f',<tspan x="{middle}" dy="20"> {escape(words.mirror)}</tspan>'
    named = f'<text id="head-{view}-title" class="view-title" x="{middle}" y="20">'
    return f"{named}{escape(words.views[view])}{turned}</text>"


def _across(x: float, mirrored: bool) -> float:
    return WIDTH - x if mirrored else x


def _side_words(view: View, words: MapWords, mirrored: bool) -> list[str]:
    """The patient's sides in words, each in the upper corner of its own side."""
    right_first = (view == "front") != mirrored
    first, last = ("right", "left") if right_first else ("left", "right")
    corners = ((first, 8, "start"), (last, WIDTH - 8, "end"))
    return [
        f'<text class="side-word {anchor}" x="{x}" y="44">{escape(words.sides[side])}</text>'
        for side, x, anchor in corners
    ]


def _names(
    view: View, muscles: frozenset[str], words: MapWords, mirrored: bool
) -> tuple[list[str], list[Box]]:
    """The names of the muscles at the edge of the drawing, and the boxes they take before any turning."""
    shape = contour(SHAPES[view])
    drawn, taken = [], []
    for area in areas_shown(SHAPES[view], muscles):
        word = words.muscles[area.muscle]
        tip_x, y = shape.in_view((area.tip[0], area.y))
        tip_y = shape.in_view(area.tip)[1]
        at_right = area.margin == "right"
        if view == "left":
            tip_x, at_right = WIDTH - tip_x, not at_right
        long = NAME_FIGURE * len(word) + 6
        taken.append(Box(WIDTH - long, y - 8, WIDTH, y + 6) if at_right else Box(0, y - 8, long, y + 6))
        tip_x, at_right = _across(tip_x, mirrored), at_right != mirrored
        inner, x = (WIDTH - long, WIDTH - long + 3) if at_right else (long, long - 3)
        drawn.append(
            f'<line class="muscle-line" x1="{_figure(inner)}" y1="{_figure(y)}" '
            f'x2="{_figure(tip_x)}" y2="{_figure(tip_y)}"/>'
            f'<text class="muscle {"start" if at_right else "end"}" x="{_figure(x)}" y="{_figure(y + 4)}">'
            f"{escape(word)}</text>"
        )
    return drawn, taken


def _spot(mark: Mark) -> Spot:
    outward = _outward(mark)
    left, right = 2.0, WIDTH - 2.0
    if SHAPES[mark.view] != "side" and outward:
        left, right = (WIDTH / 2 + 1, right) if outward > 0 else (left, WIDTH / 2 - 1)
    room = Box(left, TOP, right, HEIGHT - 2)
    return Spot(mark.x * WIDTH, mark.y * HEIGHT, _radius(mark), _number(mark), outward, room)


def _number(mark: Mark) -> str:
    """The number to be written beside a mark; a site that is left out has no place in the order."""
    return "" if mark.omitted else str(mark.number)


def _outward(mark: Mark) -> int:
    if SHAPES[mark.view] == "side":
        return 1 if mark.view == "right" else -1
    return 0 if abs(mark.x - 0.5) <= MIDLINE / 4 else 1 if mark.x > 0.5 else -1


def _radius(mark: Mark) -> float:
    return SIGN if mark.alarm else DOT + 1


def _mark(mark: Mark, label: Label, words: MapWords, mirrored: bool) -> str:
    x, y = shown_at(mark, mirrored)
    x, y = x * WIDTH, y * HEIGHT
    kind = "omitted" if mark.omitted else "extra" if mark.extra else "fixed"
    place = f'transform="translate({_figure(x)} {_figure(y)})"'
    across, down = _across(label.x, mirrored) - x, label.y - y
    number = f'<text class="number" x="{_figure(across)}" y="{_figure(down + 5)}">{_number(mark)}</text>'
    line = _leader(across, down, _radius(mark)) if label.leader else ""
    return (
        f'<g id={quoteattr(mark.id)} class="mark" role="img" {place}>'
        f"<title>{escape(_said(mark, kind, words))}</title>"
        f'<circle class="reach" r="{TOUCH}"/>{line}'
        f"{_sign(kind, mark.alarm)}{'' if mark.omitted else number}</g>"
    )


def _said(mark: Mark, kind: str, words: MapWords) -> str:
    """A mark in words: number, label, units if any, the patient's side, and what is special about it."""
    name = mark.label if mark.omitted else f"{mark.number}. {mark.label}"
    said = [part for part in (name, mark.units, words.sides[_site(mark)["side"]]) if part]
    if kind != "fixed":
        said.append(getattr(words, kind))
    return ", ".join([*said, words.alarm] if mark.alarm else said)


def _leader(across: float, down: float, radius: float) -> str:
    """A fine line from the edge of the mark to just before its number."""
    long = hypot(across, down)
    first, last = radius / long, max(radius, long - 10) / long
    ends = (across * first, down * first, across * last, down * last)
    x1, y1, x2, y2 = (_figure(end) for end in ends)
    return f'<line class="leader" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _sign(kind: str, alarm: bool) -> str:
    """The sign of a mark about [0, 0]: dot, ring with a plus, or struck ring; a triangle around it warns."""
    sign = f'<circle class="dot" r="{_figure(DOT if kind == "fixed" else DOT + 0.5)}"/>'
    if kind == "extra":
        sign += '<path class="plus" d="M-3.2,0 H3.2 M0,-3.2 V3.2"/>'
    if kind == "omitted":
        sign += '<path class="strike" d="M-6.5,6.5 L6.5,-6.5"/>'
    around = '<path class="alarm-sign" d="M0,-14.5 L13,8.6 L-13,8.6 Z"/>' if alarm else ""
    return f'<g class="{kind}">{around}{sign}</g>'


def _legend(words: MapWords, foot: int, columns: int) -> str:
    wide = (columns * (WIDTH + GAP)) // 2
    drawn = [
        f'<g transform="translate({MARGIN + 24 + at % 2 * wide} {foot + 16 + at // 2 * 32})">{sign}'
        f'<text class="start" x="20" y="5">{escape(word)}</text></g>'
        for at, (word, sign) in enumerate(_signs(words))
    ]
    return "".join(drawn)


def _figure(value: float) -> str:
    """At most two decimals, so that a picture is the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# What is never drawn -------------------------------------------------------------------------


def _refuse_contradictions(marks: Sequence[Mark]) -> None:
    faults, seen = [], set()
    for mark in marks:
        why = "stands twice on the map" if mark.id in seen else _contradiction(mark)
        if why:
            faults.append(
                Fault(f"head map, site {mark.id}", why, "Nothing was drawn; mend the site's place or name.")
            )
        seen.add(mark.id)
    if faults:
        raise BadInput(faults)


def _contradiction(mark: Mark) -> str:
    """Why a mark's name and place cannot both be true, or nothing."""
    side = _site(mark).get("side")
    if side is None:
        return "does not end with its number and its side, such as -2-left"
    if not (0 <= mark.x <= 1 and 0 <= mark.y <= 1):
        return f"lies outside its view, at {mark.x}, {mark.y}"
    if SHAPES[mark.view] == "side":
        return (
            ""
            if side == mark.view
            else f"is named {side} but lies in the view of the patient's {mark.view} side"
        )
    if side == "midline":
        return "" if abs(mark.x - 0.5) <= MIDLINE else "is named midline but lies beside the midline"
    lies = "right" if (mark.x < 0.5) == (mark.view == "front") else "left"
    return "" if side == lies or mark.x == 0.5 else f"is named {side} but lies on the patient's {lies}"
