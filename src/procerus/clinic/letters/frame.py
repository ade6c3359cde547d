"""What every letter has around its text: who it is about on every sheet, from whom, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from procerus import __version__
from procerus.clinic.letters.parts import Part
from procerus.clinic.look.templatetags.look import day as in_words
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.trail.chain import head
from procerus.exchange.letters.pdf import typeset

TEMPLATE = Path(__file__).with_name("clinic_letter.typ")
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a letter is about, and who writes it to whom."""

    patient: Patient
    number: str
    clinic: Clinic
    day: date
    writer: str
    to: str = ""
    words: str = ""
    """A paragraph of the writer's own."""


def letter(title: str, language: str, about: About, parts: Sequence[Part]) -> Content:
    """A whole letter: the patient's name and birth date stand at the head of every sheet."""
    patient = about.patient
    born = in_words(patient.born) or _("birth date not known")
    name = f"{patient.family.upper()}, {patient.given}"
    own = [{"kind": "said", "text": about.words}] if about.words else []
    return {
        "title": title,
        "language": language,
        "running": " · ".join((name, _("born %(day)s") % {"day": born}, f"#{about.number}")),
        "clinic": {
            "name": about.clinic.name,
            "address": about.clinic.address.splitlines(),
            "phone": about.clinic.phone,
        },
        "date": in_words(about.day),
        "day": [about.day.year, about.day.month, about.day.day],
        "to": about.to.splitlines(),
        "about": [[_("Patient"), name], [_("Born"), born], [_("Number"), about.number]],
        "parts": [*own, *parts],
        "foot": _foot(about),
        "watermark": _("Demonstration") if settings.DEMO else None,
        "words": {"page": _("page"), "of": _("of"), "month": _("Month"), "days": _("Days")},
    }


def _foot(about: About) -> list[str]:
    """What a reader needs to see that nothing was changed since: the end of the trail as it is now."""
    seq, last = head()
    return [
        _("Written by %(name)s.") % {"name": about.writer},
        _("Computed from the record. The clinician decides."),
        _("Procerus %(version)s. Trail: event %(seq)s, %(hash)s.")
        % {"version": __version__, "seq": seq, "hash": last},
    ]


def as_pdf(content: Content) -> bytes:
    """The letter as a tagged PDF. Raises BadInput where the typesetter is not installed."""
    year, month, day = content["day"]
    return typeset(TEMPLATE, content, (year, month, day), "pdf")[0]
