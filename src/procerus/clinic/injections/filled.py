"""What is filled in on the screen of a session, as it was typed; nothing is checked and nothing is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.http import QueryDict

from procerus.packs.checks import IDS

Place = tuple[str, str]
"""A muscle and a side."""
SEPARATOR = "."
LONGEST = 2000
MOST_VALUES = 200
"""Of one name in a form: more sites, vials or ticks no session has."""


@dataclass(frozen=True, slots=True)
class Aside:
    """How a stop is set aside: why, and which second person agreed how."""

    reason: str = ""
    how: str = ""
    second: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """One screen. Empty texts and lists are what nobody said."""

    birth_year: str = ""
    protocol: str = ""
    product: str = ""
    dilution: str = ""
    dilution_reason: str = ""
    extra: Mapping[Place, str] = field(default_factory=dict)
    units: Mapping[Place, str] = field(default_factory=dict)
    sites: Mapping[Place, str] = field(default_factory=dict)
    omit: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    none_apply: str = ""
    check: Mapping[str, str] = field(default_factory=dict)
    inr: str = ""
    infected: tuple[str, ...] = ()
    vials: tuple[str, ...] = ()
    opened: Mapping[str, str] = field(default_factory=dict)
    authority: str = ""
    authority_text: str = ""
    consent: str = ""
    consent_how: str = ""
    consent_on: str = ""
    supervisor: str = ""
    supervisor_role: str = ""
    ticks: tuple[str, ...] = ()
    aside: Mapping[str, Aside] = field(default_factory=dict)
    began: str = ""
    complications: str = ""
    needle: str = ""
    note: str = ""
    correction_why: str = ""
    seen: str = ""
    """The seal of the plan that was on the screen."""
    revision: str = ""
    """Of the record, when the screen was opened."""
    mirrored: str = ""


GROUPED = ("extra", "units", "sites", "omit", "given", "why", "check", "opened", "aside")
LISTED = ("infected", "vials", "ticks")
SINGLE = tuple(one.name for one in fields(Filled) if one.name not in (*GROUPED, *LISTED))


def filled_in(post: QueryDict) -> Filled:
    """The screen that was sent."""
    said: dict[str, Any] = {name: post.get(name, "").strip()[:LONGEST] for name in SINGLE}
    said |= {name: _places(post, name) for name in ("extra", "units", "sites")}
    said |= {name: dict(_named(post, name)) for name in ("omit", "given", "why", "opened")}
    said |= {name: tuple(post.getlist(name)[:MOST_VALUES]) for name in LISTED}
    said["check"] = {name: one for name, one in _named(post, "check") if name in IDS}
    said["aside"] = _asides(post)
    return Filled(**said)


def _named(post: QueryDict, group: str) -> Iterator[tuple[str, str]]:
    """The fields `GROUP.NAME` that hold anything."""
    start = group + SEPARATOR
    for key in post:
        value = str(post.get(key, "")).strip()[:LONGEST]
        if key.startswith(start) and value:
            yield key.removeprefix(start), value


def _places(post: QueryDict, group: str) -> dict[Place, str]:
    found = {}
    for name, value in _named(post, group):
        muscle, _, side = name.partition(":")
        found[muscle, side] = value
    return found


def _asides(post: QueryDict) -> dict[str, Aside]:
    found: dict[str, dict[str, str]] = {}
    for name, value in _named(post, "aside"):
        key, _, part = name.rpartition(SEPARATOR)
        if key and part in ("reason", "how", "second"):
            found.setdefault(key, {})[part] = value
        elif key and part == "password":  # as it was typed: a blank may be part of it
            found.setdefault(key, {})[part] = post.get(f"aside.{name}", "")
    return {key: Aside(**parts) for key, parts in found.items()}
