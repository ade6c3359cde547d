"""Appointments at a clinic."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Purpose(models.TextChoices):
    """What an appointment is for."""

    ASSESSMENT = "assessment"
    INJECTION = "injection"
    REVIEW = "review"


class State(models.TextChoices):
    """How it stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Appointment(models.Model):
    """One appointment. A change of time is a new appointment that names the old one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="appointments")
    patient = models.ForeignKey(Patient, KEPT, related_name="appointments")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    instead_of = models.OneToOneField("self", KEPT, null=True, related_name="moved_to")
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["clinic", "at"]), models.Index(fields=["patient", "at"]))
