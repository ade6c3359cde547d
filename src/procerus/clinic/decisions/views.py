"""Ask a policy about a patient, and record what the clinician decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient
from procerus.clinic.decisions import shown
from procerus.clinic.decisions.again import Frozen, since
from procerus.clinic.decisions.baselines import choose
from procerus.clinic.decisions.forms import STOPPED_BECAUSE, DecisionForm
from procerus.clinic.decisions.inquiry import Inquiry, inquiry
from procerus.clinic.decisions.models import Decision
from procerus.clinic.decisions.policies import every_policy
from procerus.clinic.decisions.reading import decisions_of, latest
from procerus.clinic.decisions.recording import record as recorded
from procerus.clinic.decisions.signature import State, state_of
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.record.assembled import document
from procerus.exchange.letters.pdf import TEMPLATE, typeset
from procerus.faults import BadInput, Fault
from procerus.pathway.comparison import compare as compared
from procerus.pathway.side_by_side import ordered, otherwise, standing, summary

CANNOT_BE_ASKED, MOVED_ON = 422, 409


@about_patient("patient.read", "decision.ask")
def decide(at: At) -> HttpResponse:
    """The answer of one policy to one question, and the form for the clinician's own decision."""
    try:
        asked = inquiry(at, at.request.GET.dict())
        return _page(at, asked, _form(at, asked))
    except BadInput as bad:
        return _cannot_be_asked(at, bad.faults)


@about_patient("decision.write", "decision.record")
def record(at: At) -> HttpResponse:
    """Record the decision, unless what it rests on has changed since the page was opened."""
    said = at.request.POST.dict()
    if at.request.method != "POST":
        return redirect(at.url("decide"))
    try:
        asked = inquiry(at, said)
        if asked.decision is None or asked.as_of > at.today:
            return _page(at, asked, None, CANNOT_BE_ASKED)
    except BadInput as bad:
        return _cannot_be_asked(at, bad.faults)
    if said.get("seen") != asked.seen:
        return _page(at, asked, DecisionForm(asked, at.today, initial=said), MOVED_ON)
    form = DecisionForm(asked, at.today, said)
    if not form.is_valid():
        return _page(at, asked, form, CANNOT_BE_ASKED)
    made = recorded(at, asked, form.chosen)
    return redirect(at.url("decision", decision=made.pk))


@about_patient("decision.write", "decision.baseline")
def baseline(at: At) -> HttpResponse:
    """Choose one of the offered baselines, or the policy's own again."""
    if at.request.method != "POST":
        return redirect(at.url("decide"))
    said = at.request.POST.dict()
    try:
        asked = inquiry(at, said)
        choose(at, asked, said.get("last", ""))
    except BadInput as bad:
        return _cannot_be_asked(at, bad.faults)
    return redirect(f"{at.url('decide')}?{address_of(asked)}")


@about_patient("patient.read", "decision.compare")
def compare(at: At) -> HttpResponse:
    """The same question under every policy."""
    try:
        asked = inquiry(at, at.request.GET.dict())
        found = compared(
            every_policy().values(), asked.question, asked.person, asked.as_of,
            baseline_ends=asked.chosen_last,
        )  # fmt: skip
    except BadInput as bad:
        return _cannot_be_asked(at, bad.faults)
    holding = replace(found, policies=tuple(one for one in found.policies if one.holds(asked.as_of)))
    rows = [
        (one, "" if one.holds(asked.as_of) else "no", otherwise(one), list(standing(one, asked.as_of)))
        for one in ordered(found)
    ]
    context = {"asked": asked, "address": address_of(asked), "rows": rows, "summary": summary(holding)}
    return at.render("decisions/compare.html", context)


@about_patient("patient.read", "decision.list")
def decisions(at: At) -> HttpResponse:
    """Every decision about the patient."""
    rows = [(one, _headline(one)) for one in decisions_of(at.patient)]
    return at.render("decisions/decisions.html", {"rows": rows})


@about_patient("patient.read", "decision.show")
def decision(at: At, decision: UUID) -> HttpResponse:
    """One decision as it was made: the computed and the clinician's, side by side."""
    one = _found(at, decision)
    frozen, state = Frozen(one), state_of(one)
    snapshot = frozen.snapshot
    changed = since(frozen.facts_with_own_stop(), document(at.patient), one.as_of)
    context = {
        "one": one, "state": state, "genuine": state is State.GENUINE, "snapshot": snapshot,
        "rows": snapshot["rows"],
        "computed": frozen.computed, "headline": _headline(one), "since": changed,
        "stopped_because": STOPPED_BECAUSE.get(one.stop_reason, ""), "confounders": snapshot["confounders"],
        "later": latest(at.patient) != one, "lists": shown.parts_of_the_record(changed.lists),
    }  # fmt: skip
    return at.render("decisions/decision.html", context)


