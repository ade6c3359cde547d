"""What the command line says to whoever sets an installation up, or cannot get in any more."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from procerus.clinic.login.links import (
    FIRST_ADMINISTRATOR_HOURS,
    administrators,
    for_first_administrator,
    for_new_way_in,
)
from procerus.clinic.people.models import Account
from procerus.clinic.trail.chain import Happened, append, one_at_a_time
from procerus.clinic.trail.models import Kind
from procerus.faults import BadInput, Fault

LOCAL = ("127.0.0.1", "localhost", "[::1]")


def link_for(name: str, email: str, clinic: str, again: bool, port: int) -> str:
    """What to open, and for how long. Raises BadInput where the installation has an administrator already."""
    if not name.strip():
        raise BadInput([Fault("NAME", "is empty", "Say it as colleagues know it.")])
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput([Fault("EMAIL", "is no e-mail address", "They log in with it.", email)]) from None
    code = _way_in_again(email) if again else _first(name, email, clinic)
    return (
        f"For {name}, once and within {FIRST_ADMINISTRATOR_HOURS} hours:\n"
        f"{_site(port)}{reverse('enter', kwargs={'code': code})}"
    )


def _first(name: str, email: str, clinic: str) -> str:
    there = administrators()
    if there:
        who = ", ".join(f"{one.name} <{one.email}>" for one in there)
        mend = (
            f"{who} can invite you: Staff, Invite somebody. An administrator who cannot get in gets a new"
            " link by this command with their own address and --again."
        )
        raise BadInput([Fault("administrator", "This installation has one already", mend)])
    if Account.objects.filter(email__iexact=email).exists():
        why, mend = "belongs to an account that is no administrator", "Use another address."
        raise BadInput([Fault("EMAIL", why, mend, email)])
    return for_first_administrator(name.strip(), email.strip().lower(), clinic.strip())


def _way_in_again(email: str) -> str:
    account = next((one for one in administrators() if one.email.lower() == email.lower()), None)
    if account is None:
        why, mend = "is not the address of an administrator", "Leave --again out for the first administrator."
        raise BadInput([Fault("EMAIL", why, mend, email)])
    with transaction.atomic():
        one_at_a_time()
        code = for_new_way_in(account, None)
        about = {"account": str(account.pk), "from": "the server's command line"}
        append([Happened(Kind.ACCOUNT, "administrator.way_in", about=about)])
    return code


def _site(port: int) -> str:
    named = [one for one in settings.ALLOWED_HOSTS if one not in LOCAL]
    if settings.SESSION_COOKIE_SECURE and named:
        return f"https://{named[0]}"
    return f"http://localhost:{port}"
