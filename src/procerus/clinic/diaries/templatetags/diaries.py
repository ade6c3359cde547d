"""Words of the diary pages, and the way from one stretch of days to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.access.at import At
from procerus.clinic.diaries.correcting import correctable
from procerus.clinic.diaries.days import UNANSWERED, Asked
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.said import Past, Said
from procerus.clinic.look import month as pictures
from procerus.clinic.look.dates import short_day

register = template.Library()


@register.filter
def mark_of(letter: str) -> str:
    """The kind of mark of a letter."""
    return pictures.DRAWN[letter]


@register.simple_tag
def mark(letter: str) -> SafeString:
    """The mark of one day, as in the drawing of a month."""
    return pictures.one_mark(pictures.DRAWN[letter])


@register.filter
def letter_said(letter: str) -> str:
    """A letter of the drawing in words."""
    return {"M": _("migraine"), "h": _("headache"), ".": _("no headache"), "?": _("not answered")}[letter]


@register.filter
def weekday(day: date) -> str:
    """The day of the week, short."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


@register.filter
def weekday_number(day: date) -> int:
    """The day of the week: 0 is Monday."""
    return day.weekday()


@register.filter
def day_alone(day: date) -> str:
    """A day without its year, which the page says at its head."""
    return short_day(day)


@register.simple_tag(takes_context=True)
def may_correct(context: Context, one: Said) -> bool:
    """Whether whoever looks may put right what was said."""
    at: At = context["at"]
    if one.statement is None or not at.can("diary.write"):
        return False
    return correctable(one.statement, at.account, at.role)


@register.simple_tag
def faulty(rows: Sequence[Any]) -> list[tuple[date, Any]]:
    """The cells of a grid with which something is wrong, each with its day."""
    return [(row.day, cell) for row in rows for cell in row.cells if cell.wrong]


@register.filter
def grade_said(grade: str) -> str:
    """How bad it was."""
    return {"": "", "0": "0", "mild": _("mild"), "moderate": _("moderate"), "severe": _("severe")}[grade]


@register.filter
def symptom_said(name: str) -> str:
    """A column of the diary file as a symptom."""
    return {
        "unilateral": _("one-sided"), "pulsating": _("pulsating"), "aggravated": _("worse with activity"),
        "nausea": _("nausea"), "vomiting": _("vomiting"), "photophobia": _("sensitive to light"),
        "phonophobia": _("sensitive to sound"), "aura": _("aura"), "believed_migraine": _("called migraine"),
        "relieved": _("relieved by triptan or ergot"),
    }[name]  # fmt: skip


@register.filter
def written_down(one: Said) -> str:
    """When it was written down, counted from the day itself."""
    if one.days_late is None:
        return _("time not known")
    if one.days_late < 0:
        return _("before the day")
    if one.days_late == 0:
        return _("same day")
    late = ngettext("%(n)s day later", "%(n)s days later", one.days_late) % {"n": one.days_late}
    return _("recalled, %(late)s") % {"late": late} if one.recalled else late


@register.filter
def source_said(one: Said) -> str:
    """How it came here, and through whom."""
    how = {
        Source.PHONE.value: _("on the phone"), Source.IMPORT.value: _("from a file"),
        Source.PAPER.value: _("on paper"), Source.CLINIC.value: _("by the clinic"),
    }[one.source]  # fmt: skip
    return f"{how}, {one.by}" if one.by else how


@register.filter
def past_said(past: Past) -> str:
    """Why it counts no more."""
    said = {Past.AMENDED: _("amended"), Past.WITHDRAWN: _("withdrawn"), Past.UNDONE: _("import undone")}
    return said[past]


@register.simple_tag
def facts_offered() -> list[tuple[str, str]]:
    """What may be counted on the page of days."""
    return [
        ("headache_days", _("headache")), ("migraine_days", _("migraine")),
        ("acute_days", _("any acute medicine")), ("triptan_days", _("triptans")),
        ("ergot_days", _("ergots")), ("non_opioid_days", _("simple painkillers")),
        ("opioid_days", _("opioids")), ("combination_days", _("combination painkillers")),
        ("diary_days", _("answered")), (UNANSWERED, _("not answered")),
    ]  # fmt: skip


@register.simple_tag
def same_days(asked: Asked, everything: bool = False) -> str:
    """The same days, with those that do not count."""
    return _address(replace(asked, everything=everything))


@register.simple_tag
def days_before(asked: Asked) -> str:
    """As many days before these."""
    return _address(_moved(asked, -1))


@register.simple_tag
def days_after(asked: Asked) -> str:
    """As many days after these."""
    return _address(_moved(asked, 1))


def _moved(asked: Asked, by: int) -> Asked:
    length = timedelta(days=(asked.last - asked.first).days + 1) * by
    return replace(asked, first=asked.first + length, last=asked.last + length)


def _address(asked: Asked) -> str:
    said = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    said |= {"fact": asked.fact} if asked.fact else {}
    return "?" + urlencode(said | ({"all": "1"} if asked.everything else {}))
