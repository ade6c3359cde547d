"""Who is due, who is late, and whose question after a session is open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procerus.exchange.sessions.due import Standing, answered_in, standings
from procerus.exchange.sessions.folder import file_record, live, readable_in, records_in
from sessions import alone, filled, plan_of, record_of, six_weeks_after, somebody

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ada's session of 1 November and Ben's of 1 December."""
    for patient, day in (("made-up-ada", NOVEMBER), ("made-up-ben", DECEMBER)):
        put(tmp_path, patient, day)
    return tmp_path


def put(folder: Path, patient: str, day: date) -> str:
    shape = filled(plan_of(somebody(day), day, patient=patient))
    return file_record(record_of(shape), shape, folder, lambda alive: ()).name


def on(folder: Path, day: str) -> dict[str, Standing]:
    every = records_in(folder)
    answered, faults = answered_in(folder, every)
    assert faults == ()
    found = standings(live(every), date.fromisoformat(day), answered)
    return {one.last.patient: one for one in found}


def questions(folder: Path, day: str) -> list[str]:
    return [one.prompt.id for one in on(folder, day)["made-up-ada"].questions]


@pytest.mark.parametrize(
    ("day", "due", "weeks"),
    [("2026-11-01", False, 0), ("2027-01-23", False, 0), ("2027-01-24", True, 0), ("2027-01-30", True, 0),
     ("2027-01-31", True, 1), ("2027-02-21", True, 4)],
)  # fmt: skip
def test_a_person_is_due_after_the_interval_and_late_by_whole_weeks(
    folder: Path, day: str, due: bool, weeks: int
):
    one = on(folder, day)["made-up-ada"]
    assert (one.is_due, one.weeks_late) == (due, weeks)


@pytest.mark.parametrize(
    ("day", "open_ones"),
    [
        ("2026-11-07", []),
        ("2026-11-08", ["day-7"]),
        ("2026-11-21", ["day-7"]),
        ("2026-11-22", ["day-7", "day-21"]),
    ],
)
def test_the_questions_open_on_day_7_and_day_21(folder: Path, day: str, open_ones: list[str]):
    assert questions(folder, day) == open_ones


def test_an_answered_question_is_not_open_any_more(folder: Path):
    name = on(folder, "2026-11-30")["made-up-ada"].last.name
    (folder / "answered.csv").write_text(f"record,question,on,by\n\n{name},day-7,2026-11-09,N. Example\n")
    assert questions(folder, "2026-11-30") == ["day-21"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "nowhere.json,day-7,2026-11-09,N",
            "answered.csv, row 2: 'nowhere.json' is no record of this folder",
        ),
        ("NAME,day-8,2026-11-09,N", "'day-8' is no question after a session. Did you mean 'day-7'?"),
        ("NAME,day-7,9 Nov,N", "'9 Nov' is not a date"),
        ("NAME,day-7,2026-10-31,N", "'2026-10-31' is before the session"),
        ("NAME,day-7,2026-11-09", "does not say record, question, day and person"),
        ("NAME,day-7,2026-11-09, ", "does not say record, question, day and person"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_with_its_row(folder: Path, row: str, says: str):
    name = on(folder, "2026-11-30")["made-up-ada"].last.name
    (folder / "answered.csv").write_text(f"record,question,on,by\n{row.replace('NAME', name)}\n")
    found, (fault,) = answered_in(folder, records_in(folder))
    assert says in str(fault) and found == {}


def test_a_row_that_cannot_be_used_takes_no_other_answer_with_it(folder: Path):
    name = on(folder, "2026-11-30")["made-up-ada"].last.name
    (folder / "answered.csv").write_text(
        f"record,question,on,by\nx.json,day-7,2026-11-09,N\n{name},day-7,2026-11-09,N\n"
    )
    found, faults = answered_in(folder, records_in(folder))
    assert (found, len(faults)) == ({name: {"day-7"}}, 1)


def test_answers_about_a_record_that_cannot_be_read_are_not_complained_of_twice(folder: Path):
    name = on(folder, "2026-11-30")["made-up-ada"].last.name
    (folder / "answered.csv").write_text(f"record,question,on,by\n{name},day-7,2026-11-09,N\n")
    (folder / name).write_text("damaged")
    assert answered_in(folder, readable_in(folder)[0]) == ({}, ())


def test_a_list_of_answers_without_its_header_or_in_other_letters_is_refused(folder: Path):
    (folder / "answered.csv").write_text("")
    assert "is not its header" in str(answered_in(folder, ())[1][0])
    (folder / "answered.csv").write_bytes(b"\xff\xfe")
    assert "answered.csv: cannot be read" in str(answered_in(folder, ())[1][0])


def test_only_the_last_session_of_a_person_counts_and_later_ones_are_not_read(folder: Path):
    put(folder, "made-up-ada", date(2027, 2, 1))
    assert on(folder, "2027-01-31")["made-up-ada"].last.day == NOVEMBER
    assert on(folder, "2027-02-08")["made-up-ada"].last.day == date(2027, 2, 1)
    assert questions(folder, "2027-02-08") == ["day-7"]


def test_a_person_typed_in_two_ways_is_due_once(folder: Path):
    put(folder, "MADE-UP-Ada", date(2027, 2, 1))
    assert list(on(folder, "2027-02-01")) == ["made-up-ben", "MADE-UP-Ada"]


def test_those_longest_due_stand_first_and_nobody_stands_there_before_a_session(folder: Path):
    assert list(on(folder, "2027-03-01")) == ["made-up-ada", "made-up-ben"]
    assert list(on(folder, "2026-11-30")) == ["made-up-ada"]
    assert on(folder, "2026-10-31") == {}


def test_a_countersignature_that_is_awaited_is_listed(tmp_path: Path):
    shape = alone(six_weeks_after())
    file_record(record_of(shape), shape, tmp_path, lambda alive: ())
    one = on(tmp_path, "2026-11-01")["made-up-ada"]
    assert one.awaits == date(2026, 11, 2)
    assert one.to_json()["awaits_countersignature_by"] == "2026-11-02"


def test_the_list_as_json_names_the_record_and_each_open_question(folder: Path):
    shape = on(folder, "2027-02-01")["made-up-ada"].to_json()
    assert (shape["patient"], shape["last"], shape["next_day"]) == ("made-up-ada", "2026-11-01", "2027-01-24")
    assert (shape["due"], shape["weeks_late"]) == (True, 1)
    assert [one["since"] for one in shape["questions"]] == ["2026-11-08", "2026-11-22"]
    assert shape["record"].startswith("2026-11-01-made-up-ada-")
