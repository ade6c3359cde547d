"""A diary of ten years: 22,000 statements from four phones, one after another, as people say things."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from procerus.sync.phone import Now, Phone, say
from procerus.sync.statement import Statement

COUNT = 22_000
YES_NO = ("unilateral", "pulsating", "aggravated", "nausea", "photophobia", "phonophobia", "aura", "relieved")


def ten_years(count: int = COUNT) -> list[Statement]:
    """In the order in which they were said."""
    chance, made = Random(10), []
    seen: dict[str, int] = {}
    phone = Phone("")
    for number in range(count):
        if number % (count // 4) == 0:
            phone = Phone(f"00000000-0000-4000-8000-{number:012x}", seen=dict(seen))
        day = date(2016, 11, 24) + timedelta(days=number * 3650 // count)
        said = chance.choice(
            (
                {"headache": chance.choice(("yes", "no"))},
                {"hours": str(chance.randint(1, 24)), "worst": chance.choice(("mild", "severe"))},
                {name: chance.choice(("yes", "no")) for name in chance.sample(YES_NO, 4)},
                {
                    "medicines": "sumatriptan 50 mg; paracetamol x2",
                    "note": "after a bad night, better in the evening",
                },
            )
        )
        at = f"{day}T20:15:00.000+01:00"
        id_ = f"{chance.getrandbits(32):08x}-0000-4000-8000-{number:012x}"
        made.append(
            say(
                phone,
                id_,
                str(day),
                said,
                Now(at, "Europe/Berlin", 1_480_000_000_000 + number * 14_000_000, "1"),
            )
        )
        seen = dict(phone.seen)
    return made
