"""Make a link that opens once, and accept it: at most one of two who try at the same moment gets in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from procerus.clinic.login.models import OneTimeLink
from procerus.clinic.people.models import Account, Clinic, Membership, Role
from procerus.clinic.trail.chain import Happened, append, one_at_a_time
from procerus.clinic.trail.models import Kind

FIRST_ADMINISTRATOR_HOURS = 24
STAFF_DAYS = 7


class Unusable(Exception):
    """The link cannot be used: it was used, has expired, was withdrawn, or its reason is gone."""


def administrators(clinic: Clinic | None = None) -> list[Account]:
    """Who can manage accounts now, at a clinic or anywhere."""
    found = Account.objects.filter(
        is_active=True, memberships__role=Role.ADMINISTRATOR, memberships__ended=None
    )
    if clinic is not None:
        there = Membership.objects.filter(clinic=clinic, role=Role.ADMINISTRATOR, ended=None)
        found = found.filter(memberships__in=there)
    return list(found.distinct())


def for_first_administrator(name: str, email: str, new_clinic: str, now: datetime | None = None) -> str:
    """The code of a link for the first administrator; an earlier one is withdrawn."""
    moment = now or timezone.now()
    with transaction.atomic():
        one_at_a_time()
        earlier = OneTimeLink.objects.filter(made_by=None, account=None, used_at=None, withdrawn_at=None)
        earlier.update(withdrawn_at=moment)
        until = moment + timedelta(hours=FIRST_ADMINISTRATOR_HOURS)
        made = OneTimeLink(
            name=name, email=email, role=Role.ADMINISTRATOR, new_clinic=new_clinic, until=until
        )
        code = _kept(made)
        append([Happened(Kind.ACCOUNT, "administrator.promised", about={"link": str(made.pk)})])
    return code


def for_staff(clinic: Clinic, name: str, email: str, role: str, made_by: Account) -> tuple[str, OneTimeLink]:
    """The code of an invitation; an earlier one of the same person to the same clinic is withdrawn."""
    now = timezone.now()
    earlier = OneTimeLink.objects.filter(clinic=clinic, email__iexact=email, used_at=None, withdrawn_at=None)
    earlier.filter(account=None).update(withdrawn_at=now)
    made = OneTimeLink(
        clinic=clinic, name=name, email=email.lower(), role=role, made_by=made_by,
        until=now + timedelta(days=STAFF_DAYS),
    )  # fmt: skip
    return _kept(made), made


def for_new_way_in(account: Account, made_by: Account | None, clinic: Clinic | None = None) -> str:
    """The code of a link by which somebody who cannot get in sets password and second factor anew.

    It opens for a day. Until it is used nothing changes; what was made earlier is withdrawn.
    """
    now = timezone.now()
    account.one_time_links.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    until = now + timedelta(hours=FIRST_ADMINISTRATOR_HOURS)
    made = OneTimeLink(
        clinic=clinic, name=account.name, email=account.email, account=account, made_by=made_by, until=until
    )
    return _kept(made)


def _kept(link: OneTimeLink) -> str:
    code = secrets.token_urlsafe(32)
    link.hash = _hash(code)
    link.save()
    return code


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def usable(code: str) -> OneTimeLink:
    """The link of a code. Raises Unusable."""
    found = (
        OneTimeLink.objects.select_related("clinic", "account")
        .filter(hash=_hash(code), used_at=None, withdrawn_at=None, until__gt=timezone.now())
        .first()
    )
    if found is None or (_is_first(found) and administrators()):
        raise Unusable
    if found.account is not None and not found.account.is_active:
        raise Unusable
    return found


def _is_first(link: OneTimeLink) -> bool:
    return link.made_by_id is None and link.account_id is None


def accept(code: str, password: str | None, clinic_name: str, by: Account | None = None) -> Account:
    """Use a link up, with everything it promises, in one transaction. Raises Unusable.

    `by` is who is logged in, where the account exists already and only gets a role.
    """
    with transaction.atomic():
        one_at_a_time()
        link = usable(code)
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        account = by or link.account or _new_account(link)
        if password is not None:
            account.set_password(password)
            account.save(update_fields=["password"])
        if link.account_id is not None:
            Authenticator.objects.filter(user=account).delete()
        clinic = link.clinic or (_new_clinic(link.new_clinic or clinic_name) if link.role else None)
        if link.role and clinic is not None:
            _promised(account, clinic, link.role)
        about = {"link": str(link.pk), "role": link.role} if link.role else {"link": str(link.pk)}
        what = "account.entered" if link.role else "account.way_in_renewed"
        append([Happened(Kind.ACCOUNT, what, account.pk, link.role, _key(clinic), None, about)])
    return account


def _new_account(link: OneTimeLink) -> Account:
    if Account.objects.filter(email__iexact=link.email).exists():
        raise Unusable
    return Account.objects.create_user(link.email, link.name)


def _promised(account: Account, clinic: Clinic, role: str) -> None:
    if account.memberships.filter(clinic=clinic, ended=None).exists():
        raise Unusable
    Membership.objects.create(account=account, clinic=clinic, role=role)


def _new_clinic(name: str) -> Clinic:
    return Clinic.objects.create(name=name, slug=free_slug(name))


def free_slug(name: str) -> str:
    """A word for the address of a clinic that no other clinic has."""
    wanted = slugify(name)[:40] or "clinic"
    taken = set(Clinic.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    others = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(one for one in others if one not in taken)


def _key(clinic: Clinic | None) -> UUID | None:
    return None if clinic is None else clinic.pk
