"""How the log-in library behaves here."""

from __future__ import annotations

from io import BytesIO
from time import time
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext as _


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody registers themselves: accounts are made by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever logged in a moment ago need not show again who they are."""
        shown = get_authentication_records(context.request, context.request.user)
        recently = any(time() - one["at"] < REAUTHENTICATION_TIMEOUT for one in shown)
        return not recently and bool(super().is_reauthentication_required(app=app))


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Second factors and passkeys."""

    def build_totp_svg(self, url: str) -> str:
        """The square that an authenticator app reads: dark on light whatever the page's colours."""
        drawn = BytesIO()
        segno.make(url, error="m").save(
            drawn, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
        )
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("My passkey")
