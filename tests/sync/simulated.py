"""One seed, one story: phones that say things, a network that loses them, crashes, backups, wrong clocks.

`told(seed)` plays it and returns what is wrong at its end: nothing, if sync keeps what it promises.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from procerus.sync.days import rows
from procerus.sync.phone import AT_ONCE, Now, Phone, Pulled, Pushed, pulled, pushed, restored, say, unsent
from procerus.sync.shelf import Verdict, verdict
from procerus.sync.statement import Statement

YEAR = 365 * 24 * 3600 * 1000
DAYS = ("2026-11-01", "2026-11-02", "2026-11-03")
ANSWERS = (
    {"headache": "yes"}, {"headache": "no"}, {"headache": "yes", "hours": "4"}, {"hours": "5"}, {"hours": ""},
    {"medicines": "sumatriptan 50 mg"}, {"medicines": "none"},
)  # fmt: skip
NEWEST = 2  # a schema that only some of the phones know until the end


@dataclass
class Server:
    """What `verdict` decides, done."""

    epoch: str = "first"
    log: list[Statement] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)

    def push(self, batch: list[Statement]) -> Pushed:
        taken, refused, stopped = [], [], set()
        for one in batch:
            if one.device in stopped:
                continue
            digest = one.digest()
            found = verdict(one, self.digests.get(one.id), self.last.get(one.device, (0, "")))
            if found is Verdict.NEW:
                self.log.append(one)
                self.digests[one.id] = digest
                self.last[one.device] = one.seq, digest
            if found in (Verdict.NEW, Verdict.SAME):
                taken.append(one.id)
            else:
                stopped.add(one.device)
                refused.append((one.id, found))
        return Pushed(self.epoch, tuple(taken), tuple(refused))

    def copy(self) -> Server:
        return Server(
            self.epoch, list(self.log), dict(self.digests), dict(self.last)
        )  # fmt: skip

    def pull(self, epoch: str, after: int) -> Pulled:
        start = after if epoch == self.epoch else 0
        return Pulled(self.epoch, start, tuple(self.log[start : start + AT_ONCE]))


class Story:
    """Three phones, one server and what is under way between them."""

    def __init__(self, seed: int) -> None:
        self.chance, self.counter = Random(seed), 0
        self.server = Server()
        self.backup = self.server.copy()
        self.phones = [Phone(self.new_id()) for _ in range(3)]
        self.disks = [one.copy() for one in self.phones]
        self.backups = [one.copy() for one in self.phones]
        self.skew = [self.chance.randint(-YEAR, YEAR) for _ in self.phones]
        self.schema = [self.chance.choice((1, NEWEST)) for _ in self.phones]
        self.time = 1_790_000_000_000
        self.mail: list[Callable[[], None]] = []
        self.said: set[str] = set()
        self.perhaps: set[str] = set()
        """Said on a phone that was put back to a backup without it, before the server had it."""
        self.own: list[set[str]] = [set() for _ in self.phones]
        """What each phone told somebody it had saved: what was said on it, and what it was put back to."""

    def new_id(self) -> str:
        self.counter += 1
        return f"00000000-0000-4000-8000-{self.counter:012x}"

    def says(self, at: int) -> None:
        token = f"t{len(self.said)}"
        self.said.add(token)
        self.own[at].add(token)
        now = Now("2026-11-03T12:00:00.000+00:00", "UTC", self.time + self.skew[at], "1")
        said = {**self.chance.choice(ANSWERS), "note": token}
        one = say(self.phones[at], self.new_id(), self.chance.choice(DAYS), said, now)
        if self.schema[at] == NEWEST and self.chance.random() < 0.3:
            newer = replace(one, schema=NEWEST, more={"mood": "low"})
            self.phones[at].held[one.id], self.phones[at].last = newer, newer.digest()
        self.disks[at] = self.phones[at].copy()  # kept before anybody is told that it was saved

    def pushes(self, at: int) -> None:
        batch = unsent(self.phones[at])[: self.chance.choice((1, 2, AT_ONCE))]

        def arrives() -> None:
            answer = self.server.push(batch)
            self.mail.append(lambda: pushed(self.phones[at], answer, self.new_id))

        self.mail.append(arrives)

    def pulls(self, at: int) -> None:
        epoch, after = self.phones[at].epoch, self.phones[at].cursor

        def arrives() -> None:
            answer = self.server.pull(epoch, after)
            self.mail.append(lambda: pulled(self.phones[at], answer))

        self.mail.append(arrives)

    def anywhere(self) -> set[str]:
        """What is still held by anybody."""
        held = [one for phone in self.phones for one in phone.held.values()]
        return {one.said["note"] for one in [*held, *self.server.log]}

    def crashes(self, at: int) -> None:
        before = self.anywhere()
        self.phones[at] = self.disks[at].copy()
        # What others had said and this phone alone had heard, where theirs and the server were put back.
        self.perhaps |= before - self.anywhere() - self.own[at]

    def is_put_back(self, at: int) -> None:
        """The phone is restored, by its maker's backup or from a file; or that backup is made."""
        if self.chance.random() < 0.5:
            self.backups[at] = self.phones[at].copy()
            return
        backup = self.backups[at]
        before = self.anywhere()
        from_file = self.chance.random() < 0.5
        self.phones[at] = restored(self.new_id(), backup.held.values()) if from_file else backup.copy()
        self.disks[at] = self.phones[at].copy()
        self.own[at] = {one.said["note"] for one in self.phones[at].held.values()}
        self.perhaps |= before - self.anywhere()

    def server_is_restored(self, at: int) -> None:
        """From a backup, into another life; or that backup is made."""
        if self.chance.random() < 0.7:
            self.backup = self.server.copy()
            return
        before = self.anywhere()
        self.server = self.backup.copy()
        self.server.epoch = self.new_id()
        self.perhaps |= before - self.anywhere()

    def goes_on(self) -> None:
        at = self.chance.randrange(len(self.phones))
        self.time += self.chance.randint(1, 30 * 24 * 3600 * 1000)
        happens = self.chance.choices(
            (self.says, self.pushes, self.pulls, self.crashes, self.is_put_back, self.server_is_restored),
            (8, 8, 6, 2, 2, 1),
        )[0]
        happens(at)
        if self.mail and self.chance.random() < 0.8:
            place = self.chance.randrange(len(self.mail))  # out of order
            message = self.mail[place] if self.chance.random() < 0.2 else self.mail.pop(place)  # and twice
            if self.chance.random() < 0.8:  # or never
                message()
        if self.chance.random() < 0.3:
            self.disks[at] = self.phones[at].copy()

    def ends(self) -> None:
        """Everybody has a network, and the newest version."""
        self.mail.clear()
        for _ in range(20):
            for one in self.phones:
                pushed(one, self.server.push(unsent(one)), self.new_id)
                pulled(one, self.server.pull(one.epoch, one.cursor))
            if all(one.cursor == len(self.server.log) and not unsent(one) for one in self.phones):
                return

    def faults(self) -> list[str]:
        origins = {(one.said["note"], one.origin) for one in self.server.log}
        counted = Counter(token for token, _ in origins)
        found = [f"{token} is there {n} times" for token, n in counted.items() if n > 1]
        found += [f"{token} is lost" for token in self.said - counted.keys() - self.perhaps]
        shown = json.dumps(rows(self.server.log, NEWEST))
        for at, one in enumerate(self.phones):
            if unsent(one):
                found.append(f"phone {at} still has {len(unsent(one))} that the server has not")
            if json.dumps(rows(one.held.values(), NEWEST)) != shown:
                found.append(f"phone {at} shows another diary than the server")
        return found


def told(seed: int, length: int = 40) -> list[str]:
    """What is wrong at the end of the story of this seed."""
    story = Story(seed)
    for _ in range(length):
        story.goes_on()
    story.ends()
    return story.faults()
