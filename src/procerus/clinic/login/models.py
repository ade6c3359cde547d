"""Links that open once: for the first administrator, invited staff, and who cannot get in any more."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models

from procerus.clinic.people.models import Account, Clinic, Role

KEPT: Any = models.PROTECT


class OneTimeLink(models.Model):
    """A promise of a role, or of a new way in; only the hash of its code is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    clinic = models.ForeignKey(Clinic, KEPT, null=True, related_name="one_time_links")
    new_clinic = models.CharField(max_length=120, blank=True)
    """The name of the clinic that is made when the first administrator comes in."""
    account = models.ForeignKey(Account, KEPT, null=True, related_name="one_time_links")
    """Whose password and second factors are set anew; none where a role is promised."""
    made_by = models.ForeignKey(Account, KEPT, null=True, related_name="+")
    """None where it was made on the server's command line."""
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.role or 'a new way in'}"
