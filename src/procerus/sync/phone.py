"""What a phone knows and what it does next: say, push, pull, and go on after it was restored.

Nothing here asks for the time, for chance or for the network: who calls brings them. What a call changes has
to be kept durably before anybody is told that it was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from procerus.sync.shelf import Verdict
from procerus.sync.statement import Statement

AT_ONCE = 200
"""So many statements are pushed or pulled together."""
NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Now:
    """The moment, as the phone has it: local time with offset, zone, milliseconds."""

    at: str
    zone: str
    milliseconds: int
    app: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """The server's answer to a push: which it has now, and of each device the first it did not take."""

    epoch: str
    taken: tuple[str, ...]
    refused: tuple[tuple[str, Verdict], ...] = ()


@dataclass(frozen=True, slots=True)
class Pulled:
    """The server's answer to a pull: statements numbered from `after` + 1 without a gap."""

    epoch: str
    after: int
    statements: tuple[Statement, ...]


@dataclass(slots=True)
class Phone:
    """Everything that a phone keeps."""

    device: str
    held: dict[str, Statement] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)
    """Ids of those that the server has; the others are "only on this phone"."""
    seen: dict[str, int] = field(default_factory=dict)
    last: str = ""
    """The digest of the latest statement of this device."""
    clock: int = 0
    cursor: int = 0
    """Up to which number of the server everything is held."""
    epoch: str = ""
    """The life of the server's database; another after it was restored."""

    def copy(self) -> Phone:
        """As it is now, untouched by what follows: what a backup of the phone holds."""
        return Phone(
            self.device, dict(self.held), set(self.there), dict(self.seen), self.last, self.clock,
            self.cursor, self.epoch,
        )  # fmt: skip


def say(phone: Phone, new_id: str, day: str, said: Mapping[str, str], now: Now) -> Statement:
    """Say something about a day."""
    one = Statement(
        id=new_id, device=phone.device, seq=phone.seen.get(phone.device, 0) + 1, before=phone.last, day=day,
        said=said, seen={device: seq for device, seq in phone.seen.items() if device != phone.device},
        at=now.at, zone=now.zone, clock=max(now.milliseconds, phone.clock + 1), app=now.app,
    )  # fmt: skip
    phone.held[one.id] = one
    phone.last = one.digest()
    _remember(phone, one)
    return one


def unsent(phone: Phone) -> list[Statement]:
    """What is only on this phone, in the order in which the server takes it."""
    waiting = [one for key, one in phone.held.items() if key not in phone.there]
    return sorted(waiting, key=lambda one: (one.device, one.seq))


def pushed(phone: Phone, answer: Pushed, new_id: NewId) -> None:
    """Take in the answer to a push. What has lost its place is said again under a new name of the phone."""
    if not _same_life(phone, answer.epoch):
        return
    phone.there.update(key for key in answer.taken if key in phone.held)
    for key, why in answer.refused:
        refused = phone.held.get(key)
        if refused is None or key in phone.there:
            continue  # an old answer
        if why is Verdict.UNREADABLE:
            continue  # saying it again would not help
        before = [
            one for one in phone.held.values() if (one.device, one.seq + 1) == (refused.device, refused.seq)
        ]
        if why is Verdict.GAP and before:
            phone.there.difference_update(one.id for one in before)
        else:
            _say_again(phone, refused, new_id)


def pulled(phone: Phone, answer: Pulled) -> None:
    """Take in the answer to a pull. One that came late, twice or out of order changes nothing."""
    if not _same_life(phone, answer.epoch) or answer.after > phone.cursor:
        return
    for number, one in enumerate(answer.statements, answer.after + 1):
        if number == phone.cursor + 1:
            _learn(phone, one)
            phone.cursor = number


def restored(device: str, statements: Iterable[Statement]) -> Phone:
    """A phone made from a file backup: under a new name, with everything that was said."""
    phone = Phone(device)
    for one in statements:
        phone.held[one.id] = one
        _remember(phone, one)
    return phone


def _same_life(phone: Phone, epoch: str) -> bool:
    """After the server was restored nothing is taken for granted: all is pushed and pulled once more."""
    if phone.epoch == epoch:
        return True
    phone.epoch, phone.cursor = epoch, 0
    phone.there.clear()
    return False


def _learn(phone: Phone, one: Statement) -> None:
    phone.held[one.id] = one
    phone.there.add(one.id)
    if one.device == phone.device and one.seq >= phone.seen.get(one.device, 0):
        phone.last = one.digest()
    _remember(phone, one)


def _remember(phone: Phone, one: Statement) -> None:
    phone.seen[one.device] = max(one.seq, phone.seen.get(one.device, 0))
    phone.clock = max(phone.clock, one.clock)


def _say_again(phone: Phone, refused: Statement, new_id: NewId) -> None:
    """Say what has lost its place once more, with what was known then, so that it overrules nothing newer.

    It goes on under a new name. What another phone had said gets one of its own: it does not become the word
    of who only tells it again, so that two answers stay two.
    """
    lost = [one for one in unsent(phone) if one.device == refused.device and one.seq >= refused.seq]
    for one in lost:
        del phone.held[one.id]
    kept = [one.seq for one in phone.held.values() if one.device == refused.device]
    phone.seen.pop(refused.device)
    if kept:
        phone.seen[refused.device] = max(kept)
    device, before = new_id(), ""
    for place, one in enumerate(lost, 1):
        seen = {**one.seen, one.device: refused.seq - 1} if refused.seq > 1 else one.seen
        anew = replace(one, id=new_id(), device=device, seq=place, before=before, seen=seen, again=one.origin)
        phone.held[anew.id] = anew
        _remember(phone, anew)
        before = anew.digest()
    if refused.device == phone.device:
        phone.device, phone.last = device, before
