"""How tests are run: nothing is skipped on CI, and nothing reaches another machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from house.sources import ROOT

SKIPS = {
    "by_mark": "@pytest.mark.skip(reason='not today')\ndef test_nothing(): ...",
    "inside": "def test_nothing():\n    pytest.skip('not today')",
    "whole_module": "pytest.skip('not today', allow_module_level=True)",
    "without_library": "pytest.importorskip('a_library_nobody_has', reason='not today')",
    "expected_failure": "@pytest.mark.xfail(reason='not today')\ndef test_nothing():\n    assert False",
}


def outcome(folder: Path, test: str, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_bytes((ROOT / "tests/conftest.py").read_bytes())
    (folder / "test_one.py").write_text(
        f"import pytest\n\n{test}\n\ndef test_that_runs(): ...\n", encoding="utf-8"
    )
    # Plugins are left at home: they are slow to load, and nothing here is about them.
    environment = {**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("how", SKIPS)
def test_a_test_that_is_skipped_on_ci_has_failed(tmp_path: Path, how: str) -> None:
    done = outcome(tmp_path, SKIPS[how], ci="true")
    assert done.returncode != 0
    assert "on CI every test runs" in done.stdout


def test_a_test_may_be_skipped_on_a_developers_machine(tmp_path: Path) -> None:
    assert outcome(tmp_path, SKIPS["by_mark"], ci="").returncode == 0


def test_a_test_cannot_reach_another_machine() -> None:
    # 192.0.2.1 is set aside for documentation (RFC 5737): nothing answers there.
    with socket.socket() as outside, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_a_test_can_reach_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as inside:
        inside.connect(server.getsockname())
