"""Take an upload into a diary as one import, and undo an import as a whole."""

from __future__ import annotations

from datetime import date, datetime

from procerus.clinic.diaries.models import Batch, Source
from procerus.clinic.diaries.reading import live
from procerus.clinic.diaries.uploads import Preview, Upload, preview
from procerus.clinic.diaries.writing import state, unsaid
from procerus.clinic.people.merging import about
from procerus.clinic.people.models import Account, Patient
from procerus.faults import BadInput, Fault


def previewed(upload: Upload, patient: Patient, today: date) -> Preview:
    """What the upload would add to this patient's diary."""
    said = frozenset(live([patient.pk]).values_list("day", flat=True))
    before = Batch.objects.filter(about(patient), digest=upload.digest, undone_at=None).first()
    return preview(upload, unsaid(patient, upload.days), said, today, before)


def take_in(upload: Upload, patient: Patient, source: Source, by: Account) -> Batch | None:
    """The import that was made; None where everything was said already. Raises BadInput."""
    if not unsaid(patient, upload.days):
        return None
    batch = Batch.objects.create(
        patient=patient,
        name=upload.name,
        app=upload.app[:60],
        digest=upload.digest,
        days=len(upload.rows),
        by=by,
    )
    state(patient, upload.days, source, by, batch)
    return batch


def undo(batch: Batch, by: Account, now: datetime) -> None:
    """The import counts no more; its statements stay. Raises BadInput where that was done already."""
    changed = Batch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=now, undone_by=by)
    if not changed:
        raise BadInput([Fault("import", "was undone already", "Nothing more is to be done.")])
