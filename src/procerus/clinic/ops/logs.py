"""One line of JSON for each request, without a word about patients: no addresses, no names, no query."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse


class RequestLog:
    """Writes what was asked of which view, how it ended and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, number = perf_counter(), uuid4().hex[:12]
        answer = self.get_response(request)
        milliseconds = round((perf_counter() - begun) * 1000, 1)
        view = request.resolver_match.view_name if request.resolver_match else ""
        line(
            "request", id=number, method=request.method, view=view, status=answer.status_code, ms=milliseconds
        )
        answer.headers["X-Request-Id"] = number
        answer.headers["Server-Timing"] = f"app;dur={milliseconds}"
        return answer


def line(event: str, **said: Any) -> None:
    """A line on stderr."""
    made = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **said}
    print(json.dumps(made), file=sys.stderr, flush=True)
