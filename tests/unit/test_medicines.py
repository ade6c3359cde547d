"""What the words in a diary's medicines cell mean, and where the dictionary refuses to guess."""

from __future__ import annotations

import pytest

from procerus.diary.day import Intake
from procerus.diary.medicines import load_medicines


def read(cell: str) -> tuple[Intake, ...]:
    intakes = load_medicines().understand(cell)
    assert intakes is not None
    return intakes


def one(cell: str) -> Intake:
    (intake,) = read(cell)
    return intake


def classes(cell: str) -> set[str]:
    return set(one(cell).classes)


@pytest.mark.parametrize("cell", ["", "   ", "\n", " ; , "])
def test_an_empty_medicines_cell_is_not_an_answer(cell: str) -> None:
    assert load_medicines().understand(cell) is None


@pytest.mark.parametrize("cell", ["none", "No", "KEINE", " nil ", "nothing", "No medication", "none; none"])
def test_none_written_out_is_an_answer_and_means_that_nothing_was_taken(cell: str) -> None:
    assert load_medicines().understand(cell) == ()


def test_none_beside_a_medicine_does_not_wipe_the_medicine_out() -> None:
    written, taken = read("none; sumatriptan")
    assert written.name is None
    assert taken.name == "sumatriptan"


@pytest.mark.parametrize(
    ("cell", "name", "counted_as"),
    [
        ("sumatriptan 50 mg", "sumatriptan", "triptan"),
        ("Imitrex", "sumatriptan", "triptan"),
        ("AscoTop 2,5 mg", "zolmitriptan", "triptan"),
        ("Formigran", "naratriptan", "triptan"),
        ("Maxalt lingua 10mg", "rizatriptan", "triptan"),
        ("Allegro", "frovatriptan", "triptan"),
        ("Cafergot", "ergotamine + caffeine", "ergot"),
        ("DHE 45", "dihydroergotamine", "ergot"),
        ("acetaminophen 1 g", "paracetamol", "non-opioid"),
        ("Novalgin 20 Tropfen", "metamizole", "non-opioid"),
        ("Voltarol", "diclofenac", "non-opioid"),
        ("celecoxib", "celecoxib", "non-opioid"),
        ("codeine tablets", "codeine", "opioid"),
        ("Zydol", "tramadol", "opioid"),
        ("Fioricet", "butalbital + paracetamol + caffeine", "combination"),
        ("Syndol", "paracetamol + codeine + caffeine + doxylamine", "combination"),
        ("Cuprofen Plus", "ibuprofen + codeine", "combination"),
        ("Thomapyrin Intensiv", "aspirin + paracetamol + caffeine", "combination"),
        ("Midrin", "isometheptene + dichloralphenazone + paracetamol", "combination"),
        ("Reyvow", "lasmiditan", "other"),
        ("Ubrelvy", "ubrogepant", "gepant"),
    ],
)
def test_a_brand_counts_as_the_class_of_what_is_in_it(cell: str, name: str, counted_as: str) -> None:
    assert one(cell).name == name
    assert classes(cell) == {counted_as}
    assert one(cell).acute


def test_sumatriptan_with_naproxen_counts_as_a_triptan_and_as_a_non_opioid() -> None:
    assert classes("Treximet") == classes("sumatriptan and naproxen") == {"triptan", "non-opioid"}


def test_aspirin_with_paracetamol_is_a_combination_only_with_caffeine() -> None:
    assert classes("aspirin + paracetamol") == {"non-opioid"}
    assert classes("aspirin + paracetamol + caffeine") == {"combination"}
    assert classes("Coffein/ASS/Paracetamol") == {"combination"}


@pytest.mark.parametrize(
    "cell",
    [
        "paracetamol + codeine",
        "codeine/paracetamol",
        "Paracetamol 500 mg mit Codein 30 mg",
        "co-codamol 30/500 x2",
    ],
)
def test_paracetamol_joined_with_codeine_is_one_combination_analgesic(cell: str) -> None:
    assert one(cell).name == "paracetamol + codeine"
    assert classes(cell) == {"combination"}


@pytest.mark.parametrize(
    "cell", ["ibuprofen; codeine", "ibuprofen, codeine", "ibuprofen\ncodeine", "ibuprofen then codeine"]
)
def test_medicines_written_apart_are_two_intakes_and_no_combination(cell: str) -> None:
    assert [sorted(intake.classes) for intake in read(cell)] == [["non-opioid"], ["opioid"]]


