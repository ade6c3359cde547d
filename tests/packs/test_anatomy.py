"""The words for muscles and sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.edited import written
from procerus.faults import BadInput
from procerus.packs.anatomy import LANGUAGES, SIDES, Language, anatomy, read_anatomy
from procerus.packs.load import PACKS
from procerus.packs.protocols import find_protocol, protocol_files

TEXT = (PACKS / "anatomy.toml").read_text(encoding="utf-8")


def faults_of(folder: Path, old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(BadInput) as complaint:
        read_anatomy(written(folder, "anatomy", TEXT.replace(old, new, 1)))
    return str(complaint.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_muscle_of_every_protocol_has_a_name(language: Language) -> None:
    named = anatomy(language).muscles
    assert {muscle.id for name in protocol_files() for muscle in find_protocol(name).muscles} <= named.keys()
    assert "masseter" in named


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_muscles_and_no_two_sides_are_called_the_same(language: Language) -> None:
    words = anatomy(language)
    for named in (words.muscles, words.sides):
        assert len({one.casefold() for one in named.values()}) == len(named)


def test_sides_are_the_patients_in_words() -> None:
    assert [anatomy().sides[side] for side in SIDES] == ["patient's right", "patient's left", "midline"]
    assert [anatomy("de").sides[side] for side in SIDES] == [
        "rechts (Patient)", "links (Patient)", "Mittellinie",
    ]  # fmt: skip
    assert (anatomy().extra, anatomy("de").extra) == ("extra", "zusätzlich")


def test_two_muscles_cannot_share_a_name(tmp_path: Path) -> None:
    said = faults_of(tmp_path, 'en = "procerus"', 'en = "Corrugator"')
    assert (
        "muscles.procerus.en: 'Corrugator' is the name of another thing too. Two things share no name."
        in said
    )


def test_a_muscle_has_a_name_in_each_language(tmp_path: Path) -> None:
    assert "has no 'de'" in faults_of(tmp_path, ', de = "M. procerus"', "")
    assert "'fr' has no meaning here" in faults_of(
        tmp_path, 'de = "M. procerus"', 'de = "x", fr = "procerus"'
    )


@pytest.mark.parametrize("side", SIDES)
def test_each_side_has_a_word(side: str, tmp_path: Path) -> None:
    assert f"sides: has no '{side}'" in faults_of(tmp_path, f"\n{side} ", f"\nthe-{side} ")


def test_extra_sites_have_a_word(tmp_path: Path) -> None:
    assert "has no word for an extra site" in faults_of(tmp_path, "extra = {", "more = {")


def test_a_table_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    assert "'bones' has no meaning here" in faults_of(tmp_path, "[words]", '[bones]\nx = "y"\n[words]')
