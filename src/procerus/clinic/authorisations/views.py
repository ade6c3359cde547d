"""The queue of authorisations, and those of one patient."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient, for_clinic
from procerus.clinic.authorisations import changing
from procerus.clinic.authorisations.conventions import conventions
from procerus.clinic.authorisations.forms import Changed, New
from procerus.clinic.authorisations.history import product_title, steps
from procerus.clinic.authorisations.models import Authorisation
from procerus.clinic.authorisations.reading import chosen, counted, filters, of_patients, queue
from procerus.clinic.authorisations.standing import Standing, standings
from procerus.clinic.authorisations.vials_needed import needed
from procerus.clinic.look.forms import add_faults
from procerus.clinic.people.merging import about
from procerus.faults import BadInput

ON_A_PAGE = 50


@for_clinic("authorisation.read", "authorisations")
def authorisations(at: At) -> HttpResponse:
    """The queue, by what has to be done."""
    which, text = at.request.GET.get("which", "open"), at.request.GET.get("q", "").strip()[:80]
    known = filters(at.clinic, at.today)
    which = which if which in known else "open"
    page = Paginator(chosen(at.clinic, which, text, at.today), ON_A_PAGE).get_page(at.request.GET.get("page"))
    rows = standings(list(page), at.today)
    at.shows(one.authorisation.patient for one in rows)
    counts = counted(at.clinic, at.today)
    labels = _labels()
    tabs = [(name, labels[name], counts[name], name == which) for name in known]
    context = {"page": page, "rows": rows, "tabs": tabs, "which": which, "q": text}
    return at.render("authorisations/queue.html", context)


@about_patient("authorisation.read", "patient.authorisations")
def patient_authorisations(at: At) -> HttpResponse:
    """The authorisations of one patient, newest first."""
    rows = of_patients(at.clinic, [at.patient.pk], at.today).get(at.patient.pk, [])
    return at.render("authorisations/of_patient.html", {"rows": rows})


@about_patient("authorisation.write", "authorisation.make")
def authorisation_make(at: At) -> HttpResponse:
    """A new draft."""
    form = New(at.request.POST or None)
    if form.is_valid():
        try:
            made = changing.make(at.patient, form.cleaned_data, at.author)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("authorisation.make", authorisation=str(made.pk))
            return redirect(at.url("authorisation", authorisation=made.pk))
    context = {"form": form, "needed": needed(at.clinic)}
    return at.render("authorisations/new.html", context, 422 if form.is_bound else 200)


@about_patient("authorisation.read", "authorisation")
def authorisation(at: At, authorisation: UUID) -> HttpResponse:
    """One authorisation: how it stands, and every step that led there."""
    one = _found(at, authorisation)
    product = product_title(one.authorisation.product)
    context = {"row": one, "product": product, "steps": steps(one.authorisation)}
    return at.render("authorisations/authorisation.html", context)


@about_patient("authorisation.write", "authorisation.change")
def authorisation_change(at: At, authorisation: UUID) -> HttpResponse:
    """What the payer said, or what was entered otherwise than it is."""
    row = _found(at, authorisation)
    one = row.authorisation
    form = Changed(row, one.changes.count(), at.request.POST or None)
    if form.is_valid():
        said, note, seen = form.said, form.cleaned_data["note"], form.cleaned_data["seen"]
        try:
            made = changing.change(one, said, note, seen, at.author, at.today)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            if made is not None:
                at.wrote("authorisation.change", authorisation=str(one.pk), change=made.pk)
            return redirect(at.url("authorisation", authorisation=one.pk))
    context: dict[str, Any] = {"row": row, "form": form, "needed": needed(at.clinic, one.product)}
    return at.render("authorisations/change.html", context, 422 if form.is_bound else 200)


@about_patient("authorisation.write", "authorisation.renew")
def authorisation_renew(at: At, authorisation: UUID) -> HttpResponse:
    """A draft that takes over payer, member and product of one that ends."""
    old = _found(at, authorisation).authorisation
    if at.request.method == "POST":
        try:
            made = changing.renew(old, at.author)
        except BadInput:
            newer = Authorisation.objects.get(renews=old)
            return redirect(at.url("authorisation", authorisation=newer.pk))
        at.wrote("authorisation.renew", authorisation=str(made.pk), renews=str(old.pk))
        return redirect(at.url("authorisation_change", authorisation=made.pk))
    return redirect(at.url("authorisation", authorisation=old.pk))


def _found(at: At, authorisation: UUID) -> Standing:
    one = queue(at.clinic).filter(about(at.patient), pk=authorisation).first()
    if one is None:
        raise Http404
    return standings([one], at.today)[0]


def _labels() -> dict[str, str]:
    days = conventions()
    return {
        "open": _("Open"),
        "renew": _("To renew within %(days)s days") % {"days": days.renewal.days},
        "denied": _("Denied"),
        "waiting": _("Drafts older than %(days)s days") % {"days": days.draft.days},
        "sent": _("With the payer"),
        "over": _("Expired"),
        "all": _("All"),
    }
