"""The database itself keeps these rows as they are."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from procerus.clinic.trail.append_only import AppendOnly

BEGINNING = "0" * 64


def begin(apps: Any, schema_editor: Any) -> None:
    """The end of a chain without events."""
    apps.get_model("trail", "Head").objects.create(pk=1, seq=0, hash=BEGINNING)


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL."""

    dependencies = (("trail", "0001_initial"),)
    operations = (
        AppendOnly("trail_event"),
        migrations.RunPython(begin, migrations.RunPython.noop),
    )
