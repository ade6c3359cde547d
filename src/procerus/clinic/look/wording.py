"""Sentences of the packs and of the program in the language of the page; gettext knows none of them."""

from __future__ import annotations

from fractions import Fraction

from django.utils.html import format_html
from django.utils.translation import get_language

from procerus.injection.units import in_figures
from procerus.packs.german import german
from procerus.packs.translated import number_said


def in_german() -> bool:
    """Whether whoever looks reads German."""
    return (get_language() or "").startswith("de")


def worded(text: object) -> str:
    """A sentence in the language of the page; English where it has no words in it."""
    return _known(str(text)) or str(text)


def worded_and_marked(text: object) -> str:
    """The same for a page: what stays English is marked as English, so that it is read aloud as such."""
    said = str(text)
    if not said or not in_german():
        return said
    return _known(said) or format_html('<span lang="en">{}</span>', said)


def units(amount: object) -> str:
    """An amount of a toxin, such as `155 U`; of a number the page got as text or from a record too."""
    said = in_figures(amount) if isinstance(amount, Fraction) else str(amount)
    return worded(f"{said} U")


def millilitres(amount: Fraction) -> str:
    """A volume, such as `3.1 mL`."""
    return worded(f"{in_figures(amount)} mL")


def figures(amount: Fraction) -> str:
    """An amount with the decimal sign of the page: `3.1`, `3,1`."""
    said = in_figures(amount)
    return (number_said(said) or said) if in_german() else said


def _known(text: str) -> str | None:
    return german().said(text) if in_german() else None