def test_substances_joined_in_no_known_product_are_intakes_of_their_own() -> None:
    first, second = read("sumatriptan 50 mg + paracetamol 500 mg x2")
    assert (first.text, first.name, first.times) == ("sumatriptan 50 mg", "sumatriptan", None)
    assert (second.text, second.name, second.times) == ("paracetamol 500 mg x2", "paracetamol", 2)


def test_three_substances_of_which_two_are_a_product_are_read_one_by_one_in_any_order() -> None:
    forwards = {intake.name for intake in read("paracetamol + codeine + sumatriptan")}
    assert forwards == {intake.name for intake in read("sumatriptan + paracetamol + codeine")}
    assert forwards == {"paracetamol", "codeine", "sumatriptan"}


@pytest.mark.parametrize(
    "cell",
    [
        "Sumatriptan (Imigran) 50 mg",
        "Panadol Extra (paracetamol + caffeine)",
        "Treximet (sumatriptan/naproxen)",
    ],
)
def test_a_brand_with_its_contents_in_brackets_is_one_intake(cell: str) -> None:
    assert one(cell).name is not None


def test_a_word_for_the_kind_of_medicine_beside_its_name_is_no_second_intake() -> None:
    assert classes("Thomapyrin Schmerztabletten") == {"combination"}
    assert one("sumatriptan (triptan)").name == "sumatriptan"
    assert one("NSAID: naproxen").name == "naproxen"


def test_a_painkiller_beside_a_triptan_stays_a_second_medicine_of_unknown_class() -> None:
    assert [intake.uncertain for intake in read("sumatriptan painkiller")] == [False, True]
    assert [intake.uncertain for intake in read("ibuprofen and a painkiller")] == [False, True]
    assert [intake.acute for intake in read("sumatriptan antiemetic")] == [True, False]


@pytest.mark.parametrize(
    "cell",
    [
        "Rizatriptan-1A Pharma 10 mg",
        "Imigran s.c. 6 mg",
        "Naproxen 500mg BID",
        "Tylenol w/ codeine",
        "Toradol shot",
    ],
)
def test_makers_routes_and_forms_change_nothing(cell: str) -> None:
    assert one(cell).name is not None
    assert one(cell).times is None


def test_the_longest_name_wins() -> None:
    assert one("Migraleve pink").name == "paracetamol + codeine + buclizine"
    assert one("Migraleve yellow").name == "paracetamol + codeine"
    assert classes("Anadin Extra") == classes("Anadin Original") == {"combination"}
    assert one("Anadin Ibuprofen").name == "ibuprofen"
    assert classes("Nurofen") == {"non-opioid"}
    assert classes("Nurofen Plus") == {"combination"}


@pytest.mark.parametrize("cell", ["Anadin", "Tylenol 3", "painkillers", "Schmerzmittel", "Alka-Seltzer"])
def test_a_name_that_several_products_share_is_of_no_certain_class(cell: str) -> None:
    assert one(cell).uncertain
    assert one(cell).acute


def test_a_number_with_its_unit_is_a_dose_and_no_part_of_a_brand() -> None:
    assert classes("Tylenol 1 g") == classes("Tylenol 2x") == {"non-opioid"}
    assert classes("Tylenol #3") == {"combination"}


def test_a_class_named_without_the_medicine_is_that_class() -> None:
    assert (classes("NSAID"), classes("triptan"), classes("opiate")) == (
        {"non-opioid"},
        {"triptan"},
        {"opioid"},
    )
    assert one("triptan").migraine_specific


@pytest.mark.parametrize(
    "cell", ["aspirin 75 mg", "ASS 100", "Aspirin 81mg", "baby aspirin", "aspirin 0,081 g"]
)
def test_low_dose_aspirin_is_recognised_and_not_counted(cell: str) -> None:
    assert one(cell).name == "aspirin (low dose)"
    assert not classes(cell) and not one(cell).acute


@pytest.mark.parametrize(
    "cell",
    [
        "aspirin",
        "aspirin 300 mg",
        "ASS 500",
        "2 aspirin",
        "aspirin 75 mg x4",
        "ASS 100 mg 500 mg",
        "aspirin 1,000 mg",
    ],
)
def test_aspirin_at_an_analgesic_dose_is_counted(cell: str) -> None:
    assert classes(cell) == {"non-opioid"}


@pytest.mark.parametrize(
    "cell", ["metoclopramide 10 mg", "MCP", "coffee", "topiramate 50 mg", "botox", "GON block"]
)
def test_antiemetics_coffee_and_preventives_are_recognised_and_counted_nowhere(cell: str) -> None:
    assert one(cell).name is not None
    assert not one(cell).acute and not classes(cell)


