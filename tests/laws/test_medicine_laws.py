"""Laws of the medicine dictionary, for any text a person may write."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.diary.day import Intake
from procerus.diary.medicine_pack import listed, read_pack
from procerus.diary.medicines import load_medicines

NAMES = sorted(
    {name for row in read_pack().acute for name in [row["name"], *listed(row["brands"])] if "(" not in name}
)
names = st.sampled_from(NAMES)
DOSES = ["50 mg", "400mg", "2,5 mg", "1 g", "30/500", "x2", "two tablets", "Tbl.", "nasal spray", "(soluble)"]
"""No dose from 75 to 100 mg: there the dose changes what aspirin is."""
doses = st.sampled_from(DOSES)
cells = st.lists(st.one_of(names, st.text(max_size=12)), max_size=5).map("; ".join)
junk = st.one_of(st.text(max_size=30), st.just("zzz"), st.just("50 mg"), st.just("none"))


def understood(cell: str) -> tuple[Intake, ...]:
    return load_medicines().understand(cell) or ()


def meaning(cell: str) -> list[tuple[str | None, frozenset[str], bool, bool]]:
    return [(one.name, one.classes, one.acute, one.migraine_specific) for one in understood(cell)]


def classes(cell: str) -> set[str]:
    return {name for intake in understood(cell) for name in intake.classes}


def without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def test_a_name_means_the_same_in_any_case_with_any_space_and_without_accents() -> None:
    def ways(name: str) -> tuple[str, ...]:
        return name.upper(), name.lower(), name.title(), f" {name}\t", without_accents(name)

    assert not [name for name in NAMES if meaning(name)[0][0] is None or len(meaning(name)) != 1]
    assert not [written for name in NAMES for written in ways(name) if meaning(written) != meaning(name)]


@pytest.mark.parametrize("dose", DOSES)
def test_a_dose_a_count_or_a_form_does_not_change_which_medicine_it_is(dose: str) -> None:
    assert not [name for name in NAMES if meaning(f"{name} {dose}") != meaning(name)]


@given(name=names)
def test_what_was_understood_is_understood_the_same_when_written_down_again(name: str) -> None:
    (intake,) = understood(name)
    assert understood(intake.text) == (intake,)


@given(chosen=st.lists(st.one_of(names, junk), max_size=6), data=st.data())
def test_the_order_of_the_intakes_does_not_change_the_classes(chosen: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(chosen))
    assert classes("; ".join(chosen)) == classes("; ".join(shuffled))


@given(chosen=st.lists(names, min_size=2, max_size=4, unique=True), data=st.data())
def test_the_order_in_a_chain_of_joined_names_does_not_change_the_classes(
    chosen: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(chosen))
    assert classes(" + ".join(chosen)) == classes(" + ".join(shuffled))


@given(cell=cells, strange=junk, separator=st.sampled_from(["; ", "\n", ", "]))
def test_one_more_strange_word_in_a_cell_never_removes_a_class(
    cell: str, strange: str, separator: str
) -> None:
    assert classes(cell) <= classes(cell + separator + strange)
    assert classes(cell) <= classes(strange + separator + cell)


@given(text=st.one_of(st.text(), cells, st.lists(st.one_of(names, doses, junk), max_size=8).map(" ".join)))
def test_any_text_is_answered_and_every_intake_is_a_trimmed_part_of_it(text: str) -> None:
    intakes = load_medicines().understand(text)
    if not text.strip():
        assert intakes is None
    for intake in intakes or ():
        assert intake.text and intake.text == intake.text.strip()
        assert intake.text in text
        assert intake.text in load_medicines().explain(intake)
        assert intake.times is None or intake.times > 0


@given(parts=st.lists(st.one_of(names, junk, doses), min_size=1, max_size=6))
def test_no_part_of_a_cell_is_dropped_in_silence(parts: list[str]) -> None:
    cell = "; ".join(parts)
    written = [part.strip() for part in re.split(r"[;\n]", cell) if part.strip(" ,\r\u2028\u2029\t")]
    intakes = load_medicines().understand(cell)
    if intakes:
        assert len(intakes) >= len([part for part in written if part.strip()])


@given(text=st.text())
def test_any_text_names_one_preventive_or_none(text: str) -> None:
    found = load_medicines().preventive(text)
    assert found is None or found.adequate_days > 0
