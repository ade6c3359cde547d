"""The phone's folder served, and a browser, for every test here that looks at screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import pytest
from playwright.sync_api import Browser

from chromium import launched
from phone.keeping import Clinic, clinic_on_loopback
from phone.phones import serving
from phone.somebody import Somebody, somebody

Opens = Callable[..., AbstractContextManager[Somebody]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def somebody_with(chromium: Browser) -> Iterator[Opens]:
    with serving() as address:
        yield partial(somebody, chromium, address)


@pytest.fixture
def clinic() -> Iterator[Clinic]:
    """The API of a clinic, in memory."""
    with clinic_on_loopback() as one:
        yield one
