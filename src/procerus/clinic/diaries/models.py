"""Statements about diary days, each in the words of the diary file (docs/reference/diary-file.md)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Patient

KEPT: Any = models.PROTECT


class Source(models.TextChoices):
    """How a statement came here."""

    PHONE = "phone"
    IMPORT = "import"
    PAPER = "paper"
    CLINIC = "clinic"


class Batch(models.Model):
    """One import. It can be undone, as a whole, by an event; its statements stay."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="batches")
    name = models.CharField(max_length=200)
    """What the file was called."""
    app = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    days = models.PositiveIntegerField()
    by = models.ForeignKey(Account, KEPT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")


class Statement(models.Model):
    """What was said of one day, once. Another statement of the same day stands beside it, or amends it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="statements")
    day = models.DateField()
    """The patient's local calendar day, as they said it."""
    said = models.JSONField()
    """The columns of the diary file that were filled in, without `patient` and `date`."""
    source = models.CharField(max_length=8, choices=Source.choices)
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    """What they were when they typed it in by hand; empty for what came otherwise."""
    batch = models.ForeignKey(Batch, KEPT, null=True, related_name="statements")
    amends = models.OneToOneField("self", KEPT, null=True, related_name="amended_by")
    withdrawn = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "day"]),)
