"""The numbers of `stock.toml`: how soon an expiry is soon, and how far back sessions are compared."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("stock.toml")


@lru_cache
def limit(name: str) -> int:
    """One number of the file."""
    return int(tomllib.loads(FILE.read_text(encoding="utf-8"))["numbers"][name]["is"])
