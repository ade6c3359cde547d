"""Authorisations, each a line in the coordinator's queue."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Status(models.TextChoices):
    """How a request stands."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    DENIED = "denied"
    APPEALED = "appealed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Authorisation(models.Model):
    """A request to a payer, and what became of it. Every change is a row of `Change`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="authorisations")
    patient = models.ForeignKey(Patient, KEPT, related_name="authorisations")
    payer = models.CharField(max_length=120)
    member = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    product = models.CharField(max_length=60, blank=True)
    units = models.PositiveIntegerField(null=True)
    """Units allowed, including those that are thrown away."""
    visits = models.PositiveIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    denial = models.TextField(blank=True)
    appeal_by = models.DateField(null=True)
    renews = models.OneToOneField("self", KEPT, null=True, related_name="renewed_by")
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)


class Change(models.Model):
    """One change of an authorisation: what was changed, by whom, and why. Never changed itself."""

    authorisation = models.ForeignKey(Authorisation, KEPT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
