"""The month as a picture: one cell a day, a week a row, a gap hollow. Readable in grey and at 60 px height.

A month is an object of a summary: `from`, `picture` with a letter a day (`M` migraine, `h` other headache,
`.` none, `?` not answered), `taken` (`y`, `.`, `?`) and, as days counted from 0, `injected` and `differ`,
where two answers stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from procerus.clinic.look.dates import short_day

DAYS_A_WEEK = 7
ACROSS, DOWN = 20, 21  # from one cell to the next
LEFT = 3  # room for the line of an injection on a Monday
MOST_WEEKS = 6
"""So many weeks a month can touch: every month is as high, so that cells are as large everywhere."""
DRAWN = {"M": "m", "h": "h", ".": "n", "?": "u"}
TAKEN = {"y": "t", "?": "q"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on one day.

    `m` migraine, `h` other headache, `n` none, `u` not answered, `d` two answers that differ; `t` an acute
    medicine taken, `q` not said whether; `i` an injection.
    """

    kind: str
    day: date


def marks(month: Mapping[str, Any]) -> Iterator[Mark]:
    """Every mark of a month. An unanswered day has its ring and nothing else that speaks of the diary."""
    first = date.fromisoformat(month["from"])
    differ = month.get("differ", ())  # what was frozen with a decision before there was one has none
    for place, letter in enumerate(month["picture"]):
        day = first + timedelta(days=place)
        yield Mark("d" if place in differ else DRAWN[letter], day)
        said = TAKEN.get(month["taken"][place])
        if said is not None and not (said == "q" and letter == "?"):
            yield Mark(said, day)
    for place in month["injected"]:
        yield Mark("i", first + timedelta(days=place))


def drawing(month: Mapping[str, Any]) -> SafeString:
    """The month as SVG. It is hidden from screen readers: `told` says the same in words."""
    first = date.fromisoformat(month["from"])
    monday = first - timedelta(days=first.weekday())
    found: dict[str, list[tuple[int, int]]] = {}
    for mark in marks(month):
        days = (mark.day - monday).days
        at = (LEFT + days % DAYS_A_WEEK * ACROSS, days // DAYS_A_WEEK * DOWN)
        found.setdefault(mark.kind, []).append(at)
    width, height = LEFT + DAYS_A_WEEK * ACROSS - 3, MOST_WEEKS * DOWN - 1
    shapes = "".join(_paths(kind, places) for kind, places in found.items())
    return format_html(
        '<svg class="month" viewBox="0 -1 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">'
        "{}</svg>",
        width, height, width, height, mark_safe(shapes),  # numbers and fixed shapes only
    )  # fmt: skip


def _paths(kind: str, places: Iterable[tuple[int, int]]) -> str:
    return "".join(
        f'<path class="{name}" d="{"".join(f"M{x + dx} {y + dy}{shape}" for x, y in places)}"/>'
        for name, (dx, dy, shape) in SHAPES[kind]
    )


def _ring(radius: float) -> str:
    arc = f"a{radius} {radius} 0 1 0"
    return f"{arc} {2 * radius} 0{arc} {-2 * radius} 0z"


SHAPES: Mapping[str, tuple[tuple[str, tuple[float, float, str]], ...]] = {
    "m": (("mark-m", (1, 0, "h14v14h-14z")),),
    "h": (("mark-edge", (1.6, 0.6, "h12.8v12.8h-12.8z")), ("mark-h", (1.6, 7, "h12.8v6.4h-12.8z"))),
    "n": (("mark-n", (6, 7, _ring(2))),),
    "u": (("mark-u", (2.8, 7, _ring(5.2))),),
    "d": (("mark-u", (2.8, 7, _ring(5.2))), ("mark-u", (8, 1.8, "v10.4"))),
    "t": (("mark-t", (2, 17, "h12")),),
    "q": (("mark-q", (2, 17, "h12")),),
    "i": (("mark-i", (-1.4, -1, "v18")),),
}
"""What a mark is drawn with: class, where in the cell, and the path from there."""


def told(month: Mapping[str, Any]) -> str:
    """Every fact of the picture in words, for whoever does not see it."""
    days: dict[str, list[date]] = {}
    for mark in marks(month):
        days.setdefault(mark.kind, []).append(mark.day)
    words = {
        "m": _("Migraine"), "h": _("Other headache"), "n": _("No headache"), "u": _("Not answered"),
        "d": _("Two answers that differ"), "t": _("Acute medicine taken"),
        "q": _("Not said whether an acute medicine was taken"), "i": _("Injection"),
    }  # fmt: skip
    return " ".join(f"{words[kind]}: {runs(days[kind])}." for kind in words if kind in days)


def runs(days: Iterable[date]) -> str:
    """Days in order as `3 to 5 Oct, 9 Oct`."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return ", ".join(_run(one[0], one[-1]) for one in found)


def _run(first: date, last: date) -> str:
    if first == last:
        return short_day(first)
    start = str(first.day) if first.month == last.month else short_day(first)
    return _("%(first)s to %(last)s") % {"first": start, "last": short_day(last)}


Named = tuple[str, Callable[[], str]]
LEGEND: tuple[Named, ...] = (
    ("m", lambda: _("migraine")),
    ("h", lambda: _("other headache")),
    ("n", lambda: _("no headache")),
    ("u", lambda: _("not answered")),
    ("d", lambda: _("two answers")),
    ("t", lambda: _("acute medicine")),
    ("i", lambda: _("injection")),
)


def one_mark(kind: str) -> SafeString:
    """A mark by itself."""
    return format_html(
        '<svg class="month" viewBox="0 -1 20 21" width="16" height="17" aria-hidden="true">{}</svg>',
        mark_safe(_paths(kind, [(3 if kind == "i" else 0, 0)])),  # fixed shapes only
    )


def legend() -> SafeString:
    """What each mark means, each beside itself."""
    parts = [format_html('<span class="key">{}{}</span>', one_mark(kind), name()) for kind, name in LEGEND]
    return format_html('<p class="keys small soft">{}</p>', mark_safe("".join(parts)))  # made above


def bar(low: int, high: int, most: int, limit: int | None = None) -> SafeString:
    """A count between bounds as a bar: solid where it is sure, hollow where it may be, and its limit."""
    width, height = 120, 12
    scale = width / max(most, high, limit or 0, 1)
    sure, perhaps = low * scale, (high - low) * scale
    shapes = f'<path class="mark-axis" d="M0 {height - 0.5}h{width}"/>'
    if low:
        shapes += f'<path class="mark-m" d="M0 2h{sure:.1f}v8h{-sure:.1f}z"/>'
    if high > low:
        shapes += f'<path class="mark-u" d="M{sure:.1f} 2.6h{perhaps - 0.6:.1f}v6.8h{-perhaps + 0.6:.1f}"/>'
    if limit is not None:
        shapes += f'<path class="mark-limit" d="M{limit * scale:.1f} 0v{height}"/>'
    return format_html(
        '<svg class="bar" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>',
        width, height, width, height, mark_safe(shapes),  # numbers only
    )  # fmt: skip
