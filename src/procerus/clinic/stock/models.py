"""Vials and what happened to them. The movements of a vial always sum to what is in it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.injections.models import Session
from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Owner(models.TextChoices):
    """Whose a vial is. It is never reassigned."""

    CLINIC = "clinic"
    PATIENT = "patient"
    """A named patient's, from a specialty pharmacy: for that patient only, and never billed."""
    SAMPLE = "sample"


class Vial(models.Model):
    """One vial, as it was received."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="vials")
    owner = models.CharField(max_length=8, choices=Owner.choices)
    patient = models.ForeignKey(Patient, KEPT, null=True, related_name="vials")
    product = models.CharField(max_length=60)
    units = models.PositiveIntegerField()
    lot = models.CharField(max_length=40)
    expiry = models.CharField(max_length=10)
    """YYYY-MM-DD, or YYYY-MM: then it may be used until the end of that month."""
    serial = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    quarters = models.IntegerField(default=0)
    """Quarters of a unit left in it: the sum of its movements, kept by the database alone (`kept_sum`)."""

    class Meta:
        indexes = (
            models.Index(fields=["clinic", "lot"]),
            models.Index(
                fields=["clinic", "product", "expiry"], condition=models.Q(quarters__gt=0), name="in_stock"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(quarters__gte=0, quarters__lte=4 * models.F("units")),
                name="a_vial_holds_from_nothing_to_all",
            ),
            models.CheckConstraint(
                condition=models.Q(owner="patient", patient__isnull=False)
                | (~models.Q(owner="patient") & models.Q(patient__isnull=True)),
                name="a_patients_vial_names_the_patient",
            ),
            models.UniqueConstraint(
                fields=["clinic", "product", "serial"],
                condition=~models.Q(serial=""),
                name="one_serial_one_vial",
            ),
        )


class Cause(models.TextChoices):
    """Why units came or went."""

    RECEIVED = "received"
    GIVEN = "given"
    DISCARDED = "discarded"
    EXPIRED = "expired"
    LOST = "lost"
    RECALLED = "recalled"
    TAKEN_BACK = "taken-back"
    """A record was corrected: what it gave or discarded is taken back before the correction counts."""


class Movement(models.Model):
    """Quarters of a unit that came into a vial (above zero) or left it (below). Never changed."""

    vial = models.ForeignKey(Vial, KEPT, related_name="movements")
    quarters = models.IntegerField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    session = models.ForeignKey(Session, KEPT, null=True, related_name="movements")
    reason = models.TextField(blank=True)
    takes_back = models.OneToOneField("self", KEPT, null=True, related_name="taken_back_by")
    """The movement that was a mistake. One-to-one: nothing is taken back twice."""
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cause="taken-back", takes_back__isnull=False, quarters__gt=0)
                | (models.Q(cause="received", quarters__gt=0) | models.Q(quarters__lt=0))
                & ~models.Q(cause="taken-back")
                & models.Q(takes_back__isnull=True),
                name="units_come_by_being_received_or_taken_back",
            ),
            models.UniqueConstraint(
                fields=["vial"], condition=models.Q(cause="received"), name="a_vial_is_received_once"
            ),
        )


class Count(models.Model):
    """Somebody counted the vials of one kind on the shelf. A difference was made good by movements."""

    clinic = models.ForeignKey(Clinic, KEPT, related_name="counts")
    owner = models.CharField(max_length=8, choices=Owner.choices)
    patient = models.ForeignKey(Patient, KEPT, null=True, related_name="+")
    product = models.CharField(max_length=60)
    units = models.PositiveIntegerField()
    lot = models.CharField(max_length=40)
    expiry = models.CharField(max_length=10)
    expected = models.PositiveIntegerField()
    """How many the ledger had just before."""
    counted = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["clinic", "-at"]),)
