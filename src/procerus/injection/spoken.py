"""What is said of a prepared session wherever it is shown: on a terminal, on a page, in print."""

from __future__ import annotations

from procerus.diary.dates import in_words
from procerus.injection.billing import billed
from procerus.injection.dilution import vials_in_words
from procerus.injection.findings import Finding
from procerus.injection.judgement import Counted
from procerus.injection.ledger import Sum
from procerus.injection.prepared import Prepared
from procerus.injection.units import in_figures

ALLOWED = {
    "yes": "Nothing that was found stops it.",
    "no": "A finding stops it; only a recorded reason and a second person can set that aside.",
    "unknown": "Cannot be told yet: something that may stop it is open.",
}
NO_PERSON = "No person was given: only protocol and product were looked at."
NOT_KNOWN = "cannot be told"


def severity(finding: Finding) -> str:
    """How grave a finding is, in a word. One that leaves the answer open says so."""
    words = {"stop": "stop", "caution": "caution", "information": "note"}
    return "open" if finding.leaves_open else words[finding.severity]


def conclusion(one: Prepared) -> str:
    """Whether the session is allowed, in a sentence."""
    return NO_PERSON if one.patient is None else ALLOWED[str(one.judgement.allowed)]


def sites_in_words(one: Prepared) -> str:
    """`34 sites, 3 of them extra`."""
    extra = sum(site.code.extra for site in one.plan.sites)
    return f"{len(one.plan.sites)} sites{f', {extra} of them extra' if extra else ''}"


def vials(one: Prepared) -> str:
    """The vials to open, and what is left over."""
    opened = " and ".join(vials_in_words(size, count) for size, count in one.vials.items())
    return f"{opened}; {in_figures(one.choice.discarded)} U left over"


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


def earliest(one: Prepared) -> str:
    """The first day that surely keeps interval and ceiling."""
    day = one.judgement.earliest
    return NOT_KNOWN if day is None else in_words(day)


def largest(one: Prepared) -> str:
    """The largest dose that surely keeps the ceiling."""
    units = one.judgement.largest
    return NOT_KNOWN if units is None else f"{in_figures(units)} U"


def claim(one: Prepared) -> str:
    """The lines of a US claim; empty where the clinic follows the European label or the drug has no code."""
    if one.terms.label == "eu":
        return ""
    lines = billed(one.plan.product.toxin, one.plan.total.amount, one.choice.discarded)
    return "; ".join(str(line) for line in lines)


def rests_on(one: Prepared) -> str:
    """What nobody has read in its source yet, in a sentence; empty where all was read."""
    if not one.unverified:
        return ""
    return f"Rests on numbers or wording not yet verified in the source: {'; '.join(one.unverified)}."
