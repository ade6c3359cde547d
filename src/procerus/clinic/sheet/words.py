"""What the patient page says in words: falls and rises between bounds, classes of medicine, questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from procerus.clinic.access.at import At
from procerus.clinic.look.dates import in_full
from procerus.clinic.look.wording import worded
from procerus.exchange.letters import wording

DAYS_A_WEEK = 7
LONGEST_ABBREVIATION = 4
SMALL_WORDS = frozenset({"for", "of"})


def policy_name(pack: str) -> str:
    """A policy's id as it is said: `NICE TA260`."""
    return " ".join(map(_named, pack.split("-")))


def _named(part: str) -> str:
    if part in SMALL_WORDS:
        return part
    short = len(part) <= LONGEST_ABBREVIATION or not part.isalpha()
    return part.upper() if short else part.capitalize()


def question(name: str | None) -> str:
    """The question of a policy, as a heading says it."""
    said = {
        "start": pgettext("question", "Start"),
        "continue": pgettext("question", "Continue"),
        "restart": pgettext("question", "Restart"),
    }
    return said.get(name or "", (name or "").replace("_", " ").capitalize())


def headline(decision: dict[str, Any]) -> str:
    """The answer before everything else, in three words."""
    if not decision["same_under_all_readings"]:
        return _("depends on how the guidance is read")
    said = {"yes": _("criteria met"), "no": _("criteria not met"), "unknown": _("cannot be told yet")}
    return said[decision["answer"]]


def said(answer: str) -> str:
    """The answer to one criterion, which is a question of its own."""
    return {"yes": _("yes"), "no": _("no"), "unknown": _("cannot be told yet"), "silent": _("silent")}[answer]


def fall(pair: Sequence[int]) -> str:
    """The fall in days between bounds, in tenths of a day: `9 fewer`, `7 to 9 fewer`, `2 more`."""
    low, high = pair
    if low == high == 0:
        return _("the same")
    if low >= 0:
        return _("%(days)s fewer") % {"days": _between(low, high)}
    if high <= 0:
        return _("%(days)s more") % {"days": _between(-high, -low)}
    return _("%(more)s more to %(fewer)s fewer") % {"more": tenths(-low), "fewer": tenths(high)}


def tenths(number: int) -> str:
    """Tenths as a decimal number, with the decimal sign of the page."""
    return worded(wording.tenths(number))


def _between(low: int, high: int) -> str:
    if low == high:
        return tenths(low)
    return _("%(low)s to %(high)s") % {"low": tenths(low), "high": tenths(high)}


def percent(pair: Sequence[int]) -> str:
    """The same fall as a share of the baseline, in tenths of a percent. It never stands without the days."""
    low, high = pair
    if low == high:
        return f"{_signed(low)}\u00a0%"
    return _("%(low)s to %(high)s\u00a0%%") % {"low": _signed(low), "high": _signed(high)}


def _signed(fallen: int) -> str:
    """A fall with a minus sign before it, a rise with a plus sign."""
    return "0" if fallen == 0 else ("\u2212" if fallen > 0 else "+") + tenths(fallen)


def medicine_class(name: str) -> str:
    """A class of acute medicines."""
    return {
        "triptan": _("Triptans"),
        "ergot": _("Ergots"),
        "non-opioid": _("Simple painkillers"),
        "opioid": _("Opioids"),
        "combination": _("Combination painkillers"),
        "other": _("Other acute medicines"),
        "unrecognised": _("Not recognised"),
        "any": _("Any acute medicine"),
    }[name]


def choice(name: str) -> str:
    """What a clinician decided."""
    return {
        "start": pgettext("decision", "start"),
        "continue": pgettext("decision", "continue"),
        "stop": pgettext("decision", "stop"),
        "restart": pgettext("decision", "restart"),
        "wait": pgettext("decision", "wait"),
        "other": pgettext("decision", "other"),
    }[name]


def moment(instant: datetime, at: At) -> str:
    """The day and the time by the clinic's clock."""
    here = instant.astimezone(at.zone)
    return f"{in_full(here.date())}, {here:%H:%M}"


def when(days_until: int) -> str:
    """How far away a day is, in whole weeks where it is weeks: `in 3 weeks`, `2 weeks ago`, `today`."""
    if days_until == 0:
        return _("today")
    weeks, days = divmod(abs(days_until), DAYS_A_WEEK)
    if weeks:
        ahead = ngettext("in %(n)s week", "in %(n)s weeks", weeks)
        ago = ngettext("%(n)s week ago", "%(n)s weeks ago", weeks)
    else:
        ahead = ngettext("in %(n)s day", "in %(n)s days", days)
        ago = ngettext("%(n)s day ago", "%(n)s days ago", days)
    return (ahead if days_until > 0 else ago) % {"n": weeks or days}
