"""A local policy to begin from: the template with the id of the policy that it is to become."""

from __future__ import annotations

import re

from procerus.faults import BadInput, Fault
from procerus.packs.load import PACKS
from procerus.packs.sections import ID

TEMPLATE = PACKS / "templates" / "local-policy.toml"


def local_policy(name: str) -> str:
    """The text of a sound local policy with this id. Raises BadInput where it cannot be an id."""
    if not ID.fullmatch(name):
        raise BadInput([Fault("policy new", "cannot be the id of a policy", _mend(name), name)])
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace(f'"{TEMPLATE.stem}"', f'"{name}"', 1)


def _mend(name: str) -> str:
    """How the id may be written: `My Clinic.toml` as my-clinic."""
    words = re.findall(r"[a-z0-9]+", name.lower().removesuffix(".toml"))
    near = "-".join(words)
    return f"Write {near}." if ID.fullmatch(near) else "Use small letters, digits and hyphens: my-clinic."
