"""The file of checks: every check of a patient file is in it, and a file without one is refused."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from procerus.faults import BadInput
from procerus.injection.attested import Today
from procerus.packs import checks as module
from procerus.packs.checks import IDS, checks, read_checks

TEXT = Path(module.__file__).with_name("checks.toml").read_text(encoding="utf-8")


def refused(tmp_path: Path, text: str) -> str:
    file = tmp_path / "checks.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as told:
        read_checks(file)
    return str(told.value)


def test_the_checks_are_those_of_a_patient_file_in_the_order_in_which_they_are_asked():
    asked = [one.name for one in fields(Today) if one.name not in ("on", "inr")]
    assert list(checks()) == list(IDS) == asked


def test_only_allergy_infection_and_pregnancy_stop_a_session():
    assert {name for name, one in checks().items() if one.severity == "stop"} == {
        "allergy", "infection_at_site", "pregnant",
    }  # fmt: skip


def test_a_file_without_one_of_the_checks_is_refused(tmp_path: Path):
    before, _, after = TEXT.partition('[[checks]]\nid       = "pregnant"')
    without = before + "[[checks]]" + after.partition("[[checks]]")[2]
    assert "has no 'pregnant'. Every check of a patient file has to be here." in refused(tmp_path, without)


def test_a_check_named_twice_or_unknown_is_refused(tmp_path: Path):
    assert "stands here twice" in refused(tmp_path, TEXT.replace('"pregnant"', '"allergy"'))
    assert "Did you mean 'pregnant'?" in refused(tmp_path, TEXT.replace('"pregnant"', '"pregnent"'))


def test_a_severity_that_does_not_exist_is_refused(tmp_path: Path):
    assert "is not one of stop, caution, information" in refused(
        tmp_path, TEXT.replace('severity = "stop"', 'severity = "severe"', 1)
    )


def test_no_question_of_the_day_takes_the_person_for_a_woman_or_a_man():
    for one in checks().values():
        assert {"she", "he", "her", "his"}.isdisjoint(one.asks.lower().rstrip("?").split())
