"""Questionnaires: how answers become scores, what a score can be, and what a pack may not show."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs.edited import written
from procerus.faults import BadInput
from procerus.packs.instruments import (
    INSTRUMENTS,
    Scale,
    find_instrument,
    instruments,
    read_instrument,
    read_instruments,
    scales,
    totals,
)


def scale(name: str) -> Scale:
    return scales()[name][1]


def answered(of: Scale, values: tuple[int | None, ...]) -> dict[str, int | None]:
    return {item.id: value for item, value in zip(of.items, values, strict=True)}


# Scores


def test_every_one_of_15625_ways_to_answer_hit_6_gives_a_score_of_36_to_78_that_is_accepted() -> None:
    hit, found = scale("hit-6"), set()
    for values in product((6, 8, 10, 11, 13), repeat=6):
        low, high = hit.score(answered(hit, values))
        assert low == high == sum(values)
        found.add(int(low))
    assert (min(found), max(found)) == (36, 78)
    accepted = {one for one in range(101) if hit.refusal(Decimal(one)) is None}
    assert accepted == found


def test_no_answers_to_hit_6_add_up_to_37_39_or_77() -> None:
    for score in (37, 39, 77):
        fault = scale("hit-6").refusal(Decimal(score))
        assert fault is not None
        assert (
            str(fault) == f"score: '{score}' is no HIT-6 score. No answers to its 6 questions add up to it."
        )


@pytest.mark.parametrize(
    ("name", "item", "given", "may"),
    [
        ("midas", "1", 93, "It may be 0 to 92."),
        ("hit-6", "6", 7, "It may be 6, 8, 10, 11, 13."),
    ],
)
def test_an_answer_that_does_not_exist_is_told_beside_those_that_do(
    name: str, item: str, given: int, may: str
) -> None:
    with pytest.raises(BadInput) as bad:
        scale(name).score({item: given})
    assert str(bad.value) == f"{item}: '{given}' is not an answer to question {item}. {may}"


@pytest.mark.parametrize(("name", "ways"), [("phq-9", 4**9), ("gad-7", 4**7), ("asc-12", 3**12)])
def test_every_way_to_answer_gives_a_score_within_the_range_by_counting_ways(name: str, ways: int) -> None:
    one, counted = scale(name), {0: 1}
    for item in one.items:
        step: dict[int, int] = {}
        for before, number in counted.items():
            for value in item.values:
                step[before + value] = step.get(before + value, 0) + number
        counted = step
    assert sum(counted.values()) == ways
    assert set(counted) == set(range(one.low, one.high + 1)) == totals(one)


@given(st.data())
def test_a_missing_answer_leaves_every_score_possible_that_an_answer_could_have_made(
    data: st.DataObject,
) -> None:
    one = scale(data.draw(st.sampled_from(["phq-9", "gad-7", "msq-2-1-preventive", "midas"])))
    values = [data.draw(st.sampled_from(item.values)) for item in one.items]
    gone = data.draw(st.sets(st.sampled_from([item.id for item in one.items])))
    full = answered(one, tuple(values))
    low, high = one.score({name: None if name in gone else value for name, value in full.items()})
    [exact] = {*one.score(full)}
    assert low <= exact <= high
    assert (low == high) == (not gone)
    assert one.low <= low and high <= one.high


@given(st.data())
def test_a_worse_answer_never_makes_a_better_score(data: st.DataObject) -> None:
    one = scale(
        data.draw(st.sampled_from(sorted(name for name, (_, each) in scales().items() if each.items)))
    )
    values = {item.id: data.draw(st.sampled_from(item.values)) for item in one.items}
    item = data.draw(st.sampled_from(one.items))
    other = values | {item.id: max(item.values)}
    rise = one.score(other)[0] - one.score(values)[0]
    assert rise <= 0 if item.id in one.reversed else rise >= 0


def test_msq_turns_answers_round_so_that_100_is_best() -> None:
    one = scale("msq-2-1-restrictive")
    assert one.score(dict.fromkeys((item.id for item in one.items), 1)) == (100, 100)
    assert one.score(dict.fromkeys((item.id for item in one.items), 6)) == (0, 0)
    assert one.score(answered(one, (1, 1, 1, 1, 1, 1, 2)))[0] == 100 - Fraction(100, 35)


def test_midas_sums_five_counts_and_neither_headache_days_nor_pain() -> None:
    one = find_instrument("midas")
    said = {"1": 3, "2": 4, "3": 5, "4": 6, "5": 7, "A": 40, "B": 8}
    assert one.scales[0].score(said) == (25, 25)
    assert [item.id for item in one.items] == ["1", "2", "3", "4", "5", "A", "B"]


def test_the_health_state_of_eq_5d_is_in_no_sum() -> None:
    assert [item.id for item in scale("eq-5d-5l-vas").items] == ["VAS"]


@pytest.mark.parametrize(
    ("name", "score", "called"),
    [
        ("hit-6", 49, "little or no impact"), ("hit-6", 50, "some impact"), ("hit-6", 55, "some impact"),
        ("hit-6", 56, "substantial impact"), ("hit-6", 60, "severe impact"), ("hit-6", 78, "severe impact"),
        ("midas", 5, "grade I"), ("midas", 6, "grade II"), ("midas", 10, "grade II"),
        ("midas", 11, "grade III"),
        ("midas", 20, "grade III"), ("midas", 21, "grade IV"), ("midas", 300, "grade IV"),
        ("phq-9", 4, "minimal"), ("phq-9", 5, "mild"), ("phq-9", 14, "moderate"),
        ("phq-9", 15, "moderately severe"), ("phq-9", 20, "severe"), ("gad-7", 9, "mild"),
        ("gad-7", 15, "severe"),
        ("asc-12", 2, "none"), ("asc-12", 9, "severe"), ("mibs-4", 1, "mild"), ("mibs-4", 5, "severe"),
        ("mtoq-4", 0, "very poor"), ("mtoq-4", 8, "best possible"), ("hads-anxiety", 8, "borderline"),
        ("hads-depression", 11, "raised"),
    ],
)  # fmt: skip
def test_a_score_has_the_name_its_source_gives_it(name: str, score: int, called: str) -> None:
    band = scale(name).band(score)
    assert band is not None and band.says == called


@pytest.mark.parametrize(
    ("name", "score", "said"),
    [
        ("hit-6", "79", "'79' is no HIT-6 score. It runs from 36 to 78."),
        ("hit-6", "6", "'6' is no HIT-6 score. It runs from 36 to 78."),
        ("hit-6", "50.5", "'50.5' is no HIT-6 score. It is a whole number."),
        ("phq-9", "28", "'28' is no PHQ-9 score. It runs from 0 to 27."),
        ("msq-2-1-emotional", "100.1", "It runs from 0 to 100."),
        ("hads-anxiety", "22", "'22' is no HADS anxiety score. It runs from 0 to 21."),
    ],
)
def test_a_score_that_cannot_be_is_refused_in_a_sentence(name: str, score: str, said: str) -> None:
    assert said in str(scale(name).refusal(Decimal(score)))


def test_msq_may_have_decimals() -> None:
    assert scale("msq-2-1-emotional").refusal(Decimal("46.67")) is None


def test_an_answer_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match=r"3: '4' is not an answer to question 3\. It may be 0, 1, 2, 3"):
        scale("phq-9").score({"3": 4})


# What a licence lets a program show


def test_questions_stand_only_in_packs_whose_licence_lets_them_be_shown() -> None:
    shown = {one.id for one in instruments().values() if any(item.says for item in one.items)}
    assert shown == {"phq-9", "gad-7", "pgic"}
    values = {one.id for one in instruments().values() if one.display == "values"}
    assert values == {"midas", "eq-5d-5l"}


def test_thoughts_of_death_raise_an_alert_and_the_questionnaire_is_asked_with_somebody_present() -> None:
    [alert] = find_instrument("phq-9").alerts
    assert (alert.item, alert.above) == ("9", 0) and find_instrument("phq-9").with_staff
    assert {one.id for one in instruments().values() if one.with_staff} == {"phq-9"}


def test_every_score_has_a_source_and_what_was_not_read_is_unverified() -> None:
    for one, each in scales().values():
        assert each.at and one.licence.says and one.recall.says
        assert all(band.at for band in each.bands) and all(change.population for change in each.changes)


# What is refused


def faults(folder: Path, name: str, old: str, new: str) -> str:
    text = (INSTRUMENTS / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadInput) as complaint:
        read_instrument(written(folder, name, text.replace(old, new, 1)))
    return str(complaint.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("hit-6", "high      = 78", "high      = 80", "does not fit: its questions add up to 36 to 78"),
        ("hit-6", "{ from = 36", "{ from = 35", "bands: do not cover 36 to 78"),
        ("hit-6", "{ from = 56", "{ from = 61", "bands: do not cover 36 to 78"),
        ("hit-6", "count  = 6\n", 'says = ["How often"]\n', "holds words that the licence does not let"),
        ("hit-6", 'display = "scores"', 'display = "items"', "lacks the words that are to be shown"),
        ("hit-6", "[6, 8, 10, 11, 13]", "[6, 8, 8, 11, 13]", "values: do not rise"),
        ("hit-6", "[6, 8, 10, 11, 13]", '["6"]', "is not a list of whole numbers"),
        ("hit-6", 'id        = "hit-6"\nkind', 'id        = "hit"\nkind', "is not the file's name"),
        ("hit-6", 'kind      = "instrument"', 'kind      = "toxin"', "is a toxin, not an instrument"),
        ("hit-6", 'higher_is = "worse"', 'higher_is = "bad"', "is not one of better, worse, either"),
        ("hit-6", 'display = "scores"', 'display = "all"', "is not one of items, values, scores, none"),
        ("hit-6", "[[scales]]", "[[scale]]", "has no scales"),
        ("hit-6", "licence = {", "license = {", "has no 'licence'"),
        ("hads", 'display = "scores"', 'display = "values"', "has no questions"),
        ("hads", "high      = 21", "high      = 0", "is not above 'low'"),
        ("hit-6", "whole     = true", "whole     = false", "bands: need a scale of whole numbers"),
        ("midas", "to     = 92", "to     = 0", "is no range of answers"),
        ("phq-9", 'words  = ["Not at all", ', "words  = [", "are 3, and the answers are 4"),
        ("phq-9", 'item   = "9"', 'item   = "10"', "is not one of 1, 2"),
    ],
)  # fmt: skip
def test_an_instrument_with_a_slip_is_refused_in_a_sentence(
    name: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert said in faults(tmp_path, name, old, new)


def test_one_score_cannot_stand_in_two_files(tmp_path: Path) -> None:
    text = (INSTRUMENTS / "hurt.toml").read_text(encoding="utf-8")
    written(tmp_path, "other", text.replace('id        = "hurt"\nkind', 'id        = "other"\nkind', 1))
    with pytest.raises(BadInput, match="'hurt' is a score of another file too"):
        read_instruments((INSTRUMENTS, tmp_path))


def test_a_misspelt_questionnaire_is_named_with_the_nearest_one() -> None:
    with pytest.raises(BadInput, match=r"Did you mean 'phq-9'\?"):
        find_instrument("phq9")
