"""What packs and the program say, in another language. English is the text; this reads it.

A decision, a finding or a summary is kept, signed and compared in English. Whoever reads another language
is shown the same sentence in it: a sentence is known by its English words, as a whole or with slots, and
what stands in a slot is said in turn. Nothing is guessed: where one part is not known, all stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from procerus.packs.dates_said import date_said

SLOT = re.compile(r"\{([a-z_]+\d?)\}")
_NUMBER = re.compile(r"[+\u2212-]?\d+(?:,\d{3})*(?:\.\d+)?")
_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) (?=[A-Z“‘'])")
_OPENING, _CLOSING = "(“", ")”"
KEPT = 8_000  # sentences remembered
Way = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Form:
    """A sentence with slots: what stands between them, what each takes, and the sentence to fill."""

    between: tuple[str, ...]
    slots: tuple[str, ...]
    said: str


class Translation:
    """All sentences of one language by their English. Of several forms that fit, the first is taken."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self.whole: dict[str, str] = {}
        self.forms: list[_Form] = []
        for english, said in words:
            if SLOT.search(english):
                self.forms.append(_Form(tuple(SLOT.split(english)[::2]), tuple(SLOT.findall(english)), said))
            else:
                self._keep(english, said)
        self.said: Way = lru_cache(KEPT)(self._said)
        self.slots: Mapping[str, Way] = {
            "text": self.said, "texts": self._each("; "), "list": self._each(", "), "alike": self.whole.get,
            "day": date_said, "name": self._named, "number": number_said,
        }  # fmt: skip

    def _keep(self, english: str, said: str) -> None:
        """A text, and each of its sentences, so that another may follow them."""
        self.whole[english] = said
        parts, others = _SENTENCE_ENDS.split(english), _SENTENCE_ENDS.split(said)
        if len(parts) == len(others) > 1:
            for part, other in zip(parts, others, strict=True):
                self.whole.setdefault(part, other)

    def _said(self, text: str) -> str | None:
        """The sentence in the other language; None where any part of it is not known."""
        ways = (
            self.whole.get, number_said, date_said, self._known_small, self._before_colon, self._formed,
            self._before_stop, self._begun_small, self._joined,
        )  # fmt: skip
        return next((said for way in ways if (said := way(text)) is not None), None)

    def _known_small(self, text: str) -> str | None:
        """A known text that was made the beginning of a sentence."""
        return _large(self.whole.get(_small(text)))

    def _begun_small(self, text: str) -> str | None:
        """A sentence that was made of parts which begin small."""
        return None if text == _small(text) else _large(self.said(_small(text)))

    def _before_colon(self, text: str) -> str | None:
        said = self.said(text[:-1]) if text.endswith(":") else None
        return None if said is None else f"{said}:"

    def _before_stop(self, text: str) -> str | None:
        said = self.said(text[:-1]) if text.endswith(".") else None
        return None if said is None else f"{said}."

    def _formed(self, text: str) -> str | None:
        for form in self.forms:
            if all(part in text for part in form.between):
                for parts in _parts(form.between, text):
                    said = self._filled(form.slots, parts)
                    if said is not None:
                        return form.said.format_map(said)
        return None

    def _filled(self, slots: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
        """What each slot says; None where one cannot say what stands in it."""
        said: dict[str, str] = {}
        for slot, part in zip(slots, parts, strict=True):
            one = self.slots[kind_of_slot(slot)](part)
            if one is None:
                return None
            said[slot] = one
        return said

    def _joined(self, text: str) -> str | None:
        """Several sentences, or several parts of one."""
        return self._all(_SENTENCE_ENDS.split(text), " ") or self._all(_split(text, "; "), "; ")

    def _each(self, joint: str) -> Way:
        return lambda text: self._all(_split(text, joint), joint, 1)

    def _all(self, parts: Sequence[str], joint: str, fewest: int = 2) -> str | None:
        said = [self.said(part) for part in parts] if len(parts) >= fewest else [None]
        known = [one for one in said if one is not None]
        return joint.join(known) if len(known) == len(said) else None

    def _named(self, text: str) -> str:
        """Names as they are, those in German that have a German one."""
        return ", ".join(self.whole.get(part, part) for part in text.split(", "))


def kind_of_slot(slot: str) -> str:
    """What a slot takes, by its name: `day2` a date; any name that is not one of these a number."""
    name = slot.rstrip("0123456789")
    return name if name in ("text", "texts", "list", "alike", "day", "name") else "number"


def number_said(text: str) -> str | None:
    """A number with the decimal sign and the thousands of German; None where it is none."""
    return text.translate(str.maketrans(",.", ".,")) if _NUMBER.fullmatch(text) else None


def _parts(between: Sequence[str], text: str) -> Iterator[tuple[str, ...]]:
    """Every way in which the text fits: what then stands in each slot."""
    if not text.startswith(between[0]):
        return
    rest = text[len(between[0]) :]
    if len(between) == 1:
        if not rest:
            yield ()
        return
    last = len(between) == 2 and not between[1]
    for at in range(len(rest) if last else 1, len(rest) + 1):
        if rest.startswith(between[1], at):
            for others in _parts(between[1:], rest[at:]):
                yield (rest[:at], *others)


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def _large(text: str | None) -> str | None:
    return None if text is None else text[0].upper() + text[1:]


def _split(text: str, joint: str) -> list[str]:
    """The parts of a list; what stands in brackets or quotation marks is not taken apart."""
    parts, depth, begun = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if not depth and text.startswith(joint, at):
            parts.append(text[begun:at])
            begun = at + len(joint)
    return [*parts, text[begun:]]
