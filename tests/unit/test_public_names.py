"""What `import procerus` offers, and what it costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import procerus


def test_importing_the_package_loads_no_other_part_of_it() -> None:
    ask = "import sys, procerus; print(*[name for name in sys.modules if name.startswith('procerus.')])"
    assert subprocess.check_output([sys.executable, "-c", ask], text=True).strip() == ""


@pytest.mark.parametrize("name", procerus.__all__)
def test_every_public_name_is_there_and_says_what_it_means(name: str) -> None:
    assert (getattr(procerus, name).__doc__ or "").strip()
    assert name in dir(procerus)


def test_type_checkers_are_told_of_the_same_names_from_the_same_places() -> None:
    stub = ast.parse(Path(procerus.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imports = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    told = {name.asname: (node.module, name.name) for node in imports for name in node.names}
    assert told == procerus._HOMES
    assert set(told) == set(procerus.__all__)


def test_a_name_that_is_not_public_is_refused_by_its_name() -> None:
    with pytest.raises(AttributeError, match="'decode'"):
        procerus.decode  # noqa: B018  asking for it is the test


def test_the_policy_asked_for_is_the_policy_that_comes() -> None:
    assert procerus.policy("nice-ta260").pack.about.id == "nice-ta260"
