"""The patient's own page: what was written down, who saw it, and nothing that judges."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import StringIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_patient
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.look.fields import plain_whole
from procerus.clinic.people.forms import Question
from procerus.clinic.people.glass import broken_of
from procerus.clinic.people.inviting import carers_of, open_of
from procerus.clinic.people.merging import home_clinic, ids_of
from procerus.clinic.people.models import Clinic, Role
from procerus.clinic.people.own import next_appointments, own_month, own_pages_of, questions_of
from procerus.clinic.people.seen_by import all_seen_by, seen_by
from procerus.clinic.people.whole_copy import VERSION, whole_copy
from procerus.clinic.record.assembled import document, person
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import Author, enter
from procerus.diary.write import write_diary


@for_patient("mine")
def mine(at: At) -> HttpResponse:
    """The last month in plain words, what comes next, and who read or wrote."""
    clinic = home_clinic(at.patient)
    return at.render("people/mine.html", _shown(at, clinic) | {"form": Question()})


@for_patient("mine.ask")
def ask(at: At) -> HttpResponse:
    """A question to the clinic."""
    clinic = home_clinic(at.patient)
    form = Question(at.request.POST or None)
    if at.request.method != "POST":
        return redirect(at.url("mine"))
    if not form.is_valid():
        return at.render("people/mine.html", _shown(at, clinic) | {"form": form}, 422)
    author = Author(at.account, at.role, clinic)
    entry = enter(
        at.patient, Kind.QUESTION, {"text": form.cleaned_data["text"]}, author, at.today.isoformat()
    )
    at.wrote("record.question", entry=str(entry.pk))
    messages.success(
        at.request, _("Your question is with the clinic. In an emergency, call emergency services.")
    )
    return redirect(at.url("mine"))


@for_patient("mine.seen")
def who_saw(at: At) -> HttpResponse:
    """Everybody who read or wrote about the patient, page by page."""
    said = at.request.GET.get("before", "")
    seen = seen_by(ids_of(at.patient), at.zone, at.account, plain_whole(said))
    return at.render("people/seen.html", {"seen": seen})


@for_patient("mine.export.copy")
def export_copy(at: At) -> HttpResponse:
    """Everything that is kept about the patient, for the patient; a carer keeps the diary and gets that."""
    ids, said = ids_of(at.patient), {"procerus": VERSION, "made_at": at.now.isoformat()}
    copied: dict[str, object] = {**said, "patient_file": document(at.patient)}
    if at.role == Role.PATIENT:
        copied |= whole_copy(ids)
        copied["seen_by"] = [asdict(one) for one in all_seen_by(ids, at.zone, at.account)]
    else:
        copied["not_given"] = {"tables": _("The whole copy is the patient's own; ask the patient for it.")}
    text = json.dumps(copied, ensure_ascii=False, indent=2, default=str)
    return _download(text, "application/json", "everything-about-me.json")


@for_patient("mine.export.file")
def export_file(at: At) -> HttpResponse:
    """The record as a patient file, which other programs read."""
    text = json.dumps(document(at.patient), ensure_ascii=False, indent=2)
    return _download(text, "application/json", "my-record.json")


@for_patient("mine.export.diary")
def export_diary(at: At) -> HttpResponse:
    """The diary as a table."""
    text = StringIO()
    write_diary(person(at.patient).diary, text)
    return _download(text.getvalue(), "text/csv", "my-diary.csv")


def _shown(at: At, clinic: Clinic | None) -> dict[str, object]:
    ids = ids_of(at.patient)
    return {
        "month": own_month(person(at.patient), at.today),
        "home_clinic": clinic,
        "appointments": next_appointments(at.patient),
        "questions": questions_of(at.patient),
        "seen": seen_by(ids, at.zone, at.account).lines[:5],
        "glass": broken_of([at.patient])[:20],
        "carers": carers_of(at.patient),
        "waiting": [one for one in open_of(at.patient) if one.role == Role.CARER],
        "others": [one for one in own_pages_of(at.account) if one.pk != at.patient.pk],
        "is_patient": at.role == Role.PATIENT,
    }


def _download(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
    return answer
