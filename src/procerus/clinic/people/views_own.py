"""The patient's own page: what was written down, who saw it, and nothing that judges."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_patient
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.people.forms import Question
from procerus.clinic.people.glass import broken_of
from procerus.clinic.people.inviting import carers_of, open_of
from procerus.clinic.people.merging import ids_of
from procerus.clinic.people.models import Clinic, Role
from procerus.clinic.people.own import home_clinic, next_appointments, own_month, own_pages_of, questions_of
from procerus.clinic.people.seen_by import seen_by
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
        at.patient, Kind.QUESTION, {"text": form.cleaned_data["text"]}, author, _today(clinic).isoformat()
    )
    at.wrote("record.question", entry=str(entry.pk))
    messages.success(
        at.request, _("Your question is with the clinic. In an emergency, call emergency services.")
    )
    return redirect(at.url("mine"))


@for_patient("mine.seen")
def who_saw(at: At) -> HttpResponse:
    """Everybody who read or wrote about the patient, page by page."""
    clinic = home_clinic(at.patient)
    said = at.request.GET.get("before", "")
    before = int(said) if said.isdecimal() and len(said) < 16 else None
    seen = seen_by(ids_of(at.patient), _zone(clinic), at.account, before)
    return at.render("people/seen.html", {"seen": seen})


@for_patient("mine.export.file")
def export_file(at: At) -> HttpResponse:
    """Everything that was written down, as a patient file."""
    text = json.dumps(document(at.patient), ensure_ascii=False, indent=2)
    return _download(text, "application/json", "my-record.json")


@for_patient("mine.export.diary")
def export_diary(at: At) -> HttpResponse:
    """The diary as a table."""
    text = StringIO()
    write_diary(person(at.patient).diary, text)
    return _download(text.getvalue(), "text/csv", "my-diary.csv")


def _shown(at: At, clinic: Clinic | None) -> dict[str, object]:
    zone = _zone(clinic)
    ids = ids_of(at.patient)
    return {
        "month": own_month(person(at.patient), _today(clinic)),
        "home_clinic": clinic,
        "zone": zone,
        "appointments": next_appointments(at.patient),
        "questions": questions_of(at.patient),
        "seen": seen_by(ids, zone, at.account).lines[:5],
        "glass": broken_of([at.patient])[:20],
        "carers": carers_of(at.patient),
        "waiting": [one for one in open_of(at.patient) if one.role == Role.CARER],
        "others": [one for one in own_pages_of(at.account) if one.pk != at.patient.pk],
        "is_patient": at.role == Role.PATIENT,
    }


def _zone(clinic: Clinic | None) -> ZoneInfo:
    return ZoneInfo(clinic.timezone if clinic else "UTC")


def _today(clinic: Clinic | None) -> date:
    return timezone.localtime(timezone.now(), _zone(clinic)).date()


def _download(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
    return answer
