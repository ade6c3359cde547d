"""Look things up in the trail, as far as it concerns one clinic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from procerus.clinic.people.merging import PERSON, everything_of, numbers_of
from procerus.clinic.people.models import Account, Clinic, Membership, Patient, Registration
from procerus.clinic.trail.models import Event, Kind

PAGE = 50
LONGEST_EXPORT = 20_000
OWN_LOOKS = ("trail", "trail.export", "trail.whole")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; what is left empty is not asked."""

    first: date | None = None
    last: date | None = None
    kind: str = ""
    account: UUID | None = None
    patient: UUID | None = None
    with_own: bool = False
    """Whether looks at the trail itself are listed too."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event with the names that belong to its identifiers."""

    event: Event
    who: str
    number: str
    about: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the trail, the latest event first, and where the next and the earlier ones begin."""

    lines: list[Line]
    older: int | None
    newer: int | None


def events_of(clinic: Clinic, wanted: Wanted) -> QuerySet[Event]:
    """Everything at a clinic, and what its staff and its patients did outside of any clinic.

    Accounts that were staff stay: what they did while they were is part of it.
    """
    staff = Membership.objects.filter(clinic=clinic).values("account")
    ever = Registration.objects.filter(clinic=clinic).values(person=PERSON)
    patients = Patient.objects.filter(Q(pk__in=ever) | Q(into__in=ever)).values("pk")
    found = Event.objects.filter(
        Q(clinic=clinic.pk) | Q(clinic=None, account__in=staff) | Q(clinic=None, patient__in=patients)
    )
    if not wanted.with_own:
        found = found.exclude(kind=Kind.READ, what__in=OWN_LOOKS)
    return _narrowed(found, wanted, ZoneInfo(clinic.timezone))


def _narrowed(found: QuerySet[Event], wanted: Wanted, zone: ZoneInfo) -> QuerySet[Event]:
    if wanted.first is not None:
        found = found.filter(at__gte=datetime.combine(wanted.first, time.min, zone))
    if wanted.last is not None:
        found = found.filter(at__lt=datetime.combine(wanted.last + timedelta(days=1), time.min, zone))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.account is not None:
        found = found.filter(account=wanted.account)
    if wanted.patient is not None:
        found = found.filter(patient__in=everything_of([wanted.patient]))
    return found


def leaf(
    clinic: Clinic, wanted: Wanted, before: int | None = None, after: int | None = None, size: int = PAGE
) -> Leaf:
    """A page of events before or after one; the latest where neither is named."""
    found = events_of(clinic, wanted)
    if after is not None:
        rows = list(found.filter(seq__gt=after).order_by("seq")[: size + 1])
        newer, older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        earlier = found if before is None else found.filter(seq__lt=before)
        rows = list(earlier.order_by("-seq")[: size + 1])
        newer, older = before is not None, len(rows) > size
        rows = rows[:size]
    if not rows:
        return Leaf([], None, None)
    return Leaf(lines_of(clinic, rows), rows[-1].seq if older else None, rows[0].seq if newer else None)


def lines_of(clinic: Clinic, events: Sequence[Event]) -> list[Line]:
    """Events with names: of the accounts, and the clinic's own numbers of its patients."""
    accounts = {one.account for one in events} | {_uuid(one.about.get("account")) for one in events}
    patients = {one.patient for one in events}
    named = Account.objects.filter(pk__in=list(filter(None, accounts)))
    names: dict[Any, str] = dict(named.values_list("pk", "name"))
    numbers: dict[Any, str] = dict(numbers_of(clinic, filter(None, patients)))
    return [
        Line(one, names.get(one.account, ""), numbers.get(one.patient, ""), in_words(one.about, names))
        for one in events
    ]


def in_words(about: dict[str, Any], names: dict[Any, str]) -> str:
    """What an event says besides, as `role: nurse, before: doctor`; an account by its name."""
    listed = [_("in a list")] if about.get("listed") else []
    said = {key: value for key, value in about.items() if key != "listed"} | {
        key: names.get(_uuid(about[key]), about[key]) for key in ("account",) if key in about
    }
    return ", ".join([*listed, *(f"{key}: {_flat(value)}" for key, value in said.items())])


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_flat(one)}" for key, one in value.items())
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _uuid(said: object) -> Any:
    try:
        return UUID(str(said))
    except ValueError:
        return None


def staff_ever(clinic: Clinic) -> list[Account]:
    """Everybody who works or worked at a clinic, by name."""
    return list(Account.objects.filter(memberships__clinic=clinic).distinct().order_by("name"))


def number_to_patient(clinic: Clinic, number: str) -> UUID | None:
    """The patient under a number of the clinic, whether or not the registration has ended."""
    found = Registration.objects.select_related("patient__into").filter(clinic=clinic, number=number).first()
    return None if found is None else found.patient.person.pk
