"""The database itself keeps these rows as they are."""

from __future__ import annotations

from django.db import migrations

from procerus.clinic.trail.append_only import AppendOnly


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL."""

    dependencies = (("decisions", "0001_initial"),)
    operations = (AppendOnly("decisions_decision"), AppendOnly("decisions_pack"))
