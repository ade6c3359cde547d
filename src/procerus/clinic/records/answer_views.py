"""Questionnaires answer by answer, alerts and what was done about them, and questions with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient, for_clinic, for_patient
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.look.fields import WholeField
from procerus.clinic.look.forms import add_faults
from procerus.clinic.look.wording import worded
from procerus.clinic.people.merging import PERSON, about_those_at
from procerus.clinic.people.models import Patient
from procerus.clinic.record import writing as plain
from procerus.clinic.record.models import Entry, Kind
from procerus.clinic.records import events, questionnaires, writing
from procerus.clinic.records.forms import TextForm
from procerus.clinic.records.questionnaires import Filled
from procerus.clinic.records.reading import asked_and_answered, open_questions, thread_of
from procerus.clinic.records.sections import PARTIAL
from procerus.clinic.records.views import own_entry
from procerus.clinic.records.words import instrument_name, language_of, recall_of
from procerus.faults import BadInput
from procerus.packs.claims import EMERGENCY
from procerus.packs.instruments import Instrument, Item, find_instrument, instruments

LEFT_OPEN = "open"
"""What a form says of a question that was read and not answered; one that nobody ticked is the same."""
MOST_SHOWN = 100
"""Prompts on one page; how many more there are is said."""
FEW = 12
"""Answers up to which each stands on the page to be ticked."""


class AnswersForm(forms.Form):
    """The answers of one questionnaire. Nothing is ticked, and a question may be left open."""

    date = forms.CharField(required=False, help_text=PARTIAL, widget=forms.TextInput({"size": 12}))

    def __init__(self, one: Instrument, said: Mapping[str, Any] | None, old: Entry | None = None) -> None:
        super().__init__(said, initial={} if old is None else _begin(one, old))
        self.instrument = one
        self.fields["date"].label = _("Filled in on")
        if one.with_staff:
            self.fields["with_staff"] = forms.BooleanField(
                required=False, label=_("The patient is with me, here or on the telephone")
            )
            self.order_fields(["with_staff", "date"])
        for item in one.items:
            self.fields[f"item-{item.id}"] = _field(item)
        if old is not None:
            self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=500)

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions, in their order."""
        return [self[f"item-{item.id}"] for item in self.instrument.items]

    @property
    def filled(self) -> Filled:
        """What was filled in."""
        answers = {item.id: _number(self.cleaned_data[f"item-{item.id}"]) for item in self.instrument.items}
        said = self.cleaned_data
        return Filled(self.instrument, said["date"].strip(), answers, bool(said.get("with_staff")))


def _begin(one: Instrument, old: Entry) -> dict[str, Any]:
    """What was answered before, and which questions were left open."""
    said: dict[str, Any] = {"date": old.data["date"]}
    for item in one.items:
        value = old.data["items"].get(item.id)
        ticked = len(item.values) <= FEW
        said[f"item-{item.id}"] = LEFT_OPEN if value is None and ticked else value
    return said


def _field(item: Item) -> forms.Field:
    label = (item.says and f"{item.id}. {worded(item.says)}") or _("Question %(id)s") % {"id": item.id}
    if len(item.values) > FEW:
        hint = _("%(low)s to %(high)s") % {"low": item.values[0], "high": item.values[-1]}
        number = forms.TextInput({"inputmode": "numeric", "size": 6})
        return WholeField(label=label, help_text=hint, required=False, widget=number)
    words = item.words or tuple(str(one) for one in item.values)
    choices = [
        (str(value), f"{value} · {worded(word)}" if item.words else word)
        for value, word in zip(item.values, words, strict=True)
    ]
    left_open = (LEFT_OPEN, format_html('<span lang="{}">{}</span>', get_language(), _("left open")))
    return forms.ChoiceField(
        label=label, choices=[*choices, left_open], required=False, widget=forms.RadioSelect()
    )


