"""The clinic speaks German everywhere it speaks English."""

from __future__ import annotations

import gettext
import sys
from pathlib import Path

import pytest

from house.sources import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import messages

SAYING = [name for name in messages.features() if any(True for _ in messages.said(name))]


def test_there_are_features_that_say_something() -> None:
    assert {"look", "access"} <= set(SAYING)


@pytest.mark.parametrize("feature", SAYING)
def test_everything_a_feature_says_is_said_in_german(feature: str) -> None:
    catalog = messages.renewed(feature, "de")
    assert catalog is not None
    assert messages.open_in(catalog) == [], "run scripts/messages.py and translate"


@pytest.mark.parametrize("feature", SAYING)
def test_the_compiled_german_says_what_the_catalog_says(feature: str) -> None:
    catalog = messages.renewed(feature, "de")
    assert catalog is not None
    path: Path = messages.place_of(feature, "de")
    assert path.read_bytes() == messages.written(catalog), "run scripts/messages.py"
    with path.with_suffix(".mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    for one in catalog:
        if one.id and isinstance(one.id, str) and not one.context:
            assert german.gettext(one.id) == one.string
