"""The diary app, a file at a time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import public

from .version import INDEX, app


@public("the diary app holds nothing about anybody; what it shows lies on the phone, sealed")
def phone_file(request: HttpRequest, path: str = "") -> HttpResponse:
    """One file of the app, always asked for again, so that a new version is noticed at once."""
    found = app().get(path or INDEX)
    if found is None:
        return not_found(request)
    if request.headers.get("If-None-Match") == found.tag:
        return HttpResponseNotModified(headers={"ETag": found.tag, "Cache-Control": "no-cache"})
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(found.packed if packed else found.body, content_type=found.kind)
    for name, value in (("ETag", found.tag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")):
        answer.headers[name] = value
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer
