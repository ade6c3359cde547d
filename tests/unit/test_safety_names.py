"""Which medicines and illnesses people's words name: surely, or only perhaps."""

from __future__ import annotations

import csv

import pytest

from procerus.packs.load import PACKS
from procerus.packs.safety import safety


def medicine(text: str) -> tuple[list[str], list[str]]:
    match = safety().medicine(text)
    return [one.id for one in match.found], list(match.near)


def illness(text: str) -> tuple[list[str], list[str]]:
    match = safety().condition(text)
    return [one.id for one in match.found], list(match.near)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Gentamicin 80 mg iv", "aminoglycoside"),
        ("TOBRAMYCIN", "aminoglycoside"),
        ("warfarin sodium", "warfarin"),
        ("Marcumar 3mg", "vitamin-k-antagonist"),
        ("Acetylsalicylsaeure 100", "antiplatelet"),
        ("Vibramycin-D", "tetracycline"),
        ("colistimethate sodium", "polymyxin"),
        ("apixaban (a blood thinner)", "direct-anticoagulant"),
        ("muscle relaxants at night", "muscle-relaxant"),
    ],
)
def test_a_medicine_is_known_by_name_brand_or_class_whatever_stands_around_it(
    written: str, meant: str
) -> None:
    assert medicine(written) == ([meant], [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gentamycin", "gentamicin"),
        ("Clindamicin 300", "clindamycin"),
        ("antibiotic for a chest infection", "aminoglycoside"),
        ("blood thinner", "warfarin"),
        ("Blutverduenner", "warfarin"),
        ("no longer on warfarin", "warfarin"),
        ("warfarin: never", "warfarin"),
        ("allergic to gentamicin", "gentamicin"),
    ],
)
def test_a_misspelt_vague_or_denied_medicine_is_asked_about_and_neither_found_nor_ignored(
    written: str, meant: str
) -> None:
    assert medicine(written) == ([], [meant])


def test_one_text_may_name_several_medicines_in_the_order_of_the_file() -> None:
    assert medicine("rivaroxaban; gentamicin / baclofen")[0] == [
        "aminoglycoside",
        "muscle-relaxant",
        "direct-anticoagulant",
    ]


def test_a_vague_word_asks_nothing_once_a_medicine_of_its_group_is_named() -> None:
    assert medicine("anticoagulant: edoxaban") == (["direct-anticoagulant"], [])
    assert medicine("apixaban and an antibiotic") == (["direct-anticoagulant"], ["aminoglycoside"])


@pytest.mark.parametrize(
    "text", ["", "  ", "...", "50 mg", "topiramate 50 mg", "amoxicillin", "Toby", "relax"]
)
def test_other_medicines_and_empty_words_raise_nothing(text: str) -> None:
    assert medicine(text) == ([], [])
    assert illness(text) == ([], [])


KNOWN_HERE = {"antiplatelet", "anticholinergic", "muscle-relaxant"}


@pytest.mark.parametrize(("file", "column"), [("acute.csv", "name"), ("preventives.csv", "drug")])
def test_no_migraine_medicine_is_mistaken_for_a_caution_or_an_illness(file: str, column: str) -> None:
    with (PACKS / "medicines" / file).open(encoding="utf-8") as rows:
        names = [name for row in csv.DictReader(rows) for name in (row[column], *row["brands"].split("|"))]
    assert len(names) > 100
    assert [name for name in names if medicine(name)[1] or illness(name) != ([], [])] == []
    assert {one for name in names for one in medicine(name)[0]} <= KNOWN_HERE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Myasthenia gravis since 2015", "neuromuscular-junction"),
        ("Myasthenie", "neuromuscular-junction"),
        ("lambert-eaton", "neuromuscular-junction"),
        ("MG", "neuromuscular-junction"),
        ("generalised MG without thymoma", "neuromuscular-junction"),
        ("myasthenia gravis, no thymoma", "neuromuscular-junction"),
        ("stable but myasthenia gravis", "neuromuscular-junction"),
        ("A.L.S.", "motor-neurone"),
        ("Bulbaerparalyse", "motor-neurone"),
        ("Guillain Barre 2010, recovered", "motor-neuropathy"),
        ("hereditary motor and sensory neuropathy", "motor-neuropathy"),
        ("CIDP", "motor-neuropathy"),
        ("multifokale motorische Neuropathie", "motor-neuropathy"),
        ("Duchenne", "muscle"),
        ("suspected muscular dystrophy", "muscle"),
        ("severe COPD", "breathing"),
        ("Schluckstörung", "swallowing"),
        ("von Willebrand disease", "bleeding"),
        ("12 weeks pregnant", "pregnancy"),
        ("allergic to botox", "toxin-allergy"),
    ],
)
def test_an_illness_is_known_in_english_and_german_and_by_its_abbreviation(written: str, meant: str) -> None:
    assert illness(written) == ([meant], [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("myastenia gravis", "myasthenia gravis"),
        ("gullain barre syndrome", "Guillain-Barré"),
        ("no myasthenia", "myasthenia"),
        ("kein Hinweis auf Myasthenie", "myasthenia"),
        ("myasthenia: no", "myasthenia"),
        ("myasthenia gravis ruled out", "myasthenia gravis"),
        ("mother has ALS", "ALS"),
        ("no MG", "MG"),
        ("not pregnant", "pregnant"),
        ("pregnancy 2019", "pregnant"),
        ("diabetic neuropathy", "peripheral motor neuropathy"),
        ("mg", "MG"),
        ("als.", "ALS"),
        ("SCHLIMMER ALS SONST", "ALS"),
    ],
)
def test_a_misspelt_vague_or_denied_illness_is_asked_about_and_neither_found_nor_ignored(
    written: str, meant: str
) -> None:
    assert illness(written) == ([], [meant])


def test_one_denied_illness_does_not_hide_another_that_is_there() -> None:
    assert illness("myasthenia gravis, no dysphagia") == (["neuromuscular-junction"], ["dysphagia"])
    assert illness("no dysphagia; myasthenia gravis") == (["neuromuscular-junction"], ["dysphagia"])
    assert illness("no MG but COPD") == (["breathing"], ["MG"])


def test_a_lesser_illness_does_not_answer_for_a_vague_word_that_may_be_worse() -> None:
    assert illness("COPD, neuropathy") == (["breathing"], ["peripheral motor neuropathy"])


@pytest.mark.parametrize(
    "text", ["älter als 18", "Migräne; als", "schlimmer als sonst", "50 mg", "asthma", "hypertension"]
)
def test_small_letters_that_are_words_of_their_own_are_no_abbreviation(text: str) -> None:
    assert illness(text) == ([], [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("myas\u00adthenia gravis", "neuromuscular-junction"),
        ("my\u200basthenia gravis", "neuromuscular-junction"),
        ("myasthenia\u200bgravis", "neuromuscular-junction"),
        ("\ufeffM\u200dG", "neuromuscular-junction"),
        ("\uff2d\uff27", "neuromuscular-junction"),
        ("\uff4d\uff59asthenia gravis", "neuromuscular-junction"),
        ("Guillain-Barre\u0301", "motor-neuropathy"),
        ("amyotrophic\u00a0lateral\u2003sclerosis", "motor-neurone"),
        ("botox\u2122 allergy", "toxin-allergy"),
    ],
)
def test_an_illness_copied_from_a_page_with_unseen_signs_or_wide_letters_is_known(
    written: str, meant: str
) -> None:
    assert illness(written)[0] == [meant]


def test_a_denial_copied_with_an_unseen_sign_still_leaves_it_open() -> None:
    assert illness("n\u00ado myasthenia") == ([], ["myasthenia"])
