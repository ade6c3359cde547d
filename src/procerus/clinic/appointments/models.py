"""Appointments at a clinic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Purpose(models.TextChoices):
    """What an appointment is for."""

    ASSESSMENT = "assessment", _("assessment")
    INJECTION = "injection", _("injection")
    REVIEW = "review", _("review")


class State(models.TextChoices):
    """How it stands."""

    BOOKED = "booked", _("booked")
    ARRIVED = "arrived", _("arrived")
    DONE = "done", _("done")
    MISSED = "missed", _("missed")
    CANCELLED = "cancelled", _("cancelled")
    MOVED = "moved", _("moved")
    """Another appointment, which names this one, took its place."""


AWAITED = (State.BOOKED, State.ARRIVED)
"""States in which the patient is still to be seen."""
AFTER: Mapping[str, tuple[State, ...]] = {
    State.BOOKED: (State.ARRIVED, State.DONE, State.MISSED, State.CANCELLED, State.MOVED),
    State.ARRIVED: (State.DONE, State.BOOKED),
    State.DONE: (State.ARRIVED,),
    State.MISSED: (State.ARRIVED, State.BOOKED),
    State.CANCELLED: (),
    State.MOVED: (),
}
"""Which state may follow which. What was pressed by mistake can be taken back, except that a time that was
given up may be somebody else's by now."""


class Appointment(models.Model):
    """One appointment. A change of time is a new appointment that names the old one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="appointments")
    patient = models.ForeignKey(Patient, KEPT, related_name="appointments")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    reason = models.TextField(blank=True)
    """Why it was cancelled or moved."""
    instead_of = models.OneToOneField("self", KEPT, null=True, related_name="moved_to")
    by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["clinic", "at"]), models.Index(fields=["patient", "at"]))


class NextSession(models.Model):
    """When a patient's next session may be, computed from one revision of the record (`due`).

    `standing` says it in words, the same ones on every page.
    """

    patient = models.OneToOneField(Patient, models.CASCADE, primary_key=True, related_name="next_session")
    revision = models.PositiveBigIntegerField()
    made_from = models.CharField(max_length=100)
    last = models.CharField(max_length=10, blank=True)
    """The last session for chronic migraine, perhaps partial; empty where none with a day is known."""
    product = models.CharField(max_length=60, blank=True)
    first_day = models.DateField(null=True)
    """The first day on which the interval is surely over; none where that cannot be told."""
    had_any = models.BooleanField(default=False)
    """Whether any dose is known that keeps the next session away."""
    asked = models.BooleanField(default=False)
    """Whether somebody said that there are no doses beside those."""
    stopped = models.BooleanField(default=False)
    """Whether a stop was recorded on the day of the last session or after it."""

    class Meta:
        indexes = (models.Index(fields=["first_day"]),)
