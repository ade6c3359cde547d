"""A site: one prick of the needle, with a code that carries its side as a word.

`temporalis-2-left` is the second fixed site of the left temporalis, `trapezius-extra-3-right` the third
follow-the-pain site of the right trapezius. Left points are made from right ones, in `points_of` and nowhere
else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from procerus.packs.anatomy import SIDES, Language, Side, anatomy
from procerus.packs.protocols import Muscle, Point, Protocol, View

_CODE = re.compile(r"(?P<muscle>[a-z][a-z0-9-]*?)(?P<extra>-extra)?-(?P<number>[1-9][0-9]?)-(?P<side>[a-z]+)")
MIRRORED: dict[View, View] = {"front": "front", "back": "back", "right": "left", "left": "right"}


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """What a site's id says."""

    muscle: str
    number: int
    side: Side
    extra: bool = False

    def __str__(self) -> str:
        return f"{self.muscle}{'-extra' if self.extra else ''}-{self.number}-{self.side}"

    @classmethod
    def of(cls, text: str) -> Code | None:
        """The code that a text is, or None."""
        found = _CODE.fullmatch(text)
        if found is None or found["side"] not in SIDES:
            return None
        side: Side = next(one for one in SIDES if one == found["side"])
        return cls(found["muscle"], int(found["number"]), side, bool(found["extra"]))

    def in_words(self, language: Language = "en") -> str:
        """As it is printed: `temporalis 2, patient's left`."""
        words = anatomy(language)
        extra = f"{words.extra} " if self.extra else ""
        return f"{words.muscles[self.muscle]} {extra}{self.number}, {words.sides[self.side]}"


def code_in_words(text: str, language: Language = "en") -> Code | None:
    """The code of a site as `Code.in_words` prints it, or None. Nothing is guessed."""
    words = anatomy(language)
    for muscle, name in words.muscles.items():
        for side in SIDES:
            said, end = f"{name} ", f", {words.sides[side]}"
            if text.startswith(said) and text.endswith(end):
                found = re.fullmatch(
                    rf"({re.escape(words.extra)} )?([1-9][0-9]?)", text[len(said) : -len(end)]
                )
                if found is not None:
                    return Code(muscle, int(found[2]), side, bool(found[1]))
    return None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a site is drawn: x and y from 0 to 1 within a view of the head."""

    view: View
    x: Fraction
    y: Fraction

    def mirrored(self) -> Spot:
        """The same spot of the other side, or of a picture seen in a mirror."""
        return Spot(MIRRORED[self.view], 1 - self.x, self.y)


def points_of(muscle: Muscle) -> Iterator[tuple[Code, Spot]]:
    """Every point that a muscle's pack draws, fixed before extra, right before left."""
    for extra, points in ((False, muscle.points), (True, muscle.extra_points)):
        for side in muscle.sides:
            for number, point in enumerate(points, 1):
                yield Code(muscle.id, number, side, extra), _spot(muscle, point, side)


def spots(protocol: Protocol) -> dict[Code, Spot]:
    """Every point of a protocol."""
    return {code: spot for muscle in protocol.muscles for code, spot in points_of(muscle)}


def _spot(muscle: Muscle, point: Point, side: str) -> Spot:
    spot = Spot(muscle.view or "front", *point)
    return spot.mirrored() if side == "left" else spot
