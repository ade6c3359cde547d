"""Look at the keys of the diaries when the program starts."""

from __future__ import annotations

from django.apps import AppConfig


class PhonesConfig(AppConfig):
    """Phones and what they told."""

    name = "procerus.clinic.phones"

    def ready(self) -> None:
        from procerus.clinic.phones import checks  # noqa: F401  # registers itself
