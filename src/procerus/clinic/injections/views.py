"""The screens of a session: before it is given, and the record of it afterwards."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient
from procerus.clinic.injections import after, screen
from procerus.clinic.injections.acts import acted, at_first
from procerus.clinic.injections.corrected import as_written
from procerus.clinic.injections.filled import Filled, filled_in
from procerus.clinic.injections.head import signs
from procerus.clinic.injections.looked import Looked, looked_at
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.reading import live
from procerus.clinic.injections.recording import live_session, record
from procerus.clinic.injections.refusals import sentence_of
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.people.merging import about
from procerus.exchange.letters.session_sheet import as_pdf
from procerus.faults import BadInput

RECORD = "record"


@about_patient("injection.write", "injections.inject")
def inject(at: At) -> HttpResponse:
    """Plan a session and record it."""
    return _screen(at, None)


@about_patient("injection.write", "injections.plan", writes=False)
def inject_plan(at: At) -> HttpResponse:
    """What the screen comes to, part by part. Nothing is written."""
    return _parts(at, None)


@about_patient("injection.write", "injections.correct")
def correct(at: At, session: UUID) -> HttpResponse:
    """Record a session anew, in place of one that was wrong."""
    old = _of(at, session)
    return not_found(at.request) if old is None else _screen(at, old)


@about_patient("injection.write", "injections.plan", writes=False)
def correct_plan(at: At, session: UUID) -> HttpResponse:
    """What the screen of a correction comes to. Nothing is written."""
    old = _of(at, session)
    return not_found(at.request) if old is None else _parts(at, old)


def _screen(at: At, replaces: Session | None) -> HttpResponse:
    if at.request.method != "POST":
        filled = at_first(at) if replaces is None else as_written(at, replaces)
        return _shown(at, looked_at(at, filled, replaces))
    filled = filled_in(at.request.POST)
    if RECORD in at.request.POST:
        return _recorded(at, filled, replaces)
    filled, said = acted(at, filled, replaces)
    return _shown(at, looked_at(at, filled, replaces), said)


def _recorded(at: At, filled: Filled, replaces: Session | None) -> HttpResponse:
    one = looked_at(at, filled, replaces)
    try:
        made = record(at, one, at.request.POST[RECORD])
    except BadInput as bad:
        context = screen.whole(at, one, bad.faults)
        return at.render("injections/inject.html", context | _also(at, one), status=422)
    replaced = "" if replaces is None else str(replaces.pk)
    at.wrote("injections.record", session=str(made.pk), replaces=replaced)
    messages.success(at.request, _("Recorded."))
    return redirect(at.url("session", session=made.pk))


def _shown(at: At, one: Looked, said: str = "") -> HttpResponse:
    return at.render("injections/inject.html", screen.whole(at, one, (), said) | _also(at, one))


def _also(at: At, one: Looked) -> dict[str, object]:
    there = live_session(one, at) if one.replaces is None else None
    earlier = list(live(at.patient.pk).filter(clinic=at.clinic))
    return {"there": there, "earlier": earlier[::-1], "signs": signs()}


def _parts(at: At, replaces: Session | None) -> HttpResponse:
    before = filled_in(at.request.POST)
    filled, said = acted(at, before, replaces)
    one = looked_at(at, filled, replaces)
    made = screen.context(at, one, (), said)
    found = screen.parts(made, at, {key: str(at.request.POST[key]) for key in at.request.POST})
    refused = bool(said) and filled == before
    return JsonResponse(
        {"parts": found, "said": _aloud(made, said), "refused": refused, "fields": screen.fields(one)}
    )


def _aloud(made: dict[str, object], said: str) -> str:
    """What a screen reader says after a change."""
    words = made["spoken"]
    total = "" if not isinstance(words, dict) or not words else f"{words['sites']}, {words['units']}."
    return " ".join(part for part in (said, total) if part)


def _of(at: At, session: UUID) -> Session | None:
    return Session.objects.select_related("by", "clinic", "patient__into").filter(
        about(at.patient), pk=session, clinic=at.clinic
    ).first()  # fmt: skip


@about_patient("patient.read", "injections.session")
def session(at: At, session: UUID) -> HttpResponse:
    """The record of one session."""
    one = _of(at, session)
    return not_found(at.request) if one is None else at.render("injections/session.html", after.page(at, one))


@about_patient("patient.read", "injections.session_file")
def session_file(at: At, session: UUID) -> HttpResponse:
    """The session file, as it was written."""
    one = _of(at, session)
    if one is None:
        return not_found(at.request)
    named = f"session-{one.day.isoformat()}"
    answer = JsonResponse(one.written, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{file_name(named)}.json"'
    return answer


@about_patient("patient.read", "injections.session_sheet")
def session_sheet(at: At, session: UUID) -> HttpResponse:
    """The record on one sheet, to be printed and signed."""
    one = _of(at, session)
    if one is None:
        return not_found(at.request)
    named = f"session-{one.day.isoformat()}"
    answer = HttpResponse(as_pdf(after.sheet(at, one)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file_name(named)}.pdf"'
    return answer


@about_patient("injection.write", "injections.take_back")
def take_back(at: At, session: UUID) -> HttpResponse:
    """Say that a session should not have been recorded, as when it was another person's."""
    one = _of(at, session)
    if one is None or not after.counts(one):
        return not_found(at.request)
    if at.request.method != "POST":
        return at.render("injections/take_back.html", after.to_take_back(at, one))
    try:
        after.take_it_back(at, one)
    except BadInput as bad:
        return at.render("injections/take_back.html", after.to_take_back(at, one, bad), status=422)
    at.wrote("injections.take_back", session=str(one.pk), reason=at.request.POST.get("reason", "").strip())
    messages.success(at.request, _("Taken back. The record stays to be read, and counts no more."))
    return redirect(at.url("session", session=one.pk))


@about_patient("injection.countersign", "injections.countersign")
def countersign(at: At, session: UUID) -> HttpResponse:
    """Agree, afterwards and as another person, that a stop was set aside."""
    one = _of(at, session)
    if one is None or at.request.method != "POST":
        return not_found(at.request)
    try:
        after.countersign(at, one)
    except BadInput as bad:
        return at.render("injections/session.html", after.page(at, one, bad), status=422)
    at.wrote("injections.countersign", session=str(one.pk))
    messages.success(at.request, _("Countersigned."))
    return redirect(at.url("session", session=one.pk))


@about_patient("injection.countersign", "injections.agree")
def agree(at: At) -> HttpResponse:
    """Agree at a distance that a stop is set aside today."""
    if at.request.method != "POST":
        return not_found(at.request)
    try:
        after.agree(at)
    except BadInput as bad:
        messages.error(at.request, " ".join(sentence_of(fault) for fault in bad.faults))
        return redirect(at.url("inject"))
    at.wrote("injections.agree", code=at.request.POST.get("code", ""))
    messages.success(at.request, _("Your agreement is there for whoever injects today."))
    return redirect(at.url("inject"))
