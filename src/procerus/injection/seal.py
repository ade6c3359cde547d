"""A mark over everything that a plan says, so that an edit of it is seen.

It is no secret: whoever changes a plan on purpose can make the mark anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SEAL = "seal"
SHOWN = 32  # figures of the mark that a plan ends with


def seal_of(text: Mapping[str, Any]) -> str:
    """The SHA-256 of what JSON says. How it is spaced does not change it; any word or number does."""
    canonical = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def sealed(text: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the mark of all its other keys at its end."""
    rest = {key: one for key, one in text.items() if key != SEAL}
    return rest | {SEAL: seal_of(rest)[:SHOWN]}


def keeps_its_seal(text: Mapping[str, Any]) -> bool:
    """Whether nothing was changed since it was sealed."""
    return bool(text.get(SEAL) == sealed(text)[SEAL])
