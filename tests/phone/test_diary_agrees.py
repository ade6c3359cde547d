"""What the phone makes of a diary is what the heart makes of it: the same days, counts and rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from chromium import launched
from phone.phones import serving
from procerus.criteria.bounds import Answer, Between
from procerus.criteria.reference import answer, number
from procerus.criteria.wire import from_wire
from procerus.diary.counts import MonthCounts
from procerus.diary.day import SYMPTOMS, Day
from procerus.diary.diary import Diary
from procerus.diary.medicines import load_medicines
from procerus.diary.read import read_days
from procerus.diary.windows import months_covering
from procerus.exchange.phone_packs import COUNTED, packs
from procerus.packs.load import load_headache

FIRST = date(2026, 3, 1)
CELLS: dict[str, tuple[str, ...]] = {
    "headache": ("yes", "yes", "no", ""),
    "hours": ("", "", "0", "0.5", "4", "1.33", "24", "3,5"),
    "worst": ("", "", "mild", "severe", "Moderate", "0", "4", "10"),
    "entered": ("", "", "{same}T21:30", "{late}T08:00", "{late}"),
    "note": ("", "", "tired", "slept badly"),
}
WRITTEN = (
    "", "", "none", "nichts", "sumatriptan 50 mg", "Sumatriptan 50 mg", "sumatriptan 50 mg x2; paracetamol",
    "2 Maxalt and 1 Advil", "ASS 100", "ASS 500", "painkiller", "paracetamol/codeine 500/30", "zzz",
    "sumatriptn 50mg", "Thomapyrin Schmerztabletten", "sumatriptan zzz", "ibuprofen, then sumatriptan",
    "Excedrin Migraine", "topiramate 25 mg", "rimegepant 75 mg", "0 x ibuprofen", "½ Maxalt", "Migrätan",
    "oxycodone; Fioricet", "triptan", "Tylenol 1 g", "ergotamine + caffeine", "aspirin 75mg x2",
    "10:30 Relpax",
)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with serving() as address, launched() as browser:
        one = browser.new_page()
        one.goto(f"{address}/phone/empty.html")
        one.evaluate(
            """async () => {
                const { packs } = await import("/phone/packs.js");
                const { counting } = await import("/phone/diary/counts.js");
                window.heart = counting(packs);
                window.criteria = await import("/phone/diary/criteria.js");
                window.medicines = (await import("/phone/diary/medicines.js")).dictionary(packs.medicines);
            }"""
        )
        yield one


def a_row(rng: random.Random, day: date) -> dict[str, str]:
    late = (day + timedelta(days=rng.choice((1, 7, 8, 30)))).isoformat()
    row = {name: rng.choice(said).format(same=day, late=late) for name, said in CELLS.items()}
    row |= {name: rng.choice(("", "", "yes", "no")) for name in SYMPTOMS}
    names = list(load_medicines().names)
    row["medicines"] = rng.choice(
        (*WRITTEN, rng.choice(names), f"{rng.choice(names)} x2; {rng.choice(names)}")
    )
    return row


def a_diary(seed: int) -> dict[str, list[dict[str, str]]]:
    """Some weeks with gaps, days with one row, and days on which two or three differ a little or wholly."""
    rng = random.Random(seed)
    days = {}
    for number_ in range(rng.randint(1, 75)):
        day = FIRST + timedelta(days=number_)
        if rng.random() < 0.25:
            continue
        rows = [a_row(rng, day)]
        while rng.random() < 0.4:
            other = a_row(rng, day)
            alike = rng.random()
            rows.append(
                {name: said if rng.random() < alike else other[name] for name, said in rows[0].items()}
            )
        days[day.isoformat()] = rows
    return days


def read(rows: dict[str, list[dict[str, str]]]) -> Diary:
    return read_days([{**row, "date": day} for day, said in rows.items() for row in said], "diary")


def as_the_phone_has_it(day: Day) -> dict[str, Any]:
    taken = day.medicines
    said = {name: str(getattr(day, name)) for name in ("headache", *SYMPTOMS)}
    return said | {
        "date": day.date.isoformat(), "minutes": day.minutes, "worst": day.worst, "note": day.note,
        "entered": "" if day.entered is None else day.entered.isoformat(),
        "medicines": taken and sorted([one.text, one.name, sorted(one.classes), one.times] for one in taken)
        if taken else ([] if taken == () else None),
    }  # fmt: skip


DAYS = """diaries => diaries.map(rows => Object.entries(rows).map(([date, said]) => {
    const day = heart.dayOf(date, said);
    const spelled = one => [one.text, one.name, [...one.classes].sort(), one.times];
    return { ...day, medicines: day.medicines && day.medicines.map(spelled) };
}))"""


@pytest.mark.parametrize("seed", range(0, 500, 50))
def test_the_phone_knows_of_every_day_what_the_heart_knows(page: Page, seed: int) -> None:
    diaries = [a_diary(one) for one in range(seed, seed + 50)]
    found = page.evaluate(DAYS, diaries)
    wanted = [[as_the_phone_has_it(day) for day in read(rows).days.values()] for rows in diaries]
    for one, other in zip(found, wanted, strict=True):
        for day in (*one, *other):
            day["medicines"] = day["medicines"] and sorted(map(str, day["medicines"]))
        assert one == other


@pytest.mark.parametrize("seed", range(0, 400, 50))
def test_the_phone_counts_every_month_as_the_heart_does(page: Page, seed: int) -> None:
    headache = load_headache()
    diaries = [a_diary(one) for one in range(seed, seed + 50)]
    anchors = [FIRST + timedelta(days=random.Random(one).randint(1, 90)) for one in range(50)]
    script = "([diaries, anchors]) => diaries.map((rows, place) => heart.months(rows, anchors[place]))"
    found = page.evaluate(script, [diaries, [one.isoformat() for one in anchors]])
    for rows, anchor, months in zip(diaries, anchors, found, strict=True):
        diary = read({day: said for day, said in rows.items() if day < anchor.isoformat()})
        counts = MonthCounts(diary, headache.rules.bits)
        first = min(map(date.fromisoformat, rows), default=anchor)
        spans = months_covering("30-day", first, anchor)
        assert [(one["from"], one["to"]) for one in months] == [(str(one), str(last)) for one, last in spans]
        for month, span in zip(months, spans, strict=True):
            assert month["recorded"] == sum(day.answered for day in diary.spans(*span))
            assert month["recalled"] == sum(day.recalled for day in diary.spans(*span))
            for fact in COUNTED:
                bounds = counts.count(fact, headache.rules.days[fact], span, headache.rules.diary)
                assert month["counted"][fact] == [bounds.low, bounds.high], (fact, span)


def a_quantity(rng: random.Random, depth: int) -> dict[str, Any]:
    kind = rng.choice(("number", "n", "+", "-", "*", "count")) if depth else rng.choice(("number", "n"))
    if kind == "number":
        return {"number": rng.choice((0, 1, 15, 2**30 - 1))}
    if kind == "n":
        return {"name": rng.choice(("n.a", "n.b", "n.c", "n.none"))}
    if kind == "count":
        return {"count": [a_rule(rng, depth - 1) for _ in range(rng.randint(1, 3))]}
    return {kind: [a_quantity(rng, depth - 1), a_quantity(rng, depth - 1)]}


def a_rule(rng: random.Random, depth: int) -> dict[str, Any]:
    kind = rng.choice(("name", "not", "and", "or", ">=", ">", "<", "<=")) if depth else "name"
    if kind == "name":
        return {"name": rng.choice(("yes", "no", "unknown", "never_said"))}
    if kind == "not":
        return {"not": a_rule(rng, depth - 1)}
    if kind in ("and", "or"):
        return {kind: [a_rule(rng, depth - 1) for _ in range(rng.randint(2, 3))]}
    return {kind: [a_quantity(rng, depth - 1), a_quantity(rng, depth - 1)]}


def test_the_phone_answers_any_rule_as_the_reference_does(page: Page) -> None:
    rng = random.Random(6)
    trees = [a_rule(rng, 4) for _ in range(2000)]
    numbers = {"n.a": (3, 5), "n.b": (0, None), "n.c": (None, -2)}
    answers = {name: name for name in ("yes", "no", "unknown")}
    script = "([trees, facts]) => trees.map(tree => criteria.answer(tree, facts))"
    found = page.evaluate(script, [trees, {**answers, **{name: list(one) for name, one in numbers.items()}}])
    facts = {
        **{name: Answer(name) for name in answers},
        **{name: Between(*one) for name, one in numbers.items()},
    }
    assert found == [str(answer(from_wire(tree), facts)) for tree in trees]
    assert number(from_wire({"number": 1}), facts) == Between(1, 1)


def test_the_phone_knows_every_name_of_the_dictionary(page: Page) -> None:
    wanted = {name: sorted(one.classes) for name, one in load_medicines().names.items()}
    script = (
        "() => Object.fromEntries([...medicines.names].map(([name, one]) => [name, [...one.classes].sort()]))"
    )
    assert page.evaluate(script) == wanted


def test_the_phone_reads_slips_of_the_pen_as_the_heart_does(page: Page) -> None:
    rng = random.Random(7)
    texts = [_slip(rng, rng.choice(list(load_medicines().names))) for _ in range(1500)]
    found = page.evaluate(
        "texts => texts.map(text => (medicines.understand(text) ?? []).map(one => one.name))", texts
    )
    assert found == [[one.name for one in load_medicines().understand(text) or ()] for text in texts]


def _slip(rng: random.Random, name: str) -> str:
    at = rng.randrange(len(name))
    changed = rng.choice((name[:at] + name[at + 1 :], name[:at] + rng.choice("aeknst ") + name[at:]))
    return f"{changed} {rng.choice(('', '50 mg', 'x2', 'tabs', '1,000', '2,5'))}".strip()


def test_the_module_of_the_packs_holds_what_the_phone_counts() -> None:
    held = packs()
    assert held["recalled_after_days"] == 7
    assert held["headache"]["limits"]["triptan_days"] == 10
    assert set(held["headache"]["days"]) == set(COUNTED)
