"""The database itself keeps these rows as they are."""

from __future__ import annotations

from django.db import migrations

from procerus.clinic.trail.append_only import AppendOnly


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL."""

    dependencies = (("people", "0002_events"),)
    operations = (
        AppendOnly("people_identity"),
        AppendOnly("people_merge"),
        AppendOnly("people_brokenglass"),
        AppendOnly("people_invitation", ("used_at", "used_by_id", "cancelled_at", "cancelled_by_id")),
        AppendOnly("people_care", ("ended", "ended_by_id")),
    )
