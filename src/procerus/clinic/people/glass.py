"""Open the record of another clinic's patient in an emergency: with a reason, for hours, seen by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.people.look_alikes import known_dates
from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Account, BrokenGlass, Clinic, Patient
from procerus.clinic.people.names import same
from procerus.faults import BadInput, Fault

OPEN_HOURS = 4


def named_so(family: str, born: str) -> list[Patient]:
    """Patients of the whole installation with exactly this family name and birth date."""
    born_then = Patient.objects.filter(born__in=known_dates(born), into=None).order_by(
        "family", "given", "id"
    )
    return [one for one in born_then.prefetch_related("registrations__clinic") if same(one.family, family)]


def break_glass(patient: Patient, clinic: Clinic, reason: str, by: Account) -> BrokenGlass:
    """The record is open to them for four hours. Raises BadInput without a reason."""
    if not reason.strip():
        raise BadInput([Fault("reason", _("is missing"), _("The patient will read it."))])
    until = timezone.now() + timedelta(hours=OPEN_HOURS)
    return BrokenGlass.objects.create(
        account=by, clinic=clinic, patient=patient, reason=reason.strip(), until=until
    )


def broken_of(patients: Sequence[Patient]) -> QuerySet[BrokenGlass]:
    """Each time somebody opened a record of these patients so, newest first."""
    ids = everything_of([one.pk for one in patients])
    return BrokenGlass.objects.filter(patient__in=ids).select_related("account", "clinic").order_by("-at")


def broken_at(clinic: Clinic) -> QuerySet[BrokenGlass]:
    """Each time staff of a clinic opened a record so, or somebody one of its patients', newest first."""
    theirs = Q(patient__registrations__clinic=clinic)
    found = BrokenGlass.objects.filter(Q(clinic=clinic) | theirs).distinct()
    return found.select_related("account", "clinic", "patient").order_by("-at", "-id")
