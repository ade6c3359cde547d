"""Invite a patient or a carer, and take an invitation up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient, for_patient, public
from procerus.clinic.look.forms import add_faults
from procerus.clinic.look.pictures import qr
from procerus.clinic.people.codes import TriedTooOften, wrong_try
from procerus.clinic.people.forms import Code, NewAccount
from procerus.clinic.people.inviting import (
    Newcomer,
    NotInvited,
    accept,
    cancel,
    carers_of,
    end_care,
    invite,
    open_of,
)
from procerus.clinic.people.models import Account, Invitation, Role
from procerus.clinic.trail.chain import Happened, append
from procerus.clinic.trail.models import Kind
from procerus.faults import BadInput

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MAY_BE_INVITED = (Role.PATIENT, Role.CARER)


@about_patient("patient.register", "people.invite")
def invite_somebody(at: At, role: str) -> HttpResponse:
    """A code for the patient or for a carer, shown once: as text, as a link, as a picture, and on paper."""
    if role not in MAY_BE_INVITED:
        return not_found(at.request)
    if at.request.method != "POST":
        return at.render("people/invite_patient.html", {"role": role, "waiting": _waiting(at, role)})
    return _invited(at, role, "people/invite_patient.html")


@for_patient("mine.invite")
def invite_carer(at: At) -> HttpResponse:
    """A code that a patient gives to somebody who shall care for their diary."""
    if at.role != Role.PATIENT:
        return not_found(at.request)
    if at.request.method != "POST":
        return at.render("people/invite_patient.html", {"role": Role.CARER, "waiting": open_of(at.patient)})
    return _invited(at, Role.CARER, "people/invite_patient.html")


def _invited(at: At, role: str, form: str) -> HttpResponse:
    """The slip. It is the answer itself and no page of its own: the code stands nowhere to come back to."""
    waiting = _waiting(at, role)
    try:
        invitation, code = invite(at.patient, role, at.maybe_clinic, at.account)
    except BadInput as bad:
        return at.render(form, {"role": role, "waiting": waiting, "faults": bad.faults}, 422)
    at.wrote("people.invited", invitation=str(invitation.pk), as_a=role)
    link = at.request.build_absolute_uri(reverse("invited"))
    shown = {
        "invitation": invitation,
        "code": code,
        "link": link,
        "role": role,
        "ended": waiting,
        "picture": qr(f"{link}#{code}"),
    }
    return at.render("people/slip.html", shown)


def _waiting(at: At, role: str) -> list[Invitation]:
    """Codes that end when another one is made: of the patient there is one, carers are several."""
    return [one for one in open_of(at.patient) if role == one.role == Role.PATIENT]


@about_patient("patient.register", "people.invitation.cancel")
def cancel_invitation(at: At, invitation: UUID) -> HttpResponse:
    """The code ends."""
    return _cancelled(at, invitation, "identity")


@for_patient("mine.invitation.cancel")
def cancel_own_invitation(at: At, invitation: UUID) -> HttpResponse:
    """The code that the patient gave somebody ends."""
    return _cancelled(at, invitation, "mine") if at.role == Role.PATIENT else not_found(at.request)


def _cancelled(at: At, invitation: UUID, back: str) -> HttpResponse:
    found = next((one for one in open_of(at.patient) if one.pk == invitation), None)
    if found is None:
        return not_found(at.request)
    if at.request.method == "POST" and cancel(found, at.account):
        at.wrote("people.invitation.cancelled", invitation=str(found.pk))
        messages.success(at.request, _("The code cannot be used any more."))
    return redirect(at.url(back))


@about_patient("patient.register", "people.care.end")
def end_carer(at: At, care: int) -> HttpResponse:
    """The carer sees nothing from now on."""
    return _ended(at, care, "identity")


@for_patient("mine.care.end")
def end_own_carer(at: At, care: int) -> HttpResponse:
    """The patient ends a carer's access; a carer ends their own."""
    return _ended(at, care, "mine")


def _ended(at: At, care: int, back: str) -> HttpResponse:
    found = next((one for one in carers_of(at.patient) if one.pk == care), None)
    if found is None or (at.role == Role.CARER and found.carer_id != at.account.pk):
        return not_found(at.request)
    if at.request.method == "POST" and end_care(found, at.account):
        at.wrote("people.care.ended", carer=str(found.carer_id))
        messages.success(at.request, _("%(name)s sees nothing any more.") % {"name": found.carer.name})
        if at.role == Role.CARER:
            return redirect("home")
    return redirect(at.url(back))


@public("somebody with a code has no account yet; the page shows nothing about anybody")
def invited(request: HttpRequest) -> HttpResponse:
    """Type the code of a slip, and have an account."""
    account = request.user if isinstance(request.user, Account) else None
    kind = NewAccount if account is None else Code
    form = kind(request.POST or None, today=timezone.now().date())
    if request.method != "POST":
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)
    return _taken_up(request, form, account)


def _taken_up(request: HttpRequest, form: Code, account: Account | None) -> HttpResponse:
    sources = [f"address {get_adapter().get_client_ip(request)}"]
    sources += [f"account {account.pk}"] if account else []
    said: dict[str, Any] = {name: form.cleaned_data[name] for name in form.cleaned_data}
    try:
        with transaction.atomic():
            invitation, made = accept(Newcomer(account=account, **said), sources)
            _write_down(invitation, made)
    except NotInvited as why:
        wrong_try(*sources, *why.args)
        form.add_error(
            None,
            _("This code and birth date open nothing: one of them is wrong, or the code is used or too old."),
        )
        return _form(request, form, 422)
    except TriedTooOften:
        form.add_error(None, _("Too many codes were wrong. Ask the clinic for help, or try again tomorrow."))
        return _form(request, form, 429)
    except BadInput as bad:
        add_faults(form, bad)
        return _form(request, form, 422)
    if account is None:
        login(request, made, backend=BACKEND)
    return redirect("mine", patient=invitation.patient.pk)


def _write_down(invitation: Invitation, account: Account) -> None:
    """One write about the patient, in the same transaction."""
    patient = invitation.patient
    patient.revision += 1
    patient.save(update_fields=["revision"])
    about = {"invitation": str(invitation.pk), "as_a": invitation.role}
    what = "people.invitation.used"
    append([Happened(Kind.WRITE, what, account.pk, invitation.role, invitation.clinic_id, patient.pk, about)])


def _form(request: HttpRequest, form: Code, status: int) -> HttpResponse:
    return render(request, "people/invited.html", {"form": form}, status=status)
