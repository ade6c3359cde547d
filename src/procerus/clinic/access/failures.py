"""Pages for what went wrong: what happened and what to do, and never more than whoever asks may know."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from procerus.clinic.access.at import At
    from procerus.clinic.access.reach import Refused


def failure(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    """A page that says what went wrong."""
    return render(request, "look/failure.html", {"title": title, "says": says}, status=status)


def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """Not allowed: as if there were nothing, unless whoever asks knows of it anyway."""
    if not why.seen:
        return not_found(request)
    says = _(
        "Your role at this clinic does not include this. An administrator of the clinic can change that."
    )
    return failure(request, 403, _("This is not open to you"), says)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing there."""
    says = _(
        "Check the address, or look for the patient by name or number."
        " What is at another clinic is not shown."
    )
    return failure(request, 404, _("There is nothing here"), says)


def mixed_up(at: At) -> HttpResponse:
    """A form of one patient was sent about another."""
    says = _(
        "The form was opened for another patient than the one of this page. Nothing was saved."
        " Open the page again."
    )
    return failure(at.request, 409, _("Two patients were mixed up"), says)


def merged(request: HttpRequest, kept: UUID) -> HttpResponse:
    """The address of a registration that was merged leads to the one that is kept."""
    says = _("This registration and the one shown here were found to be one person.")
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None:
        return failure(request, 409, _("Nothing was saved"), f"{says} " + _("Open the patient again."))
    messages.info(request, says)
    return HttpResponseRedirect(reverse(match.view_name, kwargs=match.kwargs | {"patient": kept}))


def not_recorded(at: At) -> HttpResponse:
    """The trail could not be written, so nothing is shown."""
    says = _(
        "Every look at a record is written down first, and that failed just now. Nothing was lost."
        " Try again in a moment."
    )
    return failure(at.request, 503, _("The page cannot be shown now"), says)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that this site did not make, or that is too old."""
    says = _(
        "The form was too old, or did not come from this site. Nothing was saved."
        " Go back, load the page again and send it once more."
    )
    return failure(request, 403, _("The form could not be accepted"), says)


def broken(request: HttpRequest) -> HttpResponse:
    """An error of the program."""
    says = _(
        "Something in the program went wrong. What was shown as saved is saved."
        " The clinic's administrator finds the error in the log."
    )
    return failure(request, 500, _("Something went wrong"), says)
