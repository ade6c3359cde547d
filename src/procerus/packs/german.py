"""The German of the packs and of the program, read from their files.

It stands beside each pack, in the folder `german`; that of the program in packs/german/sentences.toml.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from procerus.faults import BadInput, Fault
from procerus.packs.adverse_events import adverse_events
from procerus.packs.anatomy import anatomy
from procerus.packs.sections import read_status
from procerus.packs.shape import Shape
from procerus.packs.toml_file import read_pack
from procerus.packs.translated import SLOT, Translation

PACKS = Path(__file__).parent
FOLDER = "german"


@lru_cache
def german() -> Translation:
    """German of the packs that come with the program, and of the program. A clinic's own stay as written."""
    return Translation([*(word for path in built_in() for word in read_words(path)), *_muscles(), *_events()])


def built_in() -> tuple[Path, ...]:
    """The files of German words that come with the program."""
    return tuple(sorted(PACKS.glob(f"**/{FOLDER}/*.toml")))


def read_words(path: Path) -> tuple[tuple[str, str], ...]:
    """English and German of one file. Raises BadInput with every fault."""
    faults: list[Fault] = []
    text, table = read_pack(path)
    shape = Shape(table, (), text, faults)
    read_status(shape)
    words = []
    for row in shape.rows("words"):
        english, said = row.text("en"), row.text("de")
        if sorted(SLOT.findall(english)) != sorted(SLOT.findall(said)):
            row.fault("de", "has other slots than the English", "Take the same words in braces.", said)
        row.finish()
        words.append((english, said))
    shape.finish()
    if faults:
        raise BadInput(faults)
    return tuple(words)


def _events() -> list[tuple[str, str]]:
    """Adverse events by their English name."""
    return [(one.name, one.german) for one in adverse_events().terms.values()]


def _muscles() -> list[tuple[str, str]]:
    """Muscles by their English name and by their id, as findings name them."""
    english, said = anatomy("en").muscles, anatomy("de").muscles
    return [(called, said[name]) for name in said for called in dict.fromkeys((english[name], name))]
