"""Finding packs, reading them, and refusing those that are not sound."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.check import check_definitions, check_headache, check_policy
from procerus.packs.compile import AlternativeRules, Definitions, compile_definitions, compile_rules, patched
from procerus.packs.headache import HeadachePack, read_headache_pack
from procerus.packs.policy import PolicyPack, QuestionText, Wording, read_policy_pack
from procerus.packs.rules import Rules
from procerus.packs.sections import About, Sections
from procerus.packs.shape import PackText, did_you_mean
from procerus.packs.toml_file import expect_kind, kind_of, read_pack
from procerus.packs.wordings import in_force, read_wordings

PACKS = Path(__file__).parent
POLICIES = PACKS / "policies"
HEADACHE = "ichd-3"
SIGNATURES = "signatures.toml"
NO_POLICY = ("protocol", "toxin")
"""Kinds of packs that may lie beside policies in a person's own folder."""


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
    wordings: tuple[Wording, ...]  # this one and the others of the same guidance
    supposed: Mapping[str, int] = field(default_factory=dict)  # numbers set by a what-if: not the policy

    def may_hold(self, day: date) -> bool:
        """Whether nothing that is known of this wording or the others speaks against this day."""
        return self.wordings[0] in in_force(self.wordings, day)


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
    expect_kind(path, table, "policy")
    headache = over or load_headache()
    pack = read_policy_pack(table, text, headache.pack, faults)
    rules, alternatives = _compiled(pack.sections, headache.definitions, pack.questions, text, faults)
    _check_name(pack.about, path, text, faults)
    if not faults:
        faults.extend(check_policy(pack, rules, alternatives))
    if faults:
        raise BadInput(faults)
    wordings = read_wordings(pack, (path.parent, POLICIES))
    whole = fingerprint(text.text, headache.pack.text.text, medicines_text())
    return Policy(pack, rules, alternatives, whole, wordings)


def _check_name(about: About, path: Path, text: PackText, faults: list[Fault]) -> None:
    if about.id and about.id != path.stem:
        where = text.where(("pack", "id"))
        faults.append(Fault(where, "is not the file's name", f'Write "{path.stem}".', about.id))


def policy_files(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Every policy pack by id: the built-in ones, then those of the given folders."""
    found: dict[str, Path] = {}
    for folder in (POLICIES, *folders):
        for path in packs_in(folder):
            if folder != POLICIES and (path.name == SIGNATURES or kind_of(path) in NO_POLICY):
                continue
            if path.stem in found:
                where = "Procerus" if found[path.stem].parent == POLICIES else found[path.stem].parent
                mend = "Give the file, and its id, a name of its own."
                raise BadInput([Fault(str(path), f"has the id of a policy of {where}", mend)])
            found[path.stem] = path
    return found


def packs_in(folder: Path) -> list[Path]:
    """The files of a folder that are packs by their names. One that cannot be read is not taken for empty."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except (FileNotFoundError, NotADirectoryError):
        why, mend = "is no folder of packs", "Check --packs and PROCERUS_PACKS."
        raise BadInput([Fault(str(folder), why, mend)]) from None
    except OSError as error:
        why = f"cannot be read: {os.strerror(error.errno or 0)}"
        mend = "Let this account read the folder, or take it out of --packs and PROCERUS_PACKS."
        raise BadInput([Fault(str(folder), why, mend)]) from None


def find_policy(name: str, folders: Sequence[Path] = ()) -> Policy:
    """The policy with this id, or in this file.

    Raises BadInput where there is none, or where two files of the folders have one id.
    """
    if name.endswith(".toml"):
        return load_policy(Path(name))
    files = policy_files(folders)
    if name not in files:
        mend = did_you_mean(name, files) or "See `procerus policy list`."
        if name and Path(name).is_dir():
            mend = f"It is a folder: to use the policies in it, write --packs {name}."
        raise BadInput([Fault("policy", "is not a policy that is known here", mend, name)])
    return load_policy(files[name])


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
