"""What the banner of every page says of a patient beside name and birth date."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.template import Context

from procerus.clinic.access.at import At
from procerus.clinic.people.look_alikes import Twin, Who, twins_of
from procerus.clinic.people.models import BrokenGlass
from procerus.criteria.bounds import Between

register = template.Library()


@register.simple_tag(takes_context=True)
def look_alikes(context: Context) -> list[Twin]:
    """Other patients of the clinic who are easily taken for this one. Two queries."""
    at: At = context["at"]
    if at.maybe_clinic is None or at.maybe_patient is None or at.glass:
        return []
    return twins_of(Who.of(at.patient), [at.clinic], [at.patient.pk])


@register.simple_tag(takes_context=True)
def glass_until(context: Context) -> datetime | None:
    """Until when the record is open in an emergency."""
    at: At = context["at"]
    return (
        BrokenGlass.objects.filter(pk=at.glass).values_list("until", flat=True).first() if at.glass else None
    )


@register.filter
def when(moment: datetime, at: At) -> datetime:
    """A moment by the clock of the page's clinic."""
    return _by_the_clock_of(at.zone, moment)


@register.filter
def when_in(moment: datetime, zone: str) -> datetime:
    """A moment by the clock of a place; of the world, where no place is known."""
    return _by_the_clock_of(ZoneInfo(zone or "UTC"), moment)


@register.filter
def pair(bounds: Between) -> tuple[int | None, int | None]:
    """Bounds as the pair that `bounds` says in words."""
    return bounds.low, bounds.high


def _by_the_clock_of(zone: ZoneInfo, moment: datetime) -> datetime:
    """Without its zone: else the template would turn it back into the server's."""
    return moment.astimezone(zone).replace(tzinfo=None)
