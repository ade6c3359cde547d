"""The record of a patient: what stands in it, and adding, correcting and withdrawing entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient
from procerus.clinic.look.forms import add_faults
from procerus.clinic.look.templatetags.look import day
from procerus.clinic.people.merging import about
from procerus.clinic.record import writing as plain
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.record.reading import history_of, newest
from procerus.clinic.records import events, questionnaires, writing
from procerus.clinic.records.dictionary import read_as, suggestions
from procerus.clinic.records.forms import EntryForm, ReasonForm
from procerus.clinic.records.reading import Listed, cells, record_of
from procerus.clinic.records.sections import BY_KIND, BY_SLUG, Section
from procerus.faults import BadInput
from procerus.packs.claims import EMERGENCY

Context = dict[str, Any]


@about_patient("patient.read", "records")
def records(at: At) -> HttpResponse:
    """Every section of the record."""
    listed = record_of(at.patient)
    context: Context = {
        "listed": listed,
        "saved": _saved(at, listed),
        "alarming": [row for one in listed for row in one.rows if row.alarming],
        "prompts": events.prompts_of(at.patient, at.today),
        "offered": questionnaires.offered(),
    }
    return at.render("records/records.html", context)


def _saved(at: At, listed: list[Listed]) -> Context | None:
    """The entry that was saved just now, so that what was understood of it stands on the page once more."""
    name = at.request.GET.get("saved", "")
    for one in listed:
        for row in one.rows:
            if str(row.entry.pk) == name:
                return {"section": one.section, "row": row}
    return None


@about_patient("record.write", "records.add")
def add(at: At, section: str) -> HttpResponse:
    """A new entry of a section."""
    chosen = BY_SLUG.get(section)
    if chosen is None:
        return not_found(at.request)
    form = EntryForm(
        chosen, at.request.POST or None, _beginning(at, chosen), _sessions(at, chosen), today=at.today
    )
    if at.request.method == "POST" and form.is_valid():
        entry = _kept(form, lambda: _enter(at, chosen, form))
        if entry is not None:
            at.wrote("records.add", kind=chosen.kind, entry=str(entry.pk))
            return _back(at, chosen, entry)
    return _form(at, chosen, form, {})


def _enter(at: At, chosen: Section, form: EntryForm) -> Entry:
    data = form.entry
    if chosen.kind == Kind.ADVERSE_EVENT:
        session = events.sessions_of(at.patient).get(data.get("session", ""))
        events.check_against(data, session, at.patient)
        prompt = events.prompt_of(at.request.POST.get("prompt", ""))
        if session is not None and prompt is not None:
            plain.enter(at.patient, Kind.ASKED, events.asked_after(session, prompt.id), at.author)
    return writing.enter(at.patient, chosen.kind, data, at.author, at.today)


def _beginning(at: At, chosen: Section) -> Context:
    """What a form begins with: the last answers where they are asked again, the session of a prompt."""
    if chosen.kind == Kind.HISTORY:
        before = Entry.objects.filter(
            patient=at.patient, kind=Kind.HISTORY, amended_by=None, withdrawn=False
        ).order_by("at", "id")
        last = before.last()
        return {} if last is None else dict(last.data)
    if chosen.kind == Kind.NOTE:
        return {"day": at.request.GET.get("day", "")}
    return {"session": at.request.GET.get("session", "")}


def _sessions(at: At, chosen: Section) -> dict[str, str]:
    if chosen.kind != Kind.ADVERSE_EVENT:
        return {}
    return {
        name: _("%(day)s, %(product)s") % {"day": day(one.day), "product": one.product}
        for name, one in events.sessions_of(at.patient).items()
    }


@about_patient("record.write", "records.amend")
def amend(at: At, entry: UUID) -> HttpResponse:
    """Correct an entry: a new one stands in its place, and the old one stays to be read."""
    old = own_entry(at, entry)
    if old is None or old.kind not in BY_KIND or made_of_answers(old):
        return not_found(at.request)
    chosen = BY_KIND[old.kind]
    form = EntryForm(
        chosen, at.request.POST or None, old.data, _sessions(at, chosen), today=at.today, reason=True
    )
    if at.request.method == "POST" and form.is_valid():
        made = _kept(form, lambda: _amend(at, old, form))
        if made is not None:
            at.wrote(
                "records.amend", kind=old.kind, entry=str(made.pk), amends=str(old.pk), reason=form.reason
            )
            return _back(at, chosen, made)
    return _form(at, chosen, form, {"old": old})


def _amend(at: At, old: Entry, form: EntryForm) -> Entry:
    if old.kind == Kind.ADVERSE_EVENT:
        session = events.sessions_of(at.patient).get(form.entry.get("session", ""))
        events.check_against(form.entry, session, at.patient)
    return writing.amend(old, form.entry, form.reason, at.author, at.today)


@about_patient("record.write", "records.withdraw")
def withdraw(at: At, entry: UUID) -> HttpResponse:
    """Say that an entry should not have been made."""
    old = own_entry(at, entry)
    if old is None or old.kind not in (*BY_KIND, Kind.ASKED, Kind.QUESTIONNAIRE) or made_of_answers(old):
        return not_found(at.request)
    form = ReasonForm(at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        undo = questionnaires.withdraw if old.kind == Kind.QUESTIONNAIRE else plain.withdraw
        if _kept(form, lambda: undo(old, reason, at.author)) is not None:
            at.wrote("records.withdraw", kind=old.kind, entry=str(old.pk), reason=reason)
            return HttpResponseRedirect(at.url("records"))
    context = {"old": old, "form": form, "lines": _lines(old)}
    return at.render("records/withdraw.html", context, 422 if form.is_bound else 200)


@about_patient("patient.read", "records.entry")
def entry(at: At, entry: UUID) -> HttpResponse:
    """An entry with everything it ever said, newest first."""
    found = own_entry(at, entry)
    if found is None or found.kind not in (*BY_KIND, Kind.ASKED, Kind.QUESTIONNAIRE):
        return not_found(at.request)
    last = newest(found)
    versions = [{"entry": one, "lines": _lines(one)} for one in history_of(last)]
    scheme = last.kind == Kind.ADVERSE_EVENT
    context = {
        "last": last, "versions": versions, "event": scheme, "made_of_answers": made_of_answers(last),
        "section": BY_KIND.get(last.kind),
    }  # fmt: skip
    return at.render("records/entry.html", context)


@about_patient("record.write", "records.asked")
def asked(at: At, section: str) -> HttpResponse:
    """Somebody asked, and a list is all there is; or there is none."""
    chosen = BY_SLUG.get(section)
    if chosen is None or not chosen.key or at.request.method != "POST":
        return not_found(at.request)
    try:
        made = writing.call_complete(at.patient, chosen.key, at.author)
    except BadInput:  # somebody said so already: it is as it was to be
        return HttpResponseRedirect(f"{at.url('records')}#{chosen.slug}")
    at.wrote("records.asked", entry=str(made.pk), list=chosen.key)
    return HttpResponseRedirect(f"{at.url('records')}#{chosen.slug}")


def own_entry(at: At, name: UUID) -> Entry | None:
    """An entry of the patient of the page; None where it is anybody else's."""
    return Entry.objects.select_related("by", "amends").filter(about(at.patient), pk=name).first()


