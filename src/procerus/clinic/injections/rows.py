"""The table beside the head map: every site in injection order, planned or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from procerus.clinic.injections.choices import WHOLE
from procerus.clinic.injections.filled import Filled, Place
from procerus.clinic.injections.head import language
from procerus.clinic.injections.looked import Looked
from procerus.clinic.look.wording import figures, millilitres, units
from procerus.injection.plan import Site
from procerus.injection.site import Code
from procerus.packs.anatomy import anatomy
from procerus.packs.protocols import MOST_SITES, Muscle

MOST_SHOWN = 12
"""Sites of one muscle and side that are listed while the plan cannot be made."""


@dataclass(frozen=True, slots=True)
class Row:
    """One site, and what was typed about it."""

    code: str
    number: int | None
    site: str
    side: str
    units: str
    volume: str
    extra: bool
    omit: str
    given: str
    why: str

    @property
    def words(self) -> str:
        """The site and its side."""
        return f"{self.site}, {self.side}"

    @property
    def otherwise(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.omit or self.given or self.why)


@dataclass(frozen=True, slots=True)
class SideOf:
    """A muscle on one side: how many extra sites it has, or which dose was chosen."""

    place: str
    words: str
    extra: str
    units: str
    sites: str


@dataclass(frozen=True, slots=True)
class Group:
    """A muscle: how it is reached, what may be chosen, and its sites."""

    id: str
    name: str
    says: str
    depth: str
    caution: str
    most: int
    limit: str
    chosen: bool
    span: str
    sides: tuple[SideOf, ...]
    rows: tuple[Row, ...]


def groups(one: Looked) -> list[Group]:
    """Every muscle of the protocol with its sites; nothing where no protocol could be read."""
    if one.protocol is None:
        return []
    planned = {} if one.prepared is None else {site.code: site for site in one.prepared.plan.sites}
    numbers = {code: number for number, code in enumerate(planned, 1)}
    return [_group(muscle, one, planned, numbers) for muscle in one.protocol.muscles]


def _group(muscle: Muscle, one: Looked, planned: dict[Code, Site], numbers: dict[Code, int]) -> Group:
    words = anatomy(language())
    sides = tuple(_side(muscle, side, words.sides[side], one.filled) for side in muscle.sides)
    rows = tuple(
        _row(code, one.filled, planned.get(code), numbers.get(code)) for code in _codes(muscle, one.filled)
    )
    return Group(
        muscle.id, words.muscles[muscle.id], muscle.says, muscle.depth, muscle.caution, muscle.extra_most,
        _limit(muscle), muscle.units_each is None, _span(muscle), sides, rows,
    )  # fmt: skip


def _side(muscle: Muscle, side: str, words: str, filled: Filled) -> SideOf:
    place: Place = (muscle.id, side)
    return SideOf(
        ":".join(place), words, filled.extra.get(place, ""), filled.units.get(place, ""),
        filled.sites.get(place, ""),
    )  # fmt: skip


def _limit(muscle: Muscle) -> str:
    if not muscle.extra_most:
        return ""
    return _("at most %(most)s extra sites, both sides together") % {"most": muscle.extra_most}


def _span(muscle: Muscle) -> str:
    """What the source has for a dose that the clinician chooses."""
    if muscle.range is None:
        return ""
    low, high = (figures(units) for units in muscle.range.units)
    each = _("a site") if muscle.range.per_site else _("a side")
    fewest, most = muscle.range.sites
    many = (
        _("%(low)s to %(high)s") % {"low": fewest, "high": most}
        if most != MOST_SITES
        else _("%(fewest)s or more") % {"fewest": fewest}
    )
    return _("%(low)s to %(high)s U %(each)s, in %(many)s sites") % {
        "low": low, "high": high, "each": each, "many": many
    }  # fmt: skip


def _codes(muscle: Muscle, filled: Filled) -> Iterator[Code]:
    for side in muscle.sides:
        fixed = (
            len(muscle.points)
            if muscle.units_each is not None
            else _count(filled.sites.get((muscle.id, side)))
        )
        for number in range(1, fixed + 1):
            yield Code(muscle.id, number, side)
        for number in range(1, _count(filled.extra.get((muscle.id, side))) + 1):
            yield Code(muscle.id, number, side, extra=True)


def _count(text: str | None) -> int:
    return min(int(text), MOST_SHOWN) if text and WHOLE.fullmatch(text) else 0


def _row(code: Code, filled: Filled, site: Site | None, number: int | None) -> Row:
    words, key = anatomy(language()), str(code)
    extra = f"{words.extra} " if code.extra else ""
    return Row(
        key, number, f"{words.muscles[code.muscle]} {extra}{code.number}", words.sides[code.side],
        "" if site is None else units(site.units.amount),
        "" if site is None else millilitres(site.volume_ml),
        code.extra, filled.omit.get(key, ""), filled.given.get(key, ""), filled.why.get(key, ""),
    )  # fmt: skip
