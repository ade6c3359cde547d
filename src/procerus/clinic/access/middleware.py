"""What holds for every page: it is kept nowhere, and what is typed into it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from procerus.clinic.access.failures import unreadable

LOST = "\N{REPLACEMENT CHARACTER}"
"""What stands where bytes were no text."""
UNREADABLE = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f{LOST}]")
"""Control signs but the tab and the ends of lines, and what was lost on the way."""


class KeptNowhere:
    """Says `no-store` of every answer that does not say otherwise itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return answer


class Readable:
    """Refuses text that holds what nobody can see or what was no text, before it could be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """A page that shows where the sign stands; None where everything can be read."""
        for said in (request.GET, request.POST):
            for name, values in said.lists():
                if any(UNREADABLE.search(one) for one in (name, *values)):
                    return unreadable(request, name, [UNREADABLE.sub(LOST, one) for one in values])
        return None
