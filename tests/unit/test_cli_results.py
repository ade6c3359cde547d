"""What each command prints: results on standard output, in the shape the contract names, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import program, run
from people import EXAMPLES, NAMES
from procerus.packs.load import find_policy, policy_files

REASON = {"criterion", "asks", "answer", "found", "needs", "at", "status", "unsettled", "days"}
MEDICINES = {"triptan", "ergot", "non-opioid", "opioid", "combination", "other", "unrecognised", "any"}
BUDDY, APPLE = EXAMPLES / "exports" / "migraine-buddy.csv", EXAMPLES / "exports" / "apple-health.xml"
POLICIES = ("nice-ta260", "nice-ta260-2012", "botox-for-migraines")
EVERY_TEXT = [
    ["demo"],
    ["policy", "list"],
    ["policy", "check"],
    ["policy", "test"],
    *(["explain", *words] for words in ([], ["stop"], ["--leaflet"])),
    *(["policy", "show", policy] for policy in POLICIES),
    *(
        ["diary", verb, str(EXAMPLES / f"{name}.csv")]
        for verb in ("show", "check")
        for name in ("ada", "ben")
    ),
    *(["classify", str(EXAMPLES / f"{name}.json")] for name in NAMES),
    *(
        ["decide", policy, question, str(EXAMPLES / f"{name}.json")]
        for policy in POLICIES
        for question in ("start", "continue")
        for name in NAMES
    ),
]
TWO = "patient,date,headache\nzoe,2026-10-30,yes\nabe,2026-10-28,no\nzoe,2026-10-29,no\n"


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: object) -> str:
        assert run([str(one) for one in arguments]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def shape(printed):
    return lambda *arguments: json.loads(printed(*arguments, "--format", "json"))


@pytest.fixture
def two_people(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.csv"
    path.write_text(TWO)
    return path


# JSON ------------------------------------------------------------------------------------------------


def test_decide_as_json_has_the_keys_of_the_contract(shape):
    found = shape("decide", "nice-ta260", "start", EXAMPLES / "ben.json")
    assert set(found) >= {
        "policy", "fingerprint", "question", "as_of", "answer", "reasons", "settled_by", "readings",
        "same_under_all_readings", "warnings",
    }  # fmt: skip
    assert all(set(one) >= REASON for one in found["reasons"])
    assert set(found["settled_by"]) >= {"text", "fewest_yes", "fewest_no", "days"}
    assert all(set(one) >= {"reading", "alternative", "answer"} for one in found["readings"])


def test_classify_as_json_has_the_keys_of_the_contract(shape):
    found = shape("classify", EXAMPLES / "cleo.json")
    assert set(found) >= {"patient", "months", "chronic_migraine", "medication_overuse"}
    for month in found["months"]:
        assert set(month) >= {"from", "to", "days", "recorded", "headache_days", "migraine_days"}
        assert set(month["medicine_days"]) == MEDICINES
    assert set(found["chronic_migraine"]) == {"pattern", "answer", "reasons"}
    overuse = found["medication_overuse"]
    assert set(overuse) == {"headache_15", "overuse", "answer", "subtypes", "reasons"}
    assert set(overuse["subtypes"]) == {f"8.2.{number}" for number in range(1, 9)}


def test_the_policies_as_json_say_what_they_answer_and_how_long_they_are_valid(shape):
    found = {one["id"]: one for one in shape("policy", "list")}
    assert set(found) == set(policy_files()) >= set(POLICIES)
    for one in found.values():
        assert set(one) >= {"id", "title", "authority", "place", "status", "valid", "questions"}
        assert one["questions"] == list(find_policy(one["id"]).rules.questions)
    assert found["nice-ta260-2012"]["valid"] == ["2012-06-27", None]
    assert found["nice-ta260"]["valid"] == [None, None]


def test_one_policy_as_json_has_its_numbers_criteria_and_readings(shape):
    found = shape("policy", "show", "botox-for-migraines")
    assert found["numbers"]["more_than_headache_days"]["is"] == 15
    assert set(found["criteria"]["often_headache"]) >= {"asks", "yes_when", "needs", "at", "status"}
    assert any("procerus explain" in note for note in found["notes"])
    assert all(one["alternatives"] for one in found["readings"] if one["id"] == "no relief")


def test_policy_check_and_test_as_json_name_every_policy_and_case(shape):
    assert {one["id"]: one["sound"] for one in shape("policy", "check")} == dict.fromkeys(
        policy_files(), True
    )
    cases = shape("policy", "test")
    assert {one["policy"] for one in cases} == set(policy_files())
    assert all(one["passed"] and one["expected"] == one["said"] for one in cases)
    assert {one["policy"] for one in shape("policy", "test", "nice-ta260")} == {"nice-ta260"}


def test_a_drawn_diary_as_json_has_a_letter_for_every_day(shape):
    found = shape("diary", "show", EXAMPLES / "ben.csv")
    assert set(found) == {"patient", "as_of", "months"}
    assert [len(month["days"]) for month in found["months"]] == [30] * 5
    assert set("".join(month["days"] for month in found["months"])) == set("Mh.?")
    weeks = shape("diary", "show", EXAMPLES / "ben.csv", "--months", "28-day")
    assert {len(month["days"]) for month in weeks["months"]} == {28}


def test_what_is_in_a_diary_as_json_counts_answered_and_open_days(shape):
    found = shape("diary", "check", EXAMPLES / "ben.csv")
    assert (found["days"], found["answered"], len(found["open"])) == (134, 116, 17)


@pytest.mark.parametrize("export", [BUDDY, APPLE])
def test_an_import_as_json_says_what_was_read_and_what_was_left_out(shape, export: Path):
    found = shape("diary", "import", export)
    assert set(found) >= {"source", "rows", "first", "last", "dropped", "remarks"}
    assert all(set(row) >= {"date", "headache"} for row in found["rows"])


# Several people, and the day of the question -----------------------------------------------------------


@pytest.mark.parametrize("verb", [["classify"], ["diary", "show"], ["diary", "check"]])
def test_several_people_in_a_file_give_a_list_in_order_of_first_appearance(shape, two_people: Path, verb):
    assert [one["patient"] for one in shape(*verb, two_people)] == ["zoe", "abe"]


@pytest.mark.parametrize("verb", [["classify"], ["diary", "show"], ["diary", "check"]])
def test_several_people_in_a_file_are_all_named_in_text(printed, two_people: Path, verb):
    text = printed(*verb, two_people)
    assert 0 <= text.index("zoe") < text.index("abe")


def test_without_as_of_the_question_is_asked_on_the_day_after_each_persons_last_record(shape, two_people):
    assert [one["as_of"] for one in shape("classify", two_people)] == ["2026-10-31", "2026-10-29"]


@pytest.mark.parametrize(
    ("records", "as_of"),
    [
        ({"toxin": [{"date": "2026-03", "indication": "chronic-migraine"}]}, "2026-04-01"),
        ({"counts": [{"from": "2026-01-01", "to": "2026-01-30", "headache_days": 20}]}, "2026-01-31"),
        (
            {"diary": [{"date": "2026-02-01", "headache": "yes"}], "toxin": [{"date": "2026-01-05"}]},
            "2026-02-02",
        ),
    ],
)
def test_sessions_and_attested_counts_are_records_too(shape, tmp_path: Path, records, as_of: str):
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"procerus": "patient/1", "id": "x", "diary": []} | records))
    assert shape("decide", "nice-ta260", "start", path)["as_of"] == as_of


def test_as_of_is_the_day_of_the_question_and_the_days_from_it_on_are_not_read(shape):
    found = shape("classify", EXAMPLES / "ada.json", "--as-of", "2026-08-01")
    assert (found["as_of"], found["months"][-1]["to"]) == ("2026-08-01", "2026-07-31")


def test_months_and_migraine_days_may_be_chosen(shape):
    found = shape(
        "classify",
        EXAMPLES / "ada.json",
        "--months",
        "calendar",
        "--migraine-day",
        "patient",
        "--as-of",
        "2026-11-01",
    )
    assert (found["month"], found["migraine_day"]) == ("calendar", "patient")
    assert found["months"][-1]["from"] == "2026-10-01"


def test_a_chosen_baseline_reaches_the_decision(shape):
    found = shape("decide", "nice-ta260", "continue", EXAMPLES / "eve.json", "--baseline", "2026-01-05")
    assert "The baseline was chosen: it begins on 5 Jan 2026." in found["warnings"]


def test_day_and_month_order_may_be_said_where_a_file_does_not_decide_it(shape):
    found = shape("diary", "import", BUDDY, "--date-order", "month-first")
    assert found["date_order"] == "stated: month-first"


def test_an_imported_diary_is_a_diary_of_ours(printed, tmp_path: Path, shape):
    out = tmp_path / "diary.csv"
    assert printed("diary", "import", BUDDY, "--out", out) == ""
    assert shape("diary", "check", out)["answered"] == len(shape("diary", "import", BUDDY)["rows"])


def test_a_policy_of_ones_own_is_asked_from_its_file(shape, tmp_path: Path):
    import procerus.packs.load as packs

    own = tmp_path / "my-clinic.toml"
    text = (packs.PACKS / "policies" / "nice-ta260.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('"nice-ta260"', '"my-clinic"'), encoding="utf-8")
    assert shape("decide", own, "start", EXAMPLES / "ada.json")["policy"] == "my-clinic"
    assert [one["id"] for one in shape("policy", "check", own)] == ["my-clinic"]


# Where it goes ---------------------------------------------------------------------------------------


def test_a_result_goes_to_the_file_asked_for_and_nowhere_else(printed, tmp_path: Path):
    out, ada = tmp_path / "decision.txt", EXAMPLES / "ada.json"
    assert printed("decide", "nice-ta260", "start", ada, "--out", out) == ""
    assert out.read_text(encoding="utf-8") == printed("decide", "nice-ta260", "start", ada)


def test_progress_of_an_import_goes_to_standard_error_and_the_diary_to_standard_output(
    capsys: pytest.CaptureFixture[str],
):
    assert run(["diary", "import", str(BUDDY)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("date,headache,") and "Migraine Buddy" not in out
    assert "Migraine Buddy: 48 attacks" in err


def test_an_export_that_speaks_of_every_day_leaves_nothing_open(capsys, tmp_path: Path):
    health = tmp_path / "export.xml"
    shutil.copy(APPLE, health)
    assert run(["diary", "import", str(health)]) == 0
    assert "Apple" in capsys.readouterr().err


def test_output_into_a_pipe_has_no_escape_codes():
    done = program("decide", "nice-ta260", "start", EXAMPLES / "ben.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\033" not in done.stdout and "Depends on how the guidance is read" in done.stdout


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    """From here on, standard output is a terminal with emphasis."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in ({"TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)


