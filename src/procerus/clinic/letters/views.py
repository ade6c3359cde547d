"""Letters of a patient: which there are, writing one, and each as it was sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient
from procerus.clinic.letters.forms import LetterForm
from procerus.clinic.letters.kinds import DESCRIBED, lacking
from procerus.clinic.letters.models import Letter
from procerus.clinic.letters.writing import Made, keep, made
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.look.forms import add_faults
from procerus.clinic.people.merging import about
from procerus.clinic.summaries.summary import policy_of
from procerus.faults import BadInput, Fault

SHOWN = 50


@about_patient("patient.read", "letters")
def letters(at: At) -> HttpResponse:
    """Every letter that was written, newest first, and those that can be."""
    written = Letter.objects.filter(about(at.patient)).defer("pdf", "content").select_related("by")
    listed = [(one, DESCRIBED[one.kind].label) for one in written.order_by("-at")[:SHOWN]]
    offered = [(one, lacking(one.kind, at.patient)) for one in DESCRIBED.values()]
    return at.render("letters/letters.html", {"written": listed, "kinds": offered})


@dataclass(frozen=True, slots=True)
class Typeset:
    """A letter that was made of one revision of the record: kept only while that still holds."""

    form: LetterForm
    revision: int
    letter: Made | None = None


def typeset(at: At, kind: str) -> Typeset | None:
    """The letter that a form asks for. It takes a second, during which nobody waits to write."""
    if kind not in DESCRIBED:
        return None
    form = _form(at, kind, at.request.POST)
    done = Typeset(form, at.patient.revision)
    if not form.is_valid():
        return done
    said = form.cleaned_data
    try:
        if why := lacking(kind, at.patient):
            raise BadInput([Fault("letter", why)])
        letter = made(
            at, kind, said.get("language", "en"), said.get("to", ""), said.get("words", ""),
            said.get("refused", ()), said.get("refused_on"),
        )  # fmt: skip
    except BadInput as bad:
        add_faults(form, bad)
        return done
    return replace(done, letter=letter)


def _form(at: At, kind: str, said: QueryDict | None) -> LetterForm:
    language = (get_language() or "en").partition("-")[0]
    policy = policy_of(at.patient, at.clinic)
    return LetterForm(DESCRIBED[kind], policy, said, initial={"language": language})


@about_patient("letter.write", "letter.write", beforehand=typeset)
def write(at: At, kind: str) -> HttpResponse:
    """Look at a letter before it is kept, or keep it."""
    if kind not in DESCRIBED:
        raise Http404
    described, form = DESCRIBED[kind], _form(at, kind, None)
    if at.request.method == "POST":
        done: Typeset | None = at.beforehand
        if done is None or done.revision != at.patient.revision:
            done = typeset(at, kind)  # somebody wrote meanwhile
        assert done is not None  # it is a kind of letter
        form = done.form
        if done.letter is not None:
            content, pdf = done.letter
            if "look" in at.request.POST:
                return _pdf(pdf, f"{kind}.pdf")
            letter = keep(at, kind, form.cleaned_data.get("language", "en"), content, pdf)
            at.wrote("letter.written", letter=str(letter.pk), kind=kind)
            return redirect(at.url("letter", letter=letter.pk))
    status = 422 if form.errors else 200
    known = {"form": form, "kind": described, "lacking": lacking(kind, at.patient)}
    return at.render("letters/write.html", known, status)


@about_patient("patient.read", "letter")
def letter(at: At, letter: UUID) -> HttpResponse:
    """One letter, to be read on the screen."""
    found = get_object_or_404(Letter.objects.defer("pdf").select_related("by"), about(at.patient), pk=letter)
    return at.render("letters/letter.html", {"letter": found, "kind": DESCRIBED[found.kind]})


@about_patient("patient.read", "letter.pdf")
def pdf(at: At, letter: UUID) -> HttpResponse:
    """The same letter as it was printed."""
    found = get_object_or_404(Letter, about(at.patient), pk=letter)
    return _pdf(bytes(found.pdf), _("letter") + f"-{timezone.localtime(found.at, at.zone):%Y-%m-%d}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to be shown in the browser; its name says nothing about the patient."""
    named = {"Content-Disposition": f'inline; filename="{file_name(name)}"'}
    return HttpResponse(content, content_type="application/pdf", headers=named)