def test_migraine_specific_medicines_are_triptans_ergots_ditans_and_gepants() -> None:
    assert all(
        one(cell).migraine_specific for cell in ("rizatriptan", "DHE", "lasmiditan", "Nurtec", "Treximet")
    )
    assert not any(
        one(cell).migraine_specific for cell in ("ibuprofen", "Excedrin", "codeine", "metoclopramide")
    )


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("paracetamol x2", 2),
        ("2x paracetamol", 2),
        ("2xsumatriptan", 2),
        ("two paracetamol", 2),
        ("2 Tbl. Maxalt", 2),
        ("ibuprofen 400 mg, 3 tablets", None),
        ("2 x 400 mg ibuprofen", 2),
        ("zweimal Ibuprofen 400", 2),
        ("400 mg ibuprofen", None),
        ("ibuprofen 400", None),
        ("400 ibuprofen", None),
        ("half a sumatriptan", None),
        ("1/2 sumatriptan", None),
        ("paracetamol 2 tablets x3", None),
        ("2 Maxalt and 1 Advil", 2),
        ("sumatriptan / 2 tablets", 2),
        ("2 Paracetamol und 1 Ibuprofen", None),
        ("paracetamol 2,5 tablets", None),
    ],
)
def test_a_count_is_read_only_where_one_whole_number_was_written(cell: str, times: int | None) -> None:
    assert read(cell)[0].name is not None
    assert read(cell)[0].times == times


def test_a_comma_inside_a_dose_does_not_part_the_cell() -> None:
    assert [intake.text for intake in read("naratriptan 2,5 mg, ASS 500")] == [
        "naratriptan 2,5 mg",
        "ASS 500",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sumatripan", "sumatriptan"),
        ("ibuprophen", "ibuprofen"),
        ("paracetomol", "paracetamol"),
        ("rizatryptan", "rizatriptan"),
        ("sumitripan", "sumatriptan"),
        ("ibuporfen", "ibuprofen"),
        ("ibuprogen", "ibuprofen"),
        ("Novalgine", "metamizole"),
        ("co-codomol", "paracetamol + codeine"),
        ("Migralve yellow", "paracetamol + codeine"),
        ("Dolormin fuer Frauen", "naproxen"),
    ],
)
def test_a_small_misspelling_is_read_as_the_only_name_near_it(written: str, meant: str) -> None:
    assert one(written).name == meant


def test_a_word_between_two_medicines_is_neither() -> None:
    assert one("fetoprofen").name is None  # fenoprofen and ketoprofen are each one letter away


@pytest.mark.parametrize(
    "drug",
    [
        "hydrocortisone", "metformin", "lansoprazole", "valsartan", "ramipril", "nisoldipine", "felodipine",
        "oxcarbazepine", "desipramine", "ketamine", "loratidol", "sunitinib", "relax", "captain", "comfort",
    ],
)  # fmt: skip
def test_another_medicine_or_word_with_a_similar_name_is_not_taken_for_a_known_one(drug: str) -> None:
    assert one(drug).name is None


def test_allegra_for_hay_fever_is_not_taken_for_allegro_the_triptan() -> None:
    assert one("Allegra").name == "fexofenadine"


@pytest.mark.parametrize(
    "cell",
    [
        "sumatriptan zzz",
        "no sumatriptan",
        "sumatriptan?",
        "paracetamol or ibuprofen",
        "sumatriptan x0",
        "0 paracetamol",
        "50 mg",
    ],
)
def test_a_part_with_anything_not_understood_in_it_is_not_recognised(cell: str) -> None:
    assert one(cell) == Intake(cell, None)


def test_a_very_long_part_is_not_recognised_and_kept_as_written() -> None:
    cell = "sumatriptan " * 60
    assert one(cell) == Intake(cell.strip(), None)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("sumatripan 50", "'sumatripan 50' read as sumatriptan (triptan)"),
        ("Treximet", "'Treximet' read as sumatriptan + naproxen (triptan and non-opioid)"),
        ("MCP", "'MCP' read as metoclopramide (counted in no overuse class)"),
        ("Nurtec", "'Nurtec' read as rimegepant (gepant, counted in no overuse class by default)"),
        ("painkiller", "'painkiller' read as painkiller (not named); its class cannot be told"),
        (
            "sumatriptan zzz",
            "'sumatriptan zzz' not recognised: 'zzz' is not in the dictionary; it may be of any class",
        ),
        (
            "sumatriptan x0",
            "'sumatriptan x0' not recognised: it says that none was taken; it may be of any class",
        ),
        ("50 mg", "'50 mg' not recognised: it names no medicine; it may be of any class"),
    ],
)
def test_what_was_understood_is_shown_in_words(cell: str, said: str) -> None:
    assert load_medicines().explain(one(cell)) == said
