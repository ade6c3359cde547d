"""The page behind a one-time link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from procerus.clinic.access.failures import failure
from procerus.clinic.access.pages import public
from procerus.clinic.login.forms import Entering
from procerus.clinic.login.links import Unusable, accept, usable
from procerus.clinic.login.models import OneTimeLink
from procerus.clinic.people.models import Account

GONE = 410


@public("opened by whoever holds a one-time link; it names only the person it was made for")
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a password, or take up a role with an account that exists."""
    try:
        link = usable(code)
        existing = link.account or Account.objects.filter(email__iexact=link.email).first()
        if link.account is None and existing is not None:
            return _with_an_account(request, code, link, existing)
        return _with_a_password(request, code, link, existing)
    except Unusable:
        says = _(
            "It was used already, has expired or was withdrawn. Whoever gave it to you can make another."
        )
        return failure(request, GONE, _("This link cannot be used"), says)


def _with_an_account(request: HttpRequest, code: str, link: OneTimeLink, existing: Account) -> HttpResponse:
    if request.user != existing:
        return render(request, "login/enter_known.html", {"link": link, "next": request.path})
    if request.method == "POST":
        accept(code, None, "", existing)
        return redirect("home")
    return render(request, "login/enter_known.html", {"link": link, "is_here": True})


def _with_a_password(
    request: HttpRequest, code: str, link: OneTimeLink, existing: Account | None
) -> HttpResponse:
    asks_clinic = bool(link.role) and link.clinic is None and not link.new_clinic
    whose = existing or Account(name=link.name, email=link.email)
    form = Entering(request.POST or None, account=whose, asks_clinic=asks_clinic)
    if request.method == "POST" and form.is_valid():
        accept(code, form.cleaned_data["password"], form.cleaned_data.get("clinic", ""))
        messages.success(request, _("Your password is set. Log in with it now."))
        return redirect("account_login")
    status = 422 if form.is_bound else 200
    return render(request, "login/enter.html", {"link": link, "form": form}, status=status)
