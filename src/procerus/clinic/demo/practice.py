"""The clinic while it is being made: its staff, its day, and how somebody of them does something on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import make_durable
from procerus.clinic.demo.people import MadeUp
from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.writing import state
from procerus.clinic.people.models import Account, Clinic, Patient

BEGIN, EVERY = time(9, 0), timedelta(minutes=20)
Made = TypeVar("Made")


@dataclass(slots=True)
class Known:
    """A patient of the clinic, and how much of their diary the clinic has been told by now."""

    made_up: MadeUp
    patient: Patient
    told: date = date.min

    def tell(self, until: date) -> None:
        """The days before this one, as the phone sends them."""
        rows = [(date.fromisoformat(one["date"]), one) for one in self.made_up.file["diary"]]
        days = [
            (day, {key: value for key, value in one.items() if key != "date"})
            for day, one in rows
            if self.told <= day < until
        ]
        if days:
            state(self.patient, days, Source.PHONE, None)
        self.told = until


@dataclass(frozen=True, slots=True)
class Practice:
    """A clinic, the people who work there by role, and the day for which it is made."""

    clinic: Clinic
    staff: dict[str, Account]
    today: date
    people: dict[str, Known] = field(default_factory=dict)
    """By given name; of two with the same, the first."""

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.clinic.timezone)

    def time_of(self, day: date, place: int = 0) -> datetime:
        """A place on the list of a day."""
        return datetime.combine(day, BEGIN, self.zone) + EVERY * place

    def moment(self, day: date, place: int = 0) -> datetime:
        """The same, where something has happened: never later than now."""
        return min(self.time_of(day, place), timezone.now())

    def does(
        self, role: str, act: Callable[[At], Made], day: date, known: Known | None = None, place: int = 0
    ) -> Made:
        """Let somebody do something on a day, about a patient who is known until then; it is in the trail."""
        if known is not None:
            known.tell(day)
        return self.at_once(role, act, self.moment(day, place), None if known is None else known.patient)

    def at_once(
        self, role: str, act: Callable[[At], Made], moment: datetime, patient: Patient | None
    ) -> Made:
        """The same at a moment, whatever is known."""
        fresh = None if patient is None else Patient.objects.get(pk=patient.pk)
        here = None if fresh is None else fresh.registrations.filter(clinic=self.clinic).first()
        at = At(
            HttpRequest(), self.staff[role], role, "patient.write", "demo", self.clinic, fresh, here,
            moment=moment,
        )  # fmt: skip
        made = act(at)
        make_durable(at)
        return made


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on a day, about a patient or about nobody."""

    day: date
    act: Callable[[], Any]
    given: str = ""
    place: int = 0
    """On the list of that day."""


def in_turn(steps: list[Step]) -> Iterator[Step]:
    """The steps by day and place; those of one place in the order in which they were thought of."""
    yield from sorted(steps, key=lambda one: (one.day, one.place))
