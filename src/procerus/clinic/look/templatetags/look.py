"""Words and drawings that every page uses the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from procerus.clinic.access.addresses import Entrance
from procerus.clinic.access.at import At
from procerus.clinic.access.marks import FIELD, new_mark
from procerus.clinic.look import dates, wording
from procerus.clinic.look import month as pictures

register = template.Library()
register.filter("worded", wording.worded_and_marked)
register.filter("worded_plain", wording.worded)
register.filter("units", wording.units)


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, **kwargs: Any) -> str:
    """The address of a page at the same clinic, about the same patient where there is one."""
    at: At = context["at"]
    return at.url(name, **kwargs)


@register.simple_tag(takes_context=True)
def csrf_token(context: Context, repeatable: bool = False) -> SafeString:
    """In every form, in place of Django's own tag: what that one makes, and the mark of `access.marks`.

    `repeatable` is for a form that asks and never writes. Forms of the log-in have no mark either.
    """
    ours = CsrfTokenNode().render(context)
    if repeatable or "at" not in context:
        return SafeString(ours)
    at: At = context["at"]
    return format_html('{}<input type="hidden" name="{}" value="{}">', ours, FIELD, new_mark(at.account))


@register.simple_tag(takes_context=True)
def about(context: Context) -> SafeString:
    """The hidden field that every form about a patient carries."""
    at: At = context["at"]
    return format_html('<input type="hidden" name="about" value="{}">', at.signed_patient)


@register.simple_tag(takes_context=True)
def can(context: Context, permission: str) -> bool:
    """Whether whoever looks may do something, so that it is offered."""
    at: At = context["at"]
    return at.can(permission)


@register.simple_tag(takes_context=True)
def entrances(context: Context, where: str) -> list[dict[str, Any]]:
    """The navigation of a clinic (`clinic_nav`) or of a patient (`patient_nav`), as far as it is allowed."""
    from procerus.clinic.urls import collected  # the addresses import views, and views this

    at: At = context["at"]
    here = at.request.resolver_match.url_name if at.request.resolver_match else ""
    listed: list[Entrance] = sorted(collected(where), key=lambda one: one.place)
    return [
        {"url": at.url(one.name), "label": one.label, "here": one.name == here}
        for one in listed
        if at.can(one.permission)
    ]


@register.simple_tag(takes_context=True)
def flags(context: Context) -> list[tuple[str, str]]:
    """What every page about a patient says first: a sentence and an address each, of every feature."""
    from procerus.clinic.urls import collected  # the addresses import views, and views this

    at: At = context["at"]
    return [one for flag in collected("patient_flags") for one in flag(at)] if at.maybe_clinic else []


@register.filter
def answer(said: str) -> str:
    """An answer in the words of the screens: met, not met, cannot be told yet."""
    return {"yes": _("met"), "no": _("not met"), "unknown": _("cannot be told yet")}[said]


@register.filter
def bounds(pair: Any) -> str:
    """A count between bounds: `14 to 16`, or a lone number only where both are the same."""
    low, high = pair
    if low == high:
        return str(low)
    return (
        _("%(low)s or more") % {"low": low}
        if high is None
        else _("%(low)s to %(high)s") % {"low": low, "high": high}
    )


@register.filter
def day(value: date | str | None) -> str:
    """A day as `26 Nov 2026`; a partial date as what is known of it; of a moment the day at the clinic."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return dates.in_full(value)


@register.filter
def as_day(iso: str) -> date:
    """A day out of stored JSON."""
    return date.fromisoformat(iso)


@register.filter
def span(part: Mapping[str, Any]) -> str:
    """The days of a part of a summary: `3 Oct to 1 Nov 2026`, the year twice only where there are two."""
    return dates.span(date.fromisoformat(part["from"]), date.fromisoformat(part["to"]))


@register.filter
def short_span(part: Mapping[str, Any]) -> str:
    """The days of a part of a summary without their year, where the year is told elsewhere."""
    return dates.short_span(date.fromisoformat(part["from"]), date.fromisoformat(part["to"]))


@register.simple_tag
def month(one: Mapping[str, Any]) -> SafeString:
    """A month of a summary as a picture, with the same facts in words for whoever does not see it."""
    return format_html('{}<span class="unseen">{}</span>', pictures.drawing(one), pictures.told(one))


@register.simple_tag
def month_legend() -> SafeString:
    """What the marks of a month mean."""
    return pictures.legend()


@register.simple_tag
def bar(pair: Sequence[int], most: int, limit: int | None = None) -> SafeString:
    """A count between bounds as a bar with its limit; the number itself has to stand beside it."""
    return pictures.bar(pair[0], pair[1], most, limit)
