"""Entries of a patient's record, in the shape of the patient file and checked by its reader."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Kind(models.TextChoices):
    """What an entry is about. Those of `kinds.KEYS` go into the patient file under its key."""

    HISTORY = "history"
    PREVENTIVE = "preventive"
    TOXIN = "toxin"
    TODAY = "today"
    MEDICINE = "medicine"
    CONDITION = "condition"
    COUNT = "count"
    SCORE = "score"
    STOP = "stop"
    ASKED = "asked"
    """That a list is complete: {"list": "preventives"}. Without one a list is unknown, however long."""
    BASELINE = "baseline"
    """Which 28 days a clinician chose as baseline: {"last": "2026-01-04"}."""
    NERVE_BLOCK = "nerve-block"
    WITHDRAWAL = "withdrawal"
    ADVERSE_EVENT = "adverse-event"
    QUESTIONNAIRE = "questionnaire"
    NOTE = "note"
    QUESTION = "question"
    """Something the patient asked the clinic, or the clinic asked itself, until it is answered."""


class Entry(models.Model):
    """One entry. A correction is another entry that `amends` it; the table itself refuses changes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="entries")
    clinic = models.ForeignKey(Clinic, KEPT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    data = models.JSONField()
    on = models.CharField(max_length=10, blank=True)
    """The day it is about, perhaps partial, for sorting and for showing."""
    amends = models.OneToOneField("self", KEPT, null=True, related_name="amended_by")
    """One-to-one: of two people who correct the same entry at once, the second is refused."""
    withdrawn = models.BooleanField(default=False)
    """An amendment that says that the entry should not have been made."""
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "kind"]),)
