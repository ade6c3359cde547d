"""What the measures need of a decision. It may be thrown away at any time: it follows from the snapshot."""

from __future__ import annotations

from typing import Any

from django.db import models

from procerus.clinic.decisions.models import Decision

GONE_WITH_IT: Any = models.CASCADE


class Extract(models.Model):
    """Taken once from a decision's snapshot, which never changes and is far too long to be read each time."""

    decision = models.OneToOneField(Decision, GONE_WITH_IT, primary_key=True, related_name="extract")
    made_by = models.CharField(max_length=20)
    """The version of the program that made it."""
    content = models.JSONField()
