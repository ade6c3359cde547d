"""How a view says who may open it. Each view has exactly one of these declarations.

A page about a patient is looked up, judged, shown and recorded here and nowhere else; what a view writes, it
writes in one transaction with the event that says so, after the patient's row was locked. That transaction
keeps everybody else from writing, so a page to which something is sent only to be looked at (a table to be
previewed, a search) is declared with `writes=False`: none is open while it is computed. The same form is
saved once, and only by whoever it was made for (`access.marks`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from procerus.clinic.access.at import SALT, At
from procerus.clinic.access.failures import merged, mixed_up, not_recorded, refused, saved_before, unsaved
from procerus.clinic.access.marks import SentBefore, claimed, maker
from procerus.clinic.access.models import Sent
from procerus.clinic.access.reach import (
    Moved,
    Refused,
    needs_second_factor,
    reach_clinic,
    reach_own,
    reach_patient,
)
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.trail.chain import append

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SHOWING = frozenset({200, 409, 422})
"""Answers that show whose page it is: a page, and a form that is shown again."""
View = Callable[Concatenate[At, ...], HttpResponse]
Page = Callable[..., HttpResponseBase]
Beforehand = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Declared:
    """Who may open a page: everybody, whoever is logged in, or roles with a permission."""

    who: str
    permission: str = ""
    what: str = ""
    before_second_factor: bool = False
    """Whether it opens to staff who have yet to set up a second factor: only the page that asks for it."""
    writes: bool = True
    """Whether it may write what is sent to it; if not, nobody who writes waits for it."""


def public(why: str) -> Callable[[Callable[..., HttpResponse]], Page]:
    """Open to everybody; `why` says for what reason. Such a page shows nothing about anybody."""

    def wrap(view: Callable[..., HttpResponse]) -> Page:
        view.declared = Declared("everybody", what=why)  # type: ignore[attr-defined]  # a mark that checks look for
        return view

    return wrap


def for_account(what: str, before_second_factor: bool = False) -> Callable[[View], Page]:
    """For whoever is logged in, about their own account."""
    declared = Declared("account", what=what, before_second_factor=before_second_factor)
    return _page(declared, lambda request, _: reach_own(request, what, None))


def for_patient(what: str) -> Callable[[View], Page]:
    """A patient's own page, or that of somebody whom they care for (`patient` in the address)."""
    return _page(
        Declared("patient", what=what),
        lambda request, kwargs: reach_own(request, what, kwargs.pop("patient")),
    )


def for_clinic(
    permission: str, what: str, writes: bool = True, beforehand: Beforehand | None = None
) -> Callable[[View], Page]:
    """A page of a clinic. What it shows of patients it names with `at.shows`.

    `beforehand` makes what takes long before the transaction of a POST begins, since all who write wait for
    each other; the view finds it as `at.beforehand`.
    """

    def find(request: HttpRequest, kwargs: dict[str, Any]) -> At:
        return reach_clinic(request, permission, what, kwargs.pop("clinic"))

    return _page(Declared("clinic", permission, what, writes=writes), find, beforehand)


def about_patient(
    permission: str, what: str, writes: bool = True, beforehand: Beforehand | None = None
) -> Callable[[View], Page]:
    """A page about one patient of a clinic: one read each time it is shown, or one write.

    `beforehand` makes what takes long (a print) before the transaction of a POST begins, since all who write
    wait for each other; the view finds it as `at.beforehand`, and checks that the record is still the same.
    """

    def find(request: HttpRequest, kwargs: dict[str, Any]) -> At:
        return reach_patient(request, permission, what, kwargs.pop("clinic"), kwargs.pop("patient"))

    return _page(Declared("patient of a clinic", permission, what, writes=writes), find, beforehand)


def _page(
    declared: Declared,
    find: Callable[[HttpRequest, dict[str, Any]], At],
    beforehand: Beforehand | None = None,
) -> Callable[[View], Page]:
    def wrap(view: View) -> Page:
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            made_for = maker(request)
            if made_for is not None and made_for != request.user.pk:
                return unsaved(request, made_for)
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path())
            try:
                at = find(request, kwargs)
            except Refused as why:
                return refused(request, why)
            except Moved as to:
                return merged(request, to.kept)
            if not declared.before_second_factor and needs_second_factor(at):
                return redirect("second_factor")
            return _answered(at, view, kwargs, declared.writes, beforehand)

        page.declared = declared  # type: ignore[attr-defined]  # a mark that checks look for
        return page

    return wrap


def _answered(
    at: At, view: View, kwargs: dict[str, Any], writes: bool, beforehand: Beforehand | None
) -> HttpResponseBase:
    """The view's answer, after what it read or wrote was made durable."""
    if at.request.method in SAFE:
        return answer_read(at, view(at, **kwargs))
    if at.maybe_patient is not None and not _is_about(at, at.maybe_patient.pk):
        return mixed_up(at)
    if not writes:
        return answer_read(at, view(at, **kwargs))
    at.beforehand = beforehand(at, **kwargs) if beforehand else None
    return answer_written(at, lambda: view(at, **kwargs))


def answer_written(at: At, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a view that may write, after what it wrote was committed with the event that says so."""
    try:
        with transaction.atomic():
            if at.maybe_patient is not None:
                at.maybe_patient = Patient.objects.select_for_update().get(pk=at.maybe_patient.pk)
            sent = claimed(at.request)
            answer = view()
            if at.written:
                make_durable(at)
                _lead_there_again(sent, answer)
                return answer
            transaction.set_rollback(True)  # a form that is shown again has written nothing
    except SentBefore as before:
        return saved_before(at.request, before.led_to)
    return answer_read(at, answer)


def _lead_there_again(sent: Sent | None, answer: HttpResponse) -> None:
    if sent is not None and answer.has_header("Location"):
        sent.led_to = answer["Location"]
        sent.save(update_fields=["led_to"])


def make_durable(at: At) -> None:
    """What was written is in the trail, and each record it is about is another revision from now on."""
    patients = [one for one in at.written if one is not None]
    Patient.objects.filter(pk__in=patients).update(revision=F("revision") + 1)
    append(at.happened(), at.moment)


def answer_read(at: At, answer: HttpResponse) -> HttpResponse:
    """The answer, once it is durably recorded whose data it shows."""
    if at.written:
        raise AssertionError(f"{at.what} writes when it is only looked at")
    shown = at.maybe_patient
    if shown is not None and answer.status_code in SHOWING:
        at.shows([shown])
    try:
        append(at.happened())
    except Exception:  # whatever it is: what cannot be recorded is not shown
        return not_recorded(at)
    return answer


def _is_about(at: At, patient: UUID) -> bool:
    """Whether the form that was sent was made for the patient of the page."""
    said = at.request.POST.get("about") or at.request.headers.get("X-About", "")
    try:
        return bool(signing.loads(said, salt=SALT) == str(patient))
    except signing.BadSignature:
        return False
