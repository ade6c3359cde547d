"""A tree in words that a clinician reads aloud, and that cannot be read in two ways.

Whatever is joined, negated or counted inside something else stands in brackets, so that two different
trees never give the same sentence. A name whose own words could be taken for the sentence's
(`pain_and_nausea`) is put in quotation marks, unless the caller gives it a noun.
"""

from __future__ import annotations

from collections.abc import Mapping

from procerus.criteria.language import And, Arithmetic, Compare, Count, Name, Node, Not, Number, Or

_COMPARED = {">=": "is at least", ">": "is more than", "<": "is less than", "<=": "is at most"}
_COUNTED = {">=": "at least", ">": "more than", "<": "fewer than", "<=": "at most"}
_CALCULATED = {"+": "plus", "-": "minus", "*": "times"}
_SUMMARIES = {
    "least": "the fewest {fact} in any month of {window}",
    "most": "the most {fact} in any month of {window}",
    "total": "{fact} in {window}",
}
_OUR_WORDS = frozenset({
    "all", "among", "and", "any", "both", "either", "in", "is", "it", "not", "of", "or", "plus", "minus",
    "so", "that", "the", "times",
})  # fmt: skip
_NOTHING: Mapping[str, str] = {}
_NO_NUMBERS: Mapping[str, int] = {}


def in_words(
    tree: Node, nouns: Mapping[str, str] = _NOTHING, numbers: Mapping[str, int] = _NO_NUMBERS
) -> str:
    """The tree as a sentence, without a full stop.

    `nouns` names things: a whole name (`today.pregnant`), or a window (`latest`: "the latest three
    months") or a fact (`headache_days`) wherever it stands in a window fact. `numbers` gives the numbers
    of the pack, which then stand in the sentence instead of their names.
    """
    return _Sentence(nouns, numbers).say(tree)


class _Sentence:
    def __init__(self, nouns: Mapping[str, str], numbers: Mapping[str, int]) -> None:
        self.nouns, self.numbers = nouns, numbers

    def say(self, tree: Node) -> str:
        match tree:
            case Number(value):
                return str(value)
            case Name(name):
                return str(self.numbers[name]) if name in self.numbers else self.noun(name)
            case Not(Name()):
                return f"not {self.say(tree.part)}"
            case Not(part):
                return f"it is not so that {self.inside(part)}"
            case And(parts):
                return self.joined(parts, "both {} and {}", "all of: ")
            case Or(parts):
                return self.joined(parts, "either {} or {}", "any of: ")
            case Count(parts):
                return f"the number that hold among ({self.listed(parts)})"
            case Compare(sign, Count(parts), Number() | Name() as needed) if not self.a_fact(needed):
                return f"{_COUNTED[sign]} {self.say(needed)} of: {self.listed(parts)}"
            case Compare(sign, left, right):
                return f"{self.say(left)} {_COMPARED[sign]} {self.say(right)}"
        return f"{self.term(tree.left, tree.sign)} {_CALCULATED[tree.sign]} {self.inside(tree.right)}"

    def a_fact(self, tree: Number | Name) -> bool:
        return isinstance(tree, Name) and "." in tree.name and tree.name not in self.numbers

    def joined(self, parts: tuple[Node, ...], two: str, more: str) -> str:
        if len(parts) == 2:
            return two.format(*(self.inside(part) for part in parts))
        return more + self.listed(parts)

    def listed(self, parts: tuple[Node, ...]) -> str:
        return "; ".join(self.inside(part) for part in parts)

    def inside(self, tree: Node) -> str:
        """In brackets, unless it is a name, a number or a plain comparison."""
        plain = isinstance(tree, Name | Number) or (
            isinstance(tree, Compare) and not isinstance(tree.left, Count)
        )
        return self.say(tree) if plain else f"({self.say(tree)})"

    def term(self, tree: Node, sign: str) -> str:
        """The left side of a sum or product; `a + b + c` and `a * b * c` need no brackets."""
        runs_on = isinstance(tree, Arithmetic) and tree.sign == sign and sign != "-"
        return self.say(tree) if runs_on else self.inside(tree)

    def noun(self, name: str) -> str:
        if name in self.nouns:
            return self.nouns[name]
        match name.split("."):
            case [window, fact, end] if end in _SUMMARIES:
                return _SUMMARIES[end].format(fact=self.part(fact), window=self.part(window))
            case [window, "days"]:
                return f"days of {self.part(window)}"
            case words:
                return ": ".join(self.part(word) for word in words)

    def part(self, name: str) -> str:
        if name in self.nouns:
            return self.nouns[name]
        words = name.replace("_", " ")
        clear = not _OUR_WORDS & set(words.split())
        return words if clear else f"‘{words}’"
