"""Pages for what went wrong: what happened and what to do, and never more than whoever asks may know."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from procerus.clinic.access.marks import CSRF_FIELD, maker
from procerus.clinic.people.models import Account

if TYPE_CHECKING:
    from procerus.clinic.access.at import At
    from procerus.clinic.access.reach import Refused


def failure(request: HttpRequest, status: int, title: str, says: str, typed: str = "") -> HttpResponse:
    """A page that says what went wrong, with what was typed, where nothing else keeps it."""
    shown = {"title": title, "says": says, "typed": typed}
    return render(request, "look/failure.html", shown, status=status)


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
    return failure(at.request, 409, _("Two patients were mixed up"), says, _typed(at.request))


def merged(request: HttpRequest, kept: UUID) -> HttpResponse:
    """The address of a registration that was merged leads to the one that is kept."""
    says = _("This registration and the one shown here were found to be one person.")
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None:
        says += " " + _("Open the patient again.")
        return failure(request, 409, _("Nothing was saved"), says, _typed(request))
    messages.info(request, says)
    return HttpResponseRedirect(reverse(match.view_name, kwargs=match.kwargs | {"patient": kept}))


def not_recorded(at: At) -> HttpResponse:
    """The trail could not be written, so nothing is shown."""
    says = _(
        "Every look at a record is written down first, and that failed just now. Nothing was lost."
        " Try again in a moment."
    )
    return failure(at.request, 503, _("The page cannot be shown now"), says)


def unsaved(request: HttpRequest, made_for: UUID) -> HttpResponse:
    """Nothing was saved, and what was entered is in a form of this page: its maker can save it still."""
    whose = Account.objects.get(pk=made_for)
    is_here = request.user == whose
    if is_here:
        says, first = _("You logged in again after this was opened. It is not saved yet."), ""
    elif request.user.is_authenticated:
        said = _("%(maker)s entered this, and %(other)s is logged in. It is not saved yet.")
        says = said % {"maker": whose.name, "other": request.user.name}
        first = _("In another tab, log out, and let %(maker)s log in.") % {"maker": whose.name}
    else:
        said = _("%(maker)s was logged out before this was saved. It is not saved yet.")
        says = said % {"maker": whose.name}
        first = _("In another tab, log in as %(maker)s.") % {"maker": whose.name}
    fields = [(name, one) for name, values in request.POST.lists() for one in values if _may_wait(name)]
    shown = {"says": says, "first": first, "is_here": is_here, "fields": fields, "files": request.FILES}
    return render(request, "access/unsaved.html", shown, status=403)


def unreadable(request: HttpRequest, name: str, values: list[str]) -> HttpResponse:
    """A field holds a sign that cannot be kept; what was typed is shown, so that it is not lost."""
    text = "\n".join(values) if _may_wait(name) else ""
    return render(request, "access/unreadable.html", {"text": text}, status=400)


def _may_wait(name: str) -> bool:
    """Whether a field may stand in a page that lies open; the password of a second person may not."""
    return name != CSRF_FIELD and not name.endswith("password")


def _typed(request: HttpRequest) -> str:
    """The sentences of a form that was not saved; a choice or a number is soon made again."""
    said = (one for name, values in request.POST.lists() if _may_wait(name) for one in values)
    return "\n\n".join(one.strip() for one in said if " " in one.strip())


def saved_before(request: HttpRequest, led_to: str) -> HttpResponse:
    """The form was sent a second time: to where it led the first time."""
    messages.info(request, _("This was already saved."))
    return HttpResponseRedirect(led_to or request.path)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that this site did not make, or that is too old. What was entered in one of ours is kept."""
    made_for = maker(request)
    if made_for is not None:
        return unsaved(request, made_for)
    says = _(
        "The form was too old, or did not come from this site. Nothing was saved."
        " Go back, load the page again and send it once more."
    )
    return failure(request, 403, _("The form could not be accepted"), says)


def too_often(request: HttpRequest) -> HttpResponse:
    """More tries to log in than are counted as honest ones."""
    says = _(
        "There were too many tries to log in. Nothing is closed: wait five minutes, and try again."
        " Whoever forgot the password asks an administrator of the clinic for a link that sets it anew."
    )
    return failure(request, 429, _("Too many tries"), says)


def busy(request: HttpRequest) -> HttpResponse:
    """The database did what somebody else asked for, for longer than we wait."""
    says = _("The database is busy just now, and nothing was saved. Try again in a moment.")
    return failure(request, 503, _("Please try again"), says)


def broken(request: HttpRequest) -> HttpResponse:
    """An error of the program, or a database that was busy for too long."""
    if isinstance(sys.exception(), OperationalError):
        return busy(request)
    says = _(
        "Something in the program went wrong. What was shown as saved is saved."
        " The clinic's administrator finds the error in the log."
    )
    return failure(request, 500, _("Something went wrong"), says)
