"""What a server does with a statement, decided from the little it has to know. No clock, no database."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from procerus.sync.statement import Statement


class Verdict(StrEnum):
    """What becomes of a statement that came."""

    NEW = "new"
    """It is kept and gets the patient's next number; it is acknowledged once that is durable."""
    SAME = "same"
    """It is here already, word for word; it is acknowledged again."""
    OTHER_WORDS = "other-words"
    """Its id is taken by other words: never overwritten, and somebody has to look."""
    OTHER_PLACE = "other-place"
    """Its place on the device is taken: two phones went on from one backup. It has to be said again."""
    GAP = "gap"
    """Statements before it have not come yet: they have to come first."""
    UNREADABLE = "unreadable"
    """It cannot be read here: the server keeps it apart for somebody to look at, and the phone keeps it."""


def verdict(
    one: Statement, held: str | None, last: tuple[int, str], mark: Callable[[str], str] = str
) -> Verdict:
    """What becomes of a statement.

    `held` is the digest under which its id is known here; `last` is place and digest of the latest statement
    of its device. A server that keeps no digest in clear says by `mark` what it keeps instead.
    """
    if held is not None:
        return Verdict.SAME if held == mark(one.digest()) else Verdict.OTHER_WORDS
    place, digest = last
    if one.seq > place + 1:
        return Verdict.GAP
    if one.seq <= place or (mark(one.before) if one.before else "") != digest:
        return Verdict.OTHER_PLACE
    return Verdict.NEW
