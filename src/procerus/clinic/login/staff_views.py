"""Pages about the staff of a clinic, for its administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.access.permissions import permissions
from procerus.clinic.login.links import FIRST_ADMINISTRATOR_HOURS, STAFF_DAYS, for_new_way_in, for_staff
from procerus.clinic.login.own import Factors
from procerus.clinic.login.staff import (
    STAFF_ROLES,
    Elsewhere,
    LastAdministrator,
    change_role,
    end_role,
    former_staff_of,
    manages_all_of,
    open_invitations,
    set_active,
    staff_of,
)
from procerus.clinic.login.staff_forms import ROLE_NAMES, Invitation, NewRole
from procerus.clinic.people.models import Membership


@for_clinic("clinic.manage", "staff")
def staff(at: At) -> HttpResponse:
    """Who works here, who was invited, who did work here, and what each role may do."""
    shown = {
        "staff": staff_of(at.clinic), "former": former_staff_of(at.clinic),
        "invitations": open_invitations(at.clinic), "roles": _what_roles_may(),
    }  # fmt: skip
    return at.render("login/staff.html", shown)


def _what_roles_may() -> list[tuple[str, list[str]]]:
    listed = permissions().values()
    return [
        (str(ROLE_NAMES[role]), [_(one.says) for one in listed if role in one.roles]) for role in STAFF_ROLES
    ]


@for_clinic("clinic.manage", "staff.invite")
def invite(at: At) -> HttpResponse:
    """Make a one-time link. It is shown once, on the answer to this form."""
    form = Invitation(at.request.POST or None, clinic=at.clinic)
    if at.request.method != "POST" or not form.is_valid():
        return at.render("login/invite.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    code, made = for_staff(at.clinic, said["name"], said["email"], said["role"], at.account)
    at.wrote("staff.invite", link=str(made.pk), role=made.role)
    return _shown_once(at, code, made.name, _days(STAFF_DAYS))


def _days(number: int) -> str:
    return _("%(number)s days") % {"number": number}


def _shown_once(at: At, code: str, name: str, for_how_long: str) -> HttpResponse:
    link = at.request.build_absolute_uri(reverse("enter", kwargs={"code": code}))
    return at.render("login/link.html", {"link": link, "name": name, "for_how_long": for_how_long})


@for_clinic("clinic.manage", "staff.withdraw")
def withdraw(at: At, link: UUID) -> HttpResponse:
    """An invitation that was not taken up cannot be any more."""
    if at.request.method == "POST":
        found = at.clinic.one_time_links.filter(pk=link, used_at=None, withdrawn_at=None).first()
        if found is None:
            raise Http404
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        at.wrote("staff.withdraw", link=str(link))
        messages.success(at.request, _("The invitation of %(name)s was withdrawn.") % {"name": found.name})
    return redirect(at.url("staff"))


def _member(at: At, number: int) -> Membership:
    found = Membership.objects.filter(pk=number, clinic=at.clinic, ended=None).select_related(
        "account", "clinic"
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


@for_clinic("clinic.manage", "staff.member")
def member(at: At, member: int) -> HttpResponse:
    """One of the staff: their role and their way in."""
    return _page(at, _member(at, member), NewRole())


def _page(at: At, one: Membership, form: NewRole, refused: str = "") -> HttpResponse:
    shown = {
        "member": one, "role_name": ROLE_NAMES[one.role], "form": form, "refused": refused,  # type: ignore[index]  # a choice is its text
        "factors": Factors.of(one.account), "whole": manages_all_of(one.account, at.account),
    }  # fmt: skip
    return at.render("login/member.html", shown, status=422 if refused or form.is_bound else 200)


@for_clinic("clinic.manage", "staff.role")
def role(at: At, member: int) -> HttpResponse:
    """Another role, from now on."""
    one, form = _member(at, member), NewRole(at.request.POST or None)
    if at.request.method != "POST" or not form.is_valid():
        return _page(at, one, form)
    wanted = form.cleaned_data["role"]
    if wanted == one.role:
        form.add_error("role", _("This is the role they have."))
        return _page(at, one, form)
    try:
        change_role(one, wanted, at.account)
    except LastAdministrator:
        return _page(at, one, NewRole(), _last())
    at.wrote("staff.role", account=str(one.account_id), before=one.role, role=wanted)
    messages.success(at.request, _("%(name)s has another role from now on.") % {"name": one.account.name})
    return redirect(at.url("staff"))


@for_clinic("clinic.manage", "staff.end")
def end(at: At, member: int) -> HttpResponse:
    """A role ends at once; the account stays, and so does everything that was written."""
    one = _member(at, member)
    if at.request.method != "POST":
        return redirect(at.url("staff_member", member=member))
    try:
        end_role(one, at.account)
    except LastAdministrator:
        return _page(at, one, NewRole(), _last())
    at.wrote("staff.end", account=str(one.account_id), before=one.role)
    messages.success(
        at.request,
        _("The role of %(name)s has ended. Nothing of this clinic opens for them.")
        % {"name": one.account.name},
    )
    return redirect(at.url("staff"))


@for_clinic("clinic.manage", "staff.way_in")
def way_in(at: At, member: int) -> HttpResponse:
    """A one-time link by which somebody sets password and second factor anew."""
    one = _member(at, member)
    if at.request.method != "POST":
        return redirect(at.url("staff_member", member=member))
    if not manages_all_of(one.account, at.account):
        return _page(at, one, NewRole(), _elsewhere())
    code = for_new_way_in(one.account, at.account, at.clinic)
    at.wrote("staff.way_in", account=str(one.account_id))
    hours = _("%(number)s hours") % {"number": FIRST_ADMINISTRATOR_HOURS}
    return _shown_once(at, code, one.account.name, hours)


@for_clinic("clinic.manage", "staff.account")
def account(at: At, member: int) -> HttpResponse:
    """Close an account, or open it again."""
    one = _member(at, member)
    if at.request.method != "POST":
        return redirect(at.url("staff_member", member=member))
    active = at.request.POST.get("active") == "yes"
    try:
        set_active(one, active, at.account)
    except LastAdministrator:
        return _page(at, one, NewRole(), _last())
    except Elsewhere:
        return _page(at, one, NewRole(), _elsewhere())
    at.wrote("staff.account", account=str(one.account_id), active=active)
    messages.success(
        at.request,
        _("The account is open again.") if active else _("The account is closed. Its sessions have ended."),
    )
    return redirect(at.url("staff"))


def _last() -> str:
    return _(
        "Without them nobody could manage this clinic. Give somebody else the role of administrator first."
    )


def _elsewhere() -> str:
    return _(
        "This account is also used at a clinic that you do not manage, or by a patient or carer."
        " You can end the role here."
    )
