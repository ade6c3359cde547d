"""The pages of a recall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.look.forms import add_faults
from procerus.clinic.look.spreadsheet import csv_answer
from procerus.clinic.people.merging import numbers_of
from procerus.clinic.stock.forms import Reason
from procerus.clinic.stock.page import session_url
from procerus.clinic.stock.recall import Got, Recall, lots_of, mark, recall
from procerus.clinic.stock.shelf import kinds
from procerus.faults import BadInput


@for_clinic("stock.read", "stock.recall")
def recalling(at: At) -> HttpResponse:
    """Who was given a lot, and what of it is still here; one button takes the rest out."""
    said = at.request.GET
    lot, also = said.get("lot", "").strip(), said.getlist("also")
    if not lot:
        return at.render("stock/recall.html", {"lots": lots_of(at.clinic), "asked": "lot" in said})
    found = recall(at.clinic, lot, also)
    hint = _("Who recalled it, and the number of the notice.")
    form = Reason(at.request.POST or None, hint=hint) if at.can("stock.write") else None
    if form is not None and form.is_valid():
        try:
            vials = mark(at.clinic, found.chosen, form.cleaned_data["reason"], at.account)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("stock.recall", None, lots=found.chosen, vials=[str(one.pk) for one in vials])
            for patient in {one.patient for one in found.here if one.patient is not None}:
                at.wrote("stock.recall", patient)
            messages.success(at.request, _("%(number)s out of stock: recalled.") % {"number": len(vials)})
            query = urlencode({"lot": lot, "also": also}, doseq=True)
            return redirect(f"{at.url('stock-recall')}?{query}")
    _shows(at, found)
    bound = form is not None and form.is_bound
    return at.render("stock/recall.html", _context(at, lot, found) | {"form": form}, 422 if bound else 200)


@for_clinic("stock.read", "stock.recall.file")
def recall_file(at: At) -> HttpResponse:
    """The list of a recall as a table for a spreadsheet program."""
    lot = at.request.GET.get("lot", "").strip()
    if not lot:
        return redirect(at.url("stock-recall"))
    found = recall(at.clinic, lot, at.request.GET.getlist("also"))
    at.shows(one.session.patient for one in (*found.got, *found.without_lot))
    header = (
        "number",
        "family",
        "given",
        "born",
        "date",
        "product",
        "lots",
        "units",
        "sites",
        "lot_recorded",
    )
    numbers = _numbers(at, (*found.got, *found.without_lot))
    rows = [
        _row(one, numbers, recorded)
        for those, recorded in ((found.got, "yes"), (found.without_lot, "no"))
        for one in those
    ]
    return csv_answer(f"recall-{at.today.isoformat()}.csv", header, rows)


def _row(one: Got, numbers: dict[Any, str], recorded: str) -> tuple[object, ...]:
    patient, session = one.session.patient.person, one.session
    units = None if one.units is None else float(one.units)
    return (
        numbers.get(patient.pk, ""), patient.family, patient.given, patient.born, session.day.isoformat(),
        session.product, "; ".join(one.lots), units, one.sites, recorded,
    )  # fmt: skip


def _shows(at: At, found: Recall) -> None:
    at.shows(one.session.patient for one in (*found.got, *found.without_lot))
    at.shows(one.patient for one in found.here if one.patient is not None)


def _context(at: At, lot: str, found: Recall) -> dict[str, Any]:
    numbers = _numbers(at, (*found.got, *found.without_lot))

    def shown(those: tuple[Got, ...]) -> list[tuple[Got, str, str]]:
        whose = ((one, one.session.patient.person.pk) for one in those)
        return [(one, numbers.get(who, ""), session_url(at, one.session)) for one, who in whose]

    patients = {one.session.patient.person for one in found.got}
    return {
        "lot": lot, "found": found, "got": shown(found.got), "without_lot": shown(found.without_lot),
        "here": kinds(found.here, at.today), "patients": len(patients), "today": at.today,
        "query": at.request.GET.urlencode(),
    }  # fmt: skip


def _numbers(at: At, those: tuple[Got, ...]) -> dict[Any, str]:
    """The patients' numbers at this clinic."""
    return numbers_of(at.clinic, {one.session.patient.person.pk for one in those})
