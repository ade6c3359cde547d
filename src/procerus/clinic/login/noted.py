"""Log-ins, log-outs and changes of passwords and second factors, each an event in the trail.

The library tells of them by signals; a failed attempt keeps whose account it was meant for, where there is
one, and never what was typed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.contrib.auth.signals import user_logged_out, user_login_failed

from procerus.clinic.people.models import Account
from procerus.clinic.trail.chain import Happened, append
from procerus.clinic.trail.models import Kind


def listen() -> None:
    """Hear of everything from now on."""
    account.user_logged_in.connect(_logged_in)
    account.password_changed.connect(_password_changed)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_refused)
    factor.authenticator_added.connect(_added)
    factor.authenticator_removed.connect(_removed)
    factor.authenticator_reset.connect(_renewed)
    factor.authentication_failed.connect(_code_refused)


def _write(kind: Kind, what: str, whose: UUID | None, **about: Any) -> None:
    append([Happened(kind, what, whose, about=about)])


def _logged_in(user: Account, request: Any = None, **_: Any) -> None:
    used = [] if request is None else request.session.get("account_authentication_methods", [])
    ways = sorted({one.get("type") or one["method"] for one in used if not one.get("reauthenticated")})
    _write(Kind.ACCOUNT, "login", user.pk, by=ways)


def _logged_out(user: Account | None, **_: Any) -> None:
    if isinstance(user, Account):
        _write(Kind.ACCOUNT, "logout", user.pk)


def _refused(credentials: dict[str, Any], **_: Any) -> None:
    whose = Account.objects.filter(email__iexact=credentials.get("email") or "").first()
    _write(Kind.DENIED, "login", None if whose is None else whose.pk, why="wrong password or address")


def _code_refused(user: Account, **_: Any) -> None:
    _write(Kind.DENIED, "login.second_factor", user.pk, why="wrong code")


def _password_changed(user: Account, **_: Any) -> None:
    _write(Kind.ACCOUNT, "account.password", user.pk)


def _added(user: Account, authenticator: Any, **_: Any) -> None:
    _write(Kind.ACCOUNT, "second_factor.added", user.pk, type=str(authenticator.type))


def _removed(user: Account, authenticator: Any, **_: Any) -> None:
    _write(Kind.ACCOUNT, "second_factor.removed", user.pk, type=str(authenticator.type))


def _renewed(user: Account, authenticator: Any, **_: Any) -> None:
    _write(Kind.ACCOUNT, "second_factor.renewed", user.pk, type=str(authenticator.type))
