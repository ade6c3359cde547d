"""A view of the head to work on: its marks are buttons, and the muscles that may get more sites are shapes.

It carries no style of its own, so that a page that allows none inside it can hold it; the page brings
head_map.css. A tap means the nearest mark within `head_map.REACH`, else the muscle it falls on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from xml.sax.saxutils import quoteattr

from procerus.injection.head_contours import SHAPES, WIDTH, Area, areas_shown, contour
from procerus.injection.head_map import MapWords, Mark, style, view_svg
from procerus.packs.anatomy import Side
from procerus.packs.protocols import View

_MARK = re.compile(r'<g id="([^"]+)" class="mark" role="img" (transform="[^"]*")><title>(.*?)</title>')
_DRAWING = re.compile(r'<g mask="url\(#[^)]*\)" aria-hidden="true">.*?</g>', re.DOTALL)


def view_with_controls(
    view: View, marks: Sequence[Mark], words: MapWords, growing: Collection[str] = (), mirrored: bool = False
) -> str:
    """One view whose marks are buttons with a name, and `growing` muscles shapes with muscle and side.

    Of all marks only the first of the view can be reached by Tab; who moves on from there is up to the page.
    Raises BadInput as `head_map` does.
    """
    drawn = view_svg(view, marks, words, mirrored).replace(style(), "")
    shapes = "".join(_places(view, growing, mirrored))
    drawn = _DRAWING.sub(lambda found: f"{found[0]}{shapes}", drawn, count=1)
    return _MARK.sub(_button, drawn)


def _button(found: re.Match[str]) -> str:
    code, place, said = found[1], found[2], found[3]
    label = said.replace('"', "&quot;")  # all else in it was escaped already
    button = f'<g data-site="{code}" class="mark" role="button" tabindex="-1" aria-label="{label}" {place}>'
    return f"{button}<title>{said}</title>"


def _places(view: View, growing: Collection[str], mirrored: bool) -> Iterator[str]:
    """The shapes of muscles: each half of front and back, or the one side that is seen."""
    for area in areas_shown(SHAPES[view], growing):
        for half in (1, -1) if contour(SHAPES[view]).half else (1,):
            turned = half * (-1 if view == "left" else 1) * (-1 if mirrored else 1)
            yield _place(view, area, side_of(view, half), turned)


def side_of(view: View, half: int) -> Side:
    """The patient's side of a half of a view as it is drawn: 1 is the viewer's right, before any mirror."""
    if view in ("left", "right"):
        return "left" if view == "left" else "right"
    return "right" if (view == "back") == (half == 1) else "left"


def _place(view: View, area: Area, side: Side, turned: int) -> str:
    drawn = contour(SHAPES[view])
    across = drawn.origin[0] if turned == 1 or drawn.half else WIDTH - drawn.origin[0]
    scale = f"scale({turned * drawn.scale:g} {drawn.scale:g})"
    names = f'class="place" data-muscle="{area.muscle}" data-side="{side}"'
    turn = f'transform="translate({across:g} {drawn.origin[1]:g}) {scale}"'
    return f"<path {names} {turn} d={quoteattr(area.path)}/>"
