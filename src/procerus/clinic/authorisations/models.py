"""Authorisations, each a line in the coordinator's queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Status(models.TextChoices):
    """How a request stands."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent")
    APPROVED = "approved", _("approved")
    DENIED = "denied", _("denied")
    APPEALED = "appealed", _("appealed")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


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

    class Meta:
        indexes = (
            models.Index(fields=["clinic", "status", "valid_to"]), models.Index(fields=["patient"]),
        )  # fmt: skip


AFTER: Mapping[str, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SENT, Status.WITHDRAWN),
    Status.SENT: (Status.APPROVED, Status.DENIED, Status.WITHDRAWN, Status.DRAFT),
    Status.APPROVED: (Status.WITHDRAWN,),
    Status.DENIED: (Status.APPEALED, Status.WITHDRAWN),
    Status.APPEALED: (Status.APPROVED, Status.DENIED, Status.WITHDRAWN),
    Status.EXPIRED: (),
    Status.WITHDRAWN: (),
}
"""Which status may follow which. `expired` is never written: it follows from the last day."""


class Change(models.Model):
    """One change of an authorisation: what was changed, by whom, and why. Never changed itself."""

    authorisation = models.ForeignKey(Authorisation, KEPT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
