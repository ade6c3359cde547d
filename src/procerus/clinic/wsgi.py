"""What an application server is given."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from procerus.clinic.ops.logs import set_up
from procerus.clinic.summaries.known_packs import every_policy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procerus.clinic.settings")


def warm() -> None:
    """Load what every page needs before the first is asked for, and let the collector of garbage skip it.

    Without it the first user of each worker waits a second, and one page in ten waits for a tenth of one
    while everything that was loaded is looked through for garbage.
    """
    _ = get_resolver().url_patterns  # imports the views
    every_policy()
    gc.collect()
    gc.freeze()


application = get_wsgi_application()
set_up()
warm()
