"""The letter in print: a tagged PDF, the same bytes for the same facts, fonts included.

What a patient or a clinic wrote reaches the typesetter as JSON and is never read as markup. A character
that the typesetter's own fonts cannot draw, or that would turn the text around it, is printed by name.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from procerus.exchange.letters.page import Page
from procerus.faults import BadInput, Fault

TEMPLATE = Path(__file__).with_name("letter.typ")
DAYS = Path(__file__).with_name("days.typ")  # the drawing of a month, put before every template
STANDARD = "ua-1"  # PDF/UA: a screen reader can read it
PLAIN = range(0x20, 0x7F)  # what every font has
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PNG_DOTS = 110


def as_pdf(page: Page) -> bytes:
    """The letter as a PDF. Raises BadInput where the typesetter is not installed."""
    return _set(page, "pdf")[0]


def as_pictures(page: Page) -> list[bytes]:
    """The sheets of the letter as PNG pictures, to look at."""
    return _set(page, "png")


def _set(page: Page, kind: str) -> list[bytes]:
    return typeset(TEMPLATE, page.to_json(), page.date, kind)


def typeset(template: Path, page: object, day: tuple[int, int, int], kind: str) -> list[bytes]:
    """Plain values set by a template: one PDF, or a PNG picture of each sheet.

    `day` is the date of the facts, so that the same facts make the same bytes.
    """
    typst = _typesetter()
    shown = _shown(page, _drawable)
    when = datetime(*day, tzinfo=UTC)
    options: dict[str, Any] = {"pdf_standards": [STANDARD]} if kind == "pdf" else {"ppi": PNG_DOTS}
    made = typst.compile(
        DAYS.read_bytes() + template.read_bytes(), format=kind, sys_inputs={"page": json.dumps(shown)},
        ignore_system_fonts=True, timestamp=int(when.timestamp()), **options,
    )  # fmt: skip
    return list(made) if isinstance(made, list) else [bytes(made)]


def _typesetter() -> Any:
    try:
        import typst
    except ImportError:
        mend = "Install it: pip install procerus[documents]. Text and JSON need nothing."
        raise BadInput([Fault("--format pdf", "needs the package typst, which is not here", mend)]) from None
    return typst


def _shown(value: object, drawable: Callable[[str], bool]) -> object:
    """The same with every character that cannot be drawn written by its name."""
    if isinstance(value, str):
        plain = unicodedata.normalize("NFC", value)
        return "".join(one if ord(one) in PLAIN or drawable(one) else _name(one) for one in plain)
    if isinstance(value, dict):
        return {key: _shown(one, drawable) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(one, drawable) for one in value]
    return value


def _name(character: str) -> str:
    return f"[U+{ord(character):04X} {unicodedata.name(character, 'no name')}]"


@lru_cache(maxsize=4096)
def _drawable(character: str) -> bool:
    """Whether the typesetter's own fonts have it; those are the same everywhere, so letters are too."""
    if character in _TURNING or unicodedata.category(character) == "Cc":
        return False
    typst = _typesetter()
    try:
        typst.compile(
            _PROBE, format="pdf", sys_inputs={"one": character}, ignore_system_fonts=True,
            pdf_standards=[STANDARD],
        )  # fmt: skip
    except typst.TypstError:
        return False
    return True


_PROBE = b'#set document(title: "one")\n#set text(lang: "en")\n#sys.inputs.one'
