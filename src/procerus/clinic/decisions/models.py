"""Decisions. A decision is never changed; a later one stands after it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Choice(models.TextChoices):
    """What a clinician may decide."""

    START = "start"
    CONTINUE = "continue"
    STOP = "stop"
    RESTART = "restart"
    WAIT = "wait"
    OTHER = "other"


class Decision(models.Model):
    """One decision with the snapshot on which it rests."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="decisions")
    patient = models.ForeignKey(Patient, KEPT, related_name="decisions")
    policy = models.CharField(max_length=60)
    question = models.CharField(max_length=20)
    as_of = models.DateField()
    answer = models.CharField(max_length=8)
    """What the criteria came to: yes, no or unknown."""
    same_under_all_readings = models.BooleanField()
    choice = models.CharField(max_length=10, choices=Choice.choices)
    departs = models.BooleanField()
    """Whether the choice is another than the criteria would give."""
    reason = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    snapshot = models.JSONField()
    """Facts, computed decision, pack text and versions, exactly as they were."""
    signature = models.CharField(max_length=128)
    revision = models.PositiveBigIntegerField()
    """The patient's revision that was looked at."""
    by = models.ForeignKey(Account, KEPT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "-at"]),)
