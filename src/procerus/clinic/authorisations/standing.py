"""How an authorisation stands on a day: what follows from its dates, and from the sessions in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from procerus.clinic.authorisations.conventions import conventions
from procerus.clinic.authorisations.models import Authorisation, Status
from procerus.clinic.injections.reading import live
from procerus.clinic.people.merging import PERSON


@dataclass(frozen=True, slots=True)
class Standing:
    """An authorisation on a day."""

    authorisation: Authorisation
    status: Status
    used: int
    """Sessions within its days. Without a first day none can be counted, and it is nought."""
    today: date
    renewed: bool

    @property
    def days_left(self) -> int | None:
        """Days until the last day, which itself still counts; None where no last day is known."""
        last = self.authorisation.valid_to
        return None if last is None else (last - self.today).days

    @property
    def visits_left(self) -> int | None:
        """Visits that are allowed and were not used; None where no number was said."""
        allowed = self.authorisation.visits
        return None if allowed is None else max(0, allowed - self.used)

    @property
    def to_renew(self) -> bool:
        """Whether an approval ends soon, or its visits are used up, and nobody has begun to renew it."""
        if self.status != Status.APPROVED or self.renewed:
            return False
        soon = self.days_left is not None and self.days_left <= conventions().renewal.days
        return soon or self.visits_left == 0

    @property
    def appeal_days(self) -> int | None:
        """Days left to appeal, below nought once they are over; None where there is nothing to appeal."""
        by = self.authorisation.appeal_by
        return (by - self.today).days if self.status == Status.DENIED and by is not None else None

    @property
    def waits(self) -> bool:
        """Whether it is a draft that has lain for more than a week."""
        one = self.authorisation
        made = timezone.localtime(one.made_at, ZoneInfo(one.clinic.timezone)).date()
        return self.status == Status.DRAFT and self.today - made > conventions().draft

    def covers(self, day: date) -> bool | None:
        """Whether a session on a day is within it; None where a bound is not known."""
        one = self.authorisation
        if self.status != Status.APPROVED or self.visits_left == 0:
            return False
        if (one.valid_from and day < one.valid_from) or (one.valid_to and day > one.valid_to):
            return False
        return True if one.valid_from and one.valid_to else None


def standings(listed: Sequence[Authorisation], today: date) -> list[Standing]:
    """How these stand, in a constant number of queries."""
    sessions = live(list({one.patient.person.pk for one in listed}))
    given = list(sessions.values_list(PERSON, "clinic_id", "day", "product"))
    renewed = set(
        Authorisation.objects.filter(renews__in=[one.pk for one in listed])
        .exclude(status=Status.WITHDRAWN)
        .values_list("renews_id", flat=True)
    )
    return [
        Standing(one, status_on(one, today), _used(one, given), today, one.pk in renewed) for one in listed
    ]


def status_on(one: Authorisation, today: date) -> Status:
    """The status on a day: an approval is over on the day after its last."""
    over = one.status == Status.APPROVED and one.valid_to is not None and one.valid_to < today
    return Status.EXPIRED if over else Status(one.status)


def _used(one: Authorisation, given: Sequence[tuple[object, object, date, str]]) -> int:
    """Sessions at this clinic within the days, of this product where one is named."""
    if one.valid_from is None or one.status != Status.APPROVED:
        return 0
    return sum(
        (patient, clinic) == (one.patient.person.pk, one.clinic_id)
        and one.valid_from <= day <= (one.valid_to or date.max)
        and one.product in ("", product)
        for patient, clinic, day, product in given
    )
