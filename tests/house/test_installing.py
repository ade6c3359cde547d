"""What a fresh machine gets: locks without addresses, a wheel with every pack, and a quick start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from house.sources import ROOT, SRC, place, tracked

pytestmark = pytest.mark.ci

LOCKS = ["requirements/run.txt", "requirements/dev.txt", "requirements/postgres.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ADDRESS = re.compile(r"\w+://|--(?:extra-)?index|--find-links|--trusted-host|^-")
PINNED = re.compile(r"^([\w.-]+)==([\w.!+]+)(?: ; (.+?))? \\$", re.MULTILINE)
# A path of one person's machine, and a name of a place packages come from.
MACHINE = re.compile(r"(?<![\w./])/(?:home|root|Users|work|opt|mnt)/[\w.]|\b[A-Z]:\\\\?Users\b")
REGISTRY = re.compile(r"\b(?:files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|index-url\s*=)")


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def pins(path: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version, _ in PINNED.findall(text(path)):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def group(name: str) -> list[Requirement]:
    """A dependency group with the groups it includes."""
    found = []
    for entry in PROJECT["dependency-groups"][name]:
        found += group(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


EXTRAS = PROJECT["project"]["optional-dependencies"]


def used(*extras: str) -> list[Requirement]:
    """What the program needs, with some of its extras; an extra that includes another names this project."""
    listed = [*PROJECT["project"]["dependencies"], *(entry for name in extras for entry in EXTRAS[name])]
    return [wanted for wanted in map(Requirement, listed) if wanted.name != PROJECT["project"]["name"]]


WANTED = {
    "requirements/run.txt": [*used("documents", "clinic"), *group("build")],
    "requirements/dev.txt": [*used(*EXTRAS), *group("dev")],
    "requirements/postgres.txt": [*used(*EXTRAS), *group("build")],
}


@pytest.mark.parametrize("path", LOCKS)
def test_a_lock_names_no_address_and_no_option(path: str) -> None:
    assert [line for line in text(path).splitlines() if ADDRESS.search(line)] == []


@pytest.mark.parametrize("path", LOCKS)
def test_every_pin_of_a_lock_has_hashes(path: str) -> None:
    entries = re.split(r"^(?=[\w.-]+==)", text(path), flags=re.MULTILINE)[1:]
    assert len(entries) >= 15
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("path", LOCKS)
def test_a_lock_holds_every_dependency_within_the_range_asked_for(path: str) -> None:
    locked = pins(path)
    missing = [str(wanted) for wanted in WANTED[path] if canonicalize_name(wanted.name) not in locked]
    outside = [
        str(wanted)
        for wanted in WANTED[path]
        for version in locked.get(canonicalize_name(wanted.name), ())
        if version not in wanted.specifier
    ]
    assert missing + outside == []


def test_what_a_user_runs_is_what_a_developer_tested() -> None:
    run, dev, postgres = (pins(path) for path in LOCKS)
    for lock in (run, postgres):
        assert {name: versions for name, versions in lock.items() if dev.get(name) != versions} == {}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.parent == ROOT / "tests/house" or path.suffix in {".png", ".woff2", ".mo"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{place(path)}:{number}: {line.strip()[:100]}")
    assert found == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in the wheel, built without a network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_tells_type_checkers_that_it_is_typed(wheel: list[str]) -> None:
    assert "procerus/py.typed" in wheel


def test_the_wheel_carries_every_pack_and_module_and_nothing_of_the_tests(wheel: list[str]) -> None:
    here = {str(Path("procerus") / path.relative_to(SRC)) for path in tracked() if path.is_relative_to(SRC)}
    assert here - set(wheel) == set()
    assert {name.split("/")[0] for name in wheel} == {
        "procerus",
        f"procerus-{PROJECT['project']['version']}.dist-info",
    }


ASKING = """
import sys
from procerus.cli import main
sys.argv = ["procerus", "decide", "nice-ta260", "start", "ada.json", "--format", "json"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def test_asking_for_a_decision_loads_no_heavy_package() -> None:
    """A decision for one person is told within half a second of the command, start-up included."""
    done = subprocess.run(
        [sys.executable, "-c", ASKING], cwd=ROOT / "examples", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert '"answer"' in done.stdout
    loaded = set(done.stderr.splitlines()[-1].split())
    assert {"numpy", "pydantic", "django", "narwhals", "typst", "jinja2", "highspy"} & loaded == set()


def test_the_wheel_carries_the_examples_of_which_the_demonstrations_are_made(wheel: list[str]) -> None:
    files = {path.name for path in tracked() if path.parent == ROOT / "examples"}
    assert "ada.json" in files
    assert {f"procerus/examples/{name}" for name in files} - set(wheel) == set()


NO_PYTHON = {"PYTHON": "/bin/false"}  # whoever looks for a Python with this is stopped


@pytest.fixture
def set_up(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`scripts/setup` in a folder of its own, with the lines it writes."""
    for name in ("scripts/setup", *LOCKS, "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", tmp_path / "scripts/setup", *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def already_set_up(tmp_path: Path) -> None:
    """The folder looks as `scripts/setup dev` leaves it."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    recipe = f"{tmp_path}\n{text('requirements/dev.txt')}{text('pyproject.toml')}"
    (tmp_path / ".venv/made-for-dev").write_text(recipe, encoding="utf-8")


@pytest.mark.parametrize("kind", ["run", "dev"])
@pytest.mark.usefixtures("already_set_up")
def test_setting_up_again_when_nothing_changed_does_nothing(set_up, kind: str) -> None:
    again = set_up(kind, **NO_PYTHON)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.parametrize("changed", ["requirements/dev.txt", "pyproject.toml"])
@pytest.mark.usefixtures("already_set_up")
def test_a_changed_lock_or_project_is_set_up_again(set_up, tmp_path: Path, changed: str) -> None:
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    assert set_up("dev", **NO_PYTHON).returncode != 0


def test_a_debian_python_without_venv_is_told_which_package_is_missing(set_up, tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text(
        f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n', "utf-8"
    )
    python.chmod(0o755)
    done = set_up("run", PYTHON=str(python), PATH="/usr/bin:/bin")  # where no uv stands in for it
    assert done.returncode != 0
    assert "sudo apt install python3-venv" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ([], {}, "usage: scripts/setup run|dev"),
        (["everything"], {}, "usage: scripts/setup run|dev"),
        (["run"], NO_PYTHON, "PYTHON=/bin/false is not a Python from 3.11 to 3.14"),
    ],
)
def test_a_set_up_that_cannot_be_done_says_so_in_one_line(
    set_up, tmp_path: Path, arguments: list[str], environment: dict[str, str], said: str
) -> None:
    done = set_up(*arguments, **environment)
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()
