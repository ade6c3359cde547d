"""The mark of a form: whose it is, and that it was not saved before.

`{% csrf_token %}` puts one into every form of our pages. A form that is sent twice as it stands, by a second
click or a second look at the answer, is saved once; with other content it is another one. A form that lies
open while somebody else logs in at the same computer is not saved in their name.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from procerus.clinic.access.models import Sent
from procerus.clinic.people.models import Account

FIELD = "once"
CSRF_FIELD = "csrfmiddlewaretoken"
_SALT = "the-mark-of-a-form"


class SentBefore(Exception):
    """The same form, with the same content, was saved already. `led_to` is where it led, if anywhere."""

    def __init__(self, led_to: str) -> None:
        super().__init__(led_to)
        self.led_to = led_to


def new_mark(account: Account) -> str:
    """A mark for one form of this account."""
    return Signer(salt=_SALT).sign(f"{account.pk.hex}.{secrets.token_urlsafe(9)}")


def maker(request: HttpRequest) -> UUID | None:
    """The account for which the form that was sent was made; None where it has no mark of ours."""
    try:
        return UUID(hex=Signer(salt=_SALT).unsign(request.POST.get(FIELD, "")).partition(".")[0])
    except BadSignature:
        return None


def claimed(request: HttpRequest) -> Sent | None:
    """The form's place among those that were saved; none where it has no mark. Raises SentBefore.

    To be called in the transaction of what is saved: where that is given up, the form counts as not sent.
    """
    if FIELD not in request.POST:
        return None
    form = _hash(request)
    try:
        with transaction.atomic():
            return Sent.objects.create(form=form)
    except IntegrityError:
        raise SentBefore(Sent.objects.get(form=form).led_to) from None


def _hash(request: HttpRequest) -> str:
    said: list[object] = [request.get_full_path()]
    said += sorted((name, values) for name, values in request.POST.lists() if name != CSRF_FIELD)
    return sha256(repr(said).encode()).hexdigest()
