"""The command line for tests: inside this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings

with warnings.catch_warnings():  # typer below 0.26 touches names that click 8.5 is about to retire
    warnings.simplefilter("ignore", DeprecationWarning)
    from procerus.cli.app import run
    from procerus.cli.comparing import comparison_text
    from procerus.cli.session_words import sheet_text
    from procerus.cli.words import decision_text
    from procerus.pathway.spoken import fact_text

__all__ = ["comparison_text", "decision_text", "fact_text", "program", "run", "sheet_text"]


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, its output a pipe."""
    return subprocess.run(
        [sys.executable, "-c", "from procerus.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
    )
