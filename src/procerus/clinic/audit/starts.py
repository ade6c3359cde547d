"""Measures of how treatment was started."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from procerus.clinic.audit.counted import Amount, Case, Counted, sorted_out
from procerus.clinic.audit.decided import Decided
from procerus.clinic.audit.definitions import Measure
from procerus.clinic.audit.gathered import Gathered

YES, NO = "yes", "no"
FILLING = ((100, 100), (90, 99), (75, 89), (50, 74), (0, 49))
"""How full diaries are shown, in percent of the days of the month."""


def answered(one: Decided, measure: Measure) -> bool | None:
    """Whether all criteria of the policy that the measure is about were met; None where it does not tell."""
    said = [one.answers[name] for name in measure.criteria if name in one.answers]
    if NO in said:
        return False
    return True if said and all(answer == YES for answer in said) else None


def by_diary(measure: Measure, gathered: Gathered) -> Counted:
    """Starts documented by diary, and how full the diaries were."""
    return sorted_out(
        measure,
        ((_case(one), _documented(one, measure)) for one in gathered.starts),
        heads=(_("Answered days of the month before"), _("Starts")),
        amounts=list(_filling(gathered.starts)),
    )


def by_criteria(measure: Measure, gathered: Gathered) -> Counted:
    """Starts at which the policy's own criteria of the measure were met."""
    return sorted_out(measure, ((_case(one), answered(one, measure)) for one in gathered.starts))


def _documented(one: Decided, measure: Measure) -> bool | None:
    met = answered(one, measure)
    if not met:
        return met
    return None if one.answered is None else one.answered > 0


def _case(one: Decided) -> Case:
    return Case(one.patient, one.on, partial(_in_words, one))


def _in_words(one: Decided) -> str:
    diary = "" if one.answered is None else _("%(answered)s of %(days)s days answered") % {
        "answered": one.answered, "days": one.days
    }  # fmt: skip
    return ", ".join(filter(None, (one.policy, diary)))


def _filling(starts: list[Decided]) -> Iterator[Amount]:
    told = [100 * one.answered // one.days for one in starts if one.answered is not None and one.days]
    for least, most in FILLING if starts else ():
        label = _("every day") if least == 100 else _("%(least)s to %(most)s percent") % {
            "least": least, "most": most
        }  # fmt: skip
        yield Amount(label, (str(sum(1 for percent in told if least <= percent <= most)),))
    if len(told) < len(starts):
        yield Amount(_("cannot be told"), (str(len(starts) - len(told)),))
