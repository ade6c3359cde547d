"""The head map of the screen, and of a record: marks with names that are said aloud, view by view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from procerus.clinic.look.wording import units
from procerus.injection.head_controls import view_with_controls
from procerus.injection.head_map import VIEWS, Mark, legend, map_words, style, view_svg
from procerus.injection.on_the_map import marks
from procerus.injection.prepared import Prepared
from procerus.injection.site import Code, spots
from procerus.packs.anatomy import LANGUAGES, Language, anatomy
from procerus.packs.protocols import Protocol


@dataclass(frozen=True, slots=True)
class Drawing:
    """One view of the head, ready to stand in a page."""

    view: str
    words: str
    svg: SafeString


def language() -> Language:
    """The language of muscles and sides: that of the page where they have words in it."""
    said = (get_language() or "en")[:2]
    return next((one for one in LANGUAGES if one == said), "en")


def to_work_on(one: Prepared, mirrored: bool = False) -> list[Drawing]:
    """The views of a plan with marks that are buttons and muscles that may get more sites."""
    drawn = [_spoken(mark) for mark in marks(one, language())]
    growing = [muscle.id for muscle in one.plan.protocol.muscles if muscle.extra_most]
    words, shown = map_words(language()), {mark.view for mark in drawn}
    return [
        Drawing(view, words.views[view], _trusted(view_with_controls(view, drawn, words, growing, mirrored)))
        for view in VIEWS
        if view in shown
    ]


def of_record(
    protocol: Protocol | None, given: Mapping[Code, Fraction], left_out: Iterable[Code]
) -> list[Drawing]:
    """The views of what was given, in the order in which it was; what was left out is struck."""
    places = {} if protocol is None else spots(protocol)
    out = [code for code in left_out if code not in given]
    drawn = [
        _spoken(
            Mark(
                str(code), number, units(given[code]) if code in given else "",
                anatomy(language()).muscles[code.muscle], code.extra, places[code].view,
                float(places[code].x), float(places[code].y), omitted=code not in given,
            )
        )
        for number, code in enumerate([*given, *out], 1)
        if code in places
    ]  # fmt: skip
    words, shown = map_words(language()), {mark.view for mark in drawn}
    return [
        Drawing(view, words.views[view], _trusted(view_svg(view, drawn, words).replace(style(), "")))
        for view in VIEWS
        if view in shown
    ]


def signs() -> list[tuple[str, SafeString]]:
    """The legend: what each kind of mark means."""
    return [(word, _trusted(svg.replace(style(), ""))) for word, svg in legend(map_words(language())).items()]


def _spoken(mark: Mark) -> Mark:
    """The mark as it is said aloud: which site of the muscle, and units in words."""
    code = Code.of(mark.id)
    assert code is not None  # a mark of a plan is of a site
    words = anatomy(language())
    extra = f"{words.extra} " if code.extra else ""
    return replace(mark, label=f"{mark.label} {extra}{code.number}", units=_units(mark.units))


def _units(text: str) -> str:
    figures = text.removesuffix(" U")
    if not figures:
        return ""
    count = 1 if figures == "1" else 2
    return ngettext("%(figures)s unit", "%(figures)s units", count) % {"figures": figures}


def _trusted(svg: str) -> SafeString:
    """Our own drawing: `head_map` has escaped every word in it."""
    return mark_safe(svg)


def codes_of(rows: Sequence[Mapping[str, Any]], key: str) -> list[Code]:
    """The sites that rows of a session file name."""
    found = (Code.of(str(row.get(key, ""))) for row in rows)
    return [code for code in found if code is not None]
