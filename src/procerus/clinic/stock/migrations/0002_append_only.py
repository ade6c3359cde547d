"""The database itself keeps these rows as they are."""

from __future__ import annotations

from django.db import migrations

from procerus.clinic.stock.kept_sum import KeptSum
from procerus.clinic.trail.append_only import AppendOnly


class Migration(migrations.Migration):
    """Triggers, on SQLite and on PostgreSQL."""

    dependencies = (("stock", "0001_initial"),)
    operations = (
        AppendOnly("stock_vial", changeable=("quarters",)),
        AppendOnly("stock_movement"),
        AppendOnly("stock_count"),
        KeptSum(),
    )
