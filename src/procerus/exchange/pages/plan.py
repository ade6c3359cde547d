"""A prepared session as a page to work from: findings, head map, sites in order, dilution, vials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from procerus.diary.dates import in_words
from procerus.exchange.pages.render import FOLDER, rendered
from procerus.injection.dilution import in_lines, vials_in_words
from procerus.injection.findings import Finding
from procerus.injection.head_map import VIEWS, legend, map_words, view_svg
from procerus.injection.judgement import Counted
from procerus.injection.ledger import Sum
from procerus.injection.on_the_map import marks
from procerus.injection.plan import Omitted, Site
from procerus.injection.prepared import Prepared, billing
from procerus.injection.units import in_figures
from procerus.packs.anatomy import anatomy
from procerus.pathway.side_by_side import made_up

SEVERITIES = {"stop": "stop", "caution": "caution", "information": "note"}
OPEN = "open"
ALLOWED = {
    "yes": "Nothing that was found stops it.",
    "no": "A finding stops it; only a recorded reason and a second person can set that aside.",
    "unknown": "Cannot be told yet: something that may stop it is open.",
}


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
        vials=vials(one),
        allowed="" if one.patient is None else ALLOWED[str(judged.allowed)],
        findings=[found(finding) for finding in judged.findings],
        ceilings=[ceiling(counted) for counted in judged.counted],
        earliest="cannot be told" if judged.earliest is None else in_words(judged.earliest),
        largest="cannot be told" if judged.largest is None else f"{in_figures(judged.largest)} U",
        views=views(one),
        legend=legend(map_words()),
        groups=list(groups(plan.sites)),
        omitted=[left_out(site) for site in plan.omitted],
        total=f"{in_figures(plan.total.amount)} U",
        volume=f"{in_figures(plan.volume_ml)} mL",
        dilution=list(in_lines(plan, one.vials)),
        dilution_reason=one.terms.dilution_reason,
        syringes=list(syringes(one)),
        claim=claim(one),
        fingerprint=one.fingerprint,
    )


def dose(one: Prepared) -> str:
    """Units, sites and volume of the session in one line."""
    plan = one.plan
    extra = sum(site.code.extra for site in plan.sites)
    of = f", {extra} of them extra" if extra else ""
    return (
        f"{in_figures(plan.total.amount)} U in {len(plan.sites)} sites{of}; {in_figures(plan.volume_ml)} mL"
    )


def vials(one: Prepared) -> str:
    """The vials to open, and what is left over."""
    opened = [vials_in_words(size, count) for size, count in one.vials.items()]
    return f"{' and '.join(opened)}; {in_figures(one.choice.discarded)} U left over"


def found(finding: Finding) -> Found:
    """A finding with its severity in a word. One that leaves the answer open says so, and is not red."""
    kind = OPEN if finding.leaves_open and finding.severity != "stop" else finding.severity
    return Found(SEVERITIES.get(kind, kind), kind, finding.text, finding.source)


def ceiling(counted: Counted) -> str:
    """How much of one label's ceiling is used up before this session."""
    label = counted.label
    window = f"{label.window.length} {label.window.unit}"
    chosen = "" if counted.binds else ", not the label chosen"
    return f"{label.title}: {used_up(counted.given)} of {label.ceiling.value} U used up in {window}{chosen}"


def used_up(given: Sum) -> str:
    """A sum of doses as it is known."""
    if given.most is None:
        return f"{in_figures(given.least)} U or more"
    if given.least == given.most:
        return in_figures(given.least)
    return f"{in_figures(given.least)} to {in_figures(given.most)}"


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


def claim(one: Prepared) -> str:
    """The lines of a US claim; empty where the clinic follows the European label or the drug has no code."""
    if one.terms.label == "eu":
        return ""
    lines = billing(one.plan.product.toxin.hcpcs, one.plan.total.amount, one.choice.discarded)
    parts = ((line["code"], line["modifier"], f"{line['units']} U") for line in lines)
    return "; ".join(" ".join(part for part in said if part) for said in parts)
