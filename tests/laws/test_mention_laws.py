"""Signs that nobody sees never hide an illness, a medicine or an event that the text names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procerus.packs.adverse_events import adverse_events
from procerus.packs.safety import Match, safety

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a\ufe0f"  # soft hyphen, zero-width spaces, joiners, marks
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
ASIDES = [
    "",
    "since 2015",
    "no",
    "severe",
    "MG",
    "COPD",
    "; ALS",
    ", no dysphagia",
    "/ Marcumar 3 mg",
    "Bulbärparalyse",
]
NAMES = [
    name
    for one in (*safety().conditions.values(), *safety().concerns.values())
    for name in one.names
]  # fmt: skip
EVENTS = [name for one in adverse_events().terms.values() for name in (one.name, one.german, *one.synonyms)]


def ids(look: Callable[[str], Match[Any]], text: str) -> tuple[set[str], tuple[str, ...]]:
    match = look(text)
    return {one.id for one in match.found}, match.near


@st.composite
def sprinkled(draw: st.DrawFn, names: list[str]) -> tuple[str, str]:
    """A text with a name of a list in it, and the same with unseen signs between any of its letters."""
    text = f"{draw(st.sampled_from(names))} {draw(st.sampled_from(ASIDES))}"
    places = st.lists(st.tuples(st.integers(0, len(text)), st.sampled_from(UNSEEN)), min_size=1, max_size=8)
    with_signs = text
    for at, sign in sorted(draw(places), reverse=True):
        with_signs = with_signs[:at] + sign + with_signs[at:]
    return text, with_signs


@pytest.mark.parametrize("look", [safety().condition, safety().medicine], ids=["illness", "medicine"])
@given(texts=sprinkled(NAMES))
@example(texts=("myasthenia gravis", "myas\u00adthenia gravis"))
@example(texts=("Marcumar", "Mar\u200bcumar"))
def test_an_unseen_sign_never_hides_an_illness_or_a_medicine(
    look: Callable[[str], Match[Any]], texts: tuple[str, str]
) -> None:
    (found, near), (still, asked) = ids(look, texts[0]), ids(look, texts[1])
    assert found <= still
    assert not near or asked or still - found


@given(texts=sprinkled(EVENTS))
def test_an_unseen_sign_never_hides_an_event_or_its_warning(texts: tuple[str, str]) -> None:
    events = adverse_events()
    assert ids(events.meant, texts[0])[0] <= ids(events.meant, texts[1])[0]
    assert events.warns(texts[1]) or not events.warns(texts[0])


@given(texts=sprinkled(EVENTS))
def test_an_unseen_sign_makes_no_other_event_of_a_name(texts: tuple[str, str]) -> None:
    assert adverse_events().term(texts[1]) == adverse_events().term(texts[0])


@pytest.mark.parametrize("look", [safety().condition, safety().medicine], ids=["illness", "medicine"])
@given(name=st.sampled_from(NAMES), aside=st.sampled_from(ASIDES))
def test_wide_letters_say_the_same_as_plain_ones(
    look: Callable[[str], Match[Any]], name: str, aside: str
) -> None:
    text = f"{name} {aside}"
    assert ids(look, text.translate(WIDE)) == ids(look, text)
