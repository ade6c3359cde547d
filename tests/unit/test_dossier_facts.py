"""The figures and marks a dossier is made of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters import NOVEMBER, POLICY, changed, letter_of, page_of, said
from people import ada, cleo, eve
from procerus.criteria.bounds import Answer, Between
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.exchange.letters.codes import codes_for
from procerus.exchange.letters.completeness import Completeness
from procerus.exchange.letters.dossier import dossier
from procerus.exchange.letters.fingerprint import facts_fingerprint
from procerus.exchange.letters.kinds import KINDS
from procerus.exchange.letters.response import Exact, exact_fall, fall_in_tenths, fall_percent
from procerus.exchange.letters.sections import fall_text
from procerus.exchange.letters.wording import bounds, day, filled, tenths
from procerus.packs.load import PACKS, load_policy
from procerus.pathway.patient import PreventiveTrial, Score


@pytest.mark.parametrize(
    ("before", "after", "tenths_", "percent"),
    [
        ((20, 20), (42, 42), (60, 60), (30, 30)),  # exactly thirty percent
        ((20, 20), (43, 43), (56, 57), (28, 29)),  # a little less is never told as thirty
        ((20, 20), (41, 41), (63, 64), (31, 32)),
        ((20, 24), (36, 48), (40, 120), (20, 50)),
        ((20, 20), (66, 66), (-20, -20), (-10, -10)),
        ((0, 5), (0, 9), (-30, 50), None),
    ],
)
def test_a_fall_is_rounded_outward_so_that_its_bounds_hold(before, after, tenths_, percent):
    counts = (Between(*before), 28, Between(*after), 84)
    assert fall_in_tenths(*counts, 28) == Between(*tenths_)
    assert fall_percent(*counts) == (None if percent is None else Between(*percent))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (24, 45, Exact(90, 375)),
        (20, 43, Exact(56, 283)),
        (21, 63, Exact(0, 0)),
        (20, 67, Exact(-23, -116)),
        (0, 3, Exact(-10, None)),
        (27, 57, Exact(80, 296)),  # never told as thirty percent
    ],
)
def test_a_fall_between_two_known_counts_is_one_number_and_never_told_larger_than_it_was(before, after, told):
    counts = (Between.exactly(before), 28, Between.exactly(after), 84)
    assert exact_fall(*counts, 28) == told
    assert exact_fall(Between(before, before + 1), 28, Between.exactly(after), 84, 28) is None


@given(*[st.integers(1, 28)] * 2, *[st.integers(0, 84)] * 2)
def test_the_true_fall_of_every_diary_within_the_bounds_lies_within_the_fall(low, high, least, most):
    low, high = sorted((low, high))
    least, most = sorted((least, most))
    percent = fall_percent(Between(low, high), 28, Between(least, most), 84)
    days = fall_in_tenths(Between(low, high), 28, Between(least, most), 84, 28)
    assert percent is not None
    for before in (low, high):
        for after in (least, most):
            true = 100 * (before * 84 - after * 28)
            assert percent.low * before * 84 <= true <= percent.high * before * 84
            assert days.low * 28 * 84 <= 280 * (before * 84 - after * 28) <= days.high * 28 * 84


@pytest.mark.parametrize(
    ("tenths_", "percent", "told"),
    [
        ((60, 60), (30, 30), "a fall of 6 days per 28 days, 30 percent"),
        ((-31, -20), (-10, -9), "a rise of 2 to 3.1 days per 28 days"),
        ((-31, 20), (-10, 9), "between a rise of 3.1 and a fall of 2 days per 28 days"),
        ((10, 20), None, "a fall of 1 to 2 days per 28 days"),
    ],
)
def test_a_rise_is_not_told_as_a_fall_and_percent_stands_only_beside_days(tenths_, percent, told):
    (fall,) = letter_of(eve(), "renewal", date(2026, 8, 17)).facts.falls
    fall = replace(fall, exact=None, tenths=Between(*tenths_), percent=percent and Between(*percent))
    assert fall_text(fall).endswith(f": {told}.")


def test_weeks_are_whole_weeks_and_partial_dates_widen_them():
    made = letter_of(ada())
    assert [str(one.weeks) for one in made.facts.preventives] == ["21", "13 to 21", "27"]


def test_each_preventive_says_whether_the_policy_counted_it():
    trials = (
        PreventiveTrial("propranolol", outcome="ineffective"),
        PreventiveTrial("topiramate", outcome="refused"),
        PreventiveTrial("amitriptyline"),
        PreventiveTrial("sumatriptan", outcome="ineffective"),
    )
    made = letter_of(changed(preventives=trials))
    said = [one.counted for one in made.facts.preventives]
    assert said == [Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.NO]


def test_where_a_policy_counts_in_two_ways_a_preventive_counts_if_either_does(tmp_path: Path):
    text = (PACKS / "policies" / "nice-ta260.toml").read_text(encoding="utf-8")
    text = re.sub(r"(preventives_exhausted = \d+)", r"\1, declined = 0", text)
    text = text.replace('"nice-ta260"', '"two-ways"', 1)
    text = text.replace(
        "[criteria.adult]", '[tallies.declined]\nnoun = "drugs declined"\noutcomes = ["contraindicated"]\n'
        'distinct = "drug"\n\n[criteria.adult]',
    ).replace(
        "preventives_exhausted >= min_preventives",
        "preventives_exhausted >= min_preventives or declined >= min_preventives",
    )  # fmt: skip
    (tmp_path / "two-ways.toml").write_text(text, encoding="utf-8")
    trials = [
        PreventiveTrial("propranolol", outcome=one) for one in ("ineffective", "contraindicated", "ongoing")
    ]
    person = changed(preventives=(*trials, PreventiveTrial("topiramate")))
    made = dossier(KINDS["prior-authorisation"], load_policy(tmp_path / "two-ways.toml"), person, NOVEMBER)
    said = [one.counted for one in made.facts.preventives or ()]
    assert said == [Answer.YES, Answer.YES, Answer.NO, Answer.UNKNOWN]


def test_a_letter_says_how_many_classes_were_tried_and_what_is_still_taken():
    trials = (*ada().preventives, PreventiveTrial("erenumab", PartialDate.of("2026-09"), outcome="ongoing"))
    assert "3 preventives recorded, of 3 known classes. None is recorded as still taken." in said(
        page_of(ada())
    )
    text = said(page_of(changed(preventives=trials)))
    assert "4 preventives recorded, of 4 known classes. Still taken: erenumab." in text


def test_a_question_that_counts_no_preventives_says_nothing_of_counting():
    made = letter_of(eve(), "renewal", date(2026, 8, 17))
    assert {one.counted for one in made.facts.preventives} == {None}


def test_the_classes_overused_are_told_with_what_was_taken():
    found = letter_of(cleo()).facts.overuse
    assert found.found == ("8.2.2", "8.2.5")
    assert set(found.taken) >= {"triptan", "combination"}


def test_scores_and_sessions_after_the_day_of_the_question_are_left_out():
    later = (Score(PartialDate.of("2026-12-01"), "hit-6", Decimal(40)),)
    assert letter_of(changed(scores=ada().scores + later)).facts.scores == letter_of(ada()).facts.scores
    assert len(letter_of(eve(), "renewal", date(2026, 5, 1)).facts.sessions) == 1


def test_every_code_names_its_source_and_whether_it_was_read():
    codes = [*codes_for("chronic-migraine"), *codes_for("medication-overuse")]
    assert {"1.3", "G43.709"} < {one.code for one in codes}
    assert {one.status for one in codes} == {"read", "unverified"}
    assert all(one.source for one in codes)


def test_an_overuse_code_stands_only_where_overuse_was_found():
    assert letter_of(cleo()).facts.overuse.codes
    assert letter_of(eve(), "renewal", date(2026, 8, 17)).facts.overuse.codes == ()


def test_the_facts_have_one_fingerprint_and_any_fact_changes_it():
    first = facts_fingerprint(ada(), NOVEMBER)
    assert len(first) == 64
    assert facts_fingerprint(ada(), NOVEMBER) == first
    others = [
        changed(born=PartialDate.of("1984-05-03")),
        changed(scores=()),
        changed(scores=None),
        changed(diary=Diary("made-up-ada", dict(list(ada().diary.days.items())[1:]))),
    ]
    assert len({first, *(facts_fingerprint(one, NOVEMBER) for one in others)}) == 5


def test_a_dose_written_otherwise_is_the_same_fact():
    one = changed(scores=(Score(None, "hit-6", Decimal("66")),))
    other = changed(scores=(Score(None, "hit-6", Decimal("66.0")),))
    assert facts_fingerprint(one, NOVEMBER) == facts_fingerprint(other, NOVEMBER)


def test_days_after_the_question_are_not_among_the_facts():
    longer = dict(ada().diary.days)
    longer[NOVEMBER] = replace(longer[max(longer)], date=NOVEMBER)
    assert facts_fingerprint(changed(diary=Diary("made-up-ada", longer)), NOVEMBER) == facts_fingerprint(
        ada(), NOVEMBER
    )


def test_a_letter_cannot_be_made_without_its_list():
    with pytest.raises(ValueError, match="without its list"):
        Completeness(())


def test_a_sentence_with_an_empty_slot_is_no_sentence():
    assert filled("{a} of {b} days", a=3, b=None) is None
    assert filled("{a} of {b} days", a=3, b=30) == "3 of 30 days"


def test_what_a_person_wrote_is_never_read_as_a_slot():
    assert filled("Diagnosed by: {by}.", by="{secret}") == "Diagnosed by: {secret}."


@pytest.mark.parametrize(
    ("text", "told"), [("2024-03-05", "5 Mar 2024"), ("2024-02", "Feb 2024"), ("2024", "2024")]
)
def test_a_date_is_told_as_exactly_as_it_is_known(text: str, told: str):
    assert day(PartialDate.of(text)) == told


def test_a_date_between_two_days_is_told_as_both():
    assert day(PartialDate(date(2024, 3, 1), date(2024, 3, 9))) == "1–9 Mar 2024"


def test_small_wordings_keep_their_meaning():
    assert (tenths(76), tenths(-80), tenths(5)) == ("7.6", "8", "0.5")
    assert bounds(Between(0, 0), 30) == "0 of 30"
    assert bounds(Between(0, 30), 30) == "not known"
    assert bounds(Between(30, 30), 30) == "30 of 30"


def test_the_json_of_a_dossier_carries_the_decision_of_its_policy():
    made = letter_of(ada())
    shape = made.to_json()
    assert shape["decision"] == made.facts.decision.to_json()
    assert (shape["policy"]["id"], shape["complete"], shape["question"]) == (POLICY, "yes", "start")