def _number(value: Any) -> int | None:
    return None if value in ("", LEFT_OPEN, None) else int(value)


@about_patient("record.write", "records.questionnaire")
def questionnaire(at: At, instrument: str) -> HttpResponse:
    """Enter a questionnaire answer by answer."""
    one = instruments().get(instrument)
    if one is None or one.display not in questionnaires.OFFERED:
        return not_found(at.request)
    return _answers(at, one, None)


@about_patient("record.write", "records.questionnaire_amend")
def amend_questionnaire(at: At, entry: UUID) -> HttpResponse:
    """Correct the answers of a questionnaire, and the scores made of them."""
    old = own_entry(at, entry)
    if old is None or old.kind != Kind.QUESTIONNAIRE:
        return not_found(at.request)
    return _answers(at, find_instrument(old.data["instrument"]), old)


def _answers(at: At, one: Instrument, old: Entry | None) -> HttpResponse:
    form = AnswersForm(one, at.request.POST or None, old)
    if at.request.method == "POST" and form.is_valid():
        try:
            made = _write(at, form, old)
        except BadInput as bad:
            _at_the_questions(form, bad)
        else:
            what = "records.questionnaire" if old is None else "records.questionnaire_amend"
            at.wrote(what, instrument=one.id, entry=str(made.pk))
            return _after(at, made)
    context = {
        "form": form,
        "instrument": one,
        "old": old,
        "name": instrument_name(one),
        "recall": recall_of(one),
        "language": language_of(one),
    }
    return at.render("records/questionnaire.html", context, 422 if form.is_bound else 200)


def _write(at: At, form: AnswersForm, old: Entry | None) -> Entry:
    if old is None:
        return questionnaires.enter(at.patient, form.filled, at.author, at.today)
    return questionnaires.amend(old, form.filled, form.cleaned_data["reason"], at.author, at.today)


def _at_the_questions(form: AnswersForm, bad: BadInput) -> None:
    """Faults of an answer at its question."""
    questions = {item.id for item in form.instrument.items}
    named = [
        type(one)(f"item-{one.where}" if one.where in questions else one.where, one.why, one.mend, one.value)
        for one in bad.faults
    ]
    add_faults(form, BadInput(named))


def _after(at: At, made: Entry) -> HttpResponse:
    """To what has to be done at once, else back to the scores."""
    raised = made.data.get("alert")
    if raised and any(one.id == raised["id"] for one in questionnaires.open_alerts_of(at.patient.pk)):
        return HttpResponseRedirect(at.url("records_alert", alert=raised["id"]))
    return HttpResponseRedirect(f"{at.url('records')}#scores")


# Alerts ----------------------------------------------------------------------------------------------


