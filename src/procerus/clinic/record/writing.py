"""Add to a record: an entry, or an entry that amends or withdraws another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from procerus.clinic.people.models import Account, Clinic, Patient
from procerus.clinic.record.kinds import check
from procerus.clinic.record.models import Entry
from procerus.faults import BadInput, Fault


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, where and as what. None of the account is the program, as when it loads made-up people."""

    account: Account | None
    role: str
    clinic: Clinic | None


def enter(patient: Patient, kind: str, data: Mapping[str, Any], author: Author, on: str = "") -> Entry:
    """A new entry. BadInput names every fault of it, and then nothing is written."""
    check(kind, data)
    return Entry.objects.create(
        patient=patient, clinic=author.clinic, kind=kind, data=dict(data), on=on, by=author.account,
        role=author.role,
    )  # fmt: skip


def amend(old: Entry, data: Mapping[str, Any], reason: str, author: Author, on: str = "") -> Entry:
    """The entry as it should have been. BadInput where it says why not, or where another was quicker."""
    check(old.kind, data)
    return _after(old, Entry(data=dict(data), on=on or old.on), reason, author)


def withdraw(old: Entry, reason: str, author: Author) -> Entry:
    """The entry should not have been made. It stays to be read, and counts no more."""
    return _after(old, Entry(data=old.data, on=old.on, withdrawn=True), reason, author)


def _after(old: Entry, new: Entry, reason: str, author: Author) -> Entry:
    if not reason.strip():
        raise BadInput([Fault("reason", "is missing", "Say why the entry is corrected.")])
    new.patient_id, new.kind, new.amends = old.patient_id, old.kind, old
    new.clinic, new.reason, new.by, new.role = author.clinic, reason.strip(), author.account, author.role
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        why = "was corrected by somebody else in the meantime"
        raise BadInput([Fault("entry", why, "Look at the newer entry first.")]) from None
    return new
