"""Look at the append-only tables when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The audit trail."""

    name = "procerus.clinic.trail"

    def ready(self) -> None:
        from procerus.clinic.trail import checks  # noqa: F401  # registers itself
