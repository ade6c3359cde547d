"""Find patients of a clinic by name, birth date or number, page by page."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from procerus.clinic.people.birth_dates import born_in
from procerus.clinic.people.look_alikes import known_dates
from procerus.clinic.people.models import Clinic, Patient, Registration
from procerus.clinic.people.names import begins_a_word

A_PAGE = 25
LONGEST = 120  # characters that somebody may look for


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for, and after whom the page begins."""

    text: str = ""
    key: str = ""
    number: int = 0

    def sealed(self) -> str:
        """The same for an address: nobody reads a name out of a browser's history or a proxy's log."""
        return _fernet().encrypt(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def opened(cls, sealed: str) -> Looking | None:
        """What was sealed; None where it was not sealed here, or was spoiled on the way."""
        try:
            return cls(**json.loads(_fernet().decrypt(sealed.encode())))
        except (InvalidToken, UnicodeEncodeError):
            return None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of registrations, and where the next one begins."""

    rows: Sequence[Registration]
    next: Looking | None


def find(clinic: Clinic, looking: Looking, today: date) -> Found:
    """Patients of the clinic, sorted by name. One query, whatever is looked for."""
    asked = Registration.objects.filter(clinic=clinic, ended=None)
    kept = Registration.objects.filter(clinic=clinic, ended=None, patient=OuterRef("patient__into"))
    once = Q(patient__into=None) | ~Exists(kept)  # of a person with two registrations here, the one kept
    listed = asked.filter(_matches(looking.text, today) if looking.text else once)
    if looking.key:
        listed = listed.filter(Q(key=looking.key, id__gt=looking.number) | Q(key__gt=looking.key))
    rows = list(_with_names(listed)[: A_PAGE + 1])
    more = len(rows) > A_PAGE
    last = rows[A_PAGE - 1] if more else None
    return Found(rows[:A_PAGE], None if last is None else Looking(looking.text, last.key, last.pk))


def _with_names(listed: QuerySet[Registration]) -> QuerySet[Registration]:
    return listed.select_related("patient", "patient__into").order_by("key", "id")


def _matches(text: str, today: date) -> Q:
    """A number that begins so, or every word of the name and the birth date, as far as they are given."""
    number = Q(number__istartswith=text.lstrip("#").strip())
    born, rest = born_in(text, today)
    if born:
        names = begins_a_word(rest) if rest else Q()
        dates = Patient.objects.filter(born__in=known_dates(born)).values("pk")
        return number | (Q(patient__in=dates) & names)
    words = begins_a_word(rest)
    return number | words if words else number


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(settings.INSTALLATION.secret("search")))
