"""When two texts that people typed are one: the id of a person, the number of a vial.

Only the comparison is lenient; what was written is kept as it was written.
"""

from __future__ import annotations

import unicodedata


def alike(one: str, other: str) -> bool:
    """Whether two texts are one, whatever their capitals, outer blanks and ways to write an accent."""
    return compared(one) == compared(other)


def compared(text: str) -> str:
    """A text as it is compared: texts that are alike have the same."""
    folded = unicodedata.normalize("NFC", text.strip()).casefold()
    return unicodedata.normalize("NFC", folded)  # folding may take a composed letter apart
