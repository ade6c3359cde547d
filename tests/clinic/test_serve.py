"""Starting the clinic and stopping it again: what is said, and what is refused in one sentence."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from commands import run
from served import SECONDS_TO_START, environment


def sentence(capsys: pytest.CaptureFixture[str], *arguments: str, verb: str = "serve") -> str:
    """The one line that is said of a start, or of another command, that is refused."""
    assert run([verb, *arguments]) == 2
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert out == "" and "Traceback" not in err
    return line


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(capsys, tmp_path: Path, port: str) -> None:
    said = sentence(capsys, "--port", port, "--data", str(tmp_path))
    assert said.startswith(f"--port: '{port}' is no port")


def test_a_port_on_which_something_listens_is_refused_before_anything_is_made(capsys, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        said = sentence(capsys, "--port", str(other.getsockname()[1]), "--data", str(tmp_path / "new"))
    assert "is taken" in said and "--port" in said
    assert not (tmp_path / "new").exists()


def test_an_address_of_another_machine_is_refused(capsys, tmp_path: Path) -> None:
    said = sentence(capsys, "--host", "192.0.2.1", "--data", str(tmp_path), "--port", str(_free()))
    assert said.startswith("--host: '192.0.2.1' is no address of this machine")


@pytest.mark.parametrize("kind", [[], ["--demo"]])
def test_a_file_in_place_of_a_folder_is_refused(capsys, tmp_path: Path, kind: list[str]) -> None:
    there = tmp_path / "file"
    there.write_text("not a clinic")
    said = sentence(capsys, *kind, "--data", str(there), "--port", str(_free()))
    assert said.endswith("is a file, and not a folder. Name another --data.")


def test_a_folder_with_something_else_in_it_is_no_place_for_a_demonstration(capsys, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    said = sentence(capsys, "--demo", "--data", str(tmp_path), "--port", str(_free()))
    assert "holds something else than a demonstration" in said
    assert (tmp_path / "thesis.txt").read_text() == "mine"


ABOUT_A_CLINIC = [["serve"], ["administrator", "Ann", "a@x.example"], ["drill"], ["backup", "to"]]


@pytest.mark.parametrize("asked", ABOUT_A_CLINIC, ids=lambda one: one[0])
def test_an_empty_name_of_a_folder_is_refused_and_nothing_is_made_where_one_stands(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--data: is empty" in sentence(capsys, *asked[1:], "--data", "", verb=asked[0])
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_folder_makes_no_second_clinic(capsys, tmp_path: Path) -> None:
    mistyped = tmp_path / "clinci"
    said = sentence(capsys, "Ann Example", "ann@x.example", "--data", str(mistyped), verb="administrator")
    assert "holds no clinic" in said and "--new" in said
    assert not mistyped.exists()


def test_a_new_clinic_is_made_where_that_is_said_and_an_administrator_has_a_name(tmp_path: Path) -> None:
    told = environment() | {"PROCERUS_DATA": str(tmp_path / "clinic")}

    def procerus(*said: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "procerus", *said]
        return subprocess.run(command, capture_output=True, text=True, env=told, check=False)

    nameless = procerus("administrator", " ", "ann@x.example", "--new")
    assert (nameless.returncode, nameless.stderr.count("\n")) == (2, 1)
    assert nameless.stderr.startswith("NAME: ")
    assert "/enter/" in procerus("administrator", "Ann", "ann@x.example").stdout, (
        "PROCERUS_DATA names the clinic"
    )
    assert procerus("backup", str(tmp_path / "copies")).returncode == 0
    assert procerus("downtime", "--out", str(tmp_path / "today.pdf")).returncode == 2, (
        "no clinic has a day yet"
    )


def test_an_empty_clinic_says_how_its_first_administrator_gets_in_and_stops_quietly(tmp_path: Path) -> None:
    port, folder = _free(), tmp_path / "clinic"
    command = [sys.executable, "-m", "procerus", "serve", "--data", str(folder), "--port", str(port)]
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    _wait(port, program)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=SECONDS_TO_START)
    assert program.returncode == 0
    assert f"procerus administrator 'Ann Example' ann@clinic.example --data {folder} --port {port}" in out
    assert out.splitlines()[-1].endswith(f"http://127.0.0.1:{port}")
    assert "Traceback" not in err and "INFO" not in err


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int, program: subprocess.Popen[str]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert program.poll() is None, "the server ended at once"
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")
