"""Who read or wrote about a patient, in words: what the trail says, for the patient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procerus.clinic.people.models import Account, Clinic, Role
from procerus.clinic.trail.models import Event, Kind

A_PAGE = 300
"""Events that are put into words at once; many of them make one line."""
NOT_OPENED = ("injections.second",)
"""What was refused to somebody who had the record open: nobody tried to open it."""
LISTED = "listed"
ROLES = {
    Role.PATIENT: gettext_lazy("the patient"),
    Role.CARER: gettext_lazy("carer"),
    Role.NURSE: gettext_lazy("nurse"),
    Role.DOCTOR: gettext_lazy("doctor"),
    Role.COORDINATOR: gettext_lazy("coordinator"),
    Role.AUDITOR: gettext_lazy("auditor"),
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person did with a record on one day."""

    day: date
    who: str
    role: str
    clinic: str
    did: str
    own: bool
    """Whether it was whoever asks."""


@dataclass(frozen=True, slots=True)
class SeenBy:
    """A page of it, newest first, and the event before which the next page begins."""

    lines: tuple[Seen, ...]
    before: int | None


def seen_by(patients: Iterable[UUID], zone: ZoneInfo, asking: Account, before: int | None = None) -> SeenBy:
    """Who read or wrote about these registrations of one person. Three queries."""
    asked = Event.objects.filter(patient__in=list(patients)).exclude(kind=Kind.DENIED, what__in=NOT_OPENED)
    asked = asked.order_by("-seq")
    events = list((asked if before is None else asked.filter(seq__lt=before))[:A_PAGE])
    accounts: dict[UUID | None, str] = dict(
        Account.objects.filter(pk__in={one.account for one in events}).values_list("pk", "name")
    )
    clinics: dict[UUID | None, str] = dict(
        Clinic.objects.filter(pk__in={one.clinic for one in events}).values_list("pk", "name")
    )
    counted = Counter(
        (one.at.astimezone(zone).date(), one.account, one.role, one.clinic, _how(one), "glass" in one.about)
        for one in events
    )
    lines = tuple(
        Seen(
            day,
            _("you") if account == asking.pk else _who(kind, role, accounts.get(account, "")),
            str(ROLES.get(Role(role), "")) if role else "",
            clinics.get(clinic, ""),
            _did(kind, times, glass),
            account == asking.pk,
        )
        for (day, account, role, clinic, kind, glass), times in counted.items()
    )
    return SeenBy(lines, events[-1].seq if len(events) == A_PAGE else None)


def all_seen_by(patients: Iterable[UUID], zone: ZoneInfo, asking: Account) -> Iterator[Seen]:
    """The same from the first event to the last, page after page."""
    ids, before = list(patients), None
    while True:
        page = seen_by(ids, zone, asking, before)
        yield from page.lines
        if page.before is None:
            return
        before = page.before


def _how(one: Event) -> str:
    """What kind of event it is; a look at a list in which the patient stood is not a look into the record."""
    return LISTED if one.kind == Kind.READ and "listed" in one.about else one.kind


def _who(kind: str, role: str, name: str) -> str:
    """By name, but for a patient or a carer who was refused: who else is a patient is nobody's business."""
    if kind == Kind.DENIED and role in ("", Role.PATIENT, Role.CARER):
        return _("another account")
    return name or _("the program")


def _did(kind: str, times: int, glass: bool) -> str:
    if kind == Kind.DENIED:
        return _("tried to open your record and was refused")
    if kind == LISTED:
        said = ngettext("saw you in a list", "saw you in a list, %(times)s times", times)
    elif kind == Kind.READ:
        said = ngettext("opened your record", "opened your record, %(times)s times", times)
    else:
        said = ngettext("wrote in your record", "wrote in your record, %(times)s times", times)
    made = said % {"times": times}
    return made + _(" (emergency access)") if glass else made
