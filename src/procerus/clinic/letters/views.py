"""Letters of a patient: which there are, writing one, and each as it was sent."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import about_patient
from procerus.clinic.letters.forms import LetterForm
from procerus.clinic.letters.kinds import DESCRIBED
from procerus.clinic.letters.models import Letter
from procerus.clinic.letters.writing import keep, made
from procerus.clinic.look.demonstration import file_name
from procerus.clinic.look.forms import add_faults
from procerus.clinic.summaries.summary import policy_of
from procerus.faults import BadInput

SHOWN = 50


@about_patient("patient.read", "letters")
def letters(at: At) -> HttpResponse:
    """Every letter that was written, newest first, and those that can be."""
    written = Letter.objects.filter(patient=at.patient).defer("pdf", "content").select_related("by")
    listed = [(one, DESCRIBED[one.kind].label) for one in written.order_by("-at")[:SHOWN]]
    return at.render("letters/letters.html", {"written": listed, "kinds": DESCRIBED.values()})


@about_patient("letter.write", "letter.write")
def write(at: At, kind: str) -> HttpResponse:
    """Look at a letter before it is kept, or keep it."""
    if kind not in DESCRIBED:
        raise Http404
    described, policy = DESCRIBED[kind], policy_of(at.patient, at.clinic)
    language = (get_language() or "en").partition("-")[0]
    form = LetterForm(described, policy, at.request.POST or None, initial={"language": language})
    if at.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = said.get("language", "en")
        try:
            content, pdf = made(
                at, kind, chosen, said.get("to", ""), said.get("words", ""), said.get("refused", ()),
                said.get("refused_on"),
            )  # fmt: skip
        except BadInput as bad:
            add_faults(form, bad)
        else:
            if "look" in at.request.POST:
                return _pdf(pdf, f"{kind}.pdf")
            letter = keep(at, kind, chosen, content, pdf)
            at.wrote("letter.written", letter=str(letter.pk), kind=kind)
            return redirect(at.url("letter", letter=letter.pk))
    status = 422 if form.errors else 200
    return at.render("letters/write.html", {"form": form, "kind": described}, status)


@about_patient("patient.read", "letter")
def letter(at: At, letter: UUID) -> HttpResponse:
    """One letter, to be read on the screen."""
    found = get_object_or_404(Letter.objects.defer("pdf").select_related("by"), pk=letter, patient=at.patient)
    return at.render("letters/letter.html", {"letter": found, "kind": DESCRIBED[found.kind]})


@about_patient("patient.read", "letter.pdf")
def pdf(at: At, letter: UUID) -> HttpResponse:
    """The same letter as it was printed."""
    found = get_object_or_404(Letter, pk=letter, patient=at.patient)
    return _pdf(bytes(found.pdf), _("letter") + f"-{found.at:%Y-%m-%d}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to be shown in the browser; its name says nothing about the patient."""
    named = {"Content-Disposition": f'inline; filename="{file_name(name)}"'}
    return HttpResponse(content, content_type="application/pdf", headers=named)
