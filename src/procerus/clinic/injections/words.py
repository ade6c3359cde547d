"""What is said of a plan on the screen, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.look.wording import figures
from procerus.criteria.bounds import Answer
from procerus.injection.findings import Finding
from procerus.injection.prepared import Prepared


def conclusion(allowed: Answer) -> str:
    """Whether the session is allowed, in a sentence."""
    return {
        Answer.YES: _("Nothing that was found stops it."),
        Answer.NO: _("A finding stops it; only a recorded reason and a second person can set that aside."),
        Answer.UNKNOWN: _("Cannot be told yet: something that may stop it is open."),
    }[allowed]


def severity(finding: Finding) -> str:
    """How grave a finding is, in a word. One that leaves the answer open says so."""
    said = {"stop": _("stop"), "caution": _("caution"), "information": _("note")}
    return _("open") if finding.leaves_open else said[finding.severity]


def sites(made: Prepared) -> str:
    """How many sites, and how many of them are extra."""
    count = len(made.plan.sites)
    said = ngettext("%(count)s site", "%(count)s sites", count) % {"count": count}
    extra = sum(site.code.extra for site in made.plan.sites)
    if not extra:
        return said
    return _("%(sites)s, %(extra)s of them extra") % {"sites": said, "extra": extra}


def vials(made: Prepared) -> str:
    """The vials to open, and what is left over."""
    each = [
        ngettext("%(count)s vial of %(size)s U", "%(count)s vials of %(size)s U", count)
        % {"count": count, "size": size}
        for size, count in made.vials.items()
    ]
    left = figures(made.choice.discarded)
    return _("%(vials)s; %(units)s U left over") % {"vials": _(" and ").join(each), "units": left}
