"""The style of pages: every colour is a token, and every pair of tokens can be read (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import procerus.exchange.pages

FOLDER = Path(procerus.exchange.pages.__file__).parent
STYLE = "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("styles/tokens.css", "page.css"))
SURFACES = {"paper", "sheet"}
WORDS = {"ink", "soft", "accent", "caution", "harm"}  # text; the accent also rings what has the focus
EDGES = {"edge"}  # the lines and rings that tell something
DECORATION = {"line"}  # lines that only please the eye; nothing is told by them alone
THEMES = {
    "light": r"^:root \{(.*?)^\}",
    "dark": r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}",
    "print": r"@media print \{\s*:root \{(.*?)\}",
    "forced": r"forced-colors: active\) \{\s*:root \{(.*?)\}",
}


def tokens(theme: str) -> dict[str, str]:
    """The colour tokens of a theme, by name."""
    [block] = re.findall(THEMES[theme], STYLE, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"--(\w+): ([#\w]+);", block))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_gives_the_ratios_wcag_names() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#abcdef", "#abcdef") == pytest.approx(1)


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_gives_every_token_and_none_is_without_a_role(theme: str) -> None:
    assert tokens(theme).keys() == SURFACES | WORDS | EDGES | DECORATION


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_all_text_can_be_read_on_every_surface(theme: str) -> None:
    found = tokens(theme)
    ratios = {(word, on): contrast(found[word], found[on]) for word in WORDS for on in SURFACES}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}
    assert all(contrast(found["ink"], found[on]) >= 7 for on in SURFACES)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_lines_that_tell_something_can_be_seen_on_every_surface(theme: str) -> None:
    found = tokens(theme)
    assert all(contrast(found[edge], found[on]) >= 3 for edge in EDGES for on in SURFACES)


def test_no_pixel_of_the_dark_theme_is_pure_white_or_black() -> None:
    assert not {"#ffffff", "#000000"} & set(tokens("dark").values())


def test_colours_stand_only_in_the_tokens() -> None:
    rules = STYLE[STYLE.index("/* Ground") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|color-mix|oklch)a?\(", rules) == []
    assert set(re.findall(r"var\(--(\w+)\)", rules)) <= SURFACES | WORDS | EDGES | DECORATION


def test_type_stands_on_the_scale_of_14_16_20_and_28() -> None:
    rules = STYLE[STYLE.index("/* Ground") : STYLE.index("/* Paper")]
    assert set(re.findall(r"font-size: ([\w.]+)", rules)) <= {".875rem", "1rem", "1.25rem", "1.75rem"}


def test_focus_is_always_visible_and_nothing_moves_by_itself() -> None:
    assert ":focus-visible { outline: 3px solid var(--accent)" in STYLE
    assert re.findall(r"outline: (?:none|0)", STYLE) == ["outline: none"]  # the target of the skip link
    assert not re.findall(r"animation|transition", STYLE)


def test_the_style_is_plain_ascii_so_that_no_encoding_spoils_it() -> None:
    assert STYLE.isascii()
