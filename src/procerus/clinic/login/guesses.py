"""Where guesses of passwords are counted: in the database, for every process the same."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError


class Guesses(DatabaseCache):
    """Django's own, which takes a database that refuses for a key that is there.

    The log-in library would then say that there were too many tries.
    """

    def add(self, key: str, *given: Any, **named: Any) -> bool:
        """Whether the key was free and is taken now. Raises OperationalError where it cannot be told."""
        for _again in range(2):
            if super().add(key, *given, **named):
                return True
            if self.has_key(key):
                return False
        raise OperationalError("nothing can be counted now")
