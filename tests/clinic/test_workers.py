"""The server's workers."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest

from procerus.clinic.ops import serving


def test_a_worker_begins_anew_and_inherits_no_lock_of_what_was_typeset_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun_by = []

    class Server:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def serve(self) -> None:
            begun_by.append(multiprocessing.get_start_method())

    before = multiprocessing.get_start_method()
    monkeypatch.setattr("granian.server.Server", Server)
    try:
        serving.run("127.0.0.1", 0)
    finally:
        multiprocessing.set_start_method(before, force=True)
    assert begun_by == ["spawn"]
