"""Where somebody goes after logging in, and their own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_account, for_clinic
from procerus.clinic.login.forms import Language
from procerus.clinic.login.own import Factors, browser_in_words, own_entrances, sessions_of
from procerus.clinic.login.staff import open_invitations, staff_of
from procerus.clinic.people.models import Membership, Role


@for_account("account.home")
def home(at: At) -> HttpResponse:
    """Staff go to their clinic's day, or choose among several clinics; patients to their own page."""
    works_at = list(_memberships(at))
    own = own_entrances(at.account)
    if len(works_at) == 1 and not own:
        return redirect(_entrance(works_at[0]), clinic=works_at[0].clinic.slug)
    if not works_at and len(own) == 1:
        return redirect(own[0][1])
    listed = [(one, at.url(_entrance(one), clinic=one.clinic.slug)) for one in works_at]
    at.shows(one for one, _address in own)
    return at.render("login/home.html", {"works_at": listed, "own": own})


def _memberships(at: At) -> list[Membership]:
    return list(at.account.memberships.filter(ended=None).select_related("clinic").order_by("since"))


def _entrance(member: Membership) -> str:
    return "clinic_home" if member.role in (Role.AUDITOR, Role.ADMINISTRATOR) else "today"


@for_clinic("trail.read", "clinic.home")
def clinic_home(at: At) -> HttpResponse:
    """Where auditors and administrators begin: what there is to see to."""
    manages = at.can("clinic.manage")
    without = [one for one in staff_of(at.clinic) if not one.factors] if manages else []
    invited = open_invitations(at.clinic) if manages else []
    shown = {"manages": manages, "without": without, "invited": invited, "demo": settings.DEMO}
    return at.render("login/clinic_home.html", shown)


@for_account("account")
def account(at: At) -> HttpResponse:
    """Somebody's own account: how they log in, where they are logged in, and their language."""
    shown = {
        "language": Language(initial={"language": at.account.language or at.request.LANGUAGE_CODE[:2]}),
        "factors": Factors.of(at.account),
        "sessions": [(one, browser_in_words(one.user_agent)) for one in sessions_of(at.account)],
        "here": at.request.session.session_key,
        "works_at": [(one, at.url(_entrance(one), clinic=one.clinic.slug)) for one in _memberships(at)],
    }
    return at.render("login/account.html", shown)


@for_account("account.language")
def language(at: At) -> HttpResponse:
    """The language of an account, in every browser from now on."""
    form = Language(at.request.POST)
    if at.request.method != "POST" or not form.is_valid():
        return redirect("account")
    chosen = form.cleaned_data["language"]
    at.account.language = chosen
    at.account.save(update_fields=["language"])
    at.wrote("account.language", language=chosen)
    with override(chosen):
        messages.success(at.request, _("The language was changed."))
    answer = redirect("account")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )  # fmt: skip
    return answer


@for_account("account.sessions")
def log_out_elsewhere(at: At) -> HttpResponse:
    """Every other session of the account ends."""
    if at.request.method == "POST":
        others = [one for one in sessions_of(at.account) if one.session_key != at.request.session.session_key]
        for one in others:
            one.end()
        at.wrote("account.sessions", ended=len(others))
        messages.success(at.request, _("You are logged in here only."))
    return redirect("account")


@for_account("account.second_factor", before_second_factor=True)
def second_factor(at: At) -> HttpResponse:
    """Where staff without a second factor are sent: nothing else opens until there is one."""
    named = at.request.get_host().rpartition(":")[0] or at.request.get_host()
    is_a_number = named.replace(".", "").isdigit() or named.startswith("[")
    port = at.request.get_port()
    return at.render("login/second_factor.html", {"is_a_number": is_a_number, "port": port})
