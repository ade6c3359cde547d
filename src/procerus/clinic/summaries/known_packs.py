"""Packs, read once for as long as the program runs: reading one takes longer than answering its question."""

from __future__ import annotations

from functools import lru_cache

from procerus.faults import BadInput
from procerus.packs.load import Policy, find_policy, fingerprint, policy_files


@lru_cache
def policy_called(name: str) -> Policy:
    """The policy with this id. Raises BadInput where there is none."""
    return find_policy(name)


@lru_cache
def every_policy() -> tuple[Policy, ...]:
    """Every policy that comes with the program and is sound."""
    found = []
    for name in policy_files():
        try:
            found.append(policy_called(name))
        except BadInput:  # one that is damaged is no reason to show none of the others
            continue
    return tuple(found)


@lru_cache
def fingerprint_of(policy: str) -> str:
    """Changes with the text of any pack that a summary rests on, and with which of them is chosen."""
    return fingerprint(policy, *(one.fingerprint for one in every_policy()))
