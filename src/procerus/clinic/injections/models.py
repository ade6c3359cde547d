"""Records of sessions, in the shape of the session file (docs/reference/session-file.md)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient
from procerus.clinic.record.models import Entry

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
    """What follows from it: `Record.to_json()`, where `billing` is of the clinic's own vials only."""
    vials = models.JSONField(default=list)
    """The ids of the vials in stock, in the order of the session file's `vials`."""
    dose = models.OneToOneField(Entry, KEPT, null=True, related_name="+")
    """The line of the record's list of doses that this session wrote."""
    asked = models.OneToOneField(Entry, KEPT, null=True, related_name="+")
    """The checks of the day that this session wrote."""
    turn = models.PositiveSmallIntegerField(default=0)
    """How many records of this person and day had been taken back before it."""
    replaces = models.OneToOneField("self", KEPT, null=True, related_name="replaced_by")
    by = models.ForeignKey(Account, KEPT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "-day"]), models.Index(fields=["clinic", "day"]))
        constraints = (
            models.UniqueConstraint(
                fields=["patient", "day", "turn"],
                condition=models.Q(replaces=None),
                name="one_session_a_day",
            ),
        )


class TakenBack(models.Model):
    """A session that should not have been recorded, as when it was the wrong person's. Its record stays."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.OneToOneField(Session, KEPT, related_name="taken_back")
    reason = models.TextField()
    by = models.ForeignKey(Account, KEPT, related_name="+")
    second = models.ForeignKey(Account, KEPT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Countersignature(models.Model):
    """A second person agreed, after the session, that its stops were set aside."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.OneToOneField(Session, KEPT, related_name="countersigned")
    by = models.ForeignKey(Account, KEPT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)


class Agreement(models.Model):
    """A second person agreed from an account of their own that a stop is set aside on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="+")
    patient = models.ForeignKey(Patient, KEPT, related_name="agreements")
    day = models.DateField()
    code = models.CharField(max_length=80)
    text = models.TextField()
    """The finding in the words that were agreed to; another wording is another stop."""
    reason = models.TextField()
    by = models.ForeignKey(Account, KEPT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "day"]),)
