"""What stands at the top of every page about a patient until somebody has seen to it."""

from __future__ import annotations

from procerus.clinic.access.at import At
from procerus.clinic.records.questionnaires import open_alerts_of


def alerts_of(at: At) -> list[tuple[str, str]]:
    """The open alerts of the patient of a page: a sentence each, and where it is seen to."""
    return [(one.says, at.url("records_alert", alert=one.id)) for one in open_alerts_of(at.patient.pk)]
