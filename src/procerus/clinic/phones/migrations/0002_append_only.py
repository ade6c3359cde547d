"""The database itself keeps these rows as they are."""

from __future__ import annotations

from django.db import migrations

from procerus.clinic.trail.append_only import AppendOnly


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL."""

    dependencies = (("phones", "0001_initial"),)
    operations = (
        AppendOnly("phones_told"),
        AppendOnly("phones_parked"),
        AppendOnly("phones_phone", ("ended", "ended_by_id")),
        AppendOnly("phones_erasure", ("granted", "reason", "decided_by_id", "decided_at")),
    )
