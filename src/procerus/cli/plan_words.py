"""A prepared session in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from procerus.cli.screen import bold, dim, wrapped
from procerus.diary.dates import in_words
from procerus.injection.dilution import in_lines, vials_in_words
from procerus.injection.findings import Finding
from procerus.injection.ledger import Sum
from procerus.injection.plan import Plan, Site
from procerus.injection.prepared import Prepared, billing
from procerus.injection.units import as_number, in_figures
from procerus.packs.anatomy import anatomy

MARKS = {"stop": "STOP", "caution": "caution", "information": "note"}
ALLOWED = {
    "yes": "Nothing that was found stops it.",
    "no": "A finding stops it; only a recorded reason and a second person can set that aside.",
    "unknown": "Cannot be told yet: something that may stop it is open.",
}


def plan_text(one: Prepared) -> str:
    """The whole session, sites in injection order."""
    return "\n".join([*_head(one), *_found(one), *_sites(one.plan), *_vials(one), *_to_bear_in_mind(one)])


def in_brief(one: Prepared) -> str:
    """The session without its list of sites."""
    return "\n".join([*_head(one), *_found(one), *_vials(one), *_to_bear_in_mind(one)])


def _head(one: Prepared) -> Iterator[str]:
    plan = one.plan
    extra = sum(site.code.extra for site in plan.sites)
    of = f", {extra} of them extra" if extra else ""
    yield bold(f"{plan.protocol.about.title}")
    yield (
        f"{plan.product.title} ({plan.product.toxin.name})   {len(plan.sites)} sites{of}"
        f"   {_u(one)}   {in_figures(plan.volume_ml)} mL"
    )
    vials = ", ".join(vials_in_words(size, count) for size, count in one.vials.items())
    yield f"{vials}; {in_figures(one.choice.discarded)} U left over"
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
    if one.patient is None:
        yield wrapped("No person was given: only protocol and product were looked at.", "  ")
        return
    yield wrapped(ALLOWED[str(found.allowed)], "  ")
    for counted in found.counted:
        label, window = counted.label, f"{counted.label.window.length} {counted.label.window.unit}"
        binds = "" if counted.binds else ", not the label chosen"
        text = f"{label.title}: {_sum(counted.given)} of {label.ceiling.value} U used up in {window}{binds}"
        yield wrapped(text, "  ", "    ")
    earliest = in_words(found.earliest) if found.earliest else "cannot be told"
    largest = "cannot be told" if found.largest is None else f"{in_figures(found.largest)} U"
    yield f"  by interval and ceiling: first day for this dose {earliest}; largest dose on this day {largest}"


def _finding(finding: Finding) -> str:
    mark = "open" if finding.leaves_open else MARKS[finding.severity]
    shown = bold(f"{mark:<8}") if finding.severity == "stop" else f"{mark:<8}"
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
    if one.terms.label != "eu":
        lines = billing(one.plan.product.toxin.hcpcs, one.plan.total.amount, one.choice.discarded)
        shown = "; ".join(f"{one['code']} {one['modifier'] or ''} {one['units']} U" for one in lines)
        if shown:
            yield ""
            yield f"US claim: {shown.replace('  ', ' ')}"


def _to_bear_in_mind(one: Prepared) -> Iterator[str]:
    yield ""
    if one.unverified:
        text = f"Rests on numbers or wording not yet verified in the source: {'; '.join(one.unverified)}."
        yield wrapped(text)
    yield f"The clinician decides. Packs {one.fingerprint}."


def _u(one: Prepared) -> str:
    return f"{as_number(one.plan.total.amount)} U"


def _sum(given: Sum) -> str:
    if given.most is None:
        return f"{in_figures(given.least)} U or more"
    if given.least == given.most:
        return in_figures(given.least)
    return f"{in_figures(given.least)} to {in_figures(given.most)}"
