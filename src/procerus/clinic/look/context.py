"""What every page knows without being told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from procerus import __version__


def look(request: HttpRequest) -> dict[str, Any]:
    """Whether everybody is made up, and which version this is."""
    return {"demo": settings.DEMO, "version": __version__}