def made_of_answers(entry: Entry) -> bool:
    """Whether a score was made of answers, and is corrected with them."""
    if entry.kind != Kind.SCORE:
        return False
    filled = Entry.objects.filter(patient=entry.patient_id, kind=Kind.QUESTIONNAIRE)
    return any(str(entry.pk) in data.get("scores", ()) for data in filled.values_list("data", flat=True))


def _kept(form: Any, write: Callable[[], Entry]) -> Entry | None:
    """What was written; None, with the faults at the form, where it was not."""
    try:
        return write()
    except BadInput as bad:
        add_faults(form, bad)
        return None


def _back(at: At, chosen: Section, entry: Entry) -> HttpResponse:
    return HttpResponseRedirect(f"{at.url('records')}?saved={entry.pk}#saved")


def _form(at: At, chosen: Section, form: EntryForm, more: Context) -> HttpResponse:
    lists = {one.suggestions for one in chosen.asks.values() if one.suggestions}
    context: Context = {
        "section": chosen, "form": form, "offered": {f"known-{one}": suggestions(one) for one in lists},
        "emergency": EMERGENCY.partition(" Nobody")[0] if chosen.kind == Kind.ADVERSE_EVENT else "",
        "prompt": events.prompt_of(at.request.POST.get("prompt") or at.request.GET.get("prompt", "")),
        "understood": read_as(chosen.kind, form.entry) if form.is_bound and form.is_valid() else None,
        **more,
    }  # fmt: skip
    return at.render("records/form.html", context, 422 if form.is_bound else 200)


def _lines(entry: Entry) -> list[tuple[str, str]]:
    """What an entry said, as labels and words."""
    section = BY_KIND.get(entry.kind)
    if section is None:
        hidden = ("pack", "scores", "alert", "session", "after")
        return [(key, str(value)) for key, value in entry.data.items() if key not in hidden]
    heads = [str(one.label) for one in section.asks.values()]
    said = cells(_whole(section), entry.data)
    return [(head, text) for head, text in zip(heads, said, strict=True) if text]


def _whole(section: Section) -> Section:
    return replace(section, columns=tuple(section.asks))
