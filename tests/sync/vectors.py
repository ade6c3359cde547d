"""Stories for both languages: what each step of a phone, each verdict and each day has to come to.

`PYTHONPATH=src:tests python -m sync.vectors` writes vectors.json anew; test_vectors.py compares, and
test_keep_vectors.py has a browser play the same. A statement stands once in a story, and steps name it by
its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from procerus.sync import phone as core
from procerus.sync.days import rows, two_answers
from procerus.sync.phone import Now, Phone, Pulled, Pushed
from procerus.sync.shelf import verdict
from procerus.sync.statement import Statement, read
from sync import simulated
from sync.simulated import NEWEST, Story

FILE = Path(__file__).parent / "vectors.json"
STORIES, LENGTH = 220, 20
RARE, LONG = 80, 40
"""Of longer stories those in which something lost its place and was said again."""


class Recorder:
    """Notes every step of every phone of a story, and what it was before where something else changed it."""

    def __init__(self) -> None:
        self.table: dict[str, int] = {}
        self.wires: list[dict[str, Any]] = []
        self.steps: list[list[Any]] = []
        self.verdicts: list[list[Any]] = []
        self.names: list[str] | None = None
        self.known: dict[int, str] = {}
        self.phones: list[Phone] = []

    def place(self, one: Statement) -> int:
        digest = one.digest()
        if digest not in self.table:
            self.table[digest] = len(self.wires)
            self.wires.append(one.wire())
        return self.table[digest]

    def state(self, phone: Phone) -> dict[str, Any]:
        """A phone, in one spelling."""
        return {
            "device": phone.device,
            "held": sorted(self.place(one) for one in phone.held.values()),
            "there": sorted(phone.there),
            "seen": dict(phone.seen),
            "last": phone.last,
            "clock": phone.clock,
            "cursor": phone.cursor,
            "epoch": phone.epoch,
        }

    def is_known(self, phone: Phone) -> int:
        """The number of a phone, after a step that makes it what it is now."""
        number = next((at for at, one in enumerate(self.phones) if one is phone), len(self.phones))
        if number == len(self.phones):
            self.phones.append(phone)
        state = json.dumps(self.state(phone), sort_keys=True)
        if self.known.get(number) != state:
            self.done(number, "is", number)
        return number

    def done(self, number: int, *step: Any) -> None:
        """A step, with what comes of it: what changed if it came from elsewhere, else a digest of all."""
        before = json.loads(self.known[number]) if number in self.known else {}
        after = self.state(self.phones[number])
        self.known[number] = json.dumps(after, sort_keys=True)
        changed = {key: value for key, value in after.items() if before.get(key) != value}
        self.steps.append([*step, changed if step[0] == "is" else short(after)])


def short(state: dict[str, Any]) -> str:
    """A digest of a phone."""
    spelling = json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(spelling.encode()).hexdigest()[:16]


@contextmanager
def recorded(story: Story, notes: Recorder) -> Iterator[None]:
    """While it lasts, what the story asks of the core is noted."""

    def say(phone: Phone, new_id: str, day: str, said: Any, now: Now) -> Statement:
        number = notes.is_known(phone)
        one = core.say(phone, new_id, day, said, now)
        told = {"at": now.at, "zone": now.zone, "milliseconds": now.milliseconds, "app": now.app}
        notes.done(number, "say", number, new_id, day, dict(said), told)
        return one

    def pushed(phone: Phone, answer: Pushed, new_id: Any) -> None:
        number, names = notes.is_known(phone), []
        core.pushed(phone, answer, lambda: names.append(new_id()) or names[-1])
        notes.done(number, "pushed", number, [answer.epoch, answer.taken, answer.refused], names)

    def pulled(phone: Phone, answer: Pulled) -> None:
        number = notes.is_known(phone)
        core.pulled(phone, answer)
        notes.done(
            number,
            "pulled",
            number,
            [answer.epoch, answer.after, [notes.place(one) for one in answer.statements]],
        )

    def judged(one: Statement, held: str | None, last: tuple[int, str]) -> Any:
        found = verdict(one, held, last)
        notes.verdicts.append([notes.place(one), held, last, found])
        return found

    before = {name: getattr(simulated, name) for name in ("say", "pushed", "pulled", "verdict")}
    for name, act in {"say": say, "pushed": pushed, "pulled": pulled, "verdict": judged}.items():
        setattr(simulated, name, act)
    try:
        yield
    finally:
        for name, act in before.items():
            setattr(simulated, name, act)


def story(seed: int, length: int) -> dict[str, Any]:
    """One story, written down."""
    told, notes = Story(seed), Recorder()
    with recorded(told, notes):
        for _ in range(length):
            told.goes_on()
    log = [read(wire) for wire in notes.wires]
    Random(seed).shuffle(log)
    shown = rows(log, NEWEST)
    return {
        "seed": seed,
        "length": length,
        "statements": notes.wires,
        "digests": [digest[:16] for digest in notes.table],
        "steps": notes.steps,
        "verdicts": notes.verdicts,
        "order": [notes.place(one) for one in log],
        "rows": shown,
        "rows_now": {day: of for day, of in rows(log).items() if of != shown.get(day)},
        "two_answers": {day: two_answers(of) for day, of in shown.items()},
    }


def stories() -> Iterator[dict[str, Any]]:
    """The first ones, and some of those in which something rare happens."""
    yield from (story(seed, LENGTH) for seed in range(STORIES))
    found, seed = 0, STORIES
    while found < RARE:
        seed += 1
        told = story(seed, LONG)
        if any(step[0] == "pushed" and step[3] for step in told["steps"]):
            found += 1
            yield told


def written() -> str:
    """The file, a story on a line."""
    return "[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in stories()) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
