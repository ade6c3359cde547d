"""What to look at before somebody comes: said beside an appointment, and never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.appointments.due import nexts
from procerus.clinic.appointments.models import AWAITED, Appointment, Purpose
from procerus.clinic.appointments.reading import beside
from procerus.clinic.look.templatetags.look import day as day_in_words
from procerus.clinic.people.models import Clinic, Patient

Hint = str


def hints(
    listed: Sequence[Appointment], patient: Patient, clinic: Clinic, now: datetime
) -> dict[UUID, list[Hint]]:
    """Hints for the awaited appointments of one patient at a clinic, by appointment."""
    awaited = [one for one in listed if one.state in AWAITED]
    if not awaited:
        return {}
    zone, others = ZoneInfo(clinic.timezone), beside(awaited)
    first = nexts([patient], clinic)[patient.pk].first_day
    found: dict[UUID, list[Hint]] = {}
    for one in awaited:
        day, said = one.at.astimezone(zone).date(), []
        if number := others.get(one.pk, 0):
            said.append(_same_time(number))
        if any(_same_day(one, other, zone) for other in awaited):
            said.append(_("This patient has another appointment on that day."))
        if one.purpose == Purpose.INJECTION and first is not None and day < first:
            early = _("This is before the interval is over: from %(day)s.")
            said.append(early % {"day": day_in_words(first)})
        if one.at < now:
            said.append(_("This time is over: say whether the patient came."))
        found[one.pk] = said
    return found


def _same_time(number: int) -> str:
    return ngettext(
        "Another appointment of the clinic begins at that time.",
        "%(number)s other appointments of the clinic begin at that time.",
        number,
    ) % {"number": number}


def _same_day(one: Appointment, other: Appointment, zone: ZoneInfo) -> bool:
    return one.pk != other.pk and one.at.astimezone(zone).date() == other.at.astimezone(zone).date()
