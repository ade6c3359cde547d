"""Packs, read once for as long as the program runs: reading one takes longer than answering its question."""

from __future__ import annotations

from functools import lru_cache

from procerus.faults import BadInput
from procerus.packs.load import Policy, find_policy, fingerprint, policy_files
from procerus.packs.products import Product, find_product
from procerus.packs.protocols import Protocol, find_protocol


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
def treatment_called(protocol: str, product: str) -> tuple[Protocol, Product]:
    """A protocol and a product of it. Raises BadInput where there is no such one."""
    return find_protocol(protocol), find_product(product)


@lru_cache
def fingerprint_of(policy: str, protocol: str, product: str) -> str:
    """Changes with the text of any pack that a summary rests on, and with which of them are chosen."""
    texts = [policy, protocol, product, *(one.fingerprint for one in every_policy())]
    try:
        one, other = treatment_called(protocol, product)
        texts += [one.fingerprint, other.toxin.fingerprint]
    except BadInput as bad:
        texts.append(str(bad))
    return fingerprint(*texts)
