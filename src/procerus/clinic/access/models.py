"""The forms that were saved, so that none is saved twice."""

from __future__ import annotations

from django.db import models


class Sent(models.Model):
    """One form as it was sent and saved."""

    form = models.CharField(max_length=64, primary_key=True)
    """The hash of the form's mark and of everything that was filled in; not a word of it."""
    led_to = models.TextField(blank=True)
    """The page that it led to; empty where what was saved was shown at once, and nowhere again."""
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.form[:8]} {self.at}"
