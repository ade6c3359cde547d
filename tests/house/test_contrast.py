"""Everything on a page of the clinic can be read, by day, in the dark and on paper, and weighs little."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from unit.test_page_style import contrast

CLINIC = Path(__file__).parents[2] / "src" / "procerus" / "clinic"
LOOK = CLINIC / "look" / "static" / "look" / "look.css"
TOKENS = CLINIC.parent / "exchange" / "pages" / "styles" / "tokens.css"
STYLES = [TOKENS, *sorted(CLINIC.glob("*/static/*/*.css"))]
EVERYWHERE = (TOKENS, LOOK)  # on every page
SURFACES = ("paper", "sheet")
WORDS = ("ink", "soft", "accent", "caution", "harm")  # text; the accent also rings what has the focus
BLOCKS = {
    "light": r"^:root \{(.*?)^\}",
    "dark": r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}",
    "print": r"@media print \{\s*:root \{(.*?)\}",
    "forced": r"forced-colors: active\) \{\s*:root \{(.*?)\}",
}
THEMES = ("light", "dark", "print")
ROW_UNDER_THE_CURSOR = 0.09  # how much accent lies on the paper there
HATCHED = 0.12  # how much caution lies on the paper of "everybody here is made up"
MARKS = 0.62  # how much ink is in the half-tone of a month; `--half` of look.css
MOST_STYLE = 15_000  # bytes of all the style of a page, as they are sent


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme, by name."""
    block = re.search(BLOCKS[theme], TOKENS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert block, theme
    return dict(re.findall(r"--(\w+): ([#\w]+);", block[1]))


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour laid thinly on another one, as `color-mix(in srgb, ...)` does."""
    parts = [
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{one:02x}" for one in parts)


@pytest.mark.parametrize("theme", BLOCKS)
def test_every_theme_names_the_same_colours(theme: str) -> None:
    assert tokens(theme).keys() == {*SURFACES, *WORDS, "line", "edge"}


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_can_be_read_on_every_surface(theme: str) -> None:
    found = tokens(theme)
    ratios = {(word, on): contrast(found[word], found[on]) for word, on in product(WORDS, SURFACES)}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_word_on_the_main_button_can_be_read(theme: str) -> None:
    found = tokens(theme)
    assert contrast(found["paper"], found["accent"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_row_under_the_cursor_and_the_watermark_can_be_read(theme: str) -> None:
    found = tokens(theme)
    for word, on in product(WORDS, SURFACES):
        row = mixed(found["accent"], found[on], ROW_UNDER_THE_CURSOR)
        assert contrast(found[word], row) >= 4.5, (word, on)
    assert contrast(found["caution"], mixed(found["caution"], found["paper"], HATCHED)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_rings_edges_and_the_half_tone_of_a_month_can_be_seen(theme: str) -> None:
    found = tokens(theme)
    for on in SURFACES:
        assert contrast(found["edge"], found[on]) >= 3
        assert contrast(mixed(found["ink"], found["sheet"], MARKS), found[on]) >= 3


def test_the_shares_measured_here_are_those_of_the_style() -> None:
    style = LOOK.read_text(encoding="utf-8")
    assert "tr[data-row].here { background: color-mix(in srgb, var(--accent) 9%, transparent)" in style
    assert "color-mix(in srgb, var(--caution) 12%, transparent)" in style
    assert "--half: color-mix(in srgb, var(--ink) 62%, var(--sheet))" in style


def test_no_pixel_of_the_dark_theme_is_pure_white_or_black() -> None:
    assert not {"#ffffff", "#000000"} & set(tokens("dark").values())


@pytest.mark.parametrize("style", STYLES, ids=lambda one: one.stem)
def test_colours_are_named_and_not_written_into_rules(style: Path) -> None:
    rules = re.sub(r"--[\w-]+: [^;]+;", "", style.read_text(encoding="utf-8"))
    allowed = (
        {"#fff"} if style.stem == "login" else {"#000"} if style == LOOK else set()
    )  # a code is scanned from white; print is black
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b(?![^;{]*\{)", rules)) <= allowed


def test_all_the_style_of_the_heaviest_page_is_small() -> None:
    sizes = {one: len(gzip.compress(one.read_bytes())) for one in STYLES if one not in EVERYWHERE}
    of_a_feature = {one.parent: 0 for one in sizes}
    for one, size in sizes.items():
        of_a_feature[one.parent] += size
    shared = sum(len(gzip.compress(one.read_bytes())) for one in EVERYWHERE)
    assert shared + max(of_a_feature.values()) < MOST_STYLE


@pytest.mark.parametrize("style", STYLES, ids=lambda one: one.stem)
def test_nothing_moves_by_itself(style: Path) -> None:
    rules = style.read_text(encoding="utf-8").replace(
        "transition: none !important; animation: none !important;", ""
    )
    assert not re.findall(r"animation|transition", rules)
