"""Reading a pack's file: text, tables, and what to do where it is no TOML."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from procerus.faults import BadInput, Fault
from procerus.packs.shape import PackText

VERBS = {"policy": "policy", "protocol": "protocol", "toxin": "product"}
"""Kinds of packs, and the command that reads each."""
LARGEST_PACK = 1_000_000  # bytes; a pack is a page or two of text


def read_pack(path: Path) -> tuple[PackText, dict[str, Any]]:
    """A pack's text and tables. Raises BadInput where it is no TOML file."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PACK + 1)
        if len(content) > LARGEST_PACK:
            raise BadInput([Fault(path.name, f"is larger than {LARGEST_PACK} bytes, so it is no pack")])
        text = PackText(path.name, content.decode("utf-8-sig").replace("\r\n", "\n"))
        table = tomllib.loads(text.text)
    except BadInput:
        raise
    except OSError as error:
        raise BadInput([Fault(str(path), f"cannot be read: {os.strerror(error.errno or 0)}")]) from None
    except UnicodeDecodeError:
        raise BadInput([Fault(path.name, "is not UTF-8 text", "Save it as UTF-8.")]) from None
    except RecursionError:
        raise BadInput([Fault(path.name, "is nested too deeply", "Nothing in a pack is.")]) from None
    except ValueError as error:
        raise BadInput([Fault(path.name, f"is not TOML: {error}")]) from None
    text.refuse_odd_keys(table)
    return text, table


def kind_of(path: Path) -> str | None:
    """What kind of pack a file says it is; empty where it does not say, None where it cannot be read."""
    try:
        _, table = read_pack(path)
    except BadInput:
        return None
    return _said(table)


def expect_kind(path: Path, table: Mapping[str, Any], kind: str) -> None:
    """Raise BadInput where a file is a pack of another kind: one sentence instead of one for each key."""
    said = _said(table)
    if said != kind and said in VERBS:
        mend = f"It is for `procerus {VERBS[said]}`."
        article = "an" if kind[0] in "aeiou" else "a"
        raise BadInput([Fault(path.name, f"is a {said}, not {article} {kind}", mend)])


def _said(table: Mapping[str, Any]) -> str:
    pack = table.get("pack")
    return str(pack.get("kind", "")) if isinstance(pack, dict) else ""
