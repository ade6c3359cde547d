"""Which phones are joined to a diary: the patient's own page of it, and the clinic's."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient, for_clinic, for_patient
from procerus.clinic.look.forms import add_faults
from procerus.clinic.look.pictures import qr
from procerus.clinic.people.merging import about_those_at
from procerus.clinic.people.models import Role
from procerus.clinic.phones.erasing import ask, decide, erasures_of
from procerus.clinic.phones.forms import Decided, Wish
from procerus.clinic.phones.joining import end, offer, phones_of
from procerus.clinic.phones.models import Erasure, Parked
from procerus.clinic.phones.shown import parked_of, shown
from procerus.clinic.phones.told import parked_among
from procerus.faults import BadInput


@for_patient("mine.phones")
def own_phones(at: At) -> HttpResponse:
    """The phones, and a code for one more, which is shown this once."""
    if at.request.method != "POST":
        return at.render("phones/mine.html", _own(at))
    offered, code = offer(at.patient, at.account)
    at.wrote("phones.offered", code=str(offered.pk))
    link = at.request.build_absolute_uri(reverse("phone_app")) + f"#join={code}"
    return at.render(
        "phones/code.html", {"offered": offered, "code": code, "link": link, "picture": qr(link)}
    )


@for_patient("mine.phones.end")
def end_own_phone(at: At, phone: UUID) -> HttpResponse:
    """The phone is joined no more; a carer ends their own only."""
    found = next((one for one in phones_of(at.patient) if one.pk == phone), None)
    if found is None or (at.role == Role.CARER and found.account_id != at.account.pk):
        return not_found(at.request)
    if at.request.method == "POST" and end(found, at.account):
        at.wrote("phones.ended", phone=str(found.pk))
        messages.success(at.request, _("That phone is not connected any more. What it sent stays."))
    return redirect(at.url("mine_phones"))


@for_patient("mine.erasure")
def ask_erasure(at: At) -> HttpResponse:
    """The patient asks that what the phones sent be erased."""
    if at.role != Role.PATIENT:
        return not_found(at.request)
    form = Wish(at.request.POST or None)
    if at.request.method != "POST":
        return redirect(at.url("mine_phones"))
    if not form.is_valid():
        return at.render("phones/mine.html", _own(at) | {"form": form}, 422)
    asked = ask(at.patient, form.cleaned_data["words"], at.account)
    if asked is not None:
        at.wrote("phones.erasure.asked", erasure=str(asked.pk))
    messages.success(at.request, _("Your wish is with the clinic, which answers it here."))
    return redirect(at.url("mine_phones"))


def _own(at: At) -> dict[str, object]:
    return {
        "phones": shown(at.patient),
        "erasures": erasures_of(at.patient),
        "form": Wish(),
        "is_patient": at.role == Role.PATIENT,
    }


@about_patient("patient.read", "phones")
def phones(at: At) -> HttpResponse:
    """The phones of a patient, what is missing from them, and what the patient asked to be erased."""
    return at.render("phones/phones.html", _of_a_patient(at) | {"form": Decided()})


@about_patient("patient.register", "phones.erasure")
def decide_erasure(at: At, erasure: UUID) -> HttpResponse:
    """Erase what the phones sent, or say why not. What clinicians wrote stays."""
    found = next((one for one in erasures_of(at.patient) if one.pk == erasure), None)
    if found is None:
        return not_found(at.request)
    form = Decided(at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        try:
            decide(found, form.granted, form.cleaned_data["reason"], at.account)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("phones.erasure.decided", erasure=str(found.pk), granted=form.granted)
            return redirect(at.url("phones"))
    return at.render("phones/phones.html", _of_a_patient(at) | {"form": form}, 422 if form.is_bound else 200)


def _of_a_patient(at: At) -> dict[str, object]:
    return {"phones": shown(at.patient), "erasures": erasures_of(at.patient), "parked": parked_of(at.patient)}


@for_clinic("patient.register", "phones.waiting")
def waiting(at: At) -> HttpResponse:
    """What patients asked to be erased, and what phones sent that could not be taken."""
    here = about_those_at(at.clinic)
    asked = list(
        Erasure.objects.filter(here, decided_at=None).select_related("patient__into").order_by("asked_at")
    )
    parked = parked_among(Parked.objects.filter(here).select_related("patient__into").order_by("-at"))[:100]
    at.shows({one.patient.person for one in asked} | {one.patient.person for one in parked})
    return at.render("phones/waiting.html", {"asked": asked, "parked": parked})