@about_patient("record.write", "records.alert")
def alert(at: At, alert: UUID) -> HttpResponse:
    """Record what was done about an answer that cannot wait."""
    raised = [one for one in questionnaires.open_alerts_of(at.patient.pk) if one.id == str(alert)]
    if not raised:
        return not_found(at.request)
    form = TextForm(_("What was found and done"), at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        try:
            made = questionnaires.settle(raised[0], form.cleaned_data["text"], at.author, at.today)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("records.alert", alert=str(alert), entry=str(made.pk))
            return HttpResponseRedirect(f"{at.url('records')}#notes")
    context = {"raised": raised[0], "form": form}
    return at.render("records/alert.html", context, 422 if form.is_bound else 200)


@for_clinic("patient.read", "records.alerts")
def alerts(at: At) -> HttpResponse:
    """What waits for somebody of the clinic: alerts, urgent events, prompts and questions."""
    raised, urgent = questionnaires.open_alerts(at.clinic), events.urgent_events(at.clinic)
    prompts = events.prompts_due(at.clinic, at.today)
    asked_ever = Entry.objects.filter(about_those_at(at.clinic), kind=Kind.QUESTION).values(who=PERSON)
    named = Patient.objects.filter(pk__in=asked_ever).in_bulk()
    asking = open_questions(list(named))
    asked = sorted(((named[one], number) for one, number in asking.items()), key=lambda one: str(one[0]))
    at.shows(one.patient for one in raised)
    at.shows(one.patient for one in urgent)
    at.shows(one.patient for one in prompts[:MOST_SHOWN])
    at.shows(one for one, _number in asked)
    due, more = prompts[:MOST_SHOWN], max(0, len(prompts) - MOST_SHOWN)
    context = {"more": more, "prompts": due, "raised": raised, "urgent": urgent, "asked": asked}
    return at.render("records/alerts.html", context)


# Questions -------------------------------------------------------------------------------------------


@about_patient("record.write", "records.answer")
def answer(at: At, entry: UUID) -> HttpResponse:
    """Answer a question."""
    asked = own_entry(at, entry)
    if asked is None or asked.kind != Kind.QUESTION or "answers" in asked.data:
        return not_found(at.request)
    form = TextForm(_("Answer"), at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        data = {"answers": thread_of(asked), "text": form.cleaned_data["text"]}
        try:
            made = writing.enter(at.patient, Kind.QUESTION, data, at.author, at.today)
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("records.answer", entry=str(made.pk))
            return HttpResponseRedirect(f"{at.url('records')}#questions")
    context = {"asked": asked, "form": form}
    return at.render("records/answer.html", context, 422 if form.is_bound else 200)


@for_patient("records.my_questions")
def my_questions(at: At) -> HttpResponse:
    """A patient's own questions, with the answers that came."""
    form = TextForm(_("Your question to the clinic"), at.request.POST or None)
    if at.request.method == "POST" and form.is_valid():
        try:
            made = writing.enter(
                at.patient, Kind.QUESTION, {"text": form.cleaned_data["text"]}, at.author, at.today
            )
        except BadInput as bad:
            add_faults(form, bad)
        else:
            at.wrote("records.my_questions", entry=str(made.pk))
            return HttpResponseRedirect(at.request.path)
    threads = asked_and_answered([at.patient.pk]).get(at.patient.pk, [])[::-1]
    context = {"form": form, "threads": threads, "emergency": EMERGENCY}
    return at.render("records/my_questions.html", context, 422 if form.is_bound else 200)


# After a session -------------------------------------------------------------------------------------


@about_patient("record.write", "records.prompt")
def prompt(at: At, session: UUID, prompt: str) -> HttpResponse:
    """Ask how somebody has been since a session: nothing happened, or something to record."""
    asked, known = events.prompt_of(prompt), events.sessions_of(at.patient).get(str(session))
    if asked is None or known is None:
        return not_found(at.request)
    if at.request.method == "POST":
        due = {one.due.prompt.id for one in events.prompts_of(at.patient, at.today)}
        if asked.id in due:
            data = events.asked_after(known, asked.id)
            made = plain.enter(at.patient, Kind.ASKED, data, at.author, at.today.isoformat())
            at.wrote("records.prompt", entry=str(made.pk), prompt=asked.id)
        return HttpResponseRedirect(f"{at.url('records')}#events")
    context = {"asked": asked, "session": known, "emergency": EMERGENCY.partition(" Nobody")[0]}
    return at.render("records/prompt.html", context)


@about_patient("patient.read", "records.report")
def report(at: At, entry: UUID, scheme: str) -> HttpResponse:
    """The report of an adverse event for an authority, as a PDF."""
    from procerus.exchange.letters.event_print import as_pdf  # the typesetter is slow to load

    found = own_entry(at, entry)
    if found is None or found.kind != Kind.ADVERSE_EVENT:
        return not_found(at.request)
    try:
        content = as_pdf(events.report_of(found, at, scheme))
    except BadInput as bad:
        return at.render("records/no_report.html", {"faults": bad.faults, "entry": found}, 422)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(scheme)}.pdf"'
    return answer
