"""The queue, and what of it has to be known when a patient comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from procerus.clinic.appointments.clock import bounds_of
from procerus.clinic.authorisations.conventions import conventions
from procerus.clinic.authorisations.models import Authorisation, Status
from procerus.clinic.authorisations.standing import Standing, standings
from procerus.clinic.look.templatetags.look import day as day_in_words
from procerus.clinic.people.merging import about
from procerus.clinic.people.models import Clinic

CLOSED = (Status.WITHDRAWN, Status.EXPIRED)


def of_patients(clinic: Clinic, patients: Sequence[UUID], today: date) -> dict[UUID, list[Standing]]:
    """The authorisations of patients at a clinic, newest first, in a constant number of queries."""
    found = Authorisation.objects.filter(about(*patients), clinic=clinic).select_related("patient__into")
    listed: dict[UUID, list[Standing]] = defaultdict(list)
    for one in standings(list(found.order_by("-made_at", "pk")), today):
        listed[one.authorisation.patient.person.pk].append(one)
    return listed


def alerts(clinic: Clinic, patients: Sequence[UUID], today: date) -> dict[UUID, list[str]]:
    """For patients who have any authorisation: what is wrong with it on a day. Others have no alert."""
    found = {}
    for patient, listed in of_patients(clinic, patients, today).items():
        open_ones = [one for one in listed if one.status not in (Status.WITHDRAWN,)]
        if open_ones and (said := _alert(open_ones, today)):
            found[patient] = [said]
    return found


def queue(clinic: Clinic) -> QuerySet[Authorisation]:
    """Every authorisation of a clinic, with its patient."""
    return Authorisation.objects.filter(clinic=clinic).select_related("clinic", "patient__into", "renews")


def chosen(clinic: Clinic, which: str, text: str, today: date) -> QuerySet[Authorisation]:
    """The part of the queue that a filter names (`filters`), and a word of payer, number or patient."""
    found = queue(clinic).filter(filters(clinic, today)[which])
    found = found.order_by("valid_to", "appeal_by", "made_at", "pk")
    for word in text.split():
        found = found.filter(
            Q(payer__icontains=word) | Q(number__icontains=word) | Q(member__icontains=word)
            | Q(patient__family__icontains=word) | Q(patient__given__icontains=word)
            | Q(patient__into__family__icontains=word) | Q(patient__into__given__icontains=word)
        )  # fmt: skip
    return found


def counted(clinic: Clinic, today: date) -> dict[str, int]:
    """How many there are in each part of the queue, in one query."""
    named = {f"n_{name}": Count("pk", filter=one) for name, one in filters(clinic, today).items()}
    found = queue(clinic).aggregate(**named)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def filters(clinic: Clinic, today: date) -> Mapping[str, Q]:
    """The filters of the queue, by the name that stands in the address."""
    over = Q(status=Status.APPROVED, valid_to__lt=today)
    renewed = ~Q(renewed_by=None) & ~Q(renewed_by__status=Status.WITHDRAWN)
    soon = Q(status=Status.APPROVED, valid_to__gte=today, valid_to__lte=today + conventions().renewal)
    begins, _ends = bounds_of(today - conventions().draft, ZoneInfo(clinic.timezone))
    old = Q(status=Status.DRAFT, made_at__lt=begins)
    return {
        "open": ~Q(status__in=CLOSED) & ~over,
        "renew": soon & ~renewed,
        "denied": Q(status=Status.DENIED),
        "waiting": old,
        "sent": Q(status__in=(Status.SENT, Status.APPEALED)),
        "over": over,
        "all": Q(),
    }


def _alert(listed: Sequence[Standing], today: date) -> str:
    covering = [one for one in listed if one.covers(today) is not False]
    if not covering:
        newest = listed[0]
        if newest.status == Status.APPROVED and newest.visits_left == 0:
            return _("Authorisation: all visits are used.")
        return _("Authorisation: %(status)s.") % {"status": newest.status.label}
    best = max(covering, key=lambda one: one.authorisation.valid_to or date.max)
    if best.to_renew and best.authorisation.valid_to is not None:
        return _("Authorisation until %(day)s only.") % {"day": day_in_words(best.authorisation.valid_to)}
    return ""
