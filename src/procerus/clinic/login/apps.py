"""Write log-ins and second factors into the trail."""

from __future__ import annotations

from django.apps import AppConfig


class LoginConfig(AppConfig):
    """Who logs in, and how."""

    name = "procerus.clinic.login"

    def ready(self) -> None:
        from procerus.clinic.login.noted import listen

        listen()
