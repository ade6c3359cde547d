"""Decisions. A decision is never changed; a later one stands after it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procerus.clinic.people.models import Account, Clinic, Patient

KEPT: Any = models.PROTECT


class Choice(models.TextChoices):
    """What a clinician may decide."""

    START = "start", _("Start treatment")
    CONTINUE = "continue", _("Continue treatment")
    STOP = "stop", _("Stop treatment")
    RESTART = "restart", _("Restart treatment")
    WAIT = "wait", _("Wait, and look again")
    OTHER = "other", _("Something else, said in the reason")


class Pack(models.Model):
    """The text of a pack as it was when a decision was made, kept once however often it was asked."""

    digest = models.CharField(max_length=64, primary_key=True)
    """The SHA-256 of the text, in UTF-8."""
    text = models.TextField()


class Decision(models.Model):
    """One decision with the snapshot on which it rests."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, KEPT, related_name="decisions")
    patient = models.ForeignKey(Patient, KEPT, related_name="decisions")
    policy = models.CharField(max_length=100)
    question = models.CharField(max_length=60)
    as_of = models.DateField()
    baseline = models.DateField(null=True)
    """The first day of the baseline that was chosen in place of the policy's."""
    answer = models.CharField(max_length=8)
    """What the criteria came to: yes, no or unknown; unknown too where the wording did not hold that day."""
    holds = models.BooleanField()
    """Whether the wording was valid on the day; where it was not, no verdict was shown."""
    same_under_all_readings = models.BooleanField()
    choice = models.CharField(max_length=10, choices=Choice.choices)
    departs = models.BooleanField()
    """Whether the choice is another than the criteria would give."""
    reason = models.TextField(blank=True)
    stop_reason = models.CharField(max_length=20, blank=True)
    """Of a stop: the word of the patient file."""
    stopped_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    snapshot = models.TextField()
    """Facts, computed decision, packs by their digests and versions: canonical JSON, exactly as signed."""
    key = models.CharField(max_length=64)
    """The public key of the installation that signed."""
    signature = models.CharField(max_length=128)
    revision = models.PositiveBigIntegerField()
    """The patient's revision that was looked at."""
    by = models.ForeignKey(Account, KEPT, related_name="+")
    by_name = models.CharField(max_length=120)
    """The name as it was signed; an account may be renamed."""
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["patient", "-at"]),
            models.Index(fields=["clinic", "review_on"]),
        )

    @property
    def recorded_on(self) -> date:
        """The day of the decision at the clinic."""
        return timezone.localtime(self.at, ZoneInfo(self.clinic.timezone)).date()
