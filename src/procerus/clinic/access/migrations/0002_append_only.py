"""The database itself keeps these rows as they are."""

from __future__ import annotations

from django.db import migrations

from procerus.clinic.trail.append_only import AppendOnly


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL. Where a form led is known only once it is saved."""

    dependencies = (("access", "0001_initial"),)
    operations = (AppendOnly("access_sent", changeable=("led_to",)),)
