"""Join a phone to a diary by a code, know it again by its token, and end it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from procerus.clinic.people.codes import hash_of, new_code, refuse_too_many
from procerus.clinic.people.merging import everything_of
from procerus.clinic.people.models import Account, Patient
from procerus.clinic.phones.models import JoinCode, Phone

VALID = timedelta(minutes=15)
LONGEST_NAME = 80


class NotJoined(Exception):
    """The code is wrong, used or too old. It says no more."""


def offer(patient: Patient, account: Account) -> tuple[JoinCode, str]:
    """A code for one more phone of this account; an older one ends."""
    now = timezone.now()
    JoinCode.objects.filter(account=account, used_at=None).update(used_at=now)
    code = new_code()
    made = JoinCode.objects.create(patient=patient, account=account, code=hash_of(code), until=now + VALID)
    return made, code


def join(code: str, name: str, sources: Sequence[str]) -> tuple[Phone, str]:
    """The phone that a code leads to, and its token, which is shown this once.

    Raises NotJoined, and TriedTooOften. A code that is sent twice at the same moment joins one phone.
    """
    refuse_too_many(sources)
    with transaction.atomic():
        now = timezone.now()
        open_codes = JoinCode.objects.filter(used_at=None, until__gt=now, account__is_active=True)
        found = open_codes.select_related("patient__into", "account").filter(code=hash_of(code)).first()
        if found is None or not JoinCode.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
            raise NotJoined
        token = secrets.token_urlsafe(32)
        phone = Phone.objects.create(
            patient=found.patient.person, account=found.account, token=_kept(token),
            name=" ".join(name.split())[:LONGEST_NAME],
        )  # fmt: skip
    return phone, token


def phone_with(token: str) -> Phone | None:
    """The phone that holds this token, unless it was ended or its account was."""
    phones = Phone.objects.select_related("patient__into", "account").filter(
        ended=None, account__is_active=True
    )
    return phones.filter(token=_kept(token)).first()


def phones_of(patient: Patient) -> list[Phone]:
    """The phones that are joined to a diary now, oldest first."""
    joined = Phone.objects.filter(patient__in=everything_of([patient.pk]), ended=None)
    return list(joined.select_related("account").order_by("since"))


def end(phone: Phone, by: Account) -> bool:
    """The phone neither tells nor learns anything from now on; no where it had ended before."""
    return bool(Phone.objects.filter(pk=phone.pk, ended=None).update(ended=timezone.now(), ended_by=by))


def _kept(token: str) -> str:
    """A token is as long as a key: its hash cannot be guessed."""
    return sha256(token.encode()).hexdigest()
