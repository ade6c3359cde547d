"""Is it alive? For whoever watches the server."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from procerus.clinic.access.pages import public


@public("tells a watching program whether the server and its database answer")
def health(request: HttpRequest) -> JsonResponse:
    """200 once the database answers; an error of the database ends in 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
