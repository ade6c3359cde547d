"""Links lead somewhere, and the site builds without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.fences import ROOT, pages

LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^( *)(`{3,}).*?^\1\2|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def links(page: Path) -> list[str]:
    """The targets of the links of a page that stay inside the repository."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if not re.match(r"\w+:", target)]


def anchors(page: Path) -> set[str]:
    """What `#...` may name on a page: its headings, as forges and the site write them."""
    text = CODE.sub(lambda code: "" if "```" in code[0] else code[0].strip("`"), page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    found = []
    for target in links(page):
        file, _, anchor = target.partition("#")
        aim = (page.parent / file).resolve() if file else page
        if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
            found.append(target)
    return found


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_link_that_leads_nowhere_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# What is a *month*?\n[a](page.md#what-is-a-month) [b](#no) [c](no.md) `[d](no)`\n", "utf-8"
    )
    assert broken(page) == ["#no", "no.md"]


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "zensical", "build", "--strict"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the documentation, so that nothing is built into the repository."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def test_the_site_builds_without_a_warning_and_fetches_nothing_from_elsewhere(site: Path) -> None:
    done = build(site)
    assert done.returncode == 0, done.stdout + done.stderr
    start = (site / "site/index.html").read_text(encoding="utf-8")
    loaded = re.findall(r"<(?:link|script|img)\b[^>]*?\b(?:href|src)=\"?([^\s\">]+)", start)
    assert loaded
    assert [address for address in loaded if re.match(r"(?:https?:)?//", address)] == []


def test_a_page_with_a_broken_link_stops_the_site(site: Path) -> None:
    (site / "docs/index.md").write_text("# Start\n\n[gone](gone.md)\n", encoding="utf-8")
    assert build(site).returncode != 0
