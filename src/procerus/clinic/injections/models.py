"""Records of sessions, in the shape of the session file (docs/reference/session-file.md)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Session(models.Model):
    """One recorded session. It never changes; a correction is another one that replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="sessions")
    patient = models.ForeignKey(Patient, KEPT, related_name="sessions")
    day = models.DateField()
    at = models.DateTimeField()
    protocol = models.CharField(max_length=60)
    product = models.CharField(max_length=60)
    written = models.JSONField()
    """The session as it was written down: the session file."""
    follows = models.JSONField()
    """What follows from it: `Record.to_json()`."""
    replaces = models.OneToOneField("self", KEPT, null=True, related_name="replaced_by")
    by = models.ForeignKey(Account, KEPT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "-day"]), models.Index(fields=["clinic", "day"]))
        constraints = (
            models.UniqueConstraint(
                fields=["patient", "day"], condition=models.Q(replaces=None), name="one_session_a_day"
            ),
        )
