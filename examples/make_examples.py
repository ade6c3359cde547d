"""Make the six example people: the same bytes on every machine. All of them are made up.

`python examples/make_examples.py` writes them anew beside this file. Each diary is drawn block by block
until the block holds exactly the days its story needs; attacks last one to four days and start more often
on Saturdays and Mondays. Only `Random.random` is used, because Python promises its numbers for ever.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from procerus.diary.day import COLUMNS, SYMPTOMS

HERE = Path(__file__).parent
MARK = "made-up example"
ONE_DAY = timedelta(days=1)
WEEKEND_AND_MONDAY = (5, 0)
MEAN_LENGTH = 2.5  # days of an attack, which last one to four


@dataclass(frozen=True)
class Block:
    """Days in a row that hold exactly so many headache and migraine days; `open` days have no answer."""

    days: int
    headache: int
    migraine: int
    triptan: int = 5
    plain: int = 4
    combination: int = 0
    open: tuple[int, ...] = ()


def letters(block: Block, first: date, dice: Random) -> str:
    """The block, one letter a day: M migraine, h other headache, `.` none, `?` not answered."""
    while True:
        drawn = "".join(_days(block, first, dice))
        drawn = "".join("?" if day in block.open else letter for day, letter in enumerate(drawn))
        if drawn.count("M") == block.migraine and drawn.count("h") == block.headache - block.migraine:
            return drawn


def _days(block: Block, first: date, dice: Random) -> Iterator[str]:
    share = block.headache / (block.days - len(block.open))
    often = share / (share + MEAN_LENGTH * (1 - share))
    migrainous = block.migraine / block.headache
    left, kind = 0, "h"
    for day in range(block.days):
        weekday = (first + day * ONE_DAY).weekday()
        if not left and dice.random() < often * (1.3 if weekday in WEEKEND_AND_MONDAY else 0.9):
            left, kind = 1 + int(dice.random() * 4), "M" if dice.random() < migrainous * 1.2 else "h"
        yield kind if left else "."
        left = max(0, left - 1)
        kind = "h" if kind == "M" and dice.random() < 0.15 else kind


def medicines(drawn: str, block: Block, dice: Random) -> dict[int, str]:
    """What was taken on which day of the block: each kind on exactly as many days as the story needs."""
    taken: dict[int, list[str]] = {}
    migraine = _shuffled([day for day, letter in enumerate(drawn) if letter == "M"], dice)
    other = _shuffled([day for day, letter in enumerate(drawn) if letter == "h"], dice)
    for day in (migraine + other)[: block.triptan]:
        taken.setdefault(day, []).append("sumatriptan 50 mg")
    for day in (other + migraine)[: block.combination]:
        taken.setdefault(day, []).append("co-codamol 8/500 x2")
    for day in (other + migraine)[: block.plain]:
        taken.setdefault(day, []).append("paracetamol x2" if dice.random() < 0.6 else "ibuprofen 400 mg")
    return {day: "; ".join(names) for day, names in taken.items()}


def _shuffled(days: list[int], dice: Random) -> list[int]:
    return sorted(days, key=lambda _: dice.random())


def row(day: date, letter: str, taken: str, dice: Random) -> dict[str, str]:
    """One line of the diary."""
    minutes = int(dice.random() * 120)
    said = {"date": day.isoformat(), "entered": f"{day}T{20 + minutes // 60}:{minutes % 60:02}"}
    if letter == "?":
        return {"date": day.isoformat()}
    if letter == ".":
        return said | {"headache": "no", "medicines": "none"}
    pain = _migraine(dice) if letter == "M" else _other_headache(dice)
    if "triptan" in taken:
        pain["relieved"] = _yes(dice, 0.65)
    return said | {"headache": "yes", "medicines": taken or "none"} | pain


def _migraine(dice: Random) -> dict[str, str]:
    """Pain and company that meet ICHD-3 1.1 C and D; how often each comes is PREEMPT's baseline, rounded."""
    nausea = _yes(dice, 0.6)
    photophobia = "yes" if nausea == "no" else _yes(dice, 0.81)
    return {
        "hours": str(4 + int(dice.random() * 15)),
        "worst": "severe" if dice.random() < 0.45 else "moderate",
        "unilateral": _yes(dice, 0.65),
        "pulsating": _yes(dice, 0.8),
        "aggravated": "yes",
        "nausea": nausea,
        "vomiting": _yes(dice, 0.15) if nausea == "yes" else "no",
        "photophobia": photophobia,
        "phonophobia": "yes" if nausea == "no" else _yes(dice, 0.8),
        "aura": _yes(dice, 0.1),
        "believed_migraine": "yes",
    }


