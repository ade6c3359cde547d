"""Pages of a patient's diary: months, days, uploads, notes about a day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient
from procerus.clinic.diaries.days import ABOUT_A_DAY, asked_for, shown
from procerus.clinic.diaries.forms import ChooseFile, Confirm, DayNote, Undo
from procerus.clinic.diaries.importing import previewed, take_in, undo
from procerus.clinic.diaries.models import Batch, Source
from procerus.clinic.diaries.months import months_of, years_of
from procerus.clinic.diaries.uploads import Upload, read_upload, signed_upload
from procerus.clinic.diaries.whose import Differs, differs
from procerus.clinic.look.dates import asked_day
from procerus.clinic.look.fields import plain_whole
from procerus.clinic.look.forms import add_faults
from procerus.clinic.people.merging import about
from procerus.clinic.record.models import Kind
from procerus.clinic.record.writing import enter
from procerus.clinic.summaries.summary import seen
from procerus.faults import BadInput

WRONG = 422
MOST_NAMED = 8
"""So many faults of a file are named one by one; with more, the file is wrong as a whole."""


@about_patient("patient.read", "diary")
def diary(at: At) -> HttpResponse:
    """The months of one year, and the imports."""
    found, faults = seen(at.patient, at.clinic, at.today)
    asked = at.request.GET.get("year", "")
    years = years_of(at.patient, plain_whole(asked) if len(asked) == 4 else None, at.today)
    known: dict[str, Any] = {
        "years": years,
        "months": [] if found is None else months_of(found, years.shown),
        "faults": faults,
        "imports": Batch.objects.filter(about(at.patient)).select_related("by", "undone_by").order_by("-at"),
        "days_url": at.url("diary_days"),
    }
    return at.render("diaries/diary.html", known)


@about_patient("patient.read", "diary.days")
def days(at: At) -> HttpResponse:
    """The days behind a number."""
    found, faults = seen(at.patient, at.clinic, at.today)
    if found is None:
        return at.render("diaries/days.html", {"faults": faults})
    asked = asked_for(at.request.GET.dict(), found)
    known = {"asked": asked, "shown": shown(found, asked), "faults": faults}
    return at.render("diaries/days.html", known, WRONG if asked.wrong else 200)


@about_patient("diary.write", "diary.upload", writes=False)
def upload(at: At) -> HttpResponse:
    """Choose a file and see what is in it. Nothing is written."""
    if at.request.method != "POST":
        return at.render("diaries/upload.html", {"form": ChooseFile()})
    form = ChooseFile(at.request.POST, at.request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_upload(file.name, file.read(), form.cleaned_data["order"] or None)
            first = {"taken": read.signed(at.patient), "source": form.cleaned_data["source"]}
            different = differs(read, at.patient)
            return _preview(at, read, different, Confirm(initial=first, differs=bool(different)))
        except BadInput as bad:
            _name_faults(form, bad)
    return at.render("diaries/upload.html", {"form": form}, WRONG)


@about_patient("diary.write", "diary.take_in")
def take_in_file(at: At) -> HttpResponse:
    """Take in what the preview showed."""
    if at.request.method != "POST":
        return redirect(at.url("diary_upload"))
    try:
        read = signed_upload(at.request.POST.get("taken", ""), at.patient)
        different = differs(read, at.patient)
        form = Confirm(at.request.POST, differs=bool(different))
        if not form.is_valid():
            return _preview(at, read, different, form, WRONG)
        batch = take_in(read, at.patient, Source(form.cleaned_data["source"]), at.account)
    except BadInput as bad:
        again = ChooseFile({"source": at.request.POST.get("source", "")})
        again.errors.clear()
        _name_faults(again, bad)
        return at.render("diaries/upload.html", {"form": again}, WRONG)
    if batch is None:
        messages.info(at.request, _("Nothing was added: every day of the file is in the diary already."))
        return redirect(at.url("diary"))
    named: dict[str, Any] = {"named": "differs"} if different else {}
    at.wrote("diary.import", None, batch=str(batch.pk), **named)
    added = batch.statements.count()
    messages.success(
        at.request, ngettext("%(n)s day was added.", "%(n)s days were added.", added) % {"n": added}
    )
    return redirect(at.url("diary"))


def _preview(
    at: At, read: Upload, different: list[Differs], form: Confirm, status: int = 200
) -> HttpResponse:
    known = {"preview": previewed(read, at.patient, at.today), "different": different, "form": form}
    return at.render("diaries/preview.html", known, status)


def _name_faults(form: ChooseFile, bad: BadInput) -> None:
    """The first faults of a file beside the field, with row and column, and how many more there are."""
    for fault in bad.faults[:MOST_NAMED]:
        form.add_error("file", str(fault))
    more = len(bad.faults) - MOST_NAMED
    if more > 0:
        form.add_error("file", ngettext("%(n)s more fault", "%(n)s more faults", more) % {"n": more})


@about_patient("diary.write", "diary.undo")
def undo_import(at: At, batch: UUID) -> HttpResponse:
    """Undo an import, with a reason."""
    one = get_object_or_404(Batch.objects.select_related("by"), about(at.patient), pk=batch)
    form = Undo(at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        try:
            undo(one, at.account, at.now)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("diary.undo", batch=str(one.pk), reason=form.cleaned_data["reason"])
            messages.success(at.request, _("The import was undone. Its days count no more."))
            return redirect(at.url("diary"))
    status = WRONG if at.request.method == "POST" else 200
    return at.render("diaries/undo.html", {"form": form, "batch": one}, status)


@about_patient("record.write", "diary.note")
def note(at: At, day: str) -> HttpResponse:
    """A note of the clinic about one day."""
    about = asked_day(day)
    if about is None:
        raise Http404
    form = DayNote(at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        said = {"text": form.cleaned_data["text"], "about": ABOUT_A_DAY}
        entry = enter(at.patient, Kind.NOTE, said, at.author, about.isoformat())
        at.wrote("diary.note", entry=str(entry.pk))
        return redirect(f"{at.url('diary_days')}?from={about}&to={about}")
    status = WRONG if at.request.method == "POST" else 200
    return at.render("diaries/note.html", {"form": form, "day": about}, status)
