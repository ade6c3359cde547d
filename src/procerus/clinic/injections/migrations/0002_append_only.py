"""The database itself keeps these rows as they are."""

from __future__ import annotations

from django.db import migrations

from procerus.clinic.trail.append_only import AppendOnly


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL."""

    dependencies = (("injections", "0001_initial"),)
    operations = (
        AppendOnly("injections_session"),
        AppendOnly("injections_takenback"),
        AppendOnly("injections_countersignature"),
        AppendOnly("injections_agreement"),
    )
