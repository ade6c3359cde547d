"""The pack of figures behind made-up diaries: every figure sourced, ranged and honest about its status."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procerus.faults import BadInput
from procerus.packs.load import PACKS
from procerus.simulation.parameters import pack_parameters, read_parameters

PACK = pack_parameters()
PACK_TEXT = (PACKS / "simulation" / "diaries.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        ("phi = {", "pi = {", "Did you mean 'phi'"),
        (
            "value = 0.30, range = [0.20, 0.45]",
            "value = 0.50, range = [0.20, 0.45]",
            "outside its range 0.2 to 0.45",
        ),
        ("value = 0.598", "value = nan", "needs a number"),
        ("value = 0.598", "value = true", "is not a number"),
        ('source = "lags"', 'source = "rumour"', "'rumour' is not one of"),
        ('status = "read", source = "onset"', 'status = "sure", source = "onset"', "'sure' is not one of"),
        ("share = 0.16", "share = 0.17", "do not add up to 1"),
        ('class = "ergot"', 'class = "ergots"', "Did you mean 'ergot'"),
        ('first = { text = "ibuprofen', 'first = { txt = "ibuprofen', "Did you mean 'text'"),
        ("share = 0.05\n", 'share = 0.05\nsecond = { text = "x", class = "opioid" }\n', "without a first"),
        ("[course]", "[course", "not TOML"),
    ],
)
def test_a_pack_with_a_figure_that_cannot_be_trusted_is_refused(
    written: str, instead: str, complaint: str
) -> None:
    at = PACK_TEXT.rindex(written)
    spoilt = PACK_TEXT[:at] + instead + PACK_TEXT[at + len(written) :]
    with pytest.raises(BadInput) as refused:
        read_parameters(spoilt, "mine.toml")
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("mine.toml")


def test_a_chosen_figure_is_never_called_read() -> None:
    chosen = [one for one in PACK.figures.values() if one.source.startswith("Chosen")]
    assert len(chosen) >= 20
    assert {one.status for one in chosen} == {"unverified"}


def test_a_changed_figure_changes_the_fingerprint_and_a_changed_wording_does_not() -> None:
    other = replace(PACK, course=replace(PACK.course, daily_share=0.0))
    assert other.fingerprint != PACK.fingerprint
    reworded = read_parameters(PACK_TEXT.replace("mean over people", "average of people"), "mine.toml")
    assert reworded.fingerprint == PACK.fingerprint
