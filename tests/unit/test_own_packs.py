"""Policies of one's own: a folder beside the built-in ones, found by --packs or by the environment."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import run
from packs.edited import POLICIES, faults_of, line_of, written
from people import EXAMPLES
from procerus.cli.packs import VARIABLE, every_policy, folders
from procerus.faults import BadInput
from procerus.packs.load import find_policy, policy_files
from unit.small_policy import TEXT

ADA = EXAMPLES / "ada.json"


@pytest.fixture(autouse=True)
def no_packs_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def policy_in(folder: Path, name: str = "small") -> Path:
    """A folder with one sound policy of this id."""
    folder.mkdir(parents=True, exist_ok=True)
    written(folder, name, TEXT.replace('"small"', f'"{name}"'))
    return folder


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    """What is said where the command refuses, line by line."""
    assert run([*map(str, arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err
    return err.splitlines()


# Finding


def test_policies_of_ones_own_stand_beside_the_built_in_ones(tmp_path: Path) -> None:
    one, other = policy_in(tmp_path / "one", "our-clinic"), policy_in(tmp_path / "two", "our-region")
    assert policy_files([one, other]).keys() == {*POLICIES, "our-clinic", "our-region"}
    assert find_policy("our-region", [one, other]).pack.about.id == "our-region"


def test_a_folder_without_a_policy_adds_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("[pack]", encoding="utf-8")
    assert policy_files([tmp_path]).keys() == set(POLICIES)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as complaint:
        policy_files([tmp_path / "gone"])
    assert str(complaint.value) == (
        f"{tmp_path / 'gone'}: is no folder of packs. Check --packs and PROCERUS_PACKS."
    )
    file = policy_in(tmp_path) / "small.toml"
    with pytest.raises(BadInput, match="is no folder of packs"):
        policy_files([file])


def test_whoever_may_not_read_a_folder_is_told_to_open_it_or_to_leave_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, listed = policy_in(tmp_path / "closed"), Path.iterdir

    def closed(path: Path) -> Iterator[Path]:
        if path == folder:
            raise PermissionError(errno.EACCES, "closed", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    monkeypatch.setenv(VARIABLE, str(folder))
    assert refused(capsys, "decide", "nice-ta260", "start", ADA) == [
        f"{folder}: cannot be read: Permission denied. Let this account read the folder,"
        " or take it out of --packs and PROCERUS_PACKS."
    ]


def test_a_folder_that_leads_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(BadInput, match="round: cannot be read: Too many levels of symbolic links"):
        policy_files(folders([tmp_path / "round"]))


def test_packs_without_a_name_is_not_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(capsys, "policy", "list", "--packs", "") == [
        "--packs: is the folder you are in, and it holds no pack. Write --packs and the folder's name."
    ]
    policy_in(tmp_path)
    assert "small" in policy_files(folders([Path()]))


def test_nobody_can_replace_a_built_in_policy_by_one_of_the_same_id(tmp_path: Path) -> None:
    folder = policy_in(tmp_path, "nice-ta260")
    with pytest.raises(BadInput) as complaint:
        find_policy("nice-ta260", [folder])
    assert str(complaint.value) == (
        f"{folder / 'nice-ta260.toml'}: has the id of a policy of Procerus."
        " Give the file, and its id, a name of its own."
    )


def test_two_folders_cannot_both_have_a_policy_of_one_id(tmp_path: Path) -> None:
    one, other = policy_in(tmp_path / "one"), policy_in(tmp_path / "two")
    with pytest.raises(BadInput) as complaint:
        policy_files([one, other])
    assert str(complaint.value).startswith(f"{other / 'small.toml'}: has the id of a policy of {one}.")


def test_a_policy_named_by_its_file_needs_no_folder_and_minds_no_namesake(tmp_path: Path) -> None:
    one, other = policy_in(tmp_path / "one"), policy_in(tmp_path / "two")
    assert find_policy(str(one / "small.toml"), [one, other]).pack.about.id == "small"


def test_a_file_under_another_name_than_its_id_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "our-clinic", TEXT)
    [fault] = faults_of(path)
    assert str(fault) == (
        f"our-clinic.toml, line {line_of(TEXT, 'id        =')}, pack.id: 'small' is not the file's name."
        ' Write "our-clinic".'
    )


# On the command line


def test_packs_and_the_environment_both_add_policies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = policy_in(tmp_path / "here", "our-clinic"), policy_in(tmp_path / "there", "our-region")
    monkeypatch.setenv(VARIABLE, str(there))
    assert run(["policy", "list", "--packs", str(here), "--format", "json"]) == 0
    listed = {one["id"] for one in json.loads(capsys.readouterr().out)}
    assert listed == {*POLICIES, "our-clinic", "our-region"}


def test_the_environment_may_name_several_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = policy_in(tmp_path / "one", "our-clinic"), policy_in(tmp_path / "two", "our-region")
    monkeypatch.setenv(VARIABLE, os.pathsep.join(["", str(one), str(other), ""]))
    assert folders(None) == (one, other)
    assert {policy.pack.about.id for policy in every_policy(None)} == {*POLICIES, "our-clinic", "our-region"}


def test_a_folder_named_twice_is_looked_into_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = policy_in(tmp_path / "one")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "one" / ".." / "one"))
    assert folders([folder]) == (folder,)
    assert folders([folder, folder]) == (folder,)
    assert "small" in policy_files(folders([folder]))


def test_an_empty_environment_names_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert folders(None) == () and folders([]) == ()


def test_a_decision_by_a_policy_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["decide", "small", "start", str(ADA), "--as-of", "2026-11-01", "--format", "json"]
    assert run([*asked, "--packs", str(policy_in(tmp_path))]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == "yes"
    assert "'small' is not a policy that is known here." in refused(capsys, *asked)[0]


def test_a_folder_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [line] = refused(capsys, "policy", "list", "--packs", tmp_path / "gone")
    assert line.endswith("is no folder of packs. Check --packs and PROCERUS_PACKS.")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone"))
    assert refused(capsys, "decide", "nice-ta260", "start", ADA) == [line]


def test_every_policy_that_is_not_sound_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("our-clinic", "our-region"):
        written(tmp_path, name, TEXT)
    said = refused(capsys, "policy", "list", "--packs", tmp_path)
    assert [line.split(",")[0] for line in said] == ["our-clinic.toml", "our-region.toml"]


def test_a_folder_given_for_a_policy_brings_packs_to_mind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = policy_in(tmp_path / "ours")
    [line] = refused(capsys, "policy", "check", folder)
    assert line.endswith(f" It is a folder: to use the policies in it, write --packs {folder}.")


ONE_OF_EACH = """
[numbers]
old_enough = { is = 18, unit = "years", at = "1", status = "read" }
[criteria.adult]
asks = "Is the person an adult?"
yes_when = "age >= old_enough"
at = "1"
[questions.start]
asks = "May treatment be started?"
yes_when = "adult"
[[cases]]
name = "Eighteen"
given = { age = 18 }
start = "yes"
[[cases]]
name = "Seventeen"
given = { age = 17 }
start = "no"
[[cases]]
name = "Age not known"
given = { age = "unknown" }
start = "unknown"
"""


def test_one_of_a_kind_is_counted_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "small", TEXT[: TEXT.index("[numbers]")] + ONE_OF_EACH)
    assert run(["policy", "check", str(path)]) == 0
    assert " ".join(capsys.readouterr().out.split()).startswith(
        "small is sound: 1 criterion, 1 number, 3 worked cases, "
    )


# What if


def what_if(*changes: str) -> list[str]:
    asked = ["decide", "nice-ta260", "start", str(ADA), "--as-of", "2026-11-01", "--format", "json"]
    return [*asked, *(word for change in changes for word in ("--set", change))]


def test_a_what_if_on_the_command_line_sets_each_number_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(what_if("min_headache_days=31", " min_preventives = 4 ")) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["what_if"] == {
        "not_the_policy": True, "numbers": {"min_headache_days": 31, "min_preventives": 4},
    }  # fmt: skip
    assert said["answer"] == "no"


@pytest.mark.parametrize(
    "change",
    [
        "min_headache_days", "min_headache_days=", "=10", "min_headache_days=ten", "min_headache_days=-1",
        "min_headache_days=1.5", "min_headache_days=１０",
        "min_headache_days=1=2", "",
    ],
)  # fmt: skip
def test_a_what_if_is_a_name_and_a_whole_number(change: str, capsys: pytest.CaptureFixture[str]) -> None:
    [line] = refused(capsys, *what_if(change))
    assert line == f"--set: '{change}' is not NUMBER=N. Write min_headache_days=10."


@pytest.mark.parametrize("number", ["1234567890", "99999999999999999999"])
def test_a_number_too_large_for_a_what_if_is_said_to_be_that(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *what_if(f"min_headache_days={number}")) == [
        f"--set: 'min_headache_days={number}' is a number of more than 9 digits. Write a smaller one."
    ]


def test_a_number_set_twice_or_unknown_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    twice = refused(capsys, *what_if("min_headache_days=10", "min_headache_days=11"))
    assert twice == ["--set: 'min_headache_days' is set twice. Set it once."]
    unknown = refused(capsys, *what_if("min_headache_dys=10"))
    assert unknown == [
        "nice-ta260: 'min_headache_dys' is no number of this policy. Did you mean 'min_headache_days'?"
    ]
