"""Compute the summaries of a whole clinic ahead of time, as a timer does at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from time import perf_counter
from uuid import UUID

from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.summaries.summary import summaries_of

AT_ONCE = 50
"""So many patients are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What was done, for the log: nothing in it is about anybody."""

    patients: int
    seconds: float

    @property
    def each(self) -> float:
        """Seconds for one patient."""
        return self.seconds / self.patients if self.patients else 0.0


def renew(clinic: Clinic, as_of: date) -> Renewed:
    """Compute the summaries of everybody registered at a clinic for a day; those that hold are left alone."""
    began, done, after = perf_counter(), 0, None
    while chunk := _after(clinic, after):
        summaries_of(chunk, clinic, as_of)
        done, after = done + len(chunk), chunk[-1].pk
    return Renewed(done, perf_counter() - began)


def _after(clinic: Clinic, last: UUID | None) -> list[Patient]:
    here = Patient.objects.filter(registrations__clinic=clinic, registrations__ended=None, into=None)
    return list((here if last is None else here.filter(pk__gt=last)).order_by("pk")[:AT_ONCE])
