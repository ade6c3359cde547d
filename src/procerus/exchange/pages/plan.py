"""A prepared session as a page to work from: findings, head map, sites in order, dilution, vials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from procerus.diary.dates import in_words
from procerus.exchange.pages.render import FOLDER, rendered
from procerus.injection import spoken
from procerus.injection.dilution import in_lines
from procerus.injection.findings import Finding
from procerus.injection.head_map import VIEWS, legend, map_words, view_svg
from procerus.injection.on_the_map import marks
from procerus.injection.plan import Omitted, Site
from procerus.injection.prepared import Prepared
from procerus.injection.units import in_figures
from procerus.packs.anatomy import anatomy
from procerus.pathway.side_by_side import made_up


@dataclass(frozen=True, slots=True)
class Row:
    """One site in the table."""

    number: int
    site: str
    side: str
    dose: str
    volume: str
    extra: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The sites of one muscle, and how they are reached."""

    muscle: str
    says: str
    depth: str
    caution: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding; `word` says how grave it is, and `kind` how it looks."""

    word: str
    kind: str
    text: str
    source: str


def plan_page(one: Prepared) -> str:
    """The page of a session, as HTML. Raises BadInput where jinja2 is not installed."""
    plan, judged = one.plan, one.judgement
    return rendered(
        "plan.html",
        own_style=(FOLDER / "plan.css").read_text(encoding="utf-8"),
        patient=one.patient,
        made_up=one.patient is not None and made_up(one.patient),
        protocol=plan.protocol.about.title,
        protocol_id=plan.protocol.id,
        standing=plan.protocol.about.status,
        on="" if one.on is None else in_words(one.on),
        product=f"{plan.product.title} ({plan.product.toxin.name})",
        dose=dose(one),
        vials=spoken.vials(one),
        conclusion=spoken.conclusion(one),
        findings=[found(finding) for finding in judged.findings],
        ceilings=[spoken.ceiling(counted) for counted in judged.counted],
        earliest=spoken.earliest(one),
        largest=spoken.largest(one),
        views=views(one),
        legend=legend(map_words()),
        groups=list(groups(plan.sites)),
        omitted=[left_out(site) for site in plan.omitted],
        total=f"{in_figures(plan.total.amount)} U",
        volume=f"{in_figures(plan.volume_ml)} mL",
        dilution=list(in_lines(plan, one.vials)),
        dilution_reason=one.terms.dilution_reason,
        syringes=list(syringes(one)),
        claim=spoken.claim(one),
        unverified=spoken.rests_on(one),
        fingerprint=one.fingerprint,
    )


def dose(one: Prepared) -> str:
    """Units, sites and volume of the session in one line."""
    plan = one.plan
    total, volume = in_figures(plan.total.amount), in_figures(plan.volume_ml)
    return f"{total} U in {spoken.sites_in_words(one)}; {volume} mL"


def found(finding: Finding) -> Found:
    """A finding with its severity in a word. One that leaves the answer open says so, and is not red."""
    kind = "open" if finding.leaves_open else finding.severity
    return Found(spoken.severity(finding), kind, finding.text, finding.source)


def views(one: Prepared) -> list[str]:
    """The views of the head that have a site, each drawn to stand in the page."""
    sites = marks(one)
    shown = {mark.view for mark in sites}
    return [view_svg(view, sites, map_words()) for view in VIEWS if view in shown]


def groups(sites: Sequence[Site]) -> Iterator[Group]:
    """The sites in injection order, muscle by muscle; their numbers are those of the head map."""
    words = anatomy()
    numbered = enumerate(sites, 1)
    for _, run in groupby(numbered, key=lambda one: one[1].code.muscle):
        listed = list(run)
        muscle = listed[0][1].muscle
        name = words.muscles[muscle.id]
        rows = tuple(row(number, site, name) for number, site in listed)
        yield Group(name, muscle.says, muscle.depth, muscle.caution, rows)


def row(number: int, site: Site, muscle: str) -> Row:
    """One site: its number in the order, its name, its side in words, its dose."""
    code = site.code
    volume = f"{in_figures(site.volume_ml)} mL"
    dosed = f"{in_figures(site.units.amount)} U"
    name = f"{muscle} {anatomy().extra} {code.number}" if code.extra else f"{muscle} {code.number}"
    return Row(number, name, anatomy().sides[code.side], dosed, volume, code.extra)


def left_out(site: Omitted) -> tuple[str, str]:
    """A site that is left out, and why."""
    return site.code.in_words(), site.why


def syringes(one: Prepared) -> Iterator[tuple[str, str]]:
    """How full each syringe is, and the numbers of the sites it is for."""
    numbers = {site.code: number for number, site in enumerate(one.plan.sites, 1)}
    for syringe in one.syringes:
        first, last = numbers[syringe.sites[0]], numbers[syringe.sites[-1]]
        sites = f"site {first}" if first == last else f"sites {first} to {last}"
        yield f"{in_figures(syringe.volume_ml)} mL, {in_figures(syringe.units)} U", sites
