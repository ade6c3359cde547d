"""Who was given which lot, for the day on which a lot is recalled.

Lots are read off small labels and typed by hand. So records with a lot that looks like the recalled one,
and records with no lot at all, are listed too, apart from those that are sure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from procerus.faults import BadInput, Fault

_LOOK_ALIKE = str.maketrans("oil", "011")


@dataclass(frozen=True, slots=True)
class Given:
    """A recorded session: when, who, and the lot of every vial; None is a lot that nobody wrote down."""

    date: date
    patient: str
    lots: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Sessions with a recalled lot, those with one that looks like it, and those with a lot not written down.

    Each is the oldest first, and a session is in one of them only.
    """

    lot: str
    got: tuple[Given, ...]
    look_at_too: tuple[Given, ...]
    not_written_down: tuple[Given, ...]


def recalled(lot: str, sessions: Iterable[Given]) -> Recall:
    """Who got a lot. Lots are compared without the blanks around them, capitals like small letters.

    A lot looks like another where one character is changed, left out, added or exchanged with its
    neighbour, the letter O taken for the digit 0 and I or L for 1. Raises BadInput for an empty lot.
    """
    wanted = _plain(lot)
    if not wanted:
        raise BadInput([Fault("the lot", "is empty", "Give it as it stands on the vial.")])
    got, alike, unknown = [], [], []
    for session in sorted(sessions, key=lambda one: (one.date, one.patient)):
        lots = [None if one is None else _plain(one) for one in session.lots]
        if wanted in lots:
            got.append(session)
        elif any(one and looks_like(wanted, one) for one in lots):
            alike.append(session)
        elif not all(lots):
            unknown.append(session)
    return Recall(lot.strip(), tuple(got), tuple(alike), tuple(unknown))


def _plain(lot: str) -> str:
    return lot.strip().casefold()


def looks_like(one: str, other: str) -> bool:
    """Whether a lot may have been read as another: the same, or alike to the eye, or but for one slip.

    Both are in small letters, without blanks around them.
    """
    one, other = one.translate(_LOOK_ALIKE), other.translate(_LOOK_ALIKE)
    return one == other or _one_slip(one, other)


def _one_slip(one: str, other: str) -> bool:
    """Whether two texts differ by one character changed, added or left out, or two neighbours exchanged."""
    shorter, longer = sorted((one, other), key=len)
    start = next((at for at, c in enumerate(shorter) if c != longer[at]), len(shorter))
    if len(longer) > len(shorter):
        return shorter[start:] == longer[start + 1 :]
    exchanged = shorter[start : start + 2] == longer[start : start + 2][::-1]
    rest = start + 2 if exchanged else start + 1
    return shorter[rest:] == longer[rest:]
