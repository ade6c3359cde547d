"""The period that is looked at: twelve months unless somebody chooses, or a quarter of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from procerus.clinic.look.dates import asked_day
from procerus.faults import BadInput, Fault

QUARTER = 3  # months
QUARTERS_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def last_year(today: date) -> Period:
    """The twelve months that end today."""
    return Period(_months_on(today.replace(day=1), -12, today.day) + timedelta(days=1), today)


def chosen(said: Mapping[str, str], today: date) -> Period:
    """The period in an address, or the last twelve months. Raises BadInput where it cannot be."""
    if not said.get("from") and not said.get("to"):
        return last_year(today)
    found = []
    for key in ("from", "to"):
        day = asked_day(said.get(key, ""))
        if day is None:
            mend = _("Write it as 2026-03-31.")
            raise BadInput([Fault(key, _("is no day"), mend, said.get(key) or None)])
        found.append(day)
    if found[0] > found[1]:
        raise BadInput([Fault("from", _("is after the last day"), _("Exchange the two."))])
    return Period(found[0], min(found[1], today) if found[0] <= today else found[1])


def quarters(today: date) -> list[tuple[str, Period]]:
    """The latest quarters of the calendar, the present one first."""
    begin = date(today.year, (today.month - 1) // QUARTER * QUARTER + 1, 1)
    made = []
    for _step in range(QUARTERS_OFFERED):
        end = _months_on(begin, QUARTER, 1) - timedelta(days=1)
        name = f"{begin.year} Q{(begin.month - 1) // QUARTER + 1}"
        made.append((name, Period(begin, min(end, today))))
        begin = _months_on(begin, -QUARTER, 1)
    return made


def _months_on(first_of_month: date, months: int, day: int) -> date:
    """A day of the month so many months on; the month's last where it is shorter."""
    number = first_of_month.year * 12 + first_of_month.month - 1 + months
    begin = date(number // 12, number % 12 + 1, 1)
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return min(begin + timedelta(days=day - 1), following - timedelta(days=1))