def _other_headache(dice: Random) -> dict[str, str]:
    """A headache that meets neither C nor D: at most light bothers, and at most one feature of pain."""
    dull = dict.fromkeys(SYMPTOMS[: SYMPTOMS.index("believed_migraine")], "no")
    return dull | {
        "hours": str(2 + int(dice.random() * 7)),
        "worst": "mild" if dice.random() < 0.7 else "moderate",
        "photophobia": _yes(dice, 0.2),
        "believed_migraine": "no",
    }


def _yes(dice: Random, often: float) -> str:
    return "yes" if dice.random() < often else "no"


def diary(first: date, blocks: tuple[Block, ...], seed: int, silent: bool = False) -> bytes:
    """The diary as CSV. With `silent`, every second unanswered day has no row at all."""
    dice, rows, day = Random(seed), [], first
    for block in blocks:
        drawn = letters(block, day, dice)
        taken = medicines(drawn, block, dice)
        for number, letter in enumerate(drawn):
            if not (silent and letter == "?" and number % 2):
                rows.append(row(day, letter, taken.get(number, ""), dice))
            day += ONE_DAY
    rows[0]["note"] = MARK
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [name for name in COLUMNS if name != "patient"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def patient(name: str, keys: Mapping[str, Any]) -> bytes:
    """The patient file, one record a line."""
    whole = {"procerus": "patient/1", "id": f"made-up-{name}", "diary": f"{name}.csv"} | dict(keys)
    lines = [f" {json.dumps(key)}: {_lines(value)}" for key, value in whole.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {json.dumps(one)}" for one in value) + "\n ]"
    return json.dumps(value)


@dataclass(frozen=True)
class Story:
    """A person: the diary's first day and blocks, and what the patient file says beside it."""

    first: date
    blocks: tuple[Block, ...]
    keys: Mapping[str, Any]


def trial(drug: str, first: str, last: str | None, mg: float, outcome: str) -> dict[str, Any]:
    """A preventive medicine that was tried."""
    return {"drug": drug, "from": first, "to": last, "mg_per_day": mg, "outcome": outcome}


def injection(day: str, units: int) -> dict[str, Any]:
    """One session for chronic migraine."""
    return {"date": day, "product": "botox", "indication": "chronic-migraine", "units": units}


def asked_on(day: str, **answers: str) -> dict[str, Any]:
    """The questions of a session, answered no unless said otherwise."""
    questions = (
        "allergy", "infection_at_site", "swallowing_or_breathing_trouble",
        "pregnant", "breast_feeding", "toxin_elsewhere",
    )  # fmt: skip
    return {"on": day} | dict.fromkeys(questions, "no") | answers | {"inr": None}


def history(months: int, **more: Any) -> dict[str, Any]:
    """What a neurologist asked and found."""
    return {
        "lifetime_migraine_attacks": 100,
        "months_of_this_pattern": months,
        "other_cause_excluded": "yes",
        "diagnosed_by": "neurologist",
        **more,
    }


THREE_TRIED = [
    trial("propranolol", "2024-02-05", "2024-06-30", 160, "ineffective"),
    trial("amitriptyline", "2024-09", "2025-01", 50, "not_tolerated"),
    trial("topiramate", "2025-03-10", "2025-09-20", 100, "ineffective"),
]
NOTHING_ELSE: dict[str, Any] = {"medicines": [], "conditions": []}
JUNE_20 = date(2026, 6, 20)

PEOPLE = {
    "ada": Story(
        JUNE_20,
        (
            Block(14, 9, 5, 3, 3),
            Block(30, 20, 12, 6, 5),
            Block(30, 21, 11, 5, 6),
            Block(30, 19, 12, 6, 4),
            Block(30, 20, 13, 6, 5),
        ),
        {"born": "1984-05-02", "sex": "female", "history": history(14, overuse_plan="yes")}
        | {"preventives": THREE_TRIED, "toxin": [], "today": asked_on("2026-11-01")}
        | NOTHING_ELSE
        | {"scores": [{"date": "2026-10-31", "instrument": "hit-6", "score": 66}]},
    ),
    "ben": Story(
        JUNE_20,
        (
            Block(14, 7, 4, 2, 3, open=(5, 11)),
            Block(30, 17, 10, 5, 5, open=(3, 12, 21)),
            Block(30, 18, 11, 5, 4, open=(8, 17)),
            Block(30, 17, 10, 5, 5, open=(2, 15, 16, 27)),
            Block(30, 12, 9, 5, 3, open=(4, 9, 15, 20, 24, 26, 28)),
        ),
        {"born": "1990-11", "sex": "male", "history": history(9, overuse_plan="yes")}
        | {"preventives": THREE_TRIED, "toxin": [], "today": asked_on("2026-11-01")}
        | NOTHING_ELSE,
    ),
    "cleo": Story(
        JUNE_20,
        (
            Block(14, 10, 6, 6, 2, 5),
            Block(30, 22, 13, 14, 3, 11),
            Block(30, 21, 13, 13, 4, 12),
            Block(30, 23, 14, 15, 3, 11),
            Block(30, 22, 13, 14, 2, 12),
        ),
        {"born": "1979-08-30", "sex": "female"}
        | {"history": history(20, months_of_overuse=7, overuse_withdrawn="no")}
        | {"preventives": THREE_TRIED, "toxin": [], "today": asked_on("2026-11-01")}
        | NOTHING_ELSE,
    ),
    "dan": Story(
        JUNE_20,
        (
            Block(14, 4, 2, 1, 2),
            Block(30, 8, 5, 3, 3),
            Block(30, 7, 4, 3, 2),
            Block(30, 9, 6, 4, 3),
            Block(30, 7, 4, 3, 2),
        ),
        {"born": "1995-01-17", "sex": "male", "history": history(60, overuse_plan="no")}
        | {"preventives": [trial("candesartan", "2026-01-12", None, 16, "ongoing")], "toxin": []}
        | {"today": asked_on("2026-11-01")}
        | NOTHING_ELSE,
    ),
    "eve": Story(
        date(2025, 12, 8),
        (
            *(Block(28, 24, 14), Block(28, 23, 13), Block(28, 24, 14)),
            *(Block(28, 20, 11), Block(28, 18, 10), Block(28, 19, 10)),
            *(Block(28, 15, 8, 4), Block(28, 16, 8, 4), Block(28, 15, 7, 4)),
        ),
        {"born": "1988-03-21", "sex": "female", "history": history(30, overuse_plan="yes")}
        | {"preventives": THREE_TRIED}
        | {"toxin": [injection("2026-03-02", 155), injection("2026-05-25", 165)]}
        | {"today": asked_on("2026-08-17")}
        | NOTHING_ELSE
        | {
            "scores": [
                {"date": "2026-03-02", "instrument": "hit-6", "score": 67},
                {"date": "2026-08-17", "instrument": "hit-6", "score": 59},
            ]
        },
    ),
    "fay": Story(
        date(2025, 12, 15),
        (
            *(Block(28, 20, 12), Block(28, 18, 10), Block(28, 16, 9), Block(28, 17, 9)),
            *(Block(28, 13, 7, 4), Block(28, 11, 6, 4), Block(28, 10, 6, 4)),
            *(Block(28, 10, 5, 4), Block(28, 9, 5, 4), Block(28, 11, 6, 4)),
            *(Block(28, 11, 6, 4), Block(13, 5, 3, 2, 2)),
        ),
        {"born": "1971-06-09", "sex": "female", "history": history(26, overuse_plan="yes")}
        | {"preventives": THREE_TRIED}
        | {"toxin": [injection(day, 155) for day in ("2026-01-12", "2026-04-06", "2026-06-29")]}
        | {"stops": [{"date": "2026-09-28", "reason": "improved"}]}
        | NOTHING_ELSE,
    ),
}


def files() -> dict[str, bytes]:
    """Every file by its name."""
    made: dict[str, bytes] = {}
    for seed, (name, story) in enumerate(PEOPLE.items(), 1):
        made[f"{name}.csv"] = diary(story.first, story.blocks, seed, silent=name == "ben")
        made[f"{name}.json"] = patient(name, story.keys)
    return made


if __name__ == "__main__":
    for name, content in files().items():
        (HERE / name).write_bytes(content)
