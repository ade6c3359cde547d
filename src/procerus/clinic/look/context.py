"""What every page knows without being told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from procerus import __version__
from procerus.clinic.look.emergency import emergency


def look(request: HttpRequest) -> dict[str, Any]:
    """Whether everybody is made up, which version this is, and what a patient reads on every page."""
    return {"demo": settings.DEMO, "version": __version__, "emergency": SimpleLazyObject(emergency)}
