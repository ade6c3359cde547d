"""The names of roles."""

from __future__ import annotations

from django import template

from procerus.clinic.login.staff_forms import ROLE_NAMES

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """A role as it is called on screens."""
    return {key.value: str(named) for key, named in ROLE_NAMES.items()}.get(role, role)
