"""`procerus policy new`: a local policy to begin from, that nothing has to be mended in first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from people import EXAMPLES
from procerus.cli.packs import VARIABLE
from procerus.packs.load import Policy, load_policy, policy_files


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with no packs of one's own elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def ours(here: Path) -> Policy:
    """A new policy, read from its file."""
    assert run(["policy", "new", "our-hospital"]) == 0
    return load_policy(here / "our-hospital.toml")


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence with which `policy new` refuses."""
    assert run(["policy", "new", *map(str, arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err
    [line] = err.splitlines()
    return line


def test_a_new_policy_passes_its_check_and_its_worked_cases_at_once(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "new", "our-hospital"]) == 0
    assert "our-hospital.toml is written" in capsys.readouterr().out
    assert run(["policy", "check", "our-hospital.toml"]) == 0
    assert capsys.readouterr().out.startswith("our-hospital is sound")
    assert run(["policy", "test", "our-hospital.toml"]) == 0
    assert "cases passed" in capsys.readouterr().out


def test_a_new_policy_is_local_and_claims_nothing_to_have_been_read(ours: Policy) -> None:
    own = ours.pack.own
    assert (ours.pack.about.id, ours.pack.standing, ours.pack.about.status) == (
        "our-hospital", "local", "unverified",
    )  # fmt: skip
    assert {one.status for one in (*own.numbers.values(), *own.criteria.values())} == {"unverified"}
    assert (ours.pack.valid_from, ours.pack.valid_until) == (None, None)


def test_a_new_policy_answers_for_a_patient_and_says_that_nothing_in_it_is_verified(
    ours: Policy, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["decide", "our-hospital.toml", "start", str(EXAMPLES / "ada.json"), "--format", "json"]) == 0
    decided = json.loads(capsys.readouterr().out)
    assert decided["answer"] == "yes"
    assert {reason["status"] for reason in decided["reasons"]} == {"unverified"}


def test_a_new_policy_may_be_written_into_a_folder_of_ones_own_packs(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "packs").mkdir()
    assert run(["policy", "new", "ours", "--out", "packs/ours.toml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "ours", "file": "packs/ours.toml"}
    assert "ours" in policy_files([here / "packs"])


def test_a_policy_that_somebody_has_written_is_never_written_over(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = here / "ours.toml"
    theirs.write_text("# weeks of work\n")
    assert "ours.toml: exists already" in refused(capsys, "ours")
    assert theirs.read_text() == "# weeks of work\n"


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("My Clinic", "Write my-clinic."),
        ("my-clinic.toml", "Write my-clinic."),
        ("my_clinic", "Write my-clinic."),
        ("../my-clinic", "Write my-clinic."),
        ("-clinic-", "Write clinic."),
        ("2026", "Use small letters, digits and hyphens: my-clinic."),
        ("", "Use small letters, digits and hyphens: my-clinic."),
        ("病院", "Use small letters, digits and hyphens: my-clinic."),
    ],
)
def test_a_name_that_cannot_be_an_id_is_refused_with_one_that_can(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, mend: str
) -> None:
    said = refused(capsys, "--", name)
    assert "cannot be the id of a policy" in said and said.endswith(mend)
    assert list(here.iterdir()) == []


def test_the_id_of_a_built_in_policy_is_taken(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "'nice-ta260' is the id of a policy that is known here" in refused(capsys, "nice-ta260")
    assert list(here.iterdir()) == []


def test_the_id_of_a_policy_in_ones_own_folder_is_taken(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "packs").mkdir()
    assert run(["policy", "new", "ours", "--out", "packs/ours.toml"]) == 0
    monkeypatch.setenv(VARIABLE, str(here / "packs"))
    capsys.readouterr()
    assert "is the id of a policy that is known here" in refused(capsys, "ours")


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("theirs.toml", "--out: 'theirs.toml' is not called ours.toml"),
        ("packs/ours", "Write --out packs/ours.toml."),
        (".", "is not called ours.toml, as its policy is. Write --out ours.toml."),
        ("nowhere/ours.toml", "nowhere/ours.toml: cannot be written"),
    ],
)
def test_a_file_that_cannot_hold_the_policy_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], out: str, said: str
) -> None:
    assert said in refused(capsys, "ours", "--out", out)
    assert list(here.iterdir()) == []


def test_a_folder_given_for_the_file_is_completed_by_the_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "packs").mkdir()
    assert refused(capsys, "ours", "--out", "packs").endswith("Write --out packs/ours.toml.")
