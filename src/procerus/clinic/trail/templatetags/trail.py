"""Words of the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.trail.forms import KIND_NAMES
from procerus.clinic.trail.subjects import subject

register = template.Library()
register.filter("subject", subject)


@register.filter
def kind_name(kind: str) -> str:
    """What an event is, in words."""
    return str(KIND_NAMES.get(kind, kind))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, when: datetime) -> str:
    """A moment by the clinic's clock, to the second, as `09:12:45`."""
    at: At = context["at"]
    return timezone.localtime(when, at.zone).strftime("%H:%M:%S")


@register.simple_tag(takes_context=True)
def day_of(context: template.Context, when: datetime) -> Any:
    """The day of a moment by the clinic's clock."""
    at: At = context["at"]
    return timezone.localtime(when, at.zone).date()


@register.filter
def nobody(name: str) -> str:
    """A name, or that there was none: an attempt to log in, or the command line."""
    return name or _("nobody logged in")
