"""Look at every address when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "procerus.clinic.access"

    def ready(self) -> None:
        from procerus.clinic.access import checks  # noqa: F401  # registers itself
