"""Drawings of the measures: read without colour, and each beside the same in words or in a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from procerus.clinic.audit.counted import Bar, Counted

WIDTH, HEIGHT = 400, 16  # of the bar of a share
STEP, BASE, TALLEST = 34, 132, 104  # of a histogram
FEWEST = 12
"""A histogram is as wide as so many bars, so that few are not drawn larger."""


def share(counted: Counted) -> SafeString:
    """One bar: solid is what was met, hollow and dashed what cannot be told, empty the rest."""
    met, open_ = (round(WIDTH * len(part) / counted.all) for part in (counted.numerator, counted.unknown))
    return format_html(
        '<svg class="share" viewBox="0 0 {} {}" aria-hidden="true" preserveAspectRatio="none">'
        '<rect class="rest" x="0.5" y="0.5" width="{}" height="{}"/>'
        '<rect class="met" x="0" y="0" width="{}" height="{}"/>'
        '<rect class="open" x="{}" y="1" width="{}" height="{}"/></svg>',
        WIDTH, HEIGHT, WIDTH - 1, HEIGHT - 1, met, HEIGHT, met, open_, HEIGHT - 2,
    )  # fmt: skip


def histogram(bars: Sequence[Bar], label: str) -> SafeString:
    """Upright bars with their numbers; those beyond the limit are hatched."""
    most, wide = max(one.number for one in bars), STEP * max(FEWEST, len(bars))
    drawn = format_html_join(
        "", '<g><rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}">{}</text><text class="tick" x="{}" y="{}">{}</text></g>',
        (_bar(at, one, most) for at, one in enumerate(bars)),
    )  # fmt: skip
    return format_html(
        '<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<defs><pattern id="beyond" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M0 6 L6 0" class="hatch"/></pattern></defs>{}'
        '<line x1="0" y1="{}" x2="{}" y2="{}"/></svg>',
        wide, BASE + 24, label, drawn, BASE, wide, BASE,
    )  # fmt: skip


def _bar(at: int, one: Bar, most: int) -> tuple[object, ...]:
    height = round(TALLEST * one.number / most)
    middle, top = at * STEP + STEP / 2, BASE - height
    kind = "beyond" if one.marked else "within"
    number = one.number or ""
    return kind, at * STEP + 4, top, STEP - 8, height, middle, top - 5, number, middle, BASE + 16, one.label
