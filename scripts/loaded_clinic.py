"""Importing this loads the clinic, for scripts that read it: an empty one, where nobody names another."""

from __future__ import annotations

import os
import tempfile

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procerus.clinic.settings")
os.environ.setdefault("PROCERUS_DATA", tempfile.mkdtemp(prefix="procerus-scripts-"))
django.setup()
