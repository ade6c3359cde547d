"""A session that nobody used for a while ends, and no session outlives a long working day."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

BEGUN, USED = "begun_at", "used_at"
WRITTEN_EVERY_SECONDS = 60


class SessionEnds:
    """Logs out whoever was idle too long or logged in too long ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = int(time()), request.session
            begun, used = session.setdefault(BEGUN, now), session.get(USED, now)
            if now - used > settings.IDLE_SECONDS or now - begun > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - session.get(USED, 0) >= WRITTEN_EVERY_SECONDS:
                session[USED] = now
        return self.get_response(request)


class OwnLanguage:
    """Speaks the language somebody chose for their account, where this browser was not told another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = getattr(request.user, "language", "")
        if own and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(own)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
