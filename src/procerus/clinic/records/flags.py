"""What stands at the top of every page about a patient until somebody has seen to it."""

from __future__ import annotations

from procerus.clinic.access.at import At
from procerus.clinic.records.questionnaires import open_alerts_of


def alerts_of(at: At) -> list[tuple[str, str]]:
    """The open alerts of the patient of a page: a sentence each, and where it is seen to, or the record."""
    may_write = at.can("record.write")
    return [
        (one.says, at.url("records_alert", alert=one.id) if may_write else at.url("records"))
        for one in open_alerts_of(at.patient.pk)
    ]
