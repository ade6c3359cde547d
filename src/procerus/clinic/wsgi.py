"""What an application server is given."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from procerus.clinic.ops.logs import set_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procerus.clinic.settings")
application = get_wsgi_application()
set_up()
