"""The staff of a clinic: invited, given another role, let go. A role is ended, never removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.utils import timezone

from procerus.clinic.login.links import administrators
from procerus.clinic.login.models import OneTimeLink
from procerus.clinic.people.models import Account, Clinic, Membership, Role
from procerus.clinic.trail.chain import one_at_a_time

STAFF_ROLES = (Role.NURSE, Role.DOCTOR, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR)


class LastAdministrator(Exception):
    """Without this administrator nobody could manage the clinic."""


class Elsewhere(Exception):
    """The account is also used where this administrator does not manage it."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a role at a clinic, and whether they have a second factor."""

    member: Membership
    factors: bool


def staff_of(clinic: Clinic) -> list[Colleague]:
    """Everybody with a role now, by name."""
    members = (
        Membership.objects.filter(clinic=clinic, ended=None)
        .select_related("account")
        .order_by("account__name", "pk")
    )
    whose = [one.account_id for one in members]
    with_factor = set(Authenticator.objects.filter(user__in=whose).values_list("user", flat=True))
    return [Colleague(one, one.account_id in with_factor) for one in members]


def former_staff_of(clinic: Clinic) -> list[Membership]:
    """The roles that have ended, the latest first."""
    return list(
        Membership.objects.filter(clinic=clinic)
        .exclude(ended=None)
        .select_related("account", "ended_by")
        .order_by("-ended")
    )


def open_invitations(clinic: Clinic) -> list[OneTimeLink]:
    """Invitations that were not taken up yet and still can be."""
    found = clinic.one_time_links.filter(
        account=None, used_at=None, withdrawn_at=None, until__gt=timezone.now()
    )
    return list(found.select_related("made_by").order_by("until"))


def works_here(clinic: Clinic, email: str) -> Membership | None:
    """The role at the clinic that somebody with this address has now."""
    return Membership.objects.filter(clinic=clinic, account__email__iexact=email, ended=None).first()


def change_role(member: Membership, role: str, by: Account) -> Membership:
    """The old role ends and the new one begins, at once. Raises LastAdministrator."""
    end_role(member, by)
    return Membership.objects.create(account=member.account, clinic=member.clinic, role=role)


def end_role(member: Membership, by: Account, now: datetime | None = None) -> None:
    """A role ends, and with it everything it opened. Raises LastAdministrator."""
    one_at_a_time()
    _keep_one_administrator(member)
    member.ended, member.ended_by = now or timezone.now(), by
    member.save(update_fields=["ended", "ended_by"])
    if not member.account.memberships.filter(ended=None).exists():
        member.account.one_time_links.filter(used_at=None).update(withdrawn_at=member.ended)


def _keep_one_administrator(member: Membership) -> None:
    if member.role == Role.ADMINISTRATOR and administrators(member.clinic) == [member.account]:
        raise LastAdministrator


def set_active(member: Membership, active: bool, by: Account) -> None:
    """Close an account, or open it again. Raises LastAdministrator or Elsewhere.

    An administrator may do that where they manage every clinic at which the account has a role, and the
    account is no patient's or carer's.
    """
    one_at_a_time()
    account = get_user_model().objects.select_for_update().get(pk=member.account_id)
    if not manages_all_of(account, by):
        raise Elsewhere
    if not active:
        for one in account.memberships.filter(ended=None).select_related("clinic", "account"):
            _keep_one_administrator(one)
    account.is_active = active
    account.save(update_fields=["is_active"])


def manages_all_of(account: Account, by: Account) -> bool:
    """Whether an administrator manages every clinic where an account is used, and nobody else uses it."""
    own = Membership.objects.filter(account=by, role=Role.ADMINISTRATOR, ended=None).values("clinic")
    elsewhere = account.memberships.filter(ended=None).exclude(clinic__in=own).exists()
    personal = hasattr(account, "patient") or account.cares_for.filter(ended=None).exists()
    return not (elsewhere or personal)
