"""The permissions, read once from permissions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from procerus.clinic.people.models import Role

FILE = Path(__file__).with_name("permissions.toml")


@dataclass(frozen=True, slots=True)
class Permission:
    """What somebody may do, in words, the roles that may, and whether it goes through broken glass."""

    name: str
    says: str
    roles: frozenset[str]
    in_emergency: bool = False


@cache
def permissions() -> Mapping[str, Permission]:
    """Every permission by its name. Raises KeyError or ValueError where the file is not sound."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = {
        name: Permission(name, one["says"], frozenset(one["roles"]), one.get("in_emergency", False))
        for name, one in read.items()
    }
    for one in found.values():
        unknown = one.roles - set(Role.values)
        if unknown or not one.roles:
            raise ValueError(f"{FILE.name}, {one.name}: {sorted(unknown) or 'no role'} is not a role")
    return found


def may(role: str, permission: str) -> bool:
    """Whether a role has a permission. Raises KeyError for a permission that does not exist."""
    return role in permissions()[permission].roles
