"""Where somebody goes after logging in, and their own account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_account
from procerus.clinic.people.models import Role
from procerus.clinic.people.own import own_pages_of


@for_account("account.home")
def home(at: At) -> HttpResponse:
    """Staff go to their clinic's day, patients to their own page."""
    member = at.account.memberships.filter(ended=None).select_related("clinic").order_by("since").first()
    if member is not None and member.role not in (Role.AUDITOR, Role.ADMINISTRATOR):
        return redirect("today", clinic=member.clinic.slug)
    own = own_pages_of(at.account)
    if member is None and own:
        return redirect("mine", patient=own[0].pk)
    return at.render("login/home.html", {"member": member})


@for_account("account.second_factor")
def second_factor(at: At) -> HttpResponse:
    """Where staff without a second factor are sent: nothing else opens until there is one."""
    return at.render("login/second_factor.html")
