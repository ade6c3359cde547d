"""What a feature's module `urls` holds: lists of addresses, and what it puts into the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver
from django.utils.functional import Promise

Pages = list[URLPattern | URLResolver]


@dataclass(frozen=True, slots=True)
class Entrance:
    """A link in the navigation of a clinic, or of a patient: shown to whoever has the permission."""

    name: str
    label: str | Promise
    permission: str
    place: int = 50
    """Lower ones stand first."""
