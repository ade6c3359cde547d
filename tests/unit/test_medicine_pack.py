"""The medicine pack that ships, its preventives, and the faults that its check names."""

from __future__ import annotations

import dataclasses

import pytest

from procerus.diary.medicine_pack import check_pack, read_pack
from procerus.diary.medicines import check_medicines, load_medicines


def test_a_preventive_is_found_by_brand_dose_and_misspelling() -> None:
    found = load_medicines().preventive("Topamx 50 mg")
    assert found is not None
    assert (found.drug, found.drug_class, found.route, found.atc) == (
        "topiramate",
        "antiepileptic",
        "oral",
        "N03AX11",
    )
    assert (found.adequate_days, found.status) == (56, "unverified")


@pytest.mark.parametrize(
    ("drug", "drug_class", "route", "days"),
    [
        ("Inderal LA", "beta-blocker", "oral", 56),
        ("divalproex sodium", "antiepileptic", "oral", 56),
        ("Aimovig 70 mg", "cgrp-antibody", "injection", 90),
        ("Vyepti", "cgrp-antibody", "injection", 180),
        ("Botox (onabotulinumtoxinA)", "toxin", "injection", 168),
        ("Dysport", "toxin", "injection", 168),
        ("methysergide", "5-ht2", "oral", 56),
        ("cyproheptadine", "5-ht2", "oral", 56),
        ("verapamil", "calcium-channel-blocker", "oral", 56),
        ("rimegepant", "gepant", "oral", 90),
    ],
)
def test_a_preventive_has_its_class_route_and_trial_length(
    drug: str, drug_class: str, route: str, days: int
) -> None:
    found = load_medicines().preventive(drug)
    assert found is not None
    assert (found.drug_class, found.route, found.adequate_days) == (drug_class, route, days)


@pytest.mark.parametrize(
    "text", ["", "sumatriptan", "topiramate and propranolol", "topiramate zzz", "topiramate + sumatriptan"]
)
def test_a_text_that_does_not_name_exactly_one_preventive_names_none(text: str) -> None:
    assert load_medicines().preventive(text) is None


def test_the_dictionary_that_ships_has_no_fault() -> None:
    assert check_medicines() == []


def test_the_dictionary_holds_what_was_promised() -> None:
    pack = read_pack()
    assert len(pack.acute) >= 120
    assert len(load_medicines().names) >= 500


def test_the_fingerprint_is_a_sha256_that_stays_the_same() -> None:
    first = load_medicines().fingerprint
    assert len(first) == 64 and set(first) <= set("0123456789abcdef")
    assert load_medicines() is load_medicines()


def test_a_row_with_a_column_missing_is_named_by_its_number() -> None:
    pack = read_pack()
    short = {column: value for column, value in pack.acute[0].items() if column != "status"}
    (fault,) = check_pack(dataclasses.replace(pack, acute=(short, *pack.acute[1:])))
    assert fault.startswith("acute.csv, row 2: it must have the columns name, brands")


GOOD_ROW = {
    "name": "newtriptan", "brands": "Newmig", "atc": "N02CC99", "classes": "triptan", "acute": "yes",
    "migraine_specific": "yes", "status": "read", "source": "here",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": "sumatriptan"}, "'sumatriptan' is listed twice, at sumatriptan and at sumatriptan"),
        ({"brands": "IMIGRAN"}, "'IMIGRAN' is listed twice, at sumatriptan and at newtriptan"),
        ({"classes": "tripan"}, "the class 'tripan' is not one of"),
        ({"atc": "N2CC01"}, "the ATC code 'N2CC01' is not"),
        ({"status": ""}, "the status must be read or unverified"),
        ({"source": " "}, "the source is missing"),
        ({"acute": "perhaps"}, "acute must be yes or no"),
        ({"acute": "no"}, "has no overuse class"),
        ({"brands": "..."}, "has no letter in it"),
        ({"name": "newtriptan + naproxen"}, "'newtriptan' is in no row of its own"),
        ({"name": "codeine + paracetamol"}, "are made of the same substances"),
    ],
)
def test_a_fault_in_a_row_of_the_dictionary_is_named(change: dict[str, str], complaint: str) -> None:
    pack = read_pack()
    assert not check_pack(dataclasses.replace(pack, acute=(*pack.acute, GOOD_ROW)))
    faults = check_pack(dataclasses.replace(pack, acute=(*pack.acute, GOOD_ROW | change)))
    assert any(complaint in fault for fault in faults)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"class": "beta"}, "the class 'beta' is not one of the preventive classes"),
        ({"route": "by mouth"}, "the route 'by mouth' is not one of the routes"),
        ({"adequate_days": "57"}, "57 days is not a trial length"),
    ],
)
def test_a_fault_in_a_row_of_the_preventives_is_named(change: dict[str, str], complaint: str) -> None:
    pack = read_pack()
    row = pack.preventives[0] | change
    faults = check_pack(dataclasses.replace(pack, preventives=(row, *pack.preventives[1:])))
    assert any(complaint in fault for fault in faults)
