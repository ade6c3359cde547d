"""Made-up diaries: reproducible, plausible by figures they were not made from, and never taken for real."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from procerus.criteria.bounds import Answer
from procerus.diary.day import COLUMNS, SYMPTOMS, Day, bits_of
from procerus.diary.findings import About
from procerus.diary.read import read_diary
from procerus.faults import BadInput
from procerus.packs.rules import Bit, DiaryReading
from procerus.simulation.block import BITS
from procerus.simulation.course import effect_present
from procerus.simulation.diaries import simulate_columns, simulate_diaries
from procerus.simulation.files import write_diaries
from procerus.simulation.parameters import OVERUSE_CLASSES, Parameters, pack_parameters
from procerus.simulation.scenario import Scenario, Treatment

LAST = date(2026, 3, 29)  # a Sunday
PACK = pack_parameters()
FULL = Scenario(gaps="none")
NO, YES, UNKNOWN = 0, 1, 2


def without_daily_headache(parameters: Parameters = PACK) -> Parameters:
    return replace(parameters, course=replace(parameters.course, daily_share=0.0))


def headache(
    patients: int, days: int, scenario: Scenario = FULL, parameters: Parameters = PACK
) -> np.ndarray:
    """Headache codes, one row a person and one column a day."""
    columns = simulate_columns(patients, days, 5, last_day=LAST, scenario=scenario, parameters=parameters)
    return columns["headache"].reshape(patients, days)


@pytest.fixture(scope="module")
def columns() -> dict[str, np.ndarray]:
    return simulate_columns(2000, 180, 11, last_day=LAST)


# --- the same request, the same people


def test_the_same_seed_writes_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_diaries(tmp_path / name, 70, 40, seed, last_day=LAST, per_file=30)
    one, again, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "again", "other")
    )
    assert one == again
    assert one["diaries-0001.csv"] != other["diaries-0001.csv"]


@pytest.mark.parametrize("scenario", [Scenario(), Scenario("informative", True, Treatment(20))])
def test_a_person_is_the_same_whoever_else_is_made_up(scenario: Scenario) -> None:
    few = list(simulate_diaries(131, 50, 3, last_day=LAST, scenario=scenario))
    many = list(simulate_diaries(200, 50, 3, last_day=LAST, scenario=scenario))
    assert len(few) == 131
    assert few == many[:131]
    assert len({json.dumps([row["headache"] for row in diary]) for diary in many if len(diary) == 45}) > 1


def test_a_longer_diary_begins_as_the_shorter_one_does() -> None:
    shorter = list(simulate_diaries(5, 60, 3, last_day=LAST))
    longer = list(simulate_diaries(5, 90, 3, last_day=LAST + timedelta(days=30)))
    for short, long in zip(shorter, longer, strict=True):
        kept = [row | {"entered": ""} for row in long if row["date"] <= LAST.isoformat()]
        assert [row | {"entered": ""} for row in short] == kept
        assert len(long) > len(kept)


def test_a_treatment_changes_nothing_before_its_first_injection() -> None:
    treated = headache(300, 100, replace(FULL, treatment=Treatment(40)))
    untreated = headache(300, 100)
    assert (treated[:, :40] == untreated[:, :40]).all()
    assert treated[:, 61:].mean() < untreated[:, 61:].mean() - 0.1


# --- figures of the pack come back


@pytest.mark.parametrize(
    ("bit", "share"),
    [
        ("unilateral", 0.636), ("pulsating", 0.708), ("aggravated", 0.800), ("nausea", 0.598),
        ("vomiting", 0.138), ("photophobia", 0.812), ("phonophobia", 0.802), ("moderate", 0.909),
    ],
)  # fmt: skip
def test_symptoms_are_as_frequent_on_headache_days_as_in_preempt(
    columns: dict[str, np.ndarray], bit: str, share: float
) -> None:
    answered = (columns["headache"] == YES) & (columns[bit] != UNKNOWN)
    assert columns[bit][answered].mean() == pytest.approx(share, abs=0.012)


def test_symptoms_come_together_and_nobody_vomits_without_nausea(columns: dict[str, np.ndarray]) -> None:
    answered = (columns["headache"] == YES) & (columns["nausea"] != UNKNOWN)
    nausea, light = columns["nausea"][answered], columns["photophobia"][answered]
    assert light[nausea == YES].mean() - light[nausea == NO].mean() > 0.1
    assert columns["vomiting"][answered][nausea == NO].max() == NO


def test_one_day_in_ten_is_missing_at_random(columns: dict[str, np.ndarray]) -> None:
    missing = columns["headache"] == UNKNOWN
    assert missing.mean() == pytest.approx(431 / 4626, abs=0.01)
    by_person = missing.reshape(2000, 180).mean(axis=1)
    assert by_person.max() < 0.25  # nobody has long gaps where gaps are random


def test_a_fifth_of_people_have_headache_every_day_and_treatment_leaves_them() -> None:
    every_day = headache(4000, 112, replace(FULL, treatment=Treatment(28))).min(axis=1) == YES
    assert every_day.mean() == pytest.approx(0.20, abs=0.02)


@pytest.mark.parametrize("phi", [0.2, 0.3, 0.45])
def test_one_day_resembles_the_next_as_much_as_the_pack_says(phi: float) -> None:
    course = replace(
        PACK.course, phi=phi, spread=0.0, month_spread=0.0, weekly_amplitude=0.0, daily_share=0.0
    )
    days = headache(600, 200, parameters=replace(PACK, course=course)).astype(float)
    today, tomorrow, after = days[:, :-2].ravel(), days[:, 1:-1].ravel(), days[:, 2:].ravel()
    assert np.corrcoef(today, tomorrow)[0, 1] == pytest.approx(phi, abs=0.015)
    assert np.corrcoef(today, after)[0, 1] == pytest.approx(phi**2, abs=0.015)


def test_one_person_in_twenty_takes_nothing_for_any_headache(columns: dict[str, np.ndarray]) -> None:
    takes_any = (columns["any"].reshape(2000, 180) == YES).any(axis=1)
    has_headache = (columns["headache"].reshape(2000, 180) == YES).sum(axis=1) >= 60
    assert (~takes_any[has_headache]).mean() == pytest.approx(0.05, abs=0.015)


def test_aura_is_rare_and_rarer_without_headache(columns: dict[str, np.ndarray]) -> None:
    told = columns["aura"] != UNKNOWN
    assert columns["aura"][told & (columns["headache"] == YES)].mean() == pytest.approx(
        0.25 * 0.12, abs=0.004
    )
    assert columns["aura"][told & (columns["headache"] == NO)].mean() == pytest.approx(0.25 * 0.005, abs=5e-4)


def test_the_worst_weekday_comes_back_every_week() -> None:
    course = replace(PACK.course, weekly_amplitude=1.0, spread=0.0, month_spread=0.0, daily_share=0.0)
    days = headache(500, 200, parameters=replace(PACK, course=course)).astype(float)
    lag = {k: np.corrcoef(days[:, :-k].ravel(), days[:, k:].ravel())[0, 1] for k in (3, 7, 14)}
    assert lag[7] == pytest.approx(lag[14], abs=0.02)
    assert lag[7] > 0.05 > 0 > lag[3]


def test_long_days_last_as_long_as_preempts_hours_say() -> None:
    rows = [row for diary in simulate_diaries(300, 100, 2, last_day=LAST) for row in diary if row["hours"]]
    hours = np.array([int(row["hours"]) for row in rows])
    assert hours.min() == 1
    assert hours.max() == 24
    assert (hours >= 4).mean() == pytest.approx(0.85, abs=0.01)
    assert hours[hours >= 4].mean() == pytest.approx(14.5, abs=0.3)


# --- figures that were not put in come out


def test_people_admitted_on_fifteen_days_begin_as_preempts_did_and_drift_back_untreated() -> None:
    """Baseline 19.9; without any change 1.5 days are lost, 17% fall by 30%, 22% fall under 15 days."""
    days = headache(8000, 56, parameters=without_daily_headache())
    before, after = days[:, :28].sum(axis=1).astype(int), days[:, 28:].sum(axis=1).astype(int)
    admitted = before >= 15
    before, after = before[admitted], after[admitted]
    assert before.mean() == pytest.approx(19.9, abs=0.3)
    assert days[admitted, :7].sum(axis=1).std() == pytest.approx(1.6, abs=0.1)
    assert (before - after).mean() == pytest.approx(1.5, abs=0.25)
    assert (10 * after <= 7 * before).mean() == pytest.approx(0.17, abs=0.02)
    assert (after < 15).mean() == pytest.approx(0.22, abs=0.02)


@pytest.mark.parametrize(("arm", "change", "halved"), [("onabot", -8.4, 0.46), ("placebo", -6.6, 0.345)])
def test_an_arm_at_full_effect_changes_as_preempts_arm_did(arm: str, change: float, halved: float) -> None:
    full = replace(without_daily_headache(), effect=replace(PACK.effect, month_1=1.0, month_3=1.0))
    days = headache(6000, 196, replace(FULL, treatment=Treatment(28, arm)), full)
    before, after = days[:, :28].sum(axis=1).astype(int), days[:, -28:].sum(axis=1).astype(int)
    admitted = before >= 15
    assert (after - before)[admitted].mean() == pytest.approx(change, abs=0.3)
    assert (after - before)[admitted].std() == pytest.approx(6.6, abs=0.2)
    assert (2 * after <= before)[admitted].mean() == pytest.approx(halved, abs=0.025)


def test_the_effect_sets_in_over_three_weeks_once_and_wanes_in_each_third_month() -> None:
    days = np.array([-1, 0, 21, 27, 28, 55, 56, 83, 84, 140])
    expected = [0, 0.3 * 0.87, 0.87, 0.87, 1, 1, 0.72, 0.72, 0.87, 0.72]
    assert effect_present(days, PACK.effect) == pytest.approx(expected, abs=1e-6)


# --- gaps and lateness


def test_a_missing_day_has_no_row_and_no_row_leaves_the_headache_open() -> None:
    diaries = list(simulate_diaries(100, 200, 9, last_day=LAST))
    codes = simulate_columns(100, 200, 9, last_day=LAST)["headache"].reshape(100, 200)
    first = LAST - timedelta(days=199)
    for diary, days in zip(diaries, codes, strict=True):
        told = {(date.fromisoformat(row["date"]) - first).days: row["headache"] for row in diary}
        assert len(told) == len(diary)
        assert told == {day: ("no", "yes")[code] for day, code in enumerate(days) if code != UNKNOWN}
        assert len(told) < 200


def test_informative_gaps_spare_days_with_medicine_and_take_fridays() -> None:
    figures = replace(PACK, gaps=replace(PACK.gaps, long_gap_people=0.0))
    truth = simulate_columns(3000, 140, 4, last_day=LAST, scenario=FULL, parameters=figures)
    told = simulate_columns(3000, 140, 4, last_day=LAST, scenario=Scenario("informative"), parameters=figures)
    kept, friday = told["headache"] != UNKNOWN, (truth["epoch_day"] + 3) % 7 == 4
    treated = kept[(truth["any"] == YES) & ~friday].mean()
    untreated = kept[(truth["any"] == NO) & ~friday].mean()
    assert untreated == pytest.approx(0.80, abs=0.01)
    assert odds(treated) / odds(untreated) == pytest.approx(33.7, rel=0.1)
    assert odds(kept[(truth["any"] == NO) & friday].mean()) / odds(untreated) == pytest.approx(0.55, rel=0.1)


def test_informative_gaps_are_long_for_some_people_and_rare_for_most() -> None:
    kept = headache(3000, 140, Scenario("informative")) != UNKNOWN
    assert 0.1 < (longest_gap(kept) >= 10).mean() < 0.25


def longest_gap(kept: np.ndarray) -> np.ndarray:
    longest = run = np.zeros(len(kept), dtype=int)
    for day in kept.T:
        run = np.where(day, 0, run + 1)
        longest = np.maximum(longest, run)
    return longest


def odds(share: float) -> float:
    return share / (1 - share)


def test_with_dropout_two_in_three_have_stopped_by_day_ninety() -> None:
    kept = headache(4000, 140, Scenario("none", dropout=True)) != UNKNOWN
    assert (~kept[:, 90:].any(axis=1)).mean() == pytest.approx(0.676, abs=0.025)
    resumed = kept[:, 1:] & ~kept[:, :-1]
    assert not resumed.any()


def test_days_are_written_down_on_the_day_or_later_and_never_after_the_diary_ends() -> None:
    rows = [row for diary in simulate_diaries(200, 200, 6, last_day=LAST) for row in diary]
    delays, cut_short = [], []  # an entry that would come after the end is made on the last day
    for row in filter(lambda row: row["entered"], rows):
        entered = datetime.fromisoformat(row["entered"])
        assert entered.date() <= LAST
        delays.append((entered.date() - date.fromisoformat(row["date"])).days)
        cut_short += delays[-1:] if entered.date() == LAST else []
    late = np.array(delays)
    assert set(delays) == {*range(4), *range(8, 22)} | set(cut_short)
    assert (late > 7).mean() == pytest.approx(0.03, abs=0.008)
    assert 1 - len(late) / len(rows) == pytest.approx(0.05, abs=0.005)


# --- the diary file


CODES = {Answer.NO: NO, Answer.YES: YES, Answer.UNKNOWN: UNKNOWN}
DECLARED = {
    "four_hours": Bit("minutes", at_least=240),
    "moderate": Bit("worst", at_least=2),
    **{column: Bit(column) for column in ("headache", *SYMPTOMS)},
    **{name: Bit("medicines", medicine=name) for name in (*OVERUSE_CLASSES, "any")},
}


def test_the_columns_say_what_a_reader_of_the_files_finds(tmp_path: Path) -> None:
    scenario = Scenario("informative", treatment=Treatment(30))
    written = write_diaries(tmp_path / "out", 70, 90, 8, last_day=LAST, scenario=scenario)
    columns = simulate_columns(70, 90, 8, last_day=LAST, scenario=scenario)
    diaries = {one.patient: one for one in read_diary(written.files[0])}
    assert len(diaries) == 70
    first = date(1970, 1, 1) + timedelta(days=int(columns["epoch_day"][0]))
    assert first == LAST - timedelta(days=89)
    for place in range(0, 70 * 90, 7):
        person, day = divmod(place, 90)
        diary = diaries[f"synthetic-{person + 1:06}"]
        told = diary.days.get(first + timedelta(days=day), Day(first + timedelta(days=day)))
        answers = bits_of(told, DECLARED, DiaryReading())
        assert {name: int(columns[name][place]) for name in BITS} == {
            name: CODES[answers[name]] for name in BITS
        }
        assert columns["patient_index"][place] == person


def test_a_reader_finds_nothing_odd_but_that_some_days_were_recalled(tmp_path: Path) -> None:
    written = write_diaries(tmp_path, 60, 120, 8, last_day=LAST)
    found = {finding.about for diary in read_diary(written.files[0]) for finding in diary.findings}
    assert found == {About.RECALLED}


def test_a_headache_free_day_is_asked_about_aura_and_perhaps_medicines_only() -> None:
    rows = [row for diary in simulate_diaries(500, 60, 6, last_day=LAST) for row in diary]
    free = [row for row in rows if row["headache"] == "no"]
    unasked = {"hours", "worst", *SYMPTOMS} - {"aura"}
    assert {row[column] for row in free for column in unasked} == {""}
    assert {row["aura"] for row in free} == {"yes", "no"}
    assert {row["medicines"] for row in free} == {"none", ""}
    assert np.mean([row["medicines"] == "none" for row in free]) == pytest.approx(0.70, abs=0.05)


def test_relief_is_answered_where_a_triptan_or_ergot_was_taken_and_nowhere_else() -> None:
    rows = [row for diary in simulate_diaries(300, 60, 6, last_day=LAST) for row in diary]
    asked = [row for row in rows if "triptan" in row["medicines"] or "ergot" in row["medicines"]]
    assert {row["relieved"] for row in asked if "ergot" in row["medicines"]} == {"yes", "no"}
    assert np.mean([row["relieved"] == "yes" for row in asked]) == pytest.approx(0.60, abs=0.02)
    assert [row for row in rows if row["relieved"]] == asked


def test_a_headache_day_without_a_word_on_medicines_is_left_empty_not_none() -> None:
    rows = [row for diary in simulate_diaries(100, 60, 6, last_day=LAST) for row in diary]
    brief = [row for row in rows if row["headache"] == "yes" and not row["hours"]]
    assert brief
    told = set(COLUMNS) - {"patient", "date", "headache", "entered", "note"}
    assert {row[column] for row in brief for column in told} == {""}


# --- never to be taken for real


def test_every_row_of_every_file_says_that_it_is_made_up(tmp_path: Path) -> None:
    written = write_diaries(tmp_path / "new" / "out", 25, 30, 1, last_day=LAST, per_file=10)
    assert [path.name for path in written.files] == [f"diaries-000{n}.csv" for n in (1, 2, 3)]
    rows = []
    for path in written.files:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            assert tuple(table.fieldnames or ()) == COLUMNS
            rows += list(table)
    assert len(rows) == written.rows
    assert all(row["note"].startswith("synthetic") for row in rows)
    assert {row["patient"] for row in rows} == {f"synthetic-{n:06}" for n in range(1, 26)}


def test_the_directory_says_that_it_is_made_up_and_how(tmp_path: Path) -> None:
    scenario = Scenario(treatment=Treatment(10))
    write_diaries(tmp_path, 3, 100, 77, last_day=LAST, scenario=scenario)
    assert (tmp_path / "SYNTHETIC.txt").read_text("utf-8").startswith("SYNTHETIC")
    about = json.loads((tmp_path / "about.json").read_text("utf-8"))
    assert about["synthetic"] is True
    assert (about["seed"], about["to"], about["patients"]) == (77, "2026-03-29", 3)
    assert about["injections"] == ["2025-12-30", "2026-03-24"]
    assert about["parameters"]["fingerprint"] == PACK.fingerprint


def test_made_up_diaries_are_never_written_among_other_files(tmp_path: Path) -> None:
    real = tmp_path / "diaries-0001.csv"
    real.write_text("date,headache\n2026-01-01,yes\n", "utf-8")
    with pytest.raises(BadInput, match="not empty"):
        write_diaries(tmp_path, 3, 10, 1, last_day=LAST)
    assert [path.name for path in tmp_path.iterdir()] == ["diaries-0001.csv"]
    assert real.read_text("utf-8").endswith("2026-01-01,yes\n")
    with pytest.raises(BadInput, match="cannot be written"):
        write_diaries(real, 3, 10, 1, last_day=LAST)


def test_progress_is_told_person_by_person_up_to_the_last(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_diaries(
        tmp_path, 5, 3, 1, last_day=LAST, per_file=2, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(n, 5) for n in range(1, 6)]
