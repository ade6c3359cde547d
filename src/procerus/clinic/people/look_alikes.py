"""Patients who are easily taken for each other, or who are one person registered twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from procerus.clinic.people.birth_dates import WHOLE, agree, may_be, near, swapped
from procerus.clinic.people.models import Clinic, Patient, Registration
from procerus.clinic.people.names import begins, first_words, same, similar


@dataclass(frozen=True, slots=True)
class Who:
    """What tells people apart: the names and the birth date."""

    given: str
    family: str
    born: str

    @classmethod
    def of(cls, patient: Patient) -> Who:
        """A patient as they are registered."""
        return cls(patient.given, patient.family, patient.born)


def why_alike(one: Who, other: Who) -> str:
    """In words why two people are easily taken for each other; empty where they are not."""
    family, given = same(one.family, other.family), same(one.given, other.given)
    if family and given:
        return _same_name(one.born, other.born)
    crossed = same(one.family, other.given) and same(one.given, other.family)
    if crossed and _close(one.born, other.born):
        return _("given and family name the other way round")
    if one.born and one.born == other.born and (family or given):
        return _("same birth date and same family name") if family else _("same birth date and given name")
    if _close(one.born, other.born) and similar(one.family, other.family) and similar(one.given, other.given):
        return _similar_name(one.born, other.born)
    return ""


def _similar_name(one: str, other: str) -> str:
    if swapped(one, other):
        return _("similar name; day and month of birth the other way round")
    return _("similar name, and the same or nearly the same birth date")


def _same_name(one: str, other: str) -> str:
    if one and one == other:
        return _("same name and same birth date")
    if swapped(one, other):
        return _("same name; day and month of birth the other way round")
    return _("same name") if not _close(one, other) else _("same name, and nearly the same birth date")


def _close(one: str, other: str) -> bool:
    """The same either way round: whole dates are near each other, a partial one agrees."""
    return agree(one, other) or other in near(one)


@dataclass(frozen=True, slots=True)
class Twin:
    """A registration that looks like somebody, and why."""

    registration: Registration
    why: str

    @property
    def patient(self) -> Patient:
        """The patient of the registration."""
        return self.registration.patient


def twins_of(who: Who, clinics: Sequence[Clinic], leave_out: Iterable[UUID] = ()) -> list[Twin]:
    """Patients of these clinics who look like somebody, by name. Two queries: by spelling, by birth date."""
    dates = Q(born__in=near(who.born))
    if 0 < len(who.born) < WHOLE:
        dates |= Q(born__startswith=who.born)
    born_so = Patient.objects.filter(dates).exclude(born="").values("pk")
    asked = Registration.objects.filter(clinic__in=clinics, ended=None, patient__into=None)
    found = {
        row
        for some in (asked.filter(_spelt_so(who)), asked.filter(patient__in=born_so))
        for row in some.values_list(*_TOLD)
    }
    where, out = {one.pk: one for one in clinics}, set(leave_out)
    twins = []
    for _key, pk, number, clinic, patient, given, family, born in sorted(found):
        if patient not in out and (why := why_alike(who, Who(given, family, born))):
            whose = Patient(pk=patient, given=given, family=family, born=born)
            twins.append(Twin(Registration(pk=pk, number=number, clinic=where[clinic], patient=whose), why))
    return twins


_TOLD = (
    "key", "pk", "number", "clinic_id", "patient_id", "patient__given", "patient__family", "patient__born",
)  # fmt: skip


def _spelt_so(who: Who) -> Q:
    """Registrations that may be alike whatever the birth date: half a name counts where none is known."""
    either = _any_of(begins(word) for word in first_words([who.family, who.given]))
    if not who.born:
        return either
    family = _any_of(begins(word) for word in first_words([who.family]))
    given = _any_of(Q(key__contains=word) for word in first_words([who.given]))
    return either & (Q(patient__born="") | (family & given))


def _any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


def known_dates(born: str) -> list[str]:
    """The birth dates under which somebody born then may be kept, for an exact search."""
    return list(may_be(born))
