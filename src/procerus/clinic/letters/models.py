"""Letters. What was printed is kept with the facts it was printed from."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class LetterKind(models.TextChoices):
    """What a letter is."""

    GP = "gp"
    DECISION = "decision"
    PRIOR_AUTHORISATION = "prior-authorisation"
    RENEWAL = "renewal"
    APPEAL = "appeal"
    SHARED_DECISION = "shared-decision"
    CONSENT = "consent"
    INJECTION = "injection"
    LEAFLET = "leaflet"


class Letter(models.Model):
    """One letter as it was made: the page as data, and the PDF made from it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="letters")
    patient = models.ForeignKey(Patient, KEPT, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    language = models.CharField(max_length=10)
    content = models.JSONField()
    pdf = models.BinaryField()
    by = models.ForeignKey(Account, KEPT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["patient", "-at"]),)
