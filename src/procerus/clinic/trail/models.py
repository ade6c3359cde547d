"""The chain of events: each holds the hash of the one before, so none is changed or lost unseen."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What an event is."""

    READ = "read"
    WRITE = "write"
    DENIED = "denied"
    ACCOUNT = "account"  # log-ins, roles, second factors: about staff and not about a patient


class Event(models.Model):
    """One read or one write of one patient's data, or something about accounts."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    what = models.CharField(max_length=60)
    account = models.UUIDField(null=True)
    role = models.CharField(max_length=20)
    clinic = models.UUIDField(null=True)
    patient = models.UUIDField(null=True)
    about = models.JSONField(default=dict)
    """Identifiers and reasons; never a word out of a patient's record."""
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["patient", "-seq"]),
            models.Index(fields=["account", "-seq"]),
            models.Index(fields=["clinic", "-seq"]),
            models.Index(fields=["at"]),
            models.Index(fields=["-seq"], condition=models.Q(kind=Kind.WRITE), name="latest_write"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.what}"


class Head(models.Model):
    """The end of the chain: one row, locked by whoever appends."""

    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
