"""Two registrations of one person: shown side by side, merged, and taken apart again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient
from procerus.clinic.diaries import reading as diaries
from procerus.clinic.look.forms import add_faults
from procerus.clinic.people.forms import Reason
from procerus.clinic.people.look_alikes import Who, twins_of, why_alike
from procerus.clinic.people.merging import everything_of, groups_of, live_merges, merge, unmerge
from procerus.clinic.people.models import Merge, Patient, Registration
from procerus.clinic.people.registering import holder_of
from procerus.clinic.record.reading import live
from procerus.faults import BadInput


@about_patient("patient.merge", "people.merge.choose", writes=False)
def choose_other(at: At) -> HttpResponse:
    """Which other registration is the same person: one that looks alike, or one by its number."""
    twins = twins_of(Who.of(at.patient), [at.clinic], [at.patient.pk])
    number = at.request.POST.get("number", "").strip().lstrip("#")
    if at.request.method == "POST":
        holder = holder_of(at.clinic, number)
        kept = None if holder is None else holder.patient.into_id or holder.patient_id
        if kept is not None and kept != at.patient.pk:
            return redirect(at.url("merge", other=kept))
    at.shows(one.patient for one in twins)
    refused = at.request.method == "POST"
    shown = {"twins": twins, "number": number, "refused": refused}
    return at.render("people/choose.html", shown, 422 if refused else 200)


@about_patient("patient.merge", "people.merge")
def merge_with(at: At, other: UUID) -> HttpResponse:
    """Both side by side; with a reason they are one from now on."""
    if Patient.objects.filter(pk=other, into=at.patient.pk).exists():  # sent twice, or by somebody else too
        messages.info(at.request, _("The two registrations are one person already."))
        return redirect(at.url("identity"))
    registration = _other_here(at, other)
    if registration is None:
        return not_found(at.request)
    twin = registration.patient
    form = Reason(at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        try:
            event, about = merge(
                at.patient, twin, at.clinic, form.cleaned_data["reason"], at.account, at.role
            )
        except BadInput as bad:
            add_faults(form, bad)
        else:
            for one in about:
                at.wrote("people.merged", one, merge=str(event.pk), reason=event.reason)
            messages.success(at.request, _("The two registrations are one person from now on."))
            return redirect(at.url("identity"))
    at.shows([twin])
    shown = {
        "form": form,
        "other": twin,
        "sides": [_side(at, at.patient), _side(at, twin)],
        "why": why_alike(Who.of(at.patient), Who.of(twin)),
    }
    return at.render("people/merge.html", shown, 422 if at.request.method == "POST" else 200)


@about_patient("patient.merge", "people.unmerge")
def unmerge_from(at: At, event: UUID) -> HttpResponse:
    """They are two people after all: with a reason everything is as if they had never been merged."""
    group = groups_of([at.patient.pk])[at.patient.pk]
    found = live_merges(group).filter(pk=event).first()
    if found is None and Merge.objects.filter(pk=event, undone_by__isnull=False, kept__in=group).exists():
        messages.info(at.request, _("They are two registrations already."))
        return redirect(at.url("identity"))
    if found is None:
        return not_found(at.request)
    form = Reason(at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        try:
            about = unmerge(found, at.clinic, form.cleaned_data["reason"], at.account, at.role)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            for one in about:
                at.wrote("people.unmerged", one, merge=str(found.pk), reason=form.cleaned_data["reason"])
            messages.success(at.request, _("They are two registrations again."))
            return redirect(at.url("identity"))
    return at.render(
        "people/unmerge.html", {"form": form, "merge": found}, 422 if at.request.method == "POST" else 200
    )


def _other_here(at: At, other: UUID) -> Registration | None:
    """The other registration, where it is of this clinic, of another person, and not merged itself."""
    if other == at.patient.pk:
        return None
    found = Registration.objects.select_related("patient").filter(
        clinic=at.clinic, patient__in=everything_of([other]), ended=None
    )
    first = found.first()
    if first is None or not Patient.objects.filter(pk=other, into=None).exists():
        return None
    first.patient = Patient.objects.get(pk=other)
    return first


def _side(at: At, patient: Patient) -> dict[str, Any]:
    """One of the two, as far as it helps to tell whether they are one."""
    days = diaries.live([patient.pk]).order_by("day").values_list("day", flat=True)
    ids = everything_of([patient.pk])
    return {
        "patient": patient,
        "numbers": list(
            Registration.objects.filter(clinic=at.clinic, patient__in=ids).values_list("number", flat=True)
        ),
        "days": len(days),
        "first": days[0] if days else None,
        "last": list(days)[-1] if days else None,
        "entries": live(patient.pk).count(),
        "has_account": patient.account_id is not None,
    }
