"""A prepared session on the head map: every site that is drawn, with its number, its dose and its words."""

from __future__ import annotations

from procerus.injection.head_map import VIEWS, Mark, head_map, map_words
from procerus.injection.plan import Omitted, Site
from procerus.injection.prepared import Prepared
from procerus.injection.site import Spot
from procerus.injection.units import in_figures
from procerus.packs.anatomy import Language, anatomy


def marks(one: Prepared, language: Language = "en") -> tuple[Mark, ...]:
    """The sites that the protocol draws, in injection order, then those left out.

    A site that a stop touches stands out.
    """
    struck = {name for found in one.judgement.findings if found.severity == "stop" for name in found.sites}
    placed: list[Site | Omitted] = [*one.plan.sites, *one.plan.omitted]
    return tuple(
        _mark(number, site, site.spot, language, struck)
        for number, site in enumerate(placed, 1)
        if site.spot is not None
    )


def drawn(one: Prepared, language: Language = "en", mirrored: bool = False) -> str:
    """The head map of a session as one SVG file."""
    sites = marks(one, language)
    shown = {site.view for site in sites}
    return head_map(sites, map_words(language), [view for view in VIEWS if view in shown], mirrored)


def _mark(number: int, site: Site | Omitted, spot: Spot, language: Language, struck: set[str]) -> Mark:
    code = site.code
    units = f"{in_figures(site.units.amount)} U" if isinstance(site, Site) else ""
    return Mark(
        str(code), number, units, anatomy(language).muscles[code.muscle], code.extra,
        spot.view, float(spot.x), float(spot.y),
        omitted=isinstance(site, Omitted), alarm=str(code) in struck,
    )  # fmt: skip
