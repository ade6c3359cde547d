"""Toxins and products: what their packs say, and which packs are refused."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from packs.edited import written
from packs.session_packs import changed, faults_in_toxin, toxin
from procerus.faults import BadInput
from procerus.injection.attested import Indication
from procerus.packs.products import INDICATIONS, PRODUCTS, Window, find_product, products, read_products

BRANDS = {
    "onabotulinumtoxina": {"botox", "botox-cosmetic", "vistabel"},
    "abobotulinumtoxina": {"dysport", "azzalure", "alluzience"},
    "incobotulinumtoxina": {"xeomin", "bocouture"},
    "rimabotulinumtoxinb": {"myobloc", "neurobloc"},
    "prabotulinumtoxina": {"jeuveau", "nuceiva"},
    "daxibotulinumtoxina": {"daxxify"},
    "letibotulinumtoxina": {"letybo", "botulax"},
    "relabotulinumtoxina": {"relfydess"},
}
ONA, INCO = "onabotulinumtoxina", "incobotulinumtoxina"
RIMA, DAXI = "rimabotulinumtoxinb", "daxibotulinumtoxina"
TOXINS = {one.toxin.id: one.toxin for one in products().values()}


# What they say


def test_every_brand_is_known_and_stands_under_its_toxin() -> None:
    assert {
        name: {one.id for one in products().values() if one.toxin.id == name} for name in TOXINS
    } == BRANDS


def test_one_toxin_alone_is_approved_for_chronic_migraine() -> None:
    assert [name for name, one in TOXINS.items() if "chronic-migraine" in one.approved_for] == [
        "onabotulinumtoxina"
    ]


def test_no_toxin_is_approved_for_grinding_the_teeth() -> None:
    assert [name for name, one in TOXINS.items() if {"bruxism", "other"} & {*one.approved_for}] == []


def test_a_pack_names_uses_as_a_patient_file_does() -> None:
    assert get_args(Indication) == INDICATIONS


def test_the_ceiling_of_400_units_is_onabotulinumtoxina_s_and_no_other_toxin_has_one() -> None:
    assert [name for name, one in TOXINS.items() if one.labels] == ["onabotulinumtoxina"]
    labels = TOXINS["onabotulinumtoxina"].labels
    said = {place: (one.ceiling.value, one.window) for place, one in labels.items()}
    assert said == {"us": (400, Window(3, "calendar months")), "eu": (400, Window(84, "days"))}


def test_the_us_label_stops_at_155_units_for_migraine_and_the_eu_label_at_195() -> None:
    labels = TOXINS["onabotulinumtoxina"].labels
    assert {place: one.most["chronic-migraine"].value for place, one in labels.items()} == {
        "us": 155,
        "eu": 195,
    }


def test_200_units_in_4_ml_are_5_units_in_a_tenth_of_a_millilitre_as_migraine_needs() -> None:
    botox = products()["botox"]
    assert botox.toxin.diluent_ml(200, Fraction(50)) == 4 and botox.toxin.diluent_ml(100, Fraction(50)) == 2
    assert (
        botox.listed(200, Fraction(50)) and botox.listed(100, Fraction(50)) and botox.listed(50, Fraction(50))
    )


def test_the_cosmetic_strength_of_4_units_in_a_tenth_is_listed_for_100_and_50_but_not_for_200() -> None:
    botox = products()["botox-cosmetic"]
    assert [size for size in (50, 100, 200) if botox.listed(size, Fraction(40))] == [50, 100]
    assert botox.strengths((50,)) == (40, 50) and not botox.listed(100, Fraction(41))


def test_a_solution_comes_at_one_strength_and_is_not_dissolved() -> None:
    myobloc, alluzience = products()["myobloc"], products()["alluzience"]
    assert myobloc.form == alluzience.form == "liquid"
    assert myobloc.strengths(myobloc.sizes()) == (5000,) and not myobloc.toxin.diluent
    assert alluzience.listed(125, Fraction(200)) and alluzience.strengths((125,)) == (200,)


def test_a_powder_of_the_same_toxin_keeps_the_dilutions_of_its_label() -> None:
    azzalure, dysport = products()["azzalure"], products()["dysport"]
    assert azzalure.form == dysport.form == "powder"
    assert not azzalure.listed(125, Fraction(200)) and dysport.listed(500, Fraction(250))
    assert dysport.strengths((300, 500)) == (120, 200, 250, 500)


def test_a_vial_of_50_units_of_botox_is_not_sold_in_the_united_states() -> None:
    botox = products()["botox"]
    assert (botox.sizes("us"), botox.sizes("eu"), botox.sizes()) == (
        (200, 100),
        (200, 100, 50),
        (200, 100, 50),
    )


def test_a_vial_is_offered_everywhere_where_nobody_knows_where_it_is_sold() -> None:
    assert products()["dysport"].sizes("eu") == (500,) and products()["dysport"].sizes("us") == (500, 300)


@pytest.mark.parametrize(
    ("name", "code", "units"),
    [
        ("onabotulinumtoxina", "J0585", 1),
        ("abobotulinumtoxina", "J0586", 5),
        ("rimabotulinumtoxinb", "J0587", 100),
        ("incobotulinumtoxina", "J0588", 1),
        ("letibotulinumtoxina", "", None),
    ],
)
def test_a_billing_unit_is_so_many_units_and_none_where_no_code_is_known(
    name: str, code: str, units: int | None
) -> None:
    assert (TOXINS[name].hcpcs, TOXINS[name].billing_units) == (code, units)


def test_every_toxin_has_the_one_code_that_botulinum_toxin_has_in_the_atc() -> None:
    assert {one.atc for one in TOXINS.values()} == {"M03AX01"}


def test_every_vial_is_for_one_person() -> None:
    assert all(one.single_dose for one in TOXINS.values())


def test_dissolved_onabotulinumtoxina_is_used_within_a_day() -> None:
    assert TOXINS["onabotulinumtoxina"].numbers["hours_usable"].value == 24


def test_what_is_known_from_memory_only_is_nowhere_called_read() -> None:
    said = [
        (one.at, one.status)
        for product in products().values()
        for one in (*product.vials, *product.toxin.dilutions, *product.toxin.numbers.values())
    ]
    read = [re.sub("places? from memory", "", at) for at, status in said if status == "read"]
    assert len(read) > 10 and [at for at in read if "memory" in at] == []


# Finding


def test_a_misspelt_product_is_named_with_the_nearest_one() -> None:
    with pytest.raises(BadInput) as complaint:
        find_product("botoks")
    assert str(complaint.value) == (
        "product: 'botoks' is not a product that is known here. Did you mean 'botox'?"
    )
    with pytest.raises(BadInput, match="See `procerus product list`"):
        find_product("qqqqqq")
    assert find_product("botox") is products()["botox"]


def test_one_brand_cannot_stand_in_two_files(tmp_path: Path) -> None:
    written(tmp_path, "other", changed("incobotulinumtoxina", ('"incobotulinumtoxina"', '"other"')))
    with pytest.raises(BadInput, match="is a product of another file too"):
        read_products((PRODUCTS, tmp_path))


# What is refused


def test_a_toxin_is_read_from_a_file_of_its_name(tmp_path: Path) -> None:
    assert [one.id for one in toxin(tmp_path, "incobotulinumtoxina")] == ["xeomin", "bocouture"]
    written(tmp_path, "other", changed("incobotulinumtoxina"))
    with pytest.raises(BadInput, match="'incobotulinumtoxina' is not the file's name"):
        read_products((tmp_path,))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (INCO, 'kind      = "toxin"', 'kind      = "product"', "'product' is not one of toxin"),
        (INCO, "single_dose   = true\n", "", "has no 'single_dose'. Add"),
        (INCO, '"sialorrhoea"', '"bruxism"', "'bruxism' is not a word this list may hold"),
        (INCO, "billing_units = 1\n", "", "has no 'billing_units'"),
        (INCO, "billing_units = 1\n", "billing_units = 0\n", "is no number of units for a billing"),
        (INCO, 'hcpcs         = "J0588"\n', "", "is no number of units for a billing code"),
        (INCO, "hours_usable = { is", "hours_open = { is", "numbers.hours_open: is not a number of"),
        (INCO, "diluent_ml = 1\n", "diluent_ml = 0\n", "dilutions.1: is no dilution. Both vial"),
        (INCO, "diluent_ml = 1\n", "", "has no 'diluent_ml'"),
        (INCO, "[brands.xeomin]", "[brands.Xeomin]", "'Xeomin' is not a product id. Ids are"),
        (INCO, "units = 50, places", "units = 0, places", "brands.xeomin.vials.1: is an empty vial"),
        (INCO, "units = 50, places", "places", "has no 'units'"),
        (INCO, 'places = ["us", "eu"]', 'places = ["uk"]', "'uk' is not a word this list may hold"),
        (INCO, "units = 50, places", "units = 50, volume_ml = 1, places",
         "brands.xeomin.vials: are partly powder and partly solution. Make two brands of them"),
        (INCO, 'diluent       = "sodium chloride 0.9 %, without preservative"\n', "",
         "toxin: has no diluent for its powders. Add diluent, or the volume_ml"),
        (RIMA, "single_dose", 'diluent = "water"\nsingle_dose',
         "toxin: is sold as a solution only. Take diluent and [[dilutions]] out"),
        (RIMA, "[brands.myobloc]",
         '[[dilutions]]\nvial = 2500\ndiluent_ml = 1\nat = "here"\nstatus = "read"\n[brands.myobloc]',
         "toxin: is sold as a solution only"),
        (RIMA, "volume_ml = 0.5", "volume_ml = 0", "brands.myobloc.vials.1: is an empty vial"),
        (DAXI, "vials  = [", "boxes  = [", "brands.daxxify: has no vials. Add vials = "),
        (ONA, "ceiling = { is = 400", "ceiling = { is = 0", "labels.us.ceiling.is: is no limit"),
        (ONA, "ceiling = { is = 400,", "ceiling = {", "labels.us.ceiling: has no 'is'"),
        (ONA, "window  = { is = 3", "window  = { is = 0", "labels.us.window.is: is no length"),
        (ONA, "window  = { is = 3,", "window  = {", "labels.us.window: has no 'is'"),
        (ONA, '"calendar months"', '"months"', "'months' is not one of days, calendar months"),
        (ONA, "chronic-migraine = {", "migraine = {", "migraine: is no use that a label has"),
        (ONA, "[labels.us]", "[labels.au]\nx = 1\n[labels.us]", "'au' has no meaning here"),
    ],
)  # fmt: skip
def test_a_toxin_with_a_slip_is_refused_in_a_sentence(
    name: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert [one for one in faults_in_toxin(tmp_path, name, (old, new)) if said in one]


def test_a_change_of_a_toxin_s_text_changes_its_fingerprint(tmp_path: Path) -> None:
    same, [first, *_] = products()["xeomin"].toxin, toxin(tmp_path, "incobotulinumtoxina")
    [other, *_] = toxin(tmp_path, "incobotulinumtoxina", ("Merz units", "Merz Units"))
    assert first.toxin.fingerprint == same.fingerprint != other.toxin.fingerprint
