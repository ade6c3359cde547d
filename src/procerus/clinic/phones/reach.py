"""How a page of the phones says who may open it: whoever holds the token of a phone that is joined."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import SAFE, Declared, answer_read, answer_written
from procerus.clinic.access.reach import own_role
from procerus.clinic.phones.joining import phone_with
from procerus.clinic.phones.models import Phone

View = Callable[Concatenate[At, Phone, ...], HttpResponse]
UNKNOWN, WRONG_WAY = 401, 405


def problem(code: str, text: str, status: int) -> JsonResponse:
    """What went wrong: a word for the program, a sentence for whoever reads it."""
    return JsonResponse({"problem": code, "text": text}, status=status)


def for_phone(what: str, method: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """For a phone that is joined, about the diary to which it is joined and no other.

    The token stands in a header that no other site can send along, so no form token is needed.
    """

    def wrap(view: View) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method != method:
                return problem("method", f"Use {method}.", WRONG_WAY)
            at, phone = _reached(request, what)
            if at is None or phone is None:
                return problem("ended", _("This phone is not connected any more."), UNKNOWN)
            if method in SAFE:
                return answer_read(at, view(at, phone, **kwargs))
            return answer_written(at, lambda: view(at, phone, **kwargs))

        page.declared = Declared("phone", what=what)  # type: ignore[attr-defined]  # a mark that checks look for
        return csrf_exempt(page)

    return wrap


def _reached(request: HttpRequest, what: str) -> tuple[At | None, Phone | None]:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    phone = phone_with(token) if scheme == "Bearer" and token else None
    role = "" if phone is None else own_role(phone.account, phone.patient.person)
    if phone is None or not role:
        return None, None
    return At(request, phone.account, role, "", what, maybe_patient=phone.patient.person), phone
