"""Where policies are looked for: the built-in ones, `--packs`, and the environment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.load import Policy, find_policy, policy_files
from procerus.packs.suppose import suppose

VARIABLE = "PROCERUS_PACKS"
MOST_DIGITS = 9


def folders(given: Sequence[Path] | None) -> tuple[Path, ...]:
    """The folders of a person's own packs, each once: those given, then those of PROCERUS_PACKS.

    Raises BadInput where `--packs` comes without a name, and there is no pack in the folder one stands in.
    """
    for folder in given or ():
        if folder == Path() and not any(Path().glob("*.toml")):
            mend = "Write --packs and the folder's name."
            raise BadInput([Fault("--packs", "is the folder you are in, and it holds no pack", mend)])
    named = [Path(one) for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one]
    found: dict[Path, Path] = {}
    for folder in (*(given or ()), *named):
        found.setdefault(_place(folder), folder)
    return tuple(found.values())


def _place(folder: Path) -> Path:
    """Where a folder is. One that nobody may look into, or that leads in a circle, is known by its name."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder.absolute()


def every_policy(packs: Sequence[Path] | None) -> list[Policy]:
    """All policies. Raises BadInput with the faults of all that are not sound."""
    return policies_of(None, packs)


def policies_of(names: Sequence[str] | None, packs: Sequence[Path] | None) -> list[Policy]:
    """The policies named, or all. Raises BadInput with the faults of all that are not sound."""
    homes = folders(packs)
    policies: list[Policy] = []
    faults: list[Fault] = []
    for name in names or policy_files(homes):
        try:
            policies.append(find_policy(name, homes))
        except BadInput as error:
            faults.extend(error.faults)
    if faults:
        raise BadInput(faults)
    return policies


def supposed(name: str, packs: Sequence[Path] | None, changes: Sequence[str] | None) -> Policy:
    """A policy, with other numbers where a what-if sets them."""
    policy = find_policy(name, folders(packs))
    return suppose(policy, _numbers(changes)) if changes else policy


def _numbers(changes: Sequence[str]) -> dict[str, int]:
    numbers = {}
    for change in changes:
        name, sign, value = (part.strip() for part in change.partition("="))
        if not (name and sign and value.isascii() and value.isdigit()):
            raise BadInput([Fault("--set", "is not NUMBER=N", "Write min_headache_days=10.", change)])
        if len(value) > MOST_DIGITS:
            why = f"is a number of more than {MOST_DIGITS} digits"
            raise BadInput([Fault("--set", why, "Write a smaller one.", change)])
        if name in numbers:
            raise BadInput([Fault("--set", "is set twice", "Set it once.", name)])
        numbers[name] = int(value)
    return numbers
