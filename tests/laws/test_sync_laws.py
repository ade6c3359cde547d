"""Whatever happens to phones, network and server: nothing said is lost, doubled or shown differently."""

from __future__ import annotations

import json
import os
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.criteria.bounds import Answer
from procerus.diary.read import read_days
from procerus.sync.days import rows
from procerus.sync.phone import Now, Phone, Pulled, Pushed, pulled, pushed, say
from procerus.sync.shelf import Verdict
from procerus.sync.statement import Statement, read
from sync.simulated import Story, told

ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}
PARTS = 10
STORIES = int(os.environ.get("PROCERUS_STORIES", "50000" if ON_CI else "5000")) // PARTS
NOW = Now("2026-11-03T12:00:00.000+00:00", "UTC", 1_790_000_000_000, "1")
ANSWERS = st.dictionaries(
    st.sampled_from(["headache", "nausea", "aura"]), st.sampled_from(["yes", "no", ""]), min_size=1
)


@pytest.mark.parametrize("part", range(PARTS))
def test_in_no_story_is_anything_lost_doubled_or_shown_differently(part: int) -> None:
    found = {}
    for seed in range(part * STORIES, (part + 1) * STORIES):
        if faults := told(seed):
            found[seed] = faults
    assert not found


@given(st.lists(st.tuples(st.integers(0, 1), ANSWERS), max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_statements_come_changes_nothing(
    said: list[tuple[int, dict[str, str]]], chance: Random
) -> None:
    statements = _told_apart(said)
    shown = json.dumps(rows(statements))
    chance.shuffle(statements)
    assert json.dumps(rows(statements)) == shown


@given(st.lists(st.tuples(st.integers(0, 1), ANSWERS), min_size=1, max_size=8))
def test_two_phones_that_disagree_leave_the_day_unknown_and_never_merge_an_attack_away(
    said: list[tuple[int, dict[str, str]]],
) -> None:
    """By a slow reader of its own: the last word of each phone about headache, where it said one."""
    last: dict[int, str] = {}
    for phone, answers in said:
        if "headache" in answers:
            last[phone] = answers["headache"]
    standing = {answer for answer in last.values() if answer}
    shown = rows(_told_apart(said)).get("2026-11-02", [])
    assert {row["headache"] for row in shown if "headache" in row} == standing
    known = read_days([{"date": "2026-11-02", **row} for row in shown], "diary").day(date(2026, 11, 2))
    if len(standing) == 2:
        assert known.headache is Answer.UNKNOWN


@given(st.lists(st.tuples(st.integers(0, 1), ANSWERS), max_size=6), st.sampled_from(["yes", "no"]))
def test_who_knew_both_answers_settles_the_day(said: list[tuple[int, dict[str, str]]], answer: str) -> None:
    knowing = Phone("00000000-0000-4000-8000-0000000000ff")
    pulled(knowing, Pulled("", 0, tuple(_told_apart(said))))
    say(knowing, _id(99), "2026-11-02", {"headache": answer}, NOW)
    shown = rows(knowing.held.values())["2026-11-02"]
    assert [row["headache"] for row in shown if "headache" in row] == [answer]


def test_two_answers_stay_two_when_one_phone_has_to_tell_both_again() -> None:
    """The server lost both, and their places are taken: one of the phones still holds everything."""
    names = (f"00000000-0000-4000-8000-{number:012x}" for number in range(1000, 2000))
    mine, tablet = Phone(_id(0xA)), Phone(_id(0xB))
    say(mine, _id(1), "2026-11-02", {"headache": "no"}, NOW)
    other = say(tablet, _id(2), "2026-11-02", {"headache": "yes"}, NOW)
    pulled(mine, Pulled("life", 0, ()))
    pulled(mine, Pulled("life", 0, (other,)))
    mine.there.clear()
    for one in (*mine.held.values(),):
        pushed(mine, Pushed("life", (), ((one.id, Verdict.OTHER_PLACE),)), lambda: next(names))
    assert len({one.device for one in mine.held.values()}) == 2
    shown = rows(mine.held.values())["2026-11-02"]
    assert sorted(row["headache"] for row in shown if "headache" in row) == ["no", "yes"]


@given(st.lists(st.tuples(st.integers(0, 1), ANSWERS), min_size=1, max_size=6))
def test_a_statement_reads_back_as_it_was_sent(said: list[tuple[int, dict[str, str]]]) -> None:
    for one in _told_apart(said):
        again = read(json.loads(one.canonical()))
        assert (again, again.digest()) == (one, one.digest())


def test_a_story_is_the_same_each_time_it_is_told() -> None:
    one, other = Story(7), Story(7)
    for _ in range(40):
        one.goes_on()
        other.goes_on()
    assert [said.digest() for said in one.server.log] == [said.digest() for said in other.server.log]
    assert one.server.log


def _told_apart(said: list[tuple[int, dict[str, str]]]) -> list[Statement]:
    """Two phones, neither of which ever heard of the other."""
    phones = [Phone(f"00000000-0000-4000-8000-00000000000{which}") for which in (1, 2)]
    return [
        say(phones[which], _id(number), "2026-11-02", answers, NOW)
        for number, (which, answers) in enumerate(said)
    ]


def _id(number: int) -> str:
    return f"10000000-0000-4000-8000-{number:012x}"
