"""Computed summaries. They may be thrown away at any time: everything in them follows from the record."""

from __future__ import annotations

from typing import Any

from django.db import models

from procerus.clinic.people.models import Patient

GONE_WITH_IT: Any = models.CASCADE


class Summary(models.Model):
    """The summary of a patient on one day, from one revision of the record and one state of the packs."""

    patient = models.OneToOneField(Patient, GONE_WITH_IT, primary_key=True, related_name="summary")
    as_of = models.DateField()
    revision = models.PositiveBigIntegerField()
    made_from = models.CharField(max_length=64)
    """Version of the program, fingerprint of the packs, policy and question asked."""
    content = models.JSONField()
