"""Make and change authorisations. Every change is a row that says what was and what is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from procerus.clinic.authorisations.models import AFTER, Authorisation, Change, Status
from procerus.clinic.authorisations.standing import status_on
from procerus.clinic.people.models import Patient
from procerus.clinic.record.writing import Author
from procerus.faults import BadInput, Fault

FIELDS = (
    "payer", "member", "number", "product", "units", "visits", "valid_from", "valid_to", "status", "denial",
    "appeal_by",
)  # fmt: skip
CARRIED_OVER = ("payer", "member", "product")
"""What a renewal takes from the one before: who pays, for what. Never a number, a day or an amount."""


def make(patient: Patient, said: Mapping[str, Any], author: Author) -> Authorisation:
    """A new draft. Its first change says everything that it began with. Raises BadInput."""
    made = Authorisation(patient=patient, clinic=author.clinic, by=author.account)
    for name in FIELDS:
        if name in said and name != "status":
            setattr(made, name, said[name])
    _check(made)
    made.save(force_insert=True)
    _kept(made, {}, _plain(made), "", author)
    return made


def renew(old: Authorisation, author: Author) -> Authorisation:
    """A draft that renews another. BadInput where somebody has begun one already."""
    if Authorisation.objects.filter(renews=old).exists():
        why = _("was renewed already")
        raise BadInput([Fault("status", why, _("Open the newer one in the list."))])
    made = Authorisation(patient_id=old.patient_id, clinic=author.clinic, by=author.account, renews=old)
    for name in CARRIED_OVER:
        setattr(made, name, getattr(old, name))
    made.save(force_insert=True)
    _kept(made, {}, _plain(made), "", author)
    return made


def change(
    one: Authorisation, said: Mapping[str, Any], note: str, seen: int, author: Author, today: date
) -> Change | None:
    """The authorisation as it is from now on; None where nothing is otherwise. Raises BadInput.

    `seen` is how many changes whoever writes had seen: of two who change it at once, the second looks again.
    """
    one = Authorisation.objects.select_for_update().get(pk=one.pk)
    if one.changes.count() != seen:
        why = _("was changed by somebody else in the meantime")
        raise BadInput([Fault("entry", why, _("Look at the newer state first."))])
    before = _plain(one)
    stands = status_on(one, today)
    for name, value in said.items():
        setattr(one, name, value)
    after = _plain(one)
    altered = [name for name in FIELDS if before[name] != after[name]]
    if not altered and not note.strip():
        return None
    if "status" in altered and (one.status not in AFTER[stands]):
        why = _("cannot follow")
        raise BadInput([Fault("status", why, _("It stands as: %s.") % stands.label, str(one.status))])
    _check(one)
    one.save(update_fields=list(FIELDS))
    was, is_now = ({name: state[name] for name in altered} for state in (before, after))
    return _kept(one, was, is_now, note, author)


def _check(one: Authorisation) -> None:
    """Raises BadInput for what cannot be: days in the wrong order, a status that lacks what it needs."""
    faults = []
    if not one.payer.strip():
        faults.append(Fault("payer", _("is missing"), _("Say who pays.")))
    if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
        faults.append(Fault("valid_to", _("is before the first day"), _("Check both.")))
    if one.status == Status.APPROVED and one.valid_to is None:
        faults.append(Fault("valid_to", _("is missing"), _("Until when is it approved?")))
    if one.status == Status.DENIED and not one.denial.strip():
        faults.append(Fault("denial", _("is missing"), _("Write what the payer said.")))
    if faults:
        raise BadInput(faults)


def _kept(
    one: Authorisation, before: dict[str, Any], after: dict[str, Any], note: str, author: Author
) -> Change:
    return Change.objects.create(
        authorisation=one, before=before, after=after, note=note.strip(), by=author.account
    )


def _plain(one: Authorisation) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in FIELDS}
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if name == "status" else value
        for name, value in values.items()
    }
