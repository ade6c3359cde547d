"""Take a clinic away again that was made by mistake: only while nothing and nobody belongs to it."""

from __future__ import annotations

from django.db.models import ProtectedError

from procerus.clinic.people.models import Account, Clinic, Membership, Role


class NotEmpty(Exception):
    """Somebody else has or had a role at the clinic, or anything at all belongs to it."""


def another_of(account: Account, clinic: Clinic) -> Clinic | None:
    """Another clinic that an administrator manages; without one they could get nowhere any more."""
    managed = Membership.objects.filter(account=account, role=Role.ADMINISTRATOR, ended=None)
    other = managed.exclude(clinic=clinic).select_related("clinic").order_by("since").first()
    return None if other is None else other.clinic


def remove(clinic: Clinic, by: Account) -> None:
    """The clinic is gone, with open invitations to it. Raises NotEmpty; then nothing may be kept of this."""
    if clinic.memberships.exclude(account=by).exists():
        raise NotEmpty
    clinic.one_time_links.all().delete()
    clinic.memberships.all().delete()
    try:
        Clinic.objects.filter(pk=clinic.pk).delete()
    except ProtectedError:
        raise NotEmpty from None
