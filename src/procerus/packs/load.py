"""Finding packs, reading them, and refusing those that are not sound."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from procerus.faults import BadInput, Fault
from procerus.packs.check import check_definitions, check_headache, check_policy
from procerus.packs.compile import AlternativeRules, Definitions, compile_definitions, compile_rules, patched
from procerus.packs.headache import HeadachePack, read_headache_pack
from procerus.packs.policy import PolicyPack, QuestionText, read_policy_pack
from procerus.packs.rules import Rules
from procerus.packs.sections import About, Sections
from procerus.packs.shape import PackText, did_you_mean

PACKS = Path(__file__).parent
HEADACHE = "ichd-3"
LARGEST_PACK = 1_000_000  # bytes; a pack is a page or two of text


@dataclass(frozen=True, slots=True)
class Headache:
    """A headache pack that is sound: its text, its default rules, and its alternatives."""

    pack: HeadachePack
    definitions: Definitions
    rules: Rules
    alternatives: tuple[AlternativeRules, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy pack that is sound, over its headache pack."""

    pack: PolicyPack
    rules: Rules
    alternatives: tuple[AlternativeRules, ...]
    fingerprint: str  # of the policy's, the headache's and the medicines' packs


@lru_cache
def load_headache(name: str = HEADACHE) -> Headache:
    """The built-in headache pack of this name. Raises BadInput with every fault."""
    return read_headache(PACKS / "headaches" / f"{name}.toml")


def read_headache(path: Path) -> Headache:
    """Read a headache pack from its file. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    pack = read_headache_pack(table, text, faults)
    definitions = compile_definitions(pack.sections, text, faults)
    rules, alternatives = _compiled(pack.sections, definitions, {}, text, faults)
    _check_name(pack.about, path, text, faults)
    if not faults:
        faults.extend(check_headache(pack, rules, alternatives))
        faults.extend(check_definitions(text, definitions))
    if faults:
        raise BadInput(faults)
    return Headache(pack, definitions, rules, alternatives, fingerprint(text.text))


def load_policy(path: Path, over: Headache | None = None) -> Policy:
    """Read a policy pack from its file, over a headache pack or else ICHD-3.

    Raises BadInput with every fault.
    """
    faults: list[Fault] = []
    text, table = read_pack(path)
    headache = over or load_headache()
    pack = read_policy_pack(table, text, headache.pack, faults)
    rules, alternatives = _compiled(pack.sections, headache.definitions, pack.questions, text, faults)
    _check_name(pack.about, path, text, faults)
    if not faults:
        faults.extend(check_policy(pack, rules, alternatives))
    if faults:
        raise BadInput(faults)
    whole = fingerprint(text.text, headache.pack.text.text, medicines_text())
    return Policy(pack, rules, alternatives, whole)


def _check_name(about: About, path: Path, text: PackText, faults: list[Fault]) -> None:
    if about.id and about.id != path.stem:
        where = text.where(("pack", "id"))
        faults.append(Fault(where, "is not the file's name", f'Write "{path.stem}".', about.id))


def policy_files(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Every policy pack by id: the built-in ones, then those of the given folders."""
    found: dict[str, Path] = {}
    for folder in (PACKS / "policies", *folders):
        found.update({path.stem: path for path in sorted(folder.glob("*.toml"))})
    return found


def find_policy(name: str, folders: Sequence[Path] = ()) -> Policy:
    """The policy with this id, or in this file. Raises BadInput where there is none."""
    if name.endswith(".toml"):
        return load_policy(Path(name))
    files = policy_files(folders)
    if name not in files:
        mend = did_you_mean(name, files) or "See `procerus policy list`."
        raise BadInput([Fault("policy", "is not a policy that is known here", mend, name)])
    return load_policy(files[name])


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
    except (ValueError, RecursionError) as error:
        raise BadInput([Fault(path.name, f"is not TOML: {error}")]) from None
    text.refuse_odd_keys(table)
    return text, table


@lru_cache
def medicines_text() -> str:
    """The medicine dictionary as written, for the fingerprint of a decision."""
    files = sorted(path for path in (PACKS / "medicines").iterdir() if path.suffix in (".csv", ".toml"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _compiled(
    sections: Sections,
    definitions: Definitions,
    questions: Mapping[str, QuestionText],
    text: PackText,
    faults: list[Fault],
) -> tuple[Rules, tuple[AlternativeRules, ...]]:
    rules = compile_rules(sections, definitions, questions, text, faults)
    if faults:
        return rules, ()
    alternatives = tuple(
        AlternativeRules(reading, one, patched(rules, sections, definitions, one, text, faults))
        for reading in sections.readings
        for one in reading.alternatives
    )
    return rules, alternatives


def fingerprint(*texts: str) -> str:
    """Sixteen characters that change when any of the texts does."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()[:16]
