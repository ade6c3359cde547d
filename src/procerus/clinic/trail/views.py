"""Pages of the trail: who looked at and wrote what, and whether the chain is whole."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.look.fields import plain_whole
from procerus.clinic.look.spreadsheet import csv_answer
from procerus.clinic.trail.chain import faults_of_the_chain, head
from procerus.clinic.trail.forms import KIND_NAMES, Asked, Noted
from procerus.clinic.trail.models import Event
from procerus.clinic.trail.reading import LONGEST_EXPORT, Leaf, Line, Wanted, events_of, leaf, lines_of

MOST_FAULTS = 20
COLUMNS = ("number", "at", "kind", "what", "account", "role", "patient_number", "about", "hash")


@for_clinic("trail.read", "trail")
def trail(at: At) -> HttpResponse:
    """Events, the latest first, narrowed by day, kind, account and patient."""
    form = Asked(at.request.GET or None, clinic=at.clinic)
    faulty = form.is_bound and not form.is_valid()
    wanted = form.wanted() if form.is_bound and not faulty else Wanted()
    page = Leaf([], None, None) if faulty else leaf(at.clinic, wanted, _seq(at, "before"), _seq(at, "after"))
    _shows(at, page.lines)
    shown = {"form": form, "page": page, "kinds": KIND_NAMES, "query": _query(at), "zone": at.clinic.timezone}
    return at.render("trail/trail.html", shown, status=422 if faulty else 200)


@for_clinic("trail.read", "trail.export")
def export(at: At) -> HttpResponse:
    """The events that are asked for, as a table to be opened elsewhere."""
    form = Asked(at.request.GET, clinic=at.clinic)
    if not form.is_valid():
        page = Leaf([], None, None)
        return at.render("trail/trail.html", {"form": form, "page": page, "query": ""}, status=422)
    events = list(events_of(at.clinic, form.wanted()).order_by("seq")[: LONGEST_EXPORT + 1])
    if len(events) > LONGEST_EXPORT:
        says = _("These are more than %(most)s events. Ask for fewer days.") % {"most": f"{LONGEST_EXPORT:,}"}
        form.add_error("first", says)
        page = Leaf([], None, None)
        return at.render("trail/trail.html", {"form": form, "page": page, "query": ""}, status=422)
    lines = lines_of(at.clinic, events)
    _shows(at, lines)
    return csv_answer(
        f"trail-{at.today.isoformat()}.csv", COLUMNS, (_row(one.event, one, at) for one in lines)
    )


@for_clinic("trail.read", "trail.whole")
def whole(at: At) -> HttpResponse:
    """Every event of the installation computed anew; any that was changed, lost or put in is named."""
    form = Noted(at.request.GET or None)
    anchored = form.is_bound and form.is_valid()
    anchor = (form.cleaned_data["seq"], form.cleaned_data["hash"]) if anchored else None
    begun = perf_counter()
    faults = [] if form.is_bound and not anchored else _first(faults_of_the_chain(anchor))
    seconds = round(perf_counter() - begun, 1)
    number, mark = head()
    shown: dict[str, Any] = {
        "form": form, "faults": faults[:MOST_FAULTS], "more": len(faults) > MOST_FAULTS, "anchor": anchor,
        "seq": number, "hash": mark, "seconds": seconds, "looked": not (form.is_bound and not anchored),
    }  # fmt: skip
    return at.render("trail/whole.html", shown, status=200 if shown["looked"] else 422)


def _first(faults: Any) -> list[Any]:
    return [one for one, _ in zip(faults, range(MOST_FAULTS + 1), strict=False)]


def _shows(at: At, lines: list[Line]) -> None:
    """That somebody looked at who looked at a patient is about the patient too."""
    at.shows({line.event.patient for line in lines if line.event.patient is not None and line.number})


def _seq(at: At, name: str) -> int | None:
    said = at.request.GET.get(name, "")
    return plain_whole(said)


def _query(at: At) -> str:
    kept = at.request.GET.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    return kept.urlencode()


def _row(event: Event, line: Line, at: At) -> list[object]:
    moment = timezone.localtime(event.at, at.zone)
    return [
        event.seq, moment, event.kind, event.what, line.who, event.role, line.number, line.about, event.hash,
    ]  # fmt: skip
