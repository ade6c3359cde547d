"""What the server writes about itself: one line of JSON an event, without a word about patients.

No addresses (they hold identifiers), no query, no form, no value of a variable. An error is written as its
type and the places in the code through which it came.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

PLACES = 12  # of an error's way through the code, the innermost


class RequestLog:
    """Writes what was asked of which view, how it ended and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, number = perf_counter(), uuid4().hex[:12]
        request.META["procerus.number"] = number
        answer = self.get_response(request)
        milliseconds = round((perf_counter() - begun) * 1000, 1)
        view = request.resolver_match.view_name if request.resolver_match else ""
        line(
            "request", id=number, method=request.method, view=view, status=answer.status_code, ms=milliseconds
        )
        answer.headers["X-Request-Id"] = number
        answer.headers["Server-Timing"] = f"app;dur={milliseconds}"
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """The error behind a page that says that something went wrong; the number is the request's."""
        line("error", id=request.META.get("procerus.number", ""), **told(error))


class Lines(logging.Handler):
    """What libraries log, as lines: their sentence without the values put into it."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        line("log", level=record.levelname.lower(), by=record.name, says=str(record.msg), **told(error))


def told(error: BaseException | None) -> dict[str, Any]:
    """An error by its type and where it came through, without what it says: that may be of a record."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    return {
        "error": type(error).__name__,
        "through": [f"{one.filename.rpartition('procerus/')[2]}:{one.lineno} {one.name}" for one in frames],
    }


def line(event: str, **said: Any) -> None:
    """A line on stderr."""
    made = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **said}
    print(json.dumps(made), file=sys.stderr, flush=True)


def set_up() -> None:
    """Let every library log through `Lines`, warnings and worse."""
    root = logging.getLogger()
    root.handlers[:] = [Lines()]
    root.setLevel(logging.WARNING)
    for name in ("django", "django.request", "django.security", "django.server"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # RequestLog says it, with its number
