"""Every step of an authorisation in words: what was changed, when, by whom, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.authorisations.forms import Changed
from procerus.clinic.authorisations.models import Authorisation, Change, Status
from procerus.clinic.look.templatetags.look import day as day_in_words
from procerus.packs.products import products

DAYS = ("valid_from", "valid_to", "appeal_by")


@dataclass(frozen=True, slots=True)
class Step:
    """One change, and each field of it as it was and as it became."""

    change: Change
    altered: tuple[tuple[str, str, str], ...]


def steps(one: Authorisation) -> list[Step]:
    """The changes of an authorisation, newest first."""
    changes = one.changes.select_related("by").order_by("-at", "-pk")
    return [Step(change, tuple(_altered(change))) for change in changes]


def _altered(change: Change) -> Iterator[tuple[str, str, str]]:
    for name, after in change.after.items():
        before = change.before.get(name)
        if (before or "") != (after or ""):
            label = str(Changed.base_fields[name].label)
            yield label, _words(name, before), _words(name, after)


def _words(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("not said")
    if name == "status":
        return str(Status(value).label)
    if name == "product":
        return product_title(str(value))
    return day_in_words(value) if name in DAYS else str(value)


def product_title(product: str) -> str:
    """The name on the box; of a product that is no longer known here, its id."""
    return products()[product].title if product in products() else product
