"""Many patients at once: a table is looked at first, and registered when somebody has confirmed it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.people.bulk import opened, preview, register_all
from procerus.clinic.people.forms import Table
from procerus.faults import BadInput

SHOWN = 50
"""Rows of each kind that a preview lists; the others are counted."""


@for_clinic("patient.register", "people.table", writes=False)
def table(at: At) -> HttpResponse:
    """Give a table; what it would do is shown, and nothing is saved."""
    if at.request.method != "POST":
        return at.render("people/table.html", {"form": Table()})
    form = Table(at.request.POST, at.request.FILES)
    if not form.is_valid():
        return at.render("people/table.html", {"form": form}, 422)
    file = form.cleaned_data["file"]
    try:
        made = preview(file.read(), file.name, at.clinic, at.today)
    except BadInput as bad:
        return at.render("people/table.html", {"form": Table(), "faults": bad.faults}, 422)
    shown = {"made": made, "name": file.name, "sealed": made.sealed(at.clinic), "most": SHOWN}
    return at.render("people/preview.html", shown)


@for_clinic("patient.register", "people.table.confirmed")
def confirm_table(at: At) -> HttpResponse:
    """Register those of the preview who are new, and those of the others whom somebody ticked."""
    if at.request.method != "POST":
        return redirect(at.url("table"))
    ticked = set(at.request.POST.getlist("another"))
    try:
        rows = opened(at.request.POST.get("sealed", ""), at.clinic)
        chosen = [(row, one) for row, one, alike in rows if not alike or str(row) in ticked]
        made = register_all(chosen, at.clinic)
    except BadInput as bad:
        return at.render("people/table.html", {"form": Table(), "faults": bad.faults}, 422)
    for row, patient in made:
        at.wrote("people.registered", patient, row=row)
    said = ngettext("%(count)s patient is registered.", "%(count)s patients are registered.", len(made))
    messages.success(at.request, said % {"count": len(made)})
    if left := len(chosen) - len(made):
        also = ngettext("%(count)s was there already.", "%(count)s were there already.", left)
        messages.info(at.request, also % {"count": left})
    return redirect(at.url("people"))
