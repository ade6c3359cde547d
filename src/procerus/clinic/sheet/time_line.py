"""The weeks of a course on one line: a bar a week between its bounds, a line for every injection.

Nothing is fitted and nothing claimed: whether days come back towards the end of a cycle is there to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from procerus.clinic.look.dates import short_day

WEEK, BAR, DAY = 15, 11, 8  # pixels: from one week to the next, a bar's width, the height of a day
TOP, FOOT, GAP = 18, 16, 24
FULL = 7 * DAY
NUMBERED = 4
"""Every so many weeks the number of the week stands under the line."""
Part = Mapping[str, Any]
Link = Callable[[Part], str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in a row: those before the course, or those of one cycle."""

    label: str  # beside the line of the injection; empty for the weeks before
    weeks: Sequence[Part]
    least: int  # room for so many weeks, so that the label has a place


def stretches(course: Part) -> list[Stretch]:
    """What is drawn: the weeks before the first injection, and every cycle that is told by weeks."""
    found = [Stretch("", course["before"], 0)] if course["before"] else []
    for one in course["cycles"]:
        if one["weeks"] or one is course["cycles"][-1]:
            found.append(Stretch(_label(one), one["weeks"], 6))
    return found


def _label(cycle: Part) -> str:
    known = cycle["earliest"] == cycle["latest"]
    parts = [str(cycle["number"])]
    parts += [short_day(date.fromisoformat(cycle["earliest"]))] if known else [_("day not known")]
    parts += [f"{cycle['units']} U"] if cycle["units"] is not None else []
    return " \u00b7 ".join(parts)


def drawing(course: Part, link: Link) -> SafeString:
    """The line as SVG. Screen readers have the table of the same numbers below it."""
    shapes, x, broken = [], 0, False
    drawn = stretches(course)
    skipped = len(course["cycles"]) > sum(bool(one.label) for one in drawn)
    for place, one in enumerate(drawn):
        if skipped and not broken and one.label:
            shapes.append(f'<text class="mark-text" x="{x + 4}" y="{TOP + FULL}">\u2026</text>')
            x, broken = x + GAP, True
        shapes += _stretch(one, x, link)
        x += max(len(one.weeks), one.least) * WEEK + (4 if place + 1 < len(drawn) else 0)
    height = TOP + FULL + FOOT
    guides = f'<path class="mark-axis" d="M0 {TOP}h{x}M0 {TOP + FULL + 0.5}h{x}"/>'
    return format_html(
        '<svg class="line" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>',
        x, height, x, height, mark_safe(guides + "".join(shapes)),  # texts are escaped below
    )  # fmt: skip


def _stretch(one: Stretch, x: int, link: Link) -> Iterator[str]:
    if one.label:
        yield f'<path class="mark-i" d="M{x} 4V{TOP + FULL}"/>'
        yield f'<text class="mark-text" x="{x + 5}" y="12">{escape(one.label)}</text>'
    for place, week in enumerate(one.weeks):
        left = x + place * WEEK + 3
        yield f'<a href="{escape(link(week))}" tabindex="-1">{_week(week, left)}</a>'
        if one.label and (place + 1) % NUMBERED == 0:
            at = f'x="{left + BAR / 2}" y="{TOP + FULL + 12}"'
            yield f'<text class="mark-text" text-anchor="middle" {at}>{place + 1}</text>'


def _week(week: Part, x: int) -> str:
    """One bar: migraine for sure, other headache for sure, and hollow what may have been."""
    base = TOP + FULL
    low, high = week["headache"]
    migraine = min(week["migraine"][0], low)
    shapes = f'<path class="hit" d="M{x - 2} {TOP}h{WEEK}v{FULL}h{-WEEK}z"/>'
    if migraine:
        shapes += f'<path class="mark-m" d="M{x} {base}v{-migraine * DAY}h{BAR}v{migraine * DAY}z"/>'
    if low > migraine:
        rest = (low - migraine) * DAY
        shapes += f'<path class="mark-h" d="M{x} {base - migraine * DAY}v{-rest}h{BAR}v{rest}z"/>'
    if high > low:
        rest = (high - low) * DAY - 0.6
        shapes += f'<path class="mark-u" d="M{x + 0.6} {base - low * DAY}v{-rest}h{BAR - 1.2}v{rest}"/>'
    if high == 0:
        shapes += f'<path class="mark-n" d="M{x + 3} {base - 2}h5v2h-5z"/>'
    return shapes
