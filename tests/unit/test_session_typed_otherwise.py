"""One person and one vial are one in a folder, however they were typed; what was typed is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from procerus.exchange.sessions.filed import read_filed
from procerus.exchange.sessions.folder import file_record
from procerus.faults import BadInput
from sessions import Json, ada_session, filled, plan_of, record_of


def put(shape: Json, folder: Path) -> Path:
    return file_record(record_of(shape), shape, folder, lambda alive: ())


def refused(shape: Json, folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        put(shape, folder)
    return str(caught.value)


def ben(patient: str = "made-up-ben") -> Json:
    return filled(plan_of(patient=patient))


@pytest.mark.parametrize("other", ["SN-Ö1", "sn-ö1", "SN-O\u03081"])
def test_the_number_of_a_vial_is_one_number_however_it_is_typed(tmp_path: Path, other: str):
    ada, other_one = ada_session(), ben()
    ada["vials"][0]["serial"], other_one["vials"][0]["serial"] = "SN-Ö1", other
    path = put(ada, tmp_path)
    assert f"was used for another session, {path.name}" in refused(other_one, tmp_path)
    assert read_filed(path).serials == ("SN-Ö1",)


@pytest.mark.parametrize("other", ["made-up-ö1", "MADE-UP-Ö1", "made-up-O\u03081"])
def test_one_person_typed_in_two_ways_is_recorded_once_a_day(tmp_path: Path, other: str):
    first = put(ben("made-up-Ö1"), tmp_path)
    assert f"is recorded already for 1 Nov 2026, as {first.name}" in refused(ben(other), tmp_path)
    again = ben(other) | {"replaces": {"record": first.name, "why": "lot mistyped"}}
    assert read_filed(put(again, tmp_path)).patient == other
