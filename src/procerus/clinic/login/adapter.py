"""How the log-in library behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody registers themselves: accounts are made by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
