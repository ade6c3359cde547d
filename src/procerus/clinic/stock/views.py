"""The pages of the stock."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.look.fields import plain_whole
from procerus.clinic.look.forms import add_faults
from procerus.clinic.look.spreadsheet import csv_answer
from procerus.clinic.stock.counting import count
from procerus.clinic.stock.forms import Counting, Reason, Receiving, TakingOut
from procerus.clinic.stock.ledger import ledger, unreconciled
from procerus.clinic.stock.limits import limit
from procerus.clinic.stock.models import Cause, Owner
from procerus.clinic.stock.page import by_owner, history, of_page
from procerus.clinic.stock.receiving import receive
from procerus.clinic.stock.shelf import kind_with, patients_of, shelf
from procerus.clinic.stock.taking_out import put_back, take_out
from procerus.clinic.stock.vials import product_title
from procerus.faults import BadInput


@for_clinic("stock.read", "stock")
def stock(at: At) -> HttpResponse:
    """What stands on the shelf, and what needs somebody."""
    kinds, open_sessions = shelf(at.clinic, at.today), unreconciled(at.clinic, at.today)
    at.shows(patients_of(kinds))
    at.shows(one.patient for one in open_sessions)
    return at.render("stock/stock.html", {
        "groups": by_owner(kinds), "kinds": kinds, "days": limit("expiring_days"),
        "expired": [one for one in kinds if one.expired], "soon": [one for one in kinds if one.soon],
        "unreconciled": [of_page(at, one) for one in open_sessions],
    })  # fmt: skip


@for_clinic("stock.write", "stock.receive")
def receiving(at: At) -> HttpResponse:
    """Vials arrive."""
    form = Receiving(at.clinic, at.request.POST or None)
    if form.is_valid():
        delivery = form.delivery()
        try:
            vials = receive(at.clinic, delivery, at.account, at.today)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("stock.receive", delivery.patient, vials=[str(one.pk) for one in vials])
            messages.success(at.request, _received(len(vials), delivery.lot))
            return redirect(at.url("stock-receive" if "more" in at.request.POST else "stock"))
    return at.render("stock/receive.html", {"form": form}, 422 if form.is_bound else 200)


def _received(number: int, lot: str) -> str:
    said = ngettext(
        "%(number)s vial of lot %(lot)s is in stock.",
        "%(number)s vials of lot %(lot)s are in stock.",
        number,
    )
    return said % {"number": number, "lot": lot.strip()}


@for_clinic("stock.write", "stock.count")
def counting(at: At) -> HttpResponse:
    """Somebody counts the shelf."""
    kinds = shelf(at.clinic, at.today)
    at.shows(patients_of(kinds))
    form = Counting(kinds, at.request.POST or None)
    if form.is_valid():
        lines = form.lines()
        try:
            counts = count(at.clinic, lines, at.account)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            changed = [one for one in counts if one.counted != one.expected]
            at.wrote("stock.count", None, counts=[one.pk for one in counts])
            for patient in {one.patient for one in changed if one.patient is not None}:
                at.wrote("stock.count", patient)
            messages.success(at.request, _("The count is written down."))
            return redirect(at.url("stock"))
    return at.render("stock/count.html", {"form": form, "kinds": kinds}, 422 if form.is_bound else 200)


@for_clinic("stock.read", "stock.ledger")
def ledger_page(at: At) -> HttpResponse:
    """Every lot: what was received, where it went, what is left."""
    lines = ledger(at.clinic)
    return at.render("stock/ledger.html", {"lines": lines, "whole": all(one.adds_up for one in lines)})


@for_clinic("stock.read", "stock.ledger.file")
def ledger_file(at: At) -> HttpResponse:
    """The ledger as a table for a spreadsheet program."""
    header = (
        "product", "lot", "received_units", "given_units", "discarded_units", "expired_units", "lost_units",
        "recalled_units", "left_units",
    )  # fmt: skip
    rows = [
        (one.product, one.lot, *(float(part) for part in (one.received, *one.out.values(), one.left)))
        for one in ledger(at.clinic)
    ]
    return csv_answer(f"stock-ledger-{at.today.isoformat()}.csv", header, rows)


@for_clinic("stock.read", "stock.kind")
def kind(at: At, vial: UUID) -> HttpResponse:
    """The vials of one kind, and how some of them leave."""
    found = kind_with(at.clinic, vial, at.today)
    if found is None:
        raise Http404
    if not found.vials:
        return redirect(at.url("stock-vial", vial=vial))
    at.shows(patients_of([found]))
    allowed = at.can("stock.write")
    form = TakingOut(found.number, at.request.POST or None) if allowed else None
    if form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            gone = take_out(
                found.vials[: said["number"]], Cause(said["cause"]), said["reason"], at.account, at.today
            )
        except BadInput as bad:
            add_faults(form, bad)
        else:
            about = {"vials": [str(one.pk) for one in gone], "cause": said["cause"]}
            at.wrote("stock.out", found.one.patient, **about)
            messages.success(at.request, _("It is written down: %(number)s out.") % {"number": len(gone)})
            return redirect(at.url("stock"))
    bound = form is not None and form.is_bound
    return at.render("stock/kind.html", {"kind": found, "form": form}, 422 if bound else 200)


@for_clinic("stock.read", "stock.vial")
def vial_page(at: At, vial: UUID) -> HttpResponse:
    """Everything that happened to one vial; what was written by hand can be taken back."""
    one = at.clinic.vials.select_related("patient").filter(pk=vial).first()
    if one is None:
        raise Http404
    form = Reason(at.request.POST or None) if at.can("stock.write") else None
    if form is not None and form.is_valid():
        number = at.request.POST.get("movement", "")
        try:
            put_back(at.clinic, plain_whole(number) or 0, form.cleaned_data["reason"], at.account)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("stock.back", one.patient, vial=str(one.pk))
            messages.success(at.request, _("The vial is in stock again."))
            return redirect(at.url("stock-vial", vial=vial))
    lines = history(at, one)
    at.shows([one.patient] if one.patient else [])
    at.shows(line.patient for line in lines if line.patient is not None)
    bound = form is not None and form.is_bound
    return at.render(
        "stock/vial.html",
        {
            "vial": one,
            "title": f"{product_title(one.product)} {one.units} U",
            "lines": lines,
            "form": form,
            "own": one.owner == Owner.PATIENT,
        },
        422 if bound else 200,
    )
