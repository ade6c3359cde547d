"""A prepared session in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from procerus.cli.screen import bold, dim, wrapped
from procerus.diary.dates import in_words
from procerus.injection import spoken
from procerus.injection.dilution import in_lines
from procerus.injection.findings import Finding
from procerus.injection.plan import Plan, Site
from procerus.injection.prepared import Prepared
from procerus.injection.units import as_number, in_figures
from procerus.packs.anatomy import anatomy


def plan_text(one: Prepared) -> str:
    """The whole session, sites in injection order."""
    return "\n".join([*_head(one), *_found(one), *_sites(one.plan), *_vials(one), *_to_bear_in_mind(one)])


def in_brief(one: Prepared) -> str:
    """The session without its list of sites."""
    return "\n".join([*_head(one), *_found(one), *_vials(one), *_to_bear_in_mind(one)])


def _head(one: Prepared) -> Iterator[str]:
    plan = one.plan
    yield bold(f"{plan.protocol.about.title}")
    yield (
        f"{plan.product.title} ({plan.product.toxin.name})   {spoken.sites_in_words(one)}"
        f"   {_u(one)}   {in_figures(plan.volume_ml)} mL"
    )
    yield spoken.vials(one)
    if one.patient is not None and one.on is not None:
        yield f"{one.patient}, session on {in_words(one.on)}"


def _found(one: Prepared) -> Iterator[str]:
    found = one.judgement
    yield ""
    yield bold("Findings")
    for finding in found.findings:
        yield _finding(finding)
    if not found.findings:
        yield "  none"
    yield wrapped(spoken.conclusion(one), "  ")
    if one.patient is None:
        return
    for counted in found.counted:
        yield wrapped(spoken.ceiling(counted), "  ", "    ")
    yield wrapped(f"first day for this dose, by interval and ceiling: {spoken.earliest(one)}", "  ", "    ")
    yield wrapped(f"largest dose under the ceiling on this day: {spoken.largest(one)}", "  ", "    ")


def _finding(finding: Finding) -> str:
    mark = spoken.severity(finding)
    shown = bold(f"{mark.upper():<8}") if mark == "stop" else f"{mark:<8}"
    text = wrapped(f"{finding.text} [{finding.source}]", " " * 10)
    return f"  {shown}{text[10:]}"


def _sites(plan: Plan) -> Iterator[str]:
    yield ""
    yield bold("Sites, in injection order")
    muscle = ""
    for number, site in enumerate(plan.sites, 1):
        if site.code.muscle != muscle:
            muscle = site.code.muscle
            yield from _muscle(site)
        yield _site(number, site)
    for one in plan.omitted:
        yield wrapped(f"left out: {one.code.in_words()}: {one.why}", "  ", "    ")


def _muscle(site: Site) -> Iterator[str]:
    muscle = site.muscle
    yield f"  {bold(anatomy().muscles[muscle.id])}"
    for text in (muscle.says, f"{muscle.depth}." if muscle.depth else "", muscle.caution):
        if text:
            yield dim(wrapped(text, "      "))


def _site(number: int, site: Site) -> str:
    mark = "+" if site.code.extra else " "
    words = site.code.in_words()
    units, volume = in_figures(site.units.amount), in_figures(site.volume_ml)
    return f"  {number:>3} {mark} {words:<48}{units:>5} U  {volume} mL"


def _vials(one: Prepared) -> Iterator[str]:
    yield ""
    yield bold("Dilution, to be checked by hand")
    for line in in_lines(one.plan, one.vials):
        yield wrapped(line, "  ", "    ")
    if one.terms.dilution_reason:
        yield wrapped(f"not a dilution of the label; reason: {one.terms.dilution_reason}", "  ", "    ")
    yield ""
    yield bold("Syringes")
    for number, syringe in enumerate(one.syringes, 1):
        first, last = syringe.sites[0], syringe.sites[-1]
        span = str(first) if first == last else f"{first} to {last}"
        yield f"  {number}: {in_figures(syringe.volume_ml)} mL, {in_figures(syringe.units)} U   {span}"
    if spoken.claim(one):
        yield ""
        yield f"US claim: {spoken.claim(one)}"


def _to_bear_in_mind(one: Prepared) -> Iterator[str]:
    yield ""
    if spoken.rests_on(one):
        yield wrapped(spoken.rests_on(one))
    yield f"The clinician decides. Packs {one.fingerprint}."


def _u(one: Prepared) -> str:
    return f"{as_number(one.plan.total.amount)} U"
