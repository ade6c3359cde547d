"""What an account's own page shows: second factors, sessions, and where a patient's own page is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils.translation import gettext as _

from procerus.clinic.people.models import Account, Patient
from procerus.clinic.people.own import own_pages_of

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Factors:
    """How somebody proves that it is they, besides the password."""

    app: Any
    passkeys: list[Any]
    codes: Any
    codes_left: int

    @classmethod
    def of(cls, account: Account) -> Factors:
        """The second factors of an account."""
        found = list(Authenticator.objects.filter(user=account).order_by("created_at"))
        types = Authenticator.Type
        codes = next((one for one in found if one.type == types.RECOVERY_CODES), None)
        return cls(
            next((one for one in found if one.type == types.TOTP), None),
            [one for one in found if one.type == types.WEBAUTHN],
            codes,
            0 if codes is None else len(codes.wrap().get_unused_codes()),
        )


def sessions_of(account: Account) -> list[UserSession]:
    """Where an account is logged in, the latest first. Sessions that are over are left out."""
    known = UserSession.objects.filter(user=account).order_by("-last_seen_at")
    return [one for one in known if one.exists()]


def browser_in_words(agent: str) -> str:
    """`Firefox, Windows`, as far as a browser says what it is."""
    said = [
        next((name for mark, name in names if re.search(mark, agent)), "") for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(one for one in said if one) or _("a browser that does not say its name")


def own_entrances(account: Account) -> list[tuple[Patient, str]]:
    """The patient's own first page, then those of the people whom somebody cares for."""
    return [(one, reverse("mine", kwargs={"patient": one.pk})) for one in own_pages_of(account)]
