"""Whether a file is this patient's: what it says of its patient beside what is registered here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from procerus.clinic.diaries.uploads import Upload
from procerus.clinic.look.dates import in_full
from procerus.clinic.people.birth_dates import agree
from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Patient, Registration
from procerus.clinic.record.assembled import called
from procerus.diary.partial_date import PARTIAL_DATE
from procerus.packs.spelling import key


@dataclass(frozen=True, slots=True)
class Differs:
    """Something that the file says of its patient otherwise than the register does."""

    what: str
    in_the_file: str
    here: str


def differs(upload: Upload, patient: Patient) -> list[Differs]:
    """Everything by which the file may be somebody else's. What it does not say contradicts nothing."""
    return list(_different(upload, patient))


def _different(upload: Upload, patient: Patient) -> Iterator[Differs]:
    if upload.named and not _names(upload.named, patient):
        yield Differs(_("Name or number"), upload.named, called(patient))
    if upload.born and patient.born and not agree(upload.born, patient.born):
        yield Differs(_("Date of birth"), _in_words(upload.born), in_full(patient.born))
    if upload.sex and patient.sex and upload.sex.casefold() != patient.sex:
        yield Differs(_("Sex"), upload.sex, patient.sex)


def _names(said: str, patient: Patient) -> bool:
    """Whether it is the whole name, either way round, or a number under which a clinic knows the patient."""
    registered = Registration.objects.filter(patient__in=everything_of([patient.pk]))
    known = {number.casefold() for number in registered.values_list("number", flat=True)}
    words = sorted(key(said.replace(",", " ")).split())
    whole = sorted(key(f"{patient.given} {patient.family}").split())
    return said.strip().lstrip("#").casefold() in known or words == whole


def _in_words(born: str) -> str:
    return in_full(born) if PARTIAL_DATE.fullmatch(born) else born
