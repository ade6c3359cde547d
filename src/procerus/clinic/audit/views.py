"""How the service does over a period, and the patients behind every number."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.audit.charts import histogram, share
from procerus.clinic.audit.counted import PARTS, RATE, SHARE, Case, Counted
from procerus.clinic.audit.definitions import measures, source
from procerus.clinic.audit.kept import every_measure, measured
from procerus.clinic.audit.period import Period, chosen, last_year, quarters
from procerus.clinic.look.spreadsheet import csv_answer
from procerus.clinic.people.merging import numbers_of
from procerus.clinic.people.models import Patient
from procerus.faults import BadInput, Fault

A_PAGE = 200
"""Patients on one page of a list; each is a read."""


@for_clinic("audit.read", "audit")
def audit(at: At) -> HttpResponse:
    """Every measure of a period. No patient's data are on this page."""
    faults: tuple[Fault, ...] = ()
    try:
        period = chosen(at.request.GET, at.today)
    except BadInput as bad:
        period, faults = last_year(at.today), bad.faults
    found = [] if faults else every_measure(at.clinic, period)
    context = {
        "period": period, "quarters": quarters(at.today), "year": last_year(at.today), "faults": faults,
        "said": at.request.GET, "shown": [_drawn(one) for one in found], "source": source(),
    }  # fmt: skip
    return at.render("audit/audit.html", context, 422 if faults else 200)


def _drawn(one: Counted) -> dict[str, Any]:
    label = _("How many sessions were in which week after the last one; the table below says the same.")
    return {
        "counted": one,
        "bar": share(one) if one.kind == SHARE and not one.nothing else "",
        "histogram": histogram(one.bars, label) if one.bars else "",
        "rate": one.kind == RATE,
        "share": one.kind == SHARE,
    }


@for_clinic("audit.read", "audit.cases")
def cases(at: At, measure: str, part: str) -> HttpResponse:
    """The patients behind a number."""
    found, period = _asked(at, measure, part)
    page = Paginator(found.cases(part), A_PAGE).get_page(at.request.GET.get("page"))
    rows = _rows(at, list(page.object_list))
    at.shows(patient for patient, _number, _case in rows)
    titles = {
        "numerator": _("Counted"), "denominator": _("Out of"), "unknown": _("Cannot be told")
    }  # fmt: skip
    context = {
        "found": found,
        "part": part,
        "title": titles[part],
        "period": period,
        "page": page,
        "rows": rows,
    }
    return at.render("audit/cases.html", context)


def _every_measure_sent(at: At) -> tuple[list[Counted], Period]:
    period = _period_sent(at)
    return every_measure(at.clinic, period), period


@for_clinic("audit.export", "audit.export", beforehand=_every_measure_sent)
def export(at: At) -> HttpResponse:
    """All measures of a period as a table for a spreadsheet program."""
    found, period = _sent(at)
    at.wrote("audit.export", None, first=period.first.isoformat(), last=period.last.isoformat())
    header = (
        "measure", "title", "from", "to", "numerator", "denominator", "cannot_be_told", "row", "figures",
        "source",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for one in found:
        named = (one.measure.id, one.measure.title, period.first.isoformat(), period.last.isoformat())
        numbers = (len(one.numerator), len(one.denominator), len(one.unknown))
        rows.append((*named, *numbers, "", "", one.measure.at))
        rows += [(*named, "", "", "", line.label, "; ".join(line.figures), "") for line in one.amounts]
        rows += [(*named, "", "", "", _("week %(week)s") % {"week": bar.label}, str(bar.number), "")
                 for bar in one.bars]  # fmt: skip
    return csv_answer(f"audit-{period.first}-{period.last}.csv", header, rows)


def _measure_sent(at: At, measure: str, part: str) -> tuple[Counted, Period]:
    period = _period_sent(at)
    return measured(at.clinic, period)(_known(measure, part)), period


@for_clinic("audit.export", "audit.cases.export", beforehand=_measure_sent)
def export_cases(at: At, measure: str, part: str) -> HttpResponse:
    """The patients behind a number, by number and id and without names."""
    found, period = _sent(at)
    listed = found.cases(part)
    at.shows({case.patient for case in listed})
    at.wrote(
        "audit.export", None, measure=measure, part=part, first=period.first.isoformat(),
        last=period.last.isoformat(),
    )  # fmt: skip
    numbers = numbers_of(at.clinic, {one.patient for one in listed})
    rows = [(numbers.get(one.patient, ""), str(one.patient), one.on.isoformat(), one.says) for one in listed]
    name = f"audit-{measure}-{part}-{period.first}-{period.last}.csv"
    return csv_answer(name, ("number", "patient", "date", "says"), rows)


def _asked(at: At, measure: str, part: str) -> tuple[Counted, Period]:
    name = _known(measure, part)
    try:
        period = chosen(at.request.GET, at.today)
    except BadInput:
        raise Http404 from None
    return measured(at.clinic, period)(name), period


def _sent(at: At) -> Any:
    """What was counted beforehand. An export is sent as a form, for it is written down."""
    if at.request.method != "POST":
        raise Http404
    return at.beforehand


def _period_sent(at: At) -> Period:
    try:
        return chosen(at.request.POST, at.today)
    except BadInput:
        raise Http404 from None


def _known(measure: str, part: str) -> str:
    if measure not in measures() or part not in PARTS:
        raise Http404
    return measure


def _rows(at: At, listed: list[Case]) -> list[tuple[Patient, str, Case]]:
    patients = Patient.objects.in_bulk({one.patient for one in listed})
    numbers = numbers_of(at.clinic, patients)
    return [(patients[one.patient], numbers.get(one.patient, ""), one) for one in listed]
