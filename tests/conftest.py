"""What holds for every test: no network, chosen numbers of examples, and no skipping on CI."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The clinic's tests have a database of their own: in memory, or on the PostgreSQL that the environment names.
os.environ["PROCERUS_DATA"] = tempfile.mkdtemp(prefix="procerus-test-")
Path(os.environ["PROCERUS_DATA"], "static").mkdir()
os.environ["PROCERUS_DATABASE"] = os.environ.get("PROCERUS_TEST_DATABASE", "")
collect_ignore = [] if os.environ["PROCERUS_DATABASE"] else ["postgres"]

ON_CI = os.environ.get("CI", "").lower() in {"1", "true"}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

# On CI there are more examples, and always the same: red means changed code. `make nightly` looks further.
settings.register_profile(
    "procerus",
    max_examples=int(os.environ.get("PROCERUS_EXAMPLES", "50" if ON_CI else "25")),
    deadline=None,
    derandomize=ON_CI and "PROCERUS_EXAMPLES" not in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# Code broken on purpose: the same examples for every mutant, and one that fails is enough, however large.
settings.register_profile(
    "mutation",
    settings.get_profile("procerus"),
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("procerus")


def pytest_configure(config: pytest.Config) -> None:
    """On CI the tests marked `ci` run as well."""
    if ON_CI:
        config.option.markexpr = config.option.markexpr.replace(" and not ci", "")


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Generator[None]:
    """Connections leave this machine in no test; a server under test on loopback is reachable."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse(reached: socket.socket, address: object) -> None:
        if reached.family != socket.AF_UNIX and not (isinstance(address, tuple) and address[0] in LOOPBACK):
            raise NetworkUsed(f"a test tried to reach {address!r}; tests run without a network")

    def guarded(reached: socket.socket, address: object) -> None:
        refuse(reached, address)
        connect(reached, address)  # type: ignore[arg-type]  # whatever connect takes

    def guarded_ex(reached: socket.socket, address: object) -> int:
        refuse(reached, address)
        return connect_ex(reached, address)  # type: ignore[arg-type]  # whatever connect_ex takes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded_ex)
        yield


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """Chromium, for all tests of a module; one at a time, as its event loop is the whole process's."""
    from chromium import launched

    with launched() as one:
        yield one


@pytest.hookimpl(trylast=True)
def pytest_sessionstart() -> None:
    """Load Django, which imports much of the heart, once coverage is counting: its workers begin here."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "procerus.clinic.settings"
    django.setup()


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A test that did not run proves nothing, so on CI it has failed."""
    if ON_CI and report.outcome == "skipped":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "expected to fail"
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} did not run, and on CI every test runs: {reason}"
        vars(report).pop("wasxfail", None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_if_skipped(report)
    return report
