"""A copy of everything that is kept about a person, for that person: every row of every table about them.

A table is in the copy because a key leads from it to a patient, directly or through another table. What is
not given is named in the copy with the reason; nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.people.models import Account, Clinic, Patient, Role
from procerus.clinic.phones.told import heard_of, set_apart
from procerus.clinic.record.models import Entry, Kind

VERSION = "copy/1"
"""Of what `people.views_own` makes of it: the file that somebody takes along."""
COMPUTED = {
    "audit.Extract": gettext_lazy("Computed from the decision, and thrown away at any time."),
    "summaries.Summary": gettext_lazy("Computed from the rest, and thrown away at any time."),
    "appointments.NextSession": gettext_lazy("Computed from the rest, and thrown away at any time."),
}
NOT_GIVEN = {
    "people.Invitation.code": gettext_lazy("The hash of a code by which somebody logs in."),
    "phones.JoinCode.code": gettext_lazy("The hash of a code by which a phone was joined."),
    "phones.Phone.token": gettext_lazy("The hash of what a phone names itself by."),
    "phones.Told.sealed": gettext_lazy("What phones told is opened under \u201ctold\u201d."),
    "phones.Parked.sealed": gettext_lazy("What was set apart is opened under \u201cset_apart\u201d."),
    "letters.Letter.pdf": gettext_lazy(
        "The same letter as it was printed. Its words are under \u201ccontent\u201d; the clinic prints it."
    ),
}
"""Columns of rows that are given otherwise."""
OF_THE_ACCOUNT = ("name", "email", "language", "created_at")


def whole_copy(patients: Sequence[UUID]) -> dict[str, Any]:
    """Every row about these registrations of one person, by table, and what is not given and why."""
    given: dict[str, list[dict[str, Any]]] = {}
    held = 0
    for model in tables():
        rows = list(_rows(model, patients))
        if model is Entry:
            kept = list(_without_notes(rows))
            held, rows = len(rows) - len(kept), kept
        if rows:
            given[model._meta.label] = [_plain(one) for one in rows]
    accounts = Account.objects.filter(patient__in=patients).values(*OF_THE_ACCOUNT)
    heard = heard_of(patients).values()
    return {
        "accounts": list(accounts),
        "tables": given,
        "told": [one.statement.wire() for of in heard for one in of],
        "set_apart": set_apart(patients),
        "not_given": _not_given(held),
    }


def _not_given(notes: int) -> dict[str, str]:
    said = {name: str(why) for name, why in (COMPUTED | NOT_GIVEN).items()}
    said["password"] = _("Kept as a hash that nobody can read, as are the secrets of a second factor.")
    if notes:
        said["notes"] = _(
            "Notes and questions that the staff wrote for each other: %(n)s. They may speak of other people"
            " or of what was told in confidence, so a clinician looks through them first (GDPR Art. 15 (4))."
            " Ask the clinic for them; it has to answer within a month."
        ) % {"n": notes}
    return said


@cache
def tables() -> tuple[type[models.Model], ...]:
    """Every table from which a key leads to a patient, and the patients themselves."""
    return tuple(one for one in apps.get_models() if one._meta.label not in COMPUTED and paths(one))


@cache
def paths(model: type[models.Model]) -> tuple[str, ...]:
    """The ways from a table to the patients, as Django writes them; of patients themselves, `pk`."""
    if model is Patient:
        return ("pk",)
    keys = [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    direct = tuple(one.name for one in keys if one.related_model is Patient)
    if direct:
        return direct
    through = (one for one in keys if one.related_model not in (model, Account, Clinic))
    return tuple(f"{one.name}__{path}" for one in through for path in paths(one.related_model))


def _rows(model: type[models.Model], patients: Sequence[UUID]) -> Iterator[models.Model]:
    """Rows of this person and of nobody else: of two keys to patients both have to lead here."""
    own = [Q(**{f"{path}__in": patients}) for path in paths(model)]
    asked = reduce(or_ if "__" in paths(model)[0] else and_, own)
    keys = [one.name for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    named = [name for name in keys if model._meta.get_field(name).related_model in (Account, Clinic)]
    return model._default_manager.filter(asked).select_related(*named).order_by("pk").iterator()


def _without_notes(entries: Sequence[Any]) -> Iterator[Any]:
    """What was written for the record; of questions those of the patient, and the answers to them."""
    asked = {
        str(one.pk) for one in entries if one.kind == Kind.QUESTION and one.role in (Role.PATIENT, Role.CARER)
    }
    for one in entries:
        is_own = str(one.pk) in asked or str(one.data.get("answers", "")) in asked
        if one.kind != Kind.NOTE and (one.kind != Kind.QUESTION or is_own):
            yield one


def _plain(row: models.Model) -> dict[str, Any]:
    label = row._meta.label
    return {
        one.name: _value(_named(row, one))
        for one in row._meta.concrete_fields
        if f"{label}.{one.name}" not in NOT_GIVEN
    }


def _named(row: models.Model, column: Any) -> Any:
    """What a column holds: an account or a clinic by its name."""
    if isinstance(column, models.ForeignKey) and column.related_model in (Account, Clinic):
        other = getattr(row, column.name)
        return None if other is None else str(other)
    return getattr(row, column.attname)


def _value(held: Any) -> Any:
    if isinstance(held, datetime | date):
        return held.isoformat()
    return held if held is None or isinstance(held, bool | int | float | str | list | Mapping) else str(held)
