"""How days are written on a page: `26 Nov 2026`, `26 Nov`, and from one to another."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from procerus.diary.partial_date import PartialDate

MONTHS = (
    gettext_noop("Jan"), gettext_noop("Feb"), gettext_noop("Mar"), gettext_noop("Apr"), gettext_noop("May"),
    gettext_noop("Jun"), gettext_noop("Jul"), gettext_noop("Aug"), gettext_noop("Sep"), gettext_noop("Oct"),
    gettext_noop("Nov"), gettext_noop("Dec"),
)  # fmt: skip


def asked_day(text: str) -> date | None:
    """The day that an address asks about, from 1900 to 2199; None where it is none, or only part of one."""
    try:
        return PartialDate.of(text).day
    except ValueError:
        return None


def day_or(text: str, otherwise: date) -> tuple[date, str]:
    """The day that an address asks about, and what is wrong with it: then it is the other one.

    A page says what is wrong and answers with 422, lest another day be taken for the one that was meant.
    """
    said = text.strip()
    found = asked_day(said)
    if found or not said:
        return found or otherwise, ""
    wrong = _("“%(said)s” is not a day. Shown is %(day)s; write a day as 2026-11-26.")
    return otherwise, wrong % {"said": said[:20], "day": in_full(otherwise)}


def in_full(value: date | str) -> str:
    """A day with its year; a partial date as what is known of it."""
    parts = value.isoformat().split("-") if isinstance(value, date) else str(value).split("-")
    if len(parts) == 1:
        return parts[0]
    named = {"month": _(MONTHS[int(parts[1]) - 1]), "year": parts[0], "day": int(parts[-1])}
    if len(parts) == 2:
        return _("%(month)s %(year)s") % named
    return _("%(day)s %(month)s %(year)s") % named


def short_day(day: date) -> str:
    """A day without its year, where the year is told elsewhere."""
    return _short_day(day, get_language())


@lru_cache(maxsize=4_000)
def _short_day(day: date, language: str | None) -> str:
    """Kept for each language: a patient's page writes two hundred of them."""
    return _("%(day)s %(month)s") % {"day": day.day, "month": _(MONTHS[day.month - 1])}


def short_span(first: date, last: date) -> str:
    """The first and the last day without a year, for the head of a column: `24 Oct\u201322 Nov`."""
    return f"{short_day(first)}\u2013{short_day(last)}"


def span(first: date, last: date) -> str:
    """The first and the last day, the year twice only where there are two: `3 Oct to 1 Nov 2026`."""
    if first == last:
        return in_full(first)
    start = in_full(first) if first.year != last.year else short_day(first)
    return _("%(first)s to %(last)s") % {"first": start, "last": in_full(last)}
