"""The pages of the clinic in the reference: who may do what, every address, and what the clinic allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import loaded_clinic  # noqa: F401  # its models can be imported only after it was loaded
from django.conf import settings
from pieces import Lines, code, table

from procerus.clinic.access.checks import OTHERS, every_view
from procerus.clinic.access.pages import Declared
from procerus.clinic.access.permissions import permissions
from procerus.clinic.authorisations.conventions import conventions
from procerus.clinic.diaries.uploads import LARGEST
from procerus.clinic.injections.second import FORGOTTEN_AFTER, MOST_WRONG
from procerus.clinic.login.links import FIRST_ADMINISTRATOR_HOURS, STAFF_DAYS
from procerus.clinic.login.staff import STAFF_ROLES
from procerus.clinic.people.bulk import MOST_ROWS
from procerus.clinic.people.codes import MOST_WRONG_TRIES
from procerus.clinic.people.glass import OPEN_HOURS
from procerus.clinic.people.inviting import VALID_DAYS
from procerus.clinic.stock.limits import limit

GROUPS = (
    ("clinic", "Of a clinic", "/at/<slug:clinic>/"),
    ("patient of a clinic", "About one patient of a clinic", "/at/<slug:clinic>/patients/<uuid:patient>/"),
    ("patient", "A patient's own", "/my/<uuid:patient>/"),
    ("account", "Of whoever is logged in", "/"),
    ("phone", "For a phone that is joined", "/api/v1/diary/"),
    ("everybody", "Open to everybody", "/"),
)
"""Who a page is for, the heading, and what its address begins with."""
Page = tuple[str, Declared]


def permissions_by_role() -> Lines:
    """Every permission, and which of the roles of staff have it."""
    rows = (
        (code(one.name), one.says, *("yes" if role in one.roles else "" for role in STAFF_ROLES))
        for one in permissions().values()
    )
    yield from table(("permission", "means", *STAFF_ROLES), rows)


def clinic_addresses() -> Lines:
    """Every address of ours with who may open it, in the groups of who it is for."""
    found = [(address, view.declared) for address, view in every_view() if hasattr(view, "declared")]
    for who, heading, begins in GROUPS:
        yield from (f"## {heading}", "", f"Below `{begins}`:", "")
        pages = [(address.removeprefix(begins), one) for address, one in found if one.who == who]
        yield from table(*_group(pages))


def _group(pages: Iterable[Page]) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    rows = list(pages)
    if any(one.permission for _, one in rows):
        head: tuple[str, ...] = ("address", "permission", "in the trail")
        return head, ((code(at or "."), code(one.permission), code(one.what)) for at, one in rows)
    if all(one.who == "everybody" for _, one in rows):
        return ("address", "why"), ((code(at or "."), one.what) for at, one in rows)
    return ("address", "in the trail"), ((code(at or "."), code(one.what)) for at, one in rows)


def library_addresses() -> Lines:
    """Addresses whose pages come from a library."""
    rows = (
        (code(address), next(why for name, why in OTHERS.items() if _home(view).startswith(name)))
        for address, view in every_view()
        if not hasattr(view, "declared")
    )
    yield from table(("address", "looked at"), rows)


def _home(view: object) -> str:
    return str(getattr(view, "view_class", view).__module__)


def clinic_limits() -> Lines:
    """Numbers of the clinic that somebody meets while working in it."""
    numbers = {
        "characters a password has at least": settings.LEAST_PASSWORD_LENGTH,
        "minutes without use until somebody is logged out": settings.IDLE_SECONDS // 60,
        "hours until everybody is logged out": settings.SESSION_COOKIE_AGE // 3600,
        "hours the first administrator's link is valid": FIRST_ADMINISTRATOR_HOURS,
        "days a link for a colleague is valid": STAFF_DAYS,
        "days a code for a patient or carer is valid": VALID_DAYS,
        "wrong codes from one address in a day": MOST_WRONG_TRIES,
        "wrong passwords of a second person, on the screen of a session": MOST_WRONG,
        "minutes until they may try again": int(FORGOTTEN_AFTER.total_seconds()) // 60,
        "hours an emergency access is open": OPEN_HOURS,
        "bytes of a diary that is taken in": LARGEST,
        "rows of a table of patients": MOST_ROWS,
        "days before its last day an authorisation is listed for renewal": conventions().renewal.days,
        "days after which the draft of one has waited": conventions().draft.days,
        "days ahead the stock warns of an expiry": limit("expiring_days"),
        "days back the stock is compared with the sessions": limit("look_back_days"),
    }
    yield from table(("number", "is"), ((name, f"{one:,}") for name, one in numbers.items()))
