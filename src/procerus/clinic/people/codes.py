"""One-time codes that people read from paper or a screen and type: shown once, and kept as a hash."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from procerus.clinic.people.models import WrongTry

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which people read in two ways."""
GROUPS, A_GROUP = 4, 4
MOST_WRONG_TRIES = 20
A_DAY = timedelta(days=1)


class TriedTooOften(Exception):
    """So many wrong codes came from there today that none is looked at any more."""


def new_code() -> str:
    """A code, in groups as it is shown."""
    code = "".join(secrets.choice(LETTERS) for _each in range(GROUPS * A_GROUP))
    return "-".join(code[at : at + A_GROUP] for at in range(0, len(code), A_GROUP))


def hash_of(code: str) -> str:
    """What is kept of a code, however its groups were typed."""
    return hashed("".join(sign for sign in code.upper() if sign.isalnum()))


def wrong_try(*sources: str) -> None:
    """A wrong code was tried from there."""
    WrongTry.objects.bulk_create(WrongTry(source=hashed(one)) for one in sources)


def refuse_too_many(sources: Sequence[str]) -> None:
    """Raises TriedTooOften where too many wrong codes came from one of these today."""
    since = timezone.now() - A_DAY
    for one in sources:
        if WrongTry.objects.filter(source=hashed(one), at__gt=since).count() >= MOST_WRONG_TRIES:
            raise TriedTooOften


def hashed(text: str) -> str:
    """A keyed hash: it tells nobody who lacks the key what it was made of."""
    return hmac.new(settings.INSTALLATION.secret("invitations"), text.encode(), sha256).hexdigest()
