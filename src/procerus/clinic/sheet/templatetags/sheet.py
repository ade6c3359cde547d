"""Words of the patient page, and the way from a number to the days behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from procerus.clinic.sheet import time_line, words
from procerus.pathway.caveats import counts_more_days

register = template.Library()
register.filter("policy_name", words.policy_name)
register.filter("question", words.question)
register.filter("headline", words.headline)
register.filter("said", words.said)
register.filter("fall", words.fall)
register.filter("percent", words.percent)
register.filter("medicine_class", words.medicine_class)
register.filter("when", words.when)
register.filter("choice", words.choice)
register.filter("moment", words.moment)
register.filter("counts_more_days", counts_more_days)


@register.simple_tag(takes_context=True)
def days(context: Context, part: Mapping[str, Any], fact: str = "") -> str:
    """The address of the days behind a number: those of a part of a summary, and what is counted in them."""
    return days_behind(context["days_url"], part, fact)


def days_behind(page: str, part: Mapping[str, Any], fact: str) -> str:
    """As `days`, where the address of the page of days is known."""
    return f"{page}?from={part['from']}&to={part['to']}" + (f"&fact={fact}" if fact else "")


@register.simple_tag(takes_context=True)
def weeks(context: Context, course: Mapping[str, Any]) -> SafeString:
    """The time line of a course: a bar a week, each a link to its days."""
    return time_line.drawing(course, lambda week: days_behind(context["days_url"], week, "headache_days"))
