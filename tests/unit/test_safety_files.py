"""The files of medicines and illnesses: what they say, and what keeps them from being used."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from procerus.faults import BadInput
from procerus.packs.load import PACKS
from procerus.packs.safety import read_safety, safety

MEDICINES, ILLNESSES = "interactions.toml", "conditions.toml"


def faults_with(folder: Path, file: str, old: str, new: str) -> str:
    """What is said of the built-in files after one change."""
    shutil.copytree(PACKS / "safety", folder, dirs_exist_ok=True)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as complaint:
        read_safety(folder)
    return "\n".join(str(one) for one in complaint.value.faults)


def test_a_neuromuscular_disease_a_toxin_allergy_and_pregnancy_stop_a_session() -> None:
    stops = {name for name, one in safety().conditions.items() if one.severity == "stop"}
    assert stops == {
        "neuromuscular-junction",
        "motor-neurone",
        "motor-neuropathy",
        "muscle",
        "toxin-allergy",
        "pregnancy",
    }
    assert safety().conditions["swallowing"].severity == "caution"
    assert safety().conditions["bleeding"].severity == "information"


def test_no_medicine_stops_a_session() -> None:
    assert {one.severity for one in safety().concerns.values()} == {"caution", "information"}


@pytest.mark.parametrize("name", ["aminoglycoside", "polymyxin", "lincosamide", "tetracycline"])
def test_an_antibiotic_that_weakens_the_signal_is_a_caution_where_it_reaches_the_body(name: str) -> None:
    concern = safety().concerns[name]
    assert {concern.severity_by(route) for route in ("oral", "systemic", "injection", None)} == {"caution"}
    local = ("topical", "ear", "eye", "inhaled", "nasal")
    assert {concern.severity_by(route) for route in local} == {"information"}


def test_a_medicine_without_routes_matters_alike_by_every_one() -> None:
    graver = replace(safety().concerns["anticholinergic"], severity="caution")
    assert {graver.severity_by(route) for route in ("oral", "eye", None)} == {"caution"}


def test_the_inr_is_read_for_warfarin_only() -> None:
    assert [one.id for one in safety().concerns.values() if one.measured_by_inr] == ["warfarin"]
    assert safety().numbers["inr_below"].value == 3


def test_nothing_of_the_two_files_is_said_to_have_been_read_at_its_source() -> None:
    every = (*safety().about, *safety().concerns.values(), *safety().conditions.values())
    assert {one.status for one in (*every, *safety().numbers.values())} == {"unverified"}


def test_a_changed_word_in_either_file_changes_the_fingerprint(tmp_path: Path) -> None:
    for file in (MEDICINES, ILLNESSES):
        shutil.copytree(PACKS / "safety", tmp_path / file)
        path = tmp_path / file / file
        path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
        assert read_safety(tmp_path / file).fingerprint != safety().fingerprint
    assert read_safety(PACKS / "safety").fingerprint == safety().fingerprint


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (MEDICINES, 'severity = "caution"', 'severity = "cauton"', "line 33, concerns.1.severity: 'cauton'"),
        (MEDICINES, 'group    = "aminoglycoside"', 'group = "antibiotic"', "is not one of aminoglycoside"),
        (MEDICINES, '"oral", "systemic"', '"orally", "systemic"', "Did you mean 'oral'?"),
        (MEDICINES, 'kind      = "interactions"', 'kind = "drugs"', "is not one of interactions"),
        (MEDICINES, 'id        = "interactions"', 'id = "medicines"', 'Write "interactions".'),
        (MEDICINES, "inr_below ", "inr_limit ", "has no 'inr_below'"),
        (MEDICINES, "measured_by_inr = true", 'measured_by_inr = "yes"', "is not true or false"),
        (MEDICINES, "measured_by_inr", "mesured_by_inr", "Did you mean 'measured_by_inr'?"),
        (MEDICINES, 'id       = "spectinomycin"', 'id       = "polymyxin"', "stands here twice"),
        (MEDICINES, '"spectinomycin", "Trobicin"', '"Gentamicin"', "is a name of 'aminoglycoside' already"),
        (MEDICINES, '"spectinomycin", "Trobicin"', '"..."', "has no letter to look for"),
        (MEDICINES, 'before   = ["no"', 'bevore = ["no"', "has no 'before'"),
        (MEDICINES, "status   =", "state =", "has no 'status'"),
        (ILLNESSES, 'severity = "stop"', "", "has no 'severity'"),
        (ILLNESSES, '["MG", ', '["Mg", ', "is not in capitals"),
        (ILLNESSES, "abbreviations = [", "abbreviation = [", "Did you mean 'abbreviations'?"),
        (ILLNESSES, 'vague    = ["choking"]', 'vague = ["asthma", 3]', "is not a word this list may hold"),
        (ILLNESSES, 'vague    = ["choking"]', 'vague = "choking"', "is not a list of words"),
    ],
)
def test_a_slip_in_a_file_is_told_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    said = faults_with(tmp_path, file, old, new)
    assert says in said
    assert file in said


def test_slips_in_both_files_are_told_at_once(tmp_path: Path) -> None:
    for file, first in ((MEDICINES, "[[concerns]]"), (ILLNESSES, "[[conditions]]")):
        text = (PACKS / "safety" / file).read_text(encoding="utf-8")
        (tmp_path / file).write_text(text.split(first)[0] + "left = 1\n", encoding="utf-8")
    with pytest.raises(BadInput) as complaint:
        read_safety(tmp_path)
    said = [str(one) for one in complaint.value.faults]
    assert [one for one in said if "has no concerns" in one or "has no conditions" in one] != []
    assert len([one for one in said if "left" in one]) == 2
    assert len(said) == 4
