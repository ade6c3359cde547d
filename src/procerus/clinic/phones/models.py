"""Phones that are joined to a diary, and every statement that they have told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Patient

KEPT: Any = models.PROTECT


class JoinCode(models.Model):
    """A one-time code by which a phone is joined to a diary. The code itself is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="join_codes")
    account = models.ForeignKey(Account, KEPT, related_name="+")
    """Whose phone it is: the patient's, or a carer's."""
    code = models.CharField(max_length=64, unique=True)
    """A keyed hash of it."""
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Phone(models.Model):
    """A phone, from the day it was joined until it is ended. Its token is kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="phones")
    account = models.ForeignKey(Account, KEPT, related_name="phones")
    name = models.CharField(max_length=80)
    token = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")


class Told(models.Model):
    """A statement of the diary as it was told, sealed with the patient's key; never changed.

    `device` and `seq` are its place among those of one phone, `number` its place among those of the patient,
    without a gap in either. After an erasure the diary has another life: what was erased is in nobody's way
    who tells it again.
    """

    id = models.BigAutoField(primary_key=True)
    patient = models.ForeignKey(Patient, KEPT, related_name="told", db_index=False)
    life = models.PositiveIntegerField()
    """Up to which number everything was erased when it came; 0 where nothing ever was."""
    number = models.PositiveIntegerField()
    statement = models.UUIDField()
    device = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    """Keyed with the patient's key."""
    sealed = models.BinaryField()
    phone = models.ForeignKey(Phone, KEPT, related_name="told")
    received_at = models.DateTimeField(auto_now_add=True)
    ahead_ms = models.BigIntegerField(null=True)
    """By how much the phone's clock was ahead of the server's when it came."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["patient", "number"], name="told_in_order"),
            models.UniqueConstraint(fields=["patient", "life", "statement"], name="told_once"),
            models.UniqueConstraint(fields=["patient", "life", "device", "seq"], name="told_at_one_place"),
        )


class Parked(models.Model):
    """What a phone sent and nobody could take: kept sealed until somebody has looked at it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="parked")
    phone = models.ForeignKey(Phone, KEPT, related_name="+")
    life = models.PositiveIntegerField()
    """As of what was told: what was parked before an erasure went with it."""
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    why = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["patient", "digest"], name="parked_once"),)


class Erasure(models.Model):
    """A patient asked that what their phones told be erased. The clinic decides, and says why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, KEPT, related_name="erasures")
    words = models.TextField(blank=True)
    asked_by = models.ForeignKey(Account, KEPT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    granted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(decided_at=None), name="one_open_erasure"
            ),
        )
