"""What nobody can see in a text of a pack, and what may turn a terminal or a page against its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.edited import PACKS, changed, faults_of, line_of, policy, written
from procerus.faults import BadInput
from procerus.packs.claims import read_claims

TA260 = "nice-ta260"
ADULT = "Is the person an adult"
REMEDY = "Type it again, on one line."
HIDDEN = {
    "moves the cursor up and clears a line": r"\u001b[A\u001b[K",
    "is nothing (NUL)": r"\u0000",
    "turns the words after it round": r"\u202e",
    "shuts words off from those around": r"\u2066",
    "marks a direction": r"\u200f",
    "begins a new line": r"\n",
    "ends a line in another way": r"\u2028",
    "goes back to the beginning of the line": r"\r",
    "is as wide as nothing": r"\u200b",
    "is a control of the old terminals": r"\u009b",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_text_with_a_character_that_cannot_be_shown_is_refused_once(hidden: str, tmp_path: Path) -> None:
    text = changed(TA260, (ADULT, f"{ADULT}{hidden}"))
    [fault] = faults_of(written(tmp_path, TA260, text))
    where = f"{TA260}.toml, line {line_of(text, ADULT)}, criteria.adult.asks: "
    assert str(fault).startswith(where) and str(fault).isprintable()
    code = "001B" if "001b" in hidden else f"{ord(hidden.encode().decode('unicode_escape')):04X}"
    assert str(fault).endswith(f" holds a character that cannot be shown (U+{code}). {REMEDY}")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"age >= adult_age"', r'"age >=\u001b adult_age"', "criteria.adult.yes_when"),
        ("notes = [\n", 'notes = [\n"\\u001b[2J",\n', "pack.notes"),
        ('unit = "days"', r'unit = "days\u202e"', "numbers.cycle_days.unit"),
        ('name = "84 days"', r'name = "84\u0000 days"', "readings.2.alternatives.1.name"),
        ('title     = "', r'title     = "\u007f', "pack.title"),
    ],
)
def test_rules_notes_units_names_and_titles_are_refused_alike(
    old: str, new: str, path: str, tmp_path: Path
) -> None:
    [fault] = faults_of(written(tmp_path, TA260, changed(TA260, (old, new))))
    assert fault.where.endswith(path) and fault.mend == REMEDY and str(fault).isprintable()


def test_letters_of_every_script_and_spaces_that_hold_words_together_are_read(tmp_path: Path) -> None:
    said = "Ist die Person volljährig\u00a0– 成人, بالغ, взрослый"
    read = policy(tmp_path, TA260, (ADULT, said))
    assert said in read.pack.own.criteria["adult"].asks


def test_a_claim_is_refused_alike(tmp_path: Path) -> None:
    text = (PACKS / "claims.toml").read_text(encoding="utf-8")
    path = written(tmp_path, "claims", text.replace('says = "', r'says = "\u001b[2J', 1))
    with pytest.raises(BadInput) as complaint:
        read_claims(path)
    [fault] = complaint.value.faults
    assert fault.where.endswith("says") and fault.mend == REMEDY
