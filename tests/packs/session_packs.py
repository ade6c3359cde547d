"""Built-in toxins and protocols with a few words changed, read from a file of the same name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from packs.edited import Change, written
from procerus.faults import BadInput
from procerus.packs.load import PACKS
from procerus.packs.products import Product, read_toxin
from procerus.packs.protocols import Protocol, load_protocol
from procerus.packs.signatures import Signature
from procerus.packs.template import local_protocol


def text_of(name: str) -> str:
    """The text of a built-in toxin or protocol, or of a new local protocol."""
    if name == "our-bruxism":
        return local_protocol(name)
    [path] = [*PACKS.glob(f"products/{name}.toml"), *PACKS.glob(f"protocols/{name}.toml")]
    return path.read_text(encoding="utf-8")


def changed(name: str, *changes: Change) -> str:
    """Its text with each change made once, where the words first stand."""
    text = text_of(name)
    for old, new in changes:
        assert old in text, f"{name} does not say {old!r}"
        text = text.replace(old, new, 1)
    return text


def toxin(folder: Path, name: str, *changes: Change) -> tuple[Product, ...]:
    """A toxin's products after these changes."""
    return read_toxin(written(folder, name, changed(name, *changes)))


def protocol(folder: Path, name: str, *changes: Change) -> Protocol:
    """A protocol after these changes."""
    return load_protocol(written(folder, name, changed(name, *changes)))


def faults_in_toxin(folder: Path, name: str, *changes: Change) -> list[str]:
    """Everything that is wrong with a toxin after these changes, in sentences."""
    with pytest.raises(BadInput) as complaint:
        toxin(folder, name, *changes)
    return [str(fault) for fault in complaint.value.faults]


def faults_in_protocol(folder: Path, name: str, *changes: Change) -> list[str]:
    """Everything that is wrong with a protocol after these changes, in sentences."""
    with pytest.raises(BadInput) as complaint:
        protocol(folder, name, *changes)
    return [str(fault) for fault in complaint.value.faults]


def signature(protocol: Protocol) -> Signature:
    """Somebody's signature under the text of a protocol as it is."""
    return Signature(protocol.id, protocol.fingerprint, "the head of the clinic", date(2026, 11, 20))


def as_toml(table: dict[str, Any]) -> str:
    """A pack's tables as TOML again, each on one line."""
    return "\n".join(f"{name} = {in_toml(part)}" for name, part in table.items())


def in_toml(value: object) -> str:
    """A value on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key} = {in_toml(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(in_toml, value)) + "]"
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace('"', "'") + '"'
    return str(value)
