"""The second person of a stop that is set aside: somebody else, who says so from an account of their own.

Together: they type their own password on the injector's screen. At a distance: they agreed from their own.
Countersigned: they sign by the next working day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.permissions import permissions
from procerus.clinic.injections.filled import Aside
from procerus.clinic.injections.models import Agreement
from procerus.clinic.people.merging import about
from procerus.clinic.people.models import Account, Clinic
from procerus.clinic.trail.models import Event, Kind
from procerus.faults import Fault
from procerus.injection.findings import Finding
from procerus.injection.overrides import same_person
from procerus.injection.session_form import HOWS

PERMISSION = "injection.countersign"
TOGETHER, REMOTE, COUNTERSIGNED = HOWS
MOST_WRONG, FORGOTTEN_AFTER = 5, timedelta(minutes=15)
"""So many wrong passwords of one account, then nobody may try it on a screen until some time has passed."""
WRONG_PASSWORD = "injections.second"
"""What the trail calls a wrong one."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A stop as it was set aside, for the session file."""

    key: str
    reason: str
    by: str
    second: str
    how: str
    on: date | None

    def to_json(self) -> dict[str, Any]:
        """The override of the session file."""
        on = None if self.on is None else self.on.isoformat()
        second = {"by": self.second, "how": self.how, "on": on}
        return {"code": self.key, "reason": self.reason, "by": self.by, "second": second}


def seconds(clinic: Clinic, injector: Account) -> list[Account]:
    """Who may be the second person at a clinic: everybody with the permission but the injector."""
    roles = permissions()[PERMISSION].roles
    return list(
        Account.objects.filter(
            is_active=True, memberships__clinic=clinic, memberships__ended=None, memberships__role__in=roles
        )
        .exclude(pk=injector.pk)
        .order_by("name")
        .distinct()
    )


def agreements(at: At, day: date) -> dict[tuple[str, str], list[Agreement]]:
    """Who agreed at a distance to set aside what, on a day: by code and wording."""
    found: dict[tuple[str, str], list[Agreement]] = {}
    rows = Agreement.objects.filter(about(at.patient), clinic=at.clinic, day=day).select_related("by")
    for one in rows.order_by("at"):
        found.setdefault((one.code, one.text), []).append(one)
    return found


def agreed_of(
    at: At, stops: Mapping[str, Finding], aside: Mapping[str, Aside], day: date, faults: list[Fault]
) -> dict[str, Agreed]:
    """How each stop was set aside. What is missing or not true is added to `faults`."""
    people = {str(one.pk): one for one in seconds(at.clinic, at.account)}
    distant = agreements(at, day)
    found = {}
    for key, finding in stops.items():
        said = aside.get(key)
        if said is None:
            continue
        where = f"aside.{key}"
        if not said.reason:
            faults.append(Fault(f"{where}.reason", _("is missing"), _("Say why the stop was set aside.")))
        second = people.get(said.second)
        if second is None or said.how not in HOWS:
            mend = _("Say who else agreed, and how. It is another person, who may countersign here.")
            faults.append(Fault(f"{where}.second", _("is missing"), mend))
            continue
        by_agreement = distant.get((key, finding.text), [])
        faults += _faults(at, where, said, second, {one.by_id for one in by_agreement})
        on = None if said.how == COUNTERSIGNED else day
        found[key] = Agreed(key, said.reason, at.account.name, _told_apart(second, at), said.how, on)
    return found


def _told_apart(second: Account, at: At) -> str:
    """The second person's name; with the address where it is the injector's name too."""
    return f"{second.name} ({second.email})" if same_person(second.name, at.account.name) else second.name


def _faults(at: At, where: str, said: Aside, second: Account, agreed: set[UUID]) -> Iterator[Fault]:
    if said.how == TOGETHER:
        yield from password_faults(at, f"{where}.password", second, said.password)
    elif said.how == REMOTE and second.pk not in agreed:
        mend = _("They open this patient from their own account and agree there, under Inject.")
        yield Fault(f"{where}.second", _("has not agreed to this yet"), mend, second.name)


def password_faults(at: At, where: str, account: Account, password: str) -> Iterator[Fault]:
    """Whether somebody is who they say, by their own password. Few wrong ones are allowed; each is kept."""
    if not password:
        yield Fault(where, _("is missing"), _("The second person types their own password here."))
    elif too_many_wrong(at, account):
        mend = _("Wait a quarter of an hour, or let them agree from their own account.")
        yield Fault(where, _("was wrong too often"), mend)
    elif not account.check_password(password):
        at.denied(WRONG_PASSWORD, account=str(account.pk), why="wrong password")
        yield Fault(where, _("is wrong"), _("Type it again."))


def too_many_wrong(at: At, account: Account) -> bool:
    """Whether nobody may try for now. The trail counts, so that every process counts the same."""
    now = sum(about.get("account") == str(account.pk) for _what, about in at.refused)
    lately = Event.objects.filter(
        kind=Kind.DENIED, what=WRONG_PASSWORD, at__gt=at.now - FORGOTTEN_AFTER, about__account=str(account.pk)
    )
    tried: int = now + lately.count()
    return tried >= MOST_WRONG
