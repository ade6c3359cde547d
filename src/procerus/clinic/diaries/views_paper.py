"""A paper diary is typed in, by the clinic or at home; and what was typed in wrong is put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.access.at import At
from procerus.clinic.access.failures import not_found
from procerus.clinic.access.pages import about_patient, for_patient
from procerus.clinic.diaries.correcting import amend, correctable
from procerus.clinic.diaries.grid import (
    columns,
    keys,
    medicines_offered,
    row_of,
    rows_of,
    says_both,
    says_otherwise,
)
from procerus.clinic.diaries.known import known_of
from procerus.clinic.diaries.models import Statement
from procerus.clinic.diaries.paper import (
    COLUMNS,
    LENGTHS,
    Kept,
    Said,
    Stretch,
    Wrong,
    asked_stretch,
    entered,
    keep,
    wrong_in,
)
from procerus.clinic.look.forms import sentence
from procerus.clinic.people.merging import about
from procerus.faults import BadInput

WRONG = 422


@about_patient("diary.write", "diary.paper")
def paper(at: At) -> HttpResponse:
    """A month of a patient's paper diary, typed in by the clinic."""
    return _paper(at, "diary_paper")


@for_patient("mine.paper")
def own_paper(at: At) -> HttpResponse:
    """The same at home, by the patient or whoever cares for them."""
    return _paper(at, "mine_paper")


@about_patient("diary.write", "diary.correct")
def correct(at: At, statement: UUID) -> HttpResponse:
    """A day that staff typed in, as it stands on the paper."""
    return _correct(at, statement, "diary_paper")


@for_patient("mine.paper.correct")
def correct_own(at: At, statement: UUID) -> HttpResponse:
    """A day that somebody at home typed in, by themselves."""
    return _correct(at, statement, "mine_paper")


def _paper(at: At, name: str) -> HttpResponse:
    if at.request.method != "POST":
        return _grid(at, asked_stretch(at.request.GET.dict(), at.patient, at.today), {}, {})
    stretch = asked_stretch(at.request.POST.dict(), at.patient, at.today)
    said = entered(at.request.POST.dict(), stretch.until(at.today))
    if wrong := wrong_in(said):
        return _grid(at, stretch, said, wrong, WRONG)
    if not said:
        messages.info(at.request, _("Nothing was entered, and nothing was kept."))
        return redirect(f"{at.url(name)}?{urlencode(stretch.asked)}")
    kept = keep(at.patient, said, at.account, at.role)
    if kept.added:
        at.wrote("diary.paper", days=kept.added)
    _tell(at, kept)
    return redirect(f"{at.url(name)}?{urlencode(stretch.asked)}")


def _tell(at: At, kept: Kept) -> None:
    """What became of a sheet, in sentences."""
    said, request = {"n": kept.added}, at.request
    if kept.added:
        messages.success(request, ngettext("%(n)s day was kept.", "%(n)s days were kept.", kept.added) % said)
    if kept.known:
        text = ngettext(
            "%(n)s day says nothing new, and nothing was added to it.",
            "%(n)s days say nothing new, and nothing was added to them.",
            kept.known,
        )
        messages.info(request, text % {"n": kept.known})
    if kept.two_answers:
        text = ngettext(
            "%(n)s day has two answers that differ. Both are kept, and what they differ in counts as open.",
            "%(n)s days have two answers that differ. Both are kept, and what they differ in counts as open.",
            kept.two_answers,
        )
        messages.warning(request, text % {"n": kept.two_answers})
    if kept.unclear:
        text = ngettext(
            "%(n)s day contradicts itself and counts as open.",
            "%(n)s days contradict themselves and count as open.",
            kept.unclear,
        )
        messages.warning(request, text % {"n": kept.unclear})
    if kept.medicines:
        names = ", ".join(kept.medicines[:8])
        messages.warning(
            request,
            _("Not in the dictionary of medicines, kept as written: %(names)s.") % {"names": names},
        )


def _grid(at: At, stretch: Stretch, said: Said, wrong: Wrong, status: int = 200) -> HttpResponse:
    days = stretch.until(at.today)
    rows = rows_of(at.patient, days, said, wrong, at.account, at.role)
    known = {"stretch": stretch, "rows": rows, "lengths": LENGTHS, "to_come": stretch.last > at.today}
    return at.render("diaries/paper.html", _shared() | known | {"offered": medicines_offered(rows)}, status)


def _shared() -> dict[str, Any]:
    """What the script reads."""
    pattern = says_otherwise() % {"who": "{who}", "what": "{what}"}
    return {"columns": columns(), "keys": keys(), "otherwise": pattern, "both": says_both()}


def _correct(at: At, statement: UUID, back: str) -> HttpResponse:
    one = get_object_or_404(
        Statement.objects.select_related("by", "amended_by"), about(at.patient), pk=statement
    )
    if not correctable(one, at.account, at.role):
        return not_found(at.request)
    sheet = f"{at.url(back)}?{urlencode(Stretch.of(one.day).asked)}"
    if one.withdrawn or hasattr(one, "amended_by"):
        messages.info(
            at.request, _("This entry was corrected already. What counts now stands beside the day.")
        )
        return redirect(sheet)
    if at.request.method != "POST":
        was = {name: str(one.said.get(name) or "") for name in COLUMNS}
        return _entry(at, one, was, {})
    cells = entered(at.request.POST.dict(), [one.day]).get(one.day, {})
    if wrong := wrong_in({one.day: cells}):
        return _entry(at, one, cells, wrong)
    try:
        new = amend(one, cells, at.account, at.role)
    except BadInput as bad:
        return _entry(at, one, cells, {(one.day, COLUMNS[0]): sentence(bad.faults[0])})
    if new is None:
        messages.info(at.request, _("Nothing differs, and nothing was changed."))
    else:
        at.wrote("diary.correct", statement=str(new.pk), amends=str(one.pk))
        messages.success(at.request, _("The entry was corrected. What it said before stays to be read."))
    return redirect(sheet)


def _entry(at: At, one: Statement, cells: Mapping[str, str], wrong: Wrong) -> HttpResponse:
    known = [each for each in known_of(at.patient, one.day, one.day)[one.day] if each.statement != one]
    rows = [row_of(one.day, cells, known, wrong, at.account, at.role)]
    shown = {"rows": rows, "statement": one, "offered": medicines_offered(rows)}
    return at.render("diaries/paper_correct.html", _shared() | shown, WRONG if wrong else 200)
