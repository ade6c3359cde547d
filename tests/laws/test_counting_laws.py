"""Laws of counting: whatever a diary holds, its counts behave as counts do."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from people import LAST_DAY, diary, drawn, felt
from procerus.criteria.bounds import Answer, Between
from procerus.diary.counts import MonthCounts
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.packs.load import load_headache
from procerus.packs.rules import DiaryReading

RULES = load_headache().rules
READINGS = (DiaryReading(), DiaryReading("unknown", "gaps"))
MONTH = (date(2026, 10, 2), LAST_DAY)
KINDS = {
    "t": felt("believed_migraine", not_said="relieved", medicines="sumatriptan"),
    "p": felt(worst=2, medicines="paracetamol; naproxen"),
    "z": felt("unilateral nausea", worst=None, medicines="blue pill"),
    "s": Day(LAST_DAY, headache=Answer.YES),
    "a": Day(LAST_DAY, headache=Answer.NO, aura=Answer.YES),
}
LETTERS = "Mh.?tpzsa"
months = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=45).map("".join)
HEADACHE = set("Mhtpzs")


def counted(written: Diary, reading: DiaryReading = READINGS[0]) -> dict[str, Between]:
    counts = MonthCounts(written, RULES.bits)
    return {fact: counts.count(fact, rule, MONTH, reading) for fact, rule in RULES.days.items()}


def ends(bounds: Between) -> tuple[int, int]:
    assert bounds.low is not None and bounds.high is not None
    return bounds.low, bounds.high


@given(months, st.sampled_from(READINGS))
def test_no_count_is_below_nought_or_above_the_days_of_the_month(letters: str, reading: DiaryReading) -> None:
    for fact, bounds in counted(drawn(letters, KINDS), reading).items():
        low, high = ends(bounds)
        assert 0 <= low <= high <= 30, fact


@given(months, st.data(), st.sampled_from("hMt"))
def test_adding_a_headache_day_never_lowers_a_count_of_headache_or_migraine_days(
    letters: str, data: st.DataObject, added: str
) -> None:
    free = [at for at, letter in enumerate(letters) if letter not in HEADACHE]
    if not free:
        return
    at = data.draw(st.sampled_from(free))
    before = counted(drawn(letters, KINDS))
    after = counted(drawn(letters[:at] + added + letters[at + 1 :], KINDS))
    for fact in ("headache_days", *(["migraine_days"] if added == "M" else [])):
        (low, high), (later_low, later_high) = ends(before[fact]), ends(after[fact])
        assert later_low >= low, fact
        if letters[at] != "?":  # an open day is in the upper end already
            assert later_high >= high, fact
        else:
            assert later_high == high, fact


@given(months)
def test_an_answered_day_is_either_a_headache_day_or_crystal_clear(letters: str) -> None:
    found = counted(drawn(letters, KINDS))
    headache, clear = ends(found["headache_days"]), ends(found["crystal_clear_days"])
    assert headache[0] + clear[1] == headache[1] + clear[0] == 30


@given(months)
def test_there_are_never_more_migraine_days_than_headache_days(letters: str) -> None:
    for definition in load_headache().definitions["migraine_days"].values():
        counts = MonthCounts(drawn(letters, KINDS), RULES.bits)
        migraine = ends(counts.count("migraine_days", definition, MONTH, READINGS[0]))
        headache = ends(counts.count("headache_days", RULES.days["headache_days"], MONTH, READINGS[0]))
        assert migraine[0] <= headache[0]
        assert migraine[1] <= headache[1]


@given(months)
def test_no_class_is_counted_on_more_days_than_several_classes_together_nor_on_more_than_their_sum(
    letters: str,
) -> None:
    found = counted(drawn(letters, KINDS))
    four = [ends(found[f"{name}_days"]) for name in ("ergot", "triptan", "non_opioid", "opioid")]
    low, high = ends(found["multiple_class_days"])
    assert max(one[0] for one in four) <= low <= sum(one[0] for one in four)
    assert max(one[1] for one in four) <= high


@given(months, st.data())
def test_a_gap_instead_of_an_answer_only_widens(letters: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(letters) - 1))
    before = counted(drawn(letters, KINDS))
    after = counted(drawn(letters[:at] + "?" + letters[at + 1 :], KINDS))
    for fact, bounds in before.items():
        assert ends(after[fact])[0] <= ends(bounds)[0] <= ends(bounds)[1] <= ends(after[fact])[1], fact


@given(months.flatmap(lambda letters: st.tuples(st.just(letters), st.permutations(range(len(letters))))))
def test_the_order_in_which_days_are_entered_does_not_matter(drawing: tuple[str, list[int]]) -> None:
    letters, order = drawing
    days = list(drawn(letters, KINDS).days.values())
    shuffled = [days[at] for at in order if at < len(days)]
    assert counted(Diary.of(shuffled)) == counted(Diary.of(days))


@given(months, st.integers(-400, 400))
def test_a_diary_moved_in_time_has_the_same_counts_in_its_moved_month(letters: str, days: int) -> None:
    there = timedelta(days=days)
    moved = MonthCounts(drawn(letters, KINDS, LAST_DAY + there), RULES.bits)
    month = (MONTH[0] + there, MONTH[1] + there)
    rules = RULES.days.items()
    assert {fact: moved.count(fact, rule, month, READINGS[0]) for fact, rule in rules} == counted(
        drawn(letters, KINDS)
    )


@given(months)
def test_headache_days_lie_between_the_letters_that_say_so_and_those_that_do_not_deny_it(
    letters: str,
) -> None:
    latest = letters[-30:]
    said = sum(letter in HEADACHE for letter in latest)
    denied = sum(letter in ".a" for letter in latest)
    assert ends(counted(drawn(letters, KINDS))["headache_days"]) == (said, 30 - denied)


def test_letters_and_days_speak_of_the_same_month() -> None:
    assert ends(counted(diary("M" * 31))["headache_days"]) == (30, 30)
