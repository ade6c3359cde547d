"""Bad input: exit code 2, a sentence for each fault on standard error, no result and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commands import program, run
from people import EXAMPLES
from procerus.packs.load import policy_files

ADA = EXAMPLES / "ada.json"


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]):
    """The sentences on standard error of a command that must be refused."""

    def call(*arguments: object) -> list[str]:
        assert run([str(one) for one in arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err and "Error:" not in err
        return err.splitlines()

    return call


@pytest.fixture
def usage(capsys: pytest.CaptureFixture[str]):
    """What is said to somebody who has not typed a command in full."""

    def call(*arguments: str) -> str:
        assert run(list(arguments)) == 2
        out, err = capsys.readouterr()
        assert out == "" and "Traceback" not in err
        return err

    return call


def patient(folder: Path, **changes: object) -> Path:
    path = folder / "x.json"
    path.write_text(json.dumps({"procerus": "patient/1", "id": "x", "diary": []} | changes))
    return path


# What was asked --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "mend"),
    [
        *((day, "Write it as 2026-11-22.") for day in ("2026-02-30", "31/10/2026", "today", "")),
        *((day, "Write it as 2026-11-01.") for day in ("20261101", "2026-W44-7", "2026W447")),
        *((day, "Check the year.") for day in ("1899-12-31", "2200-01-01")),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["decide", "nice-ta260", "start", ADA],
        ["classify", ADA],
        ["diary", "show", ADA],
        ["simulate", "diaries", "--patients", 1, "--days", 1, "--seed", 1, "--out", "never-made"],
    ],
)
def test_a_day_that_is_none_is_named_with_how_to_write_it(refused, command, day: str, mend: str):
    (said,) = refused(*command, "--as-of", day)
    assert said.startswith(f"--as-of: '{day}' is not a date") and said.endswith(mend)
    assert not Path("never-made").exists()


def test_a_baseline_that_is_no_day_is_named_by_its_own_option(refused):
    (said,) = refused("decide", "nice-ta260", "continue", EXAMPLES / "eve.json", "--baseline", "March")
    assert said.startswith("--baseline: 'March' is not a date")


@pytest.mark.parametrize(
    "command",
    [
        ["decide", "nice-ta206", "start", ADA],
        ["policy", "show", "nice-ta206"],
        ["policy", "check", "nice-ta206"],
    ],
)
def test_a_policy_nobody_knows_brings_the_nearest_to_mind(refused, command):
    (said,) = refused(*command)
    assert said == "policy: 'nice-ta206' is not a policy that is known here. Did you mean 'nice-ta260'?"


@pytest.mark.parametrize("name", ["NICE-TA260", "Nice-TA260", "NICE_TA260"])
def test_a_policy_in_capitals_brings_itself_to_mind(refused, name: str):
    (said,) = refused("decide", name, "start", ADA)
    assert said.endswith("Did you mean 'nice-ta260'?")


def test_two_policies_nobody_knows_are_two_sentences(refused):
    assert len(refused("policy", "test", "nothing-like-it", "nor-this")) == 2


@pytest.mark.parametrize("question", ["sart", "Start", "contniue"])
def test_a_slip_in_a_question_is_not_blamed_on_the_source(refused, question: str):
    (said,) = refused("decide", "nice-ta260", question, ADA)
    meant = "start" if "s" in question.casefold() else "continue"
    assert said == (
        f"nice-ta260: '{question}' is no question of this policy."
        f" Did you mean '{meant}'? It answers start and continue."
    )


@pytest.mark.parametrize("question", ["restart", "xyz", ""])
def test_a_question_the_source_does_not_answer_is_refused_with_those_it_does(refused, question: str):
    (said,) = refused("decide", "nice-ta260", question, ADA)
    assert said == (
        f"nice-ta260: '{question}' is a question on which the source is silent."
        " It answers start and continue."
    )


@pytest.mark.parametrize("wrong", ["--format xml", "--months fortnight", "--colour"])
def test_an_option_that_is_none_is_named(usage, wrong: str):
    assert wrong.split()[0] in usage("classify", str(ADA), *wrong.split())


def test_a_migraine_day_nobody_defined_brings_the_definitions(usage):
    assert "leiden" in usage("classify", str(ADA), "--migraine-day", "mine")


@pytest.mark.parametrize(
    ("command", "named"),
    [(["decide"], "POLICY"), (["decide", "nice-ta260", "start"], "PATIENT"), (["diary", "show"], "FILE")],
)
def test_a_command_without_its_file_says_what_is_wanting(usage, command: list[str], named: str):
    assert named in usage(*command) and "--help" in usage(*command)


@pytest.mark.parametrize("command", [[], ["diary"], ["policy"], ["simulate"]])
def test_a_command_alone_shows_what_there_is(capsys: pytest.CaptureFixture[str], command: list[str]):
    assert run(command) == 2
    out, err = capsys.readouterr()
    assert "Usage: procerus" in out + err and "Traceback" not in err


def test_a_command_that_is_none_is_refused(usage):
    assert "treat" in usage("treat", "ada.json")


@pytest.mark.parametrize("command", ["decide", "classify", "diary show", "policy test", "simulate diaries"])
def test_every_command_can_say_what_it_does(capsys: pytest.CaptureFixture[str], command: str):
    assert run([*command.split(), "--help"]) == 0
    assert "Usage: procerus" in capsys.readouterr().out


# Files -----------------------------------------------------------------------------------------------

READERS = [
    ["classify"],
    ["diary", "show"],
    ["diary", "check"],
    ["diary", "import"],
    ["decide", "nice-ta260", "start"],
]


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere.json", "nowhere/x.csv"])
def test_a_file_that_is_not_there_is_named(refused, tmp_path: Path, reader: list[str], name: str):
    (said,) = refused(*reader, tmp_path / name)
    assert Path(name).name in said


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
@pytest.mark.parametrize("name", ["folder", "folder.json"])
def test_a_folder_is_no_file(refused, tmp_path: Path, reader: list[str], name: str):
    (tmp_path / name).mkdir()
    (said,) = refused(*reader, tmp_path / name)
    assert f"{name}:" in said


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
@pytest.mark.parametrize(
    "content", [b"", b"\n\n", bytes(range(256)), b"\xff\xfe\x00\x01" * 50, b"PK\x03\x04zip"]
)
@pytest.mark.parametrize("name", ["x.csv", "x.json"])
def test_an_empty_or_binary_file_is_refused_in_a_sentence(
    refused, tmp_path, reader, name: str, content: bytes
):
    path = tmp_path / name
    path.write_bytes(content)
    said = refused(*reader, path)
    assert said and all(one.startswith("x.") for one in said)


def test_a_diary_with_several_faults_names_them_all(refused, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("date,headache,hours\n2026-10-01,perhaps,2\n2026-10-02,yes,30\n2026-13-01,no,\n")
    said = refused("classify", path)
    assert [one.split(":")[0] for one in said] == [
        "x.csv, row 2, column headache", "x.csv, row 3, column hours", "x.csv, row 4, column date",
    ]  # fmt: skip


def test_a_patient_file_with_several_faults_is_one_sentence_for_each(refused, tmp_path: Path):
    path = patient(
        tmp_path, born="2026-02-30", histroy={}, preventives=[{"drug": "topiramate", "outcome": "failed"}]
    )
    said = refused("decide", "nice-ta260", "start", path)
    assert len(said) == 3
    assert any("histroy" in one and "Did you mean 'history'?" in one for one in said)
    assert all(one.startswith("x.json") for one in said)


def test_a_patient_whose_diary_is_not_there_is_refused(refused, tmp_path: Path):
    (said,) = refused("decide", "nice-ta260", "start", patient(tmp_path, diary="gone.csv"))
    assert "gone.csv" in said


def test_a_decision_is_about_one_person(refused, tmp_path: Path):
    path = tmp_path / "clinic.csv"
    path.write_text("patient,date,headache\nzoe,2026-10-30,yes\nabe,2026-10-28,no\n")
    (said,) = refused("decide", "nice-ta260", "start", path)
    assert said == "clinic.csv: holds 2 people (zoe, abe). Give a file of one person."


def test_of_many_people_five_are_named(refused, tmp_path: Path):
    path = tmp_path / "clinic.csv"
    path.write_text("patient,date,headache\n" + "".join(f"p{n},2026-10-30,yes\n" for n in range(7)))
    (said,) = refused("decide", "nice-ta260", "start", path)
    assert "holds 7 people (p0, p1, p2, p3, p4, …)" in said


@pytest.mark.parametrize("verb", [["decide", "nice-ta260", "start"], ["classify"], ["diary", "show"]])
def test_somebody_without_any_record_must_be_asked_about_on_a_day(refused, tmp_path: Path, verb: list[str]):
    (said,) = refused(*verb, patient(tmp_path))
    assert said == "x: has no record with a date. Say on which day the question is asked: --as-of 2026-11-22."


def test_a_result_that_cannot_be_written_says_where(refused, tmp_path: Path):
    (said,) = refused("decide", "nice-ta260", "start", ADA, "--out", tmp_path / "no" / "x.txt")
    assert said.startswith(str(tmp_path / "no" / "x.txt")) and "cannot be written" in said


def test_an_export_of_no_known_app_is_refused(refused, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("one,two\n1,2\n")
    assert refused("diary", "import", path)[0].startswith("x.csv")


@pytest.mark.parametrize("content", ["", "pack = ", "[pack]\nid = 'mine'\n", "\0"])
def test_a_policy_that_is_not_sound_is_refused_with_its_faults(refused, tmp_path: Path, content: str):
    path = tmp_path / "mine.toml"
    path.write_text(content)
    for command in (["policy", "check"], ["policy", "show"], ["decide"]):
        more = ["start", ADA] if command == ["decide"] else []
        assert all(one.startswith("mine.toml") for one in refused(*command, path, *more))


@pytest.mark.parametrize(
    "wrong", [{"--patients": 0}, {"--days": -1}, {"--patients": 10**9}], ids=lambda wrong: str(*wrong)
)
def test_made_up_people_must_be_at_least_one_and_have_days(refused, tmp_path: Path, wrong: dict[str, int]):
    asked = {"--patients": 1, "--days": 1, "--seed": 1} | wrong
    options = [one for pair in asked.items() for one in pair]
    (said,) = refused("simulate", "diaries", *options, "--out", tmp_path / "new")
    assert str(*wrong.values()) in said.replace(",", "")


def test_made_up_diaries_are_never_written_over_anything(refused, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    said = refused("simulate", "diaries", "--patients", 1, "--days", 1, "--seed", 1, "--out", tmp_path)
    assert len(said) == 1 and [*tmp_path.iterdir()] == [tmp_path / "mine.txt"]


def test_a_fault_from_the_shell_has_its_exit_code_and_streams():
    done = program("decide", "nice-ta206", "start", ADA)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "policy: 'nice-ta206' is not a policy that is known here. Did you mean 'nice-ta260'?\n"
    )


def test_somebody_who_interrupts_gets_no_traceback(capsys: pytest.CaptureFixture[str], monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("procerus.cli.packs.find_policy", interrupted)
    assert run(["policy", "list"]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("export", ["migraine-buddy.csv", "apple-health.xml"])
def test_an_export_given_as_a_diary_is_sent_to_the_import(refused, export: str) -> None:
    (sentence,) = refused("classify", EXAMPLES / "exports" / export)
    assert "is an export of another app" in sentence and "procerus diary import" in sentence


def test_a_damaged_diary_is_not_taken_for_an_export(refused, tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("date,headache\n2026-01-01,perhaps\n", encoding="utf-8")
    (sentence,) = refused("classify", path)
    assert "perhaps" in sentence


def test_a_result_never_replaces_the_file_it_was_made_from(refused, tmp_path: Path) -> None:
    path = tmp_path / "ada.csv"
    path.write_bytes((EXAMPLES / "ada.csv").read_bytes())
    (sentence,) = refused("classify", path, "--out", path, "--as-of", "2026-11-01")
    assert "is a file that was read" in sentence
    assert path.read_bytes() == (EXAMPLES / "ada.csv").read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert "is a file that was read" in refused("diary", "show", path, "--out", link)[0]


@pytest.mark.parametrize(
    "command",
    ["decide nice-ta260 start ada.json", "compare ada.json --format html --policy nice-ta260",
     "dossier prior-authorisation nice-ta260 ada.json --format pdf"],
)  # fmt: skip
def test_a_diary_that_a_patient_file_names_is_never_written_over(
    refused, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ada.json", "ada.csv"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    (said,) = refused(*command.split(), "--out", "ada.csv")
    assert said == "ada.csv: is a file that was read. Name another file."
    assert (tmp_path / "ada.csv").read_bytes() == (EXAMPLES / "ada.csv").read_bytes()


@pytest.mark.parametrize("verb", ["policy show", "policy check", "policy test"])
def test_a_policy_is_never_written_over_by_what_is_said_of_it(refused, verb: str, tmp_path: Path) -> None:
    path = tmp_path / "smc-2017.toml"
    path.write_bytes(policy_files()["smc-2017"].read_bytes())
    assert "is a file that was read" in refused(*verb.split(), path, "--out", path)[0]
    assert path.read_bytes() == policy_files()["smc-2017"].read_bytes()


def test_a_full_disk_is_told_in_a_sentence() -> None:
    command = [sys.executable, "-m", "procerus", "decide", "nice-ta260", "start", str(ADA)]
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    assert said.returncode == 2
    assert "cannot be written" in said.stderr and "Traceback" not in said.stderr


def test_a_diary_may_come_through_a_pipe() -> None:
    command = [sys.executable, "-m", "procerus", "diary", "check", "/dev/stdin"]
    with subprocess.Popen(["cat", str(EXAMPLES / "ada.csv")], stdout=subprocess.PIPE) as cat:
        said = subprocess.run(command, stdin=cat.stdout, capture_output=True, encoding="utf-8")
    assert (said.returncode, said.stderr) == (0, "") and "answered" in said.stdout
