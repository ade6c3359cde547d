"""Where the number of a mark is written: beside it, hiding no other mark and no other word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians, sin

FIGURE_WIDTH, TEXT_HEIGHT = 10, 12  # of a figure of the number in a wide face, in units of the view
CLEAR = 1.0  # left between a mark and its number
SPACE = 3.0  # left between two numbers in a row
CLOSER = 4.0  # by how much a number without a line is nearer to its own mark than to any other
APART = 2.5  # left between a number with a line and any other mark
STEPS = (0, 6, 11, 16, 22, 28, 34, 41, 49, 58, 68)  # how much further out a number may go, by turns
SIDEWAYS = (0, -38, 38, -68, 68, 90, -90, 142, -142, 180)  # degrees; 0 is away from the midline, 90 is down
UPRIGHT = (90, -90, 0, 180, 45, 135, -45, -135)  # for a mark on the midline


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the view that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any place."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: Box) -> bool:
        """Whether all of it lies in the other one."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark that wants its number: centre, radius, which way is away from the midline (-1, 0, 1).

    `room` is where the number may stand: on its own side of the midline, never across it. A mark without
    a text is only in the way of others.
    """

    x: float
    y: float
    radius: float
    text: str
    outward: int
    room: Box


@dataclass(frozen=True, slots=True)
class Label:
    """A number's centre; `leader` says that a fine line has to join it to its mark."""

    x: float
    y: float
    leader: bool


def label_spots(spots: Sequence[Spot], taken: Iterable[Box] = ()) -> list[Label]:
    """A place for the number of each spot, in the order given, clear of all spots and of what is taken.

    Where a view is so full that no place is clear, the number stands at the far end of its first direction.
    """
    boxes, labels = list(taken), []
    for spot in spots:
        if not spot.text:
            labels.append(Label(spot.x, spot.y, leader=False))
            continue
        others = [one for one in spots if one is not spot]
        found = next((one for one in _places(spot) if _clear(spot, one, others, boxes)), None)
        label = found or _place(spot, STEPS[-1], _angles(spot)[0])
        labels.append(label)
        boxes += [_box(spot, label), *_line(spot, label)]
    return labels


def _places(spot: Spot) -> Iterable[Label]:
    return (_place(spot, step, angle) for step in STEPS for angle in _angles(spot))


def _angles(spot: Spot) -> tuple[int, ...]:
    return SIDEWAYS if spot.outward else UPRIGHT


def _place(spot: Spot, step: float, angle: int) -> Label:
    across, down = cos(radians(angle)) * (spot.outward or 1), sin(radians(angle))
    width, height = _size(spot.text)
    away = spot.radius + CLEAR + abs(across) * width / 2 + abs(down) * height / 2 + step
    return Label(spot.x + across * away, spot.y + down * away, step > 0)


def _size(text: str) -> tuple[float, float]:
    return FIGURE_WIDTH * len(text) + SPACE, TEXT_HEIGHT


def _box(spot: Spot, label: Label) -> Box:
    width, height = _size(spot.text)
    return Box(label.x - width / 2, label.y - height / 2, label.x + width / 2, label.y + height / 2)


def _line(spot: Spot, label: Label) -> list[Box]:
    """The places that the fine line takes, as small boxes in a row; none where there is no line."""
    if not label.leader:
        return []
    across, down = label.x - spot.x, label.y - spot.y
    long = hypot(across, down)
    steps = range(ceil(spot.radius), int(long - TEXT_HEIGHT / 2), 2)
    points = [(spot.x + across * step / long, spot.y + down * step / long) for step in steps]
    return [Box(x - 0.8, y - 0.8, x + 0.8, y + 0.8) for x, y in points]


def _clear(spot: Spot, label: Label, others: Sequence[Spot], boxes: Sequence[Box]) -> bool:
    box, line = _box(spot, label), _line(spot, label)
    if not box.inside(spot.room) or any(part.meets(one) for part in (box, *line) for one in boxes):
        return False
    nearest = APART if label.leader else _gap(spot, box) - spot.radius + CLOSER
    if any(_gap(other, box) - other.radius < nearest for other in others):
        return False
    crossed = (other for other in others if hypot(other.x - spot.x, other.y - spot.y) > other.radius)
    return all(_gap(other, part) > other.radius for other in crossed for part in line)


def _gap(spot: Spot, box: Box) -> float:
    across = max(box.left - spot.x, 0, spot.x - box.right)
    return hypot(across, max(box.top - spot.y, 0, spot.y - box.bottom))
