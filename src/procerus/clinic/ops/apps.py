"""Look at the database when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Running the clinic."""

    name = "procerus.clinic.ops"

    def ready(self) -> None:
        from procerus.clinic.ops import checks  # noqa: F401  # registers itself