def test_a_terminal_gets_emphasis(printed, monkeypatch: pytest.MonkeyPatch):
    on_a_terminal(monkeypatch)
    assert "\033[1mCriteria met\033[0m" in printed("decide", "nice-ta260", "start", EXAMPLES / "ada.json")


@pytest.mark.parametrize("wish", [{"NO_COLOR": ""}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour_or_a_reader_who_wants_none_gets_plain_text(printed, monkeypatch, wish):
    on_a_terminal(monkeypatch, **wish)
    assert "\033" not in printed("decide", "nice-ta260", "start", EXAMPLES / "ada.json")


def test_a_terminal_that_cannot_write_a_letter_still_gets_the_decision():
    done = program(
        "decide", "nice-ta260", "start", EXAMPLES / "ben.json", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.returncode == 0
    assert "Cannot be told yet under the default reading." in done.stdout


def test_a_reader_that_goes_away_is_no_fault():
    command = (
        f"{sys.executable} -c 'from procerus.cli import main; main()' policy show nice-ta260 | head -n 1"
    )
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert "Botulinum toxin type A" in done.stdout
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


# Words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", EVERY_TEXT, ids=lambda command: " ".join(Path(one).name for one in command)
)
def test_no_text_gives_an_order_or_blames_anybody(printed, command: list[str]):
    text = printed(*command).lower()
    for word in ("patient failed", "missed", "eligib", "qualif", "non-complian", "noncomplian", "!"):
        assert word not in text, word
    assert not re.search(r"(^|[.:;] )\s*(treat|inject|start|stop) (the|this|her|him|them|with)\b", text, re.M)


@pytest.mark.parametrize(
    "command", EVERY_TEXT, ids=lambda command: " ".join(Path(one).name for one in command)
)
def test_no_line_is_wider_than_the_terminal(printed, monkeypatch: pytest.MonkeyPatch, command: list[str]):
    monkeypatch.setenv("COLUMNS", "60")
    for line in printed(*command).splitlines():
        to_type = line.startswith(("$ ", "  .venv/bin/", "date,")) or re.match(r"\d{4}-\d\d-\d\d,", line)
        assert len(line) <= 60 or to_type or " " not in line.strip(), line


@pytest.mark.parametrize(("columns", "widest"), [("20", 40), ("300", 100)])
def test_very_narrow_and_very_wide_terminals_still_get_readable_lines(printed, monkeypatch, columns, widest):
    monkeypatch.setenv("COLUMNS", columns)
    lines = printed("decide", "nice-ta260", "start", EXAMPLES / "ben.json").splitlines()
    assert max(map(len, lines)) <= widest
    assert max(map(len, lines)) > widest - 20


def test_the_answer_comes_first_then_the_reason_then_the_days(printed):
    text = printed("decide", "nice-ta260", "start", EXAMPLES / "cleo.json")
    order = [
        "Cannot be told yet\n", "Because: ", "Headache on at least 15 days a month?", "What would settle it",
        "Record whether there is a plan for medication overuse.", "The clinician decides.",
    ]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)


def test_a_decision_that_hangs_on_a_reading_names_the_reading(printed):
    text = " ".join(printed("decide", "nice-ta260", "start", EXAMPLES / "ben.json").split())
    assert "Depends on how the guidance is read Cannot be told yet under the default reading." in text
    assert "The answer hangs on how “more than three months” is read: cannot be told yet by default;" in text
    assert "criteria met where it is read as “the pattern in the mean of the three latest months”." in text
    assert "It is the same under the other 10 of 11 readings." in text


def test_a_criterion_asked_too_early_says_so_and_shows_no_number(printed):
    text = printed("decide", "nice-ta260", "continue", EXAMPLES / "eve.json", "--as-of", "2026-08-16")
    (after,) = [text.split("percent after two cycles?")[1]]
    assert " ".join(after.split()).startswith("[1.2, first bullet] too early to assess no Fewer")


def test_an_empty_diary_is_drawn_and_classified_in_words(printed, tmp_path: Path):
    path = tmp_path / "new.json"
    path.write_text('{"procerus": "patient/1", "id": "new", "diary": []}')
    assert "no days are written down yet" in printed("diary", "show", path, "--as-of", "2026-11-01")
    assert "the diary has no days before this one" in printed("classify", path, "--as-of", "2026-11-01")
    assert "The diary has no days yet." in printed("diary", "check", path)


# The demo, made-up diaries, and what is not loaded -------------------------------------------------------


def test_the_demo_walks_from_an_export_to_a_decision_and_says_what_to_type_next(printed):
    text = printed("demo")
    steps = ["diary import", "diary show", "classify", "decide", "Criteria met", "What to type next"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert "Nobody in it\nexists." in text or "Nobody in it exists." in text


@pytest.mark.parametrize("command", ["decide nice-ta260 start examples/ben.json", "explain"])
def test_what_the_demo_says_to_type_next_can_be_typed(printed, command: str, monkeypatch):
    assert command in printed("demo")
    monkeypatch.chdir(EXAMPLES.parent)
    assert printed(*command.split())


def test_made_up_diaries_are_written_into_a_new_folder_and_can_be_read(printed, shape, tmp_path: Path):
    asked = ["--patients", "2", "--days", "40", "--seed", "7", "--as-of", "2026-11-01"]
    text = printed("simulate", "diaries", *asked, "--out", tmp_path / "text")
    assert "2 people, made up, in 1 file" in text and "Nobody in them exists." in text
    again = shape("simulate", "diaries", *asked, "--out", tmp_path / "json")
    assert (again["synthetic"], again["patients"], again["seed"]) == (True, 2, 7)
    (one,), (other,) = ([*(tmp_path / name).glob("*.csv")] for name in ("text", "json"))
    assert one.read_bytes() == other.read_bytes()
    assert len(shape("classify", one, "--as-of", "2026-11-01")) == 2


@pytest.mark.parametrize(
    "command",
    ["decide nice-ta260 start ada.json", "classify ben.json", "diary show ben.csv", "policy list"],
)
def test_asking_loads_neither_numpy_nor_pydantic_nor_rich(command: str):
    code = (
        "import sys; from procerus.cli.app import run; code = run(sys.argv[1:]);"
        " heavy = {'numpy', 'pydantic', 'rich', 'jsonschema'} & set(sys.modules);"
        " print(code, sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command.split()], capture_output=True, text=True, cwd=EXAMPLES
    )
    assert done.stderr.strip().splitlines()[-1] == "0 []"


def test_the_version_is_printed(printed):
    from procerus import __version__

    assert printed("--version") == f"procerus {__version__}\n"
