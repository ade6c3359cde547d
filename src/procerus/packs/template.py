"""A local policy or protocol to begin from: the template with the id of what it is to become."""

from __future__ import annotations

import re
from typing import Literal

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS
from procerus.packs.sections import ID

TEMPLATES = PACKS / "templates"
TEMPLATE = TEMPLATES / "local-policy.toml"
OFF_LABEL = TEMPLATES / "off-label-protocol.toml"
Begun = Literal["policy", "protocol"]


def local_policy(name: str) -> str:
    """The text of a sound local policy with this id. Raises BadInput where it cannot be an id."""
    return _renamed("policy", name)


def local_protocol(name: str) -> str:
    """The text of a sound off-label protocol with this id, without a dose. Raises BadInput likewise."""
    return _renamed("protocol", name)


def _renamed(kind: Begun, name: str) -> str:
    if not ID.fullmatch(name):
        raise BadInput([Fault(f"{kind} new", f"cannot be the id of a {kind}", _mend(name), name)])
    template = TEMPLATE if kind == "policy" else OFF_LABEL
    return template.read_text(encoding="utf-8").replace(f'"{template.stem}"', f'"{name}"', 1)


def _mend(name: str) -> str:
    """How the id may be written: `My Clinic.toml` as my-clinic."""
    words = re.findall(r"[a-z0-9]+", name.lower().removesuffix(".toml"))
    near = "-".join(words)
    return f"Write {near}." if ID.fullmatch(near) else "Use small letters, digits and hyphens: my-clinic."
