"""Patients of a clinic: the list and the search, registering, and who somebody is."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient, for_clinic
from procerus.clinic.access.permissions import permissions
from procerus.clinic.look.forms import add_faults
from procerus.clinic.people.forms import Correcting, Registering
from procerus.clinic.people.inviting import carers_of, open_of
from procerus.clinic.people.look_alikes import Twin, Who, twins_of
from procerus.clinic.people.merging import groups_of, live_merges
from procerus.clinic.people.models import Clinic, Identity, Registration
from procerus.clinic.people.registering import correct, holder_of, register, register_here_too
from procerus.clinic.people.searching import LONGEST, Looking, find
from procerus.faults import BadInput

SOMEBODY_NEW = "somebody-new"


@for_clinic("patient.read", "people", writes=False)
def people(at: At) -> HttpResponse:
    """The patients of the clinic, or those who were looked for."""
    if at.request.method == "POST":
        text = " ".join(at.request.POST.get("q", "").split())[:LONGEST]
        sealed = f"?found={Looking(text).sealed()}" if text else ""
        return redirect(at.url("people") + sealed)
    sealed = at.request.GET.get("found", "")
    looking = Looking.opened(sealed) if sealed else Looking()
    if looking is None:
        messages.info(
            at.request, _("This address holds no search of today. Type once more whom you look for.")
        )
        return at.render("people/people.html", {"looking": Looking(), "rows": [], "spoiled": True}, 422)
    found = find(at.clinic, looking, at.today)
    at.shows(one.patient.into or one.patient for one in found.rows)
    later = f"{at.url('people')}?found={found.next.sealed()}" if found.next else ""
    return at.render("people/people.html", {"looking": looking, "rows": found.rows, "later": later})


@for_clinic("patient.register", "people.register")
def register_patient(at: At) -> HttpResponse:
    """Register somebody, after a look at everybody who looks like them."""
    form = Registering(at.request.POST or None, today=at.today)
    if at.request.method != "POST":
        return at.render("people/register.html", {"form": form})
    if not form.is_valid():
        return at.render("people/register.html", {"form": form}, 422)
    said = form.cleaned_data
    if holder := holder_of(at.clinic, said["number"]):
        why = _("This number is given to %(who)s already. Look whether it is the same person.")
        form.add_error("number", why % {"who": holder.patient})
        at.shows([holder.patient])
        return at.render("people/register.html", {"form": form, "holder": holder}, 422)
    twins = twins_of(Who(said["given"], said["family"], said["born"]), _clinics(at))
    answered = at.request.POST.get("person", "")
    if twins and (at.request.POST.get("shown") != _named(twins) or not _is_answer(answered, twins)):
        at.shows(one.patient for one in twins)
        asked = {
            "form": form,
            "twins": twins,
            "shown": _named(twins),
            "unanswered": "shown" in at.request.POST,
        }
        return at.render("people/register.html", asked, 422)
    if twins and answered != SOMEBODY_NEW:
        return _the_same_person(at, form, next(one for one in twins if str(one.patient.pk) == answered))
    try:
        patient = register(at.clinic, said)
    except BadInput as bad:
        add_faults(form, bad)
        return at.render("people/register.html", {"form": form}, 422)
    at.wrote("people.registered", patient, alike=[str(one.patient.pk) for one in twins])
    return redirect("sheet", clinic=at.clinic.slug, patient=patient.pk)


def _the_same_person(at: At, form: Registering, twin: Twin) -> HttpResponse:
    """Somebody who is registered already: here, or at another clinic of whoever asks and now here too."""
    if not Registration.objects.filter(clinic=at.clinic, patient=twin.patient).exists():
        try:
            register_here_too(twin.patient, at.clinic, form.cleaned_data["number"])
        except BadInput as bad:
            add_faults(form, bad)
            return at.render("people/register.html", {"form": form}, 422)
        at.wrote("people.registered", twin.patient)
    messages.info(at.request, _("This is the patient who was registered already."))
    return redirect("sheet", clinic=at.clinic.slug, patient=twin.patient.pk)


def _clinics(at: At) -> list[Clinic]:
    """The clinics whose patients whoever asks may see."""
    roles = permissions()["patient.read"].roles
    return list(
        Clinic.objects.filter(
            Q(memberships__ended=None), memberships__account=at.account, memberships__role__in=roles
        )
    )


def _named(twins: list[Twin]) -> str:
    return " ".join(sorted(str(one.patient.pk) for one in twins))


def _is_answer(said: str, twins: list[Twin]) -> bool:
    return said == SOMEBODY_NEW or said in {str(one.patient.pk) for one in twins}


@about_patient("patient.read", "people.identity")
def identity(at: At) -> HttpResponse:
    """Who the patient is, what was corrected, which registrations are one person, and who has access."""
    group = groups_of([at.patient.pk])[at.patient.pk]
    registered = Registration.objects.filter(patient__in=group, clinic=at.clinic).select_related("patient")
    corrected = Identity.objects.filter(patient__in=group).select_related("by").order_by("-at", "-id")
    shown = {
        "registered": registered.order_by("since"),
        "corrected": [one for one in corrected if one.what != "number" or one.clinic_id == at.clinic.pk],
        "merges": live_merges(group),
        "twins": [] if at.maybe_registration is None else _twins_here(at),
        "invitations": open_of(at.patient),
        "carers": carers_of(at.patient),
    }
    return at.render("people/identity.html", shown)


def _twins_here(at: At) -> list[Twin]:
    twins = twins_of(Who.of(at.patient), [at.clinic], [at.patient.pk])
    at.shows(one.patient for one in twins)
    return twins


@about_patient("patient.register", "people.correct")
def correct_identity(at: At) -> HttpResponse:
    """Correct a name, a birth date, a sex or the number; the old value stays to be read."""
    registration = at.maybe_registration
    if registration is None:
        messages.error(at.request, _("The patient is not registered at this clinic."))
        return redirect(at.url("identity"))
    names = ("given", "family", "born", "sex", "policy")
    there = {name: getattr(at.patient, name) for name in names} | {"number": registration.number}
    form = Correcting(at.request.POST or None, today=at.today, initial=there)
    if at.request.method != "POST":
        return at.render("people/correct.html", {"form": form})
    if form.is_valid():
        try:
            made = correct(
                at.patient, registration, form.cleaned_data, form.cleaned_data["reason"], at.author
            )
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("people.corrected", columns=[one.what for one in made])
            return redirect(at.url("identity"))
    at.patient.refresh_from_db()  # the banner says who it is, not what was typed
    return at.render("people/correct.html", {"form": form}, 422)
