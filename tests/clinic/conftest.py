"""What holds for every test of the clinic."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Tests store files and hash passwords the quick way; what is tested of passwords says so itself."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
