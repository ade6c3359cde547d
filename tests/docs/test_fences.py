"""What the documentation shows is what happens."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.fences import READERS, ROOT, commands, fences, matches, pages, program, run, trimmed

PAGES = pages()
WITH_COMMANDS = [page for page in PAGES if fences(page, "console")]
KNOWN = {"console", "python", "text", "sh", "csv", *READERS}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of examples/, so that a page may write files."""
    return Path(shutil.copytree(ROOT / "examples", tmp_path / "examples"))


def test_the_documentation_shows_commands_with_what_they_print() -> None:
    assert ROOT / "README.md" in WITH_COMMANDS


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_a_command_on_a_page_prints_what_the_page_says(page: Path, examples: Path) -> None:
    for fence in fences(page, "console"):
        for command in commands(fence):
            printed = run(command, examples)
            assert matches(command.expected, printed), (
                f"{fence}: $ {command.text}\nthe page says\n" + "\n".join(trimmed(command.expected))
                + "\nit prints\n" + "\n".join(printed)
            )  # fmt: skip


def test_the_python_of_every_page_runs(examples: Path) -> None:
    for page in (page for page in PAGES if fences(page, "python")):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program(page)], cwd=examples, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{name(page)}: {done.stderr}"


def test_toml_and_json_shown_on_a_page_can_be_read() -> None:
    for fence in (fence for page in PAGES for fence in fences(page) if fence.language in READERS):
        try:
            READERS[fence.language](fence.text)
        except ValueError as error:
            pytest.fail(f"{fence}: {error}")


def test_every_block_says_what_it_is_so_that_none_escapes_these_tests() -> None:
    unknown = [f"{fence} {fence.language!r}" for page in PAGES for fence in fences(page)
               if fence.language not in KNOWN]  # fmt: skip
    assert unknown == []


def page_of(tmp_path: Path, text: str) -> Path:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    return page


def test_a_page_that_shows_another_answer_than_is_printed_is_found_out(tmp_path: Path) -> None:
    page = page_of(tmp_path, "# Page\n\n```console\n$ echo yes\nno\n$ echo \\\n  unknown\nunknown\n```\n")
    first, second = [command for fence in fences(page) for command in commands(fence)]
    assert not matches(first.expected, run(first, tmp_path))
    assert matches(second.expected, run(second, tmp_path))


def test_output_that_the_page_leaves_out_has_to_be_marked_as_left_out() -> None:
    printed = ("one", "two", "three")
    assert matches(("one", "...", "three"), printed)
    assert matches(("...",), printed)
    assert not matches(("one", "three"), printed)
    assert not matches((), printed)
    assert not matches(("one", "...", "four"), printed)


def test_a_command_that_ends_in_a_traceback_is_never_what_a_page_shows(tmp_path: Path) -> None:
    page = page_of(tmp_path, "```console\n$ python -c 'nothing'\n...\n```\n")
    (command,) = commands(fences(page)[0])
    with pytest.raises(AssertionError, match="NameError"):
        run(command, tmp_path)


def test_python_of_a_page_keeps_the_line_numbers_of_the_page(tmp_path: Path) -> None:
    page = page_of(tmp_path, "# Page\n\n```python\na = 1\n```\n\ntext\n\n  ```python\n  b = a\n  ```\n")
    assert [fence.line for fence in fences(page)] == [4, 10]
    assert program(page).splitlines()[3] == "a = 1"
    assert program(page).splitlines()[9] == "b = a"