@about_patient("patient.read", "decision.again")
def again(at: At, decision: UUID) -> HttpResponse:
    """The same question once more: from the snapshot, and under what is known and in force today."""
    one = _found(at, decision)
    frozen = Frozen(one)
    context = {
        "one": one,
        "then": _headline(one),
        "repeated": frozen.repeated(),
        "changed": shown.parts_of_the_record(frozen.own_packs_changed()),
        "packs": _outcome(frozen.with_packs_of_today()),
        "record": _outcome(frozen.with_record_of_today()),
    }
    return at.render("decisions/again.html", context)


@about_patient("patient.read", "decision.print")
def paper(at: At, decision: UUID) -> HttpResponse:
    """The shared decision record as a PDF, the same whenever it is printed."""
    one = _found(at, decision)
    sheet = Frozen(one).snapshot["sheet"]
    if sheet is None:
        messages.warning(at.request, _("There is no such record for this question."))
        return redirect(at.url("decision", decision=one.pk))
    year, month, day = sheet["date"]
    pdf = typeset(TEMPLATE, sheet, (year, month, day), "pdf")[0]
    name = file_name(f"shared-decision-{one.as_of.isoformat()}.pdf")
    named = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=named)


def address_of(asked: Inquiry) -> str:
    """The part of an address that names the question, so that it can be passed on."""
    said = {"policy": asked.policy.pack.about.id, "question": asked.question}
    return urlencode(said | {"as_of": asked.as_of.isoformat()})


def _found(at: At, decision: UUID) -> Decision:
    return get_object_or_404(decisions_of(at.patient).defer(None), pk=decision)


def _headline(one: Decision) -> str:
    return shown.headline(one.answer, one.same_under_all_readings, one.holds)


def _outcome(computed: Any) -> dict[str, Any] | None:
    if computed is None:
        return None
    same = computed.same_under_all_readings
    return {"headline": shown.headline(str(computed.answer), same), "hangs_on": computed.hangs_on,
            "fingerprint": computed.fingerprint}  # fmt: skip


def _form(at: At, asked: Inquiry) -> DecisionForm | None:
    """The form, for whoever may decide, on the day of the question or after it."""
    if asked.decision is None or asked.as_of > at.today or not at.can("decision.write"):
        return None
    return DecisionForm(asked, at.today)


def _page(at: At, asked: Inquiry, form: DecisionForm | None, status: int = 200) -> HttpResponse:
    """The page of a question. It shows the patient's data whatever its status, so it is always a read."""
    if status != 200:
        at.shows([at.patient])
    context = _frame(at, asked.as_of) | {
        "asked": asked, "about_policy": asked.policy.pack, "held_when": shown.held_when(asked.policy),
        "questions": list(shown.questions(asked.policy)), "address": address_of(asked),
        "form": form, "moved_on": status == MOVED_ON, "chosen_id": asked.policy.pack.about.id,
        "future": asked.as_of > at.today,
    }  # fmt: skip
    if asked.decision is not None:
        context |= _answered(at, asked)
    return at.render("decisions/decide.html", context, status)


def _answered(at: At, asked: Inquiry) -> dict[str, Any]:
    computed = asked.decision
    assert computed is not None
    found = shown.rows(
        asked.policy, computed.to_json(), shown.spans_of_windows(asked), asked.baseline is not None
    )
    return {
        "headline": shown.headline(str(computed.answer), asked.same, asked.holds),
        "because": shown.because(asked), "warnings": shown.warnings(asked), "computed": computed,
        "rows": [(one, [(span, shown.days_address(at, span)) for span in one.days]) for one in found],
    }  # fmt: skip


def _frame(at: At, day: date) -> dict[str, Any]:
    return {"policies": shown.listed(at, day), "latest": latest(at.patient)}


def _cannot_be_asked(at: At, faults: Sequence[Fault]) -> HttpResponse:
    """The page without an answer, and why there is none."""
    at.shows([at.patient])
    context = _frame(at, at.today) | {"faults": faults, "said": at.request.GET or at.request.POST}
    return at.render("decisions/decide.html", context, CANNOT_BE_ASKED)
