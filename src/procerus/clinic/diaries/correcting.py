"""What somebody typed in by hand can be put right by their side: the clinic's by staff, one's own by oneself.

What a phone told, what came with a file, and what a patient or carer typed in is never changed by staff.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from procerus.clinic.diaries.models import Source, Statement
from procerus.clinic.diaries.paper import COLUMNS
from procerus.clinic.diaries.writing import same
from procerus.clinic.people.models import Account, Role
from procerus.diary.read import read_days
from procerus.faults import BadInput, Fault

BY_HAND = frozenset({Source.PAPER, Source.CLINIC})
AT_HOME = frozenset({Role.PATIENT, Role.CARER})


def correctable(one: Statement, account: Account, role: str) -> bool:
    """Whether somebody in a role may put a statement right that still counts."""
    if one.source not in BY_HAND or one.batch_id is not None or not one.role:
        return False
    if role in AT_HOME:
        return one.role in AT_HOME and one.by_id == account.pk
    return bool(role) and one.role not in AT_HOME


def amend(old: Statement, cells: dict[str, str], by: Account, role: str) -> Statement | None:
    """The day as it stands on the paper; nothing in it takes the statement back. None where nothing differs.

    What the grid has no column for stays. BadInput names every fault, or says that another was quicker.
    """
    if not correctable(old, by, role):
        raise AssertionError(f"{role} may not correct a statement by {old.source}, {old.role}")
    beside: dict[str, Any] = {name: text for name, text in old.said.items() if name not in COLUMNS}
    said = beside | cells if cells else {}
    if same(said, old.said):
        return None
    read_days([{"date": old.day.isoformat(), **said}], "paper")
    new = Statement(
        patient_id=old.patient_id, day=old.day, said=said, source=old.source, by=by, role=role,
        amends=old, withdrawn=not cells,
    )  # fmt: skip
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        why = "was corrected by somebody else in the meantime"
        raise BadInput([Fault("entry", why, "Look at the newer entry first.")]) from None
    return new
