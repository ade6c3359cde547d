"""Names as they are looked up: without capitals, accents and hyphens, and with umlauts both ways."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db import connection
from django.db.models import Q

from procerus.packs.spelling import key, misspelt, slips, spellings

LONGEST_KEY = 400
HIGHEST = "\U0010ffff"
SHORTEST_WITH_A_SLIP = 3  # letters; a shorter name with another letter is another name


def key_of(family: str, given: str) -> str:
    """What a patient is found and sorted by: `muller mueller anna` for Müller, Anna."""
    words = dict.fromkeys([*spellings(family), *spellings(given)])
    return " ".join(words)[:LONGEST_KEY]


def begins(word: str) -> Q:
    """Registrations whose key begins so; as a range where the database finds a beginning no other way."""
    said = Q(key__startswith=word)
    return said & Q(key__gte=word, key__lt=word + HIGHEST) if connection.vendor == "sqlite" else said


def begins_a_word(text: str) -> Q:
    """Registrations of which each word of a text begins a word of the name."""
    found = Q()
    for word in key(text).split():
        found &= Q(key__startswith=word) | Q(key__contains=f" {word}")
    return found


@lru_cache(maxsize=20_000)
def spelt(name: str) -> frozenset[str]:
    """Every spelling of a name as it is compared."""
    return frozenset(spellings(name))


def same(one: str, other: str) -> bool:
    """Whether two names are the same, whatever their capitals, accents and hyphens."""
    return not spelt(one).isdisjoint(spelt(other))


def similar(one: str, other: str) -> bool:
    """Whether two names are the same, one is a slip of the other, or one is the other with more to it."""
    return any(_near(a, b) for a in spelt(one) for b in spelt(other))


def _near(one: str, other: str) -> bool:
    if one == other or _begins(one, other) or _begins(other, one):
        return True
    if misspelt(one, other) or misspelt(other, one):
        return True
    shorter = min(len(one), len(other))
    return shorter >= SHORTEST_WITH_A_SLIP and one[:1] == other[:1] and slips(one, other, 1) <= 1


def _begins(short: str, long: str) -> bool:
    return bool(short) and long.startswith(f"{short} ")


def first_words(names: Iterable[str]) -> frozenset[str]:
    """The keys of names, in every spelling."""
    return frozenset(word for name in names for word in spelt(name))
