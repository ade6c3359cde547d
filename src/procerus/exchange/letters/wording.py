"""How facts are said in a letter: fixed text with slots, and no sentence where a slot has no datum."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.reference import Fact
from procerus.diary.dates import MONTHS, in_words, span_in_words
from procerus.diary.partial_date import PartialDate
from procerus.diary.windows import nominal_days
from procerus.headache.reason import TOO_EARLY, Reason
from procerus.packs.rules import Rules
from procerus.pathway.spoken import found_of, phrase

NOT_KNOWN = "not known"
SHORTEST_MONTH = 28
SAID = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "cannot be told yet"}
OUTCOMES = {
    "ineffective": "did not work",
    "not_tolerated": "was not tolerated",
    "contraindicated": "contraindicated",
    "unsuitable": "unsuitable for reasons of safety",
    "too_short": "tried for too short a time",
    "refused": "declined",
    "ongoing": "still taken",
}
STOPS = {
    "improved": "improved",
    "no_response": "no response",
    "not_tolerated": "not tolerated",
    "contraindicated": "contraindicated",
    "limit": "the limit of courses was reached",
    "patient_wish": "the patient's wish",
    "other": "another reason",
}
_CLASSES = {
    "arb-ace": "ARB or ACE inhibitor",
    "cgrp-antibody": "CGRP antibody",
    "5-ht2": "5-HT2 antagonist",
    "non-opioid": "simple painkiller",
    "combination": "combination painkiller",
    "other": "other acute medicine",
    "unrecognised": "not recognised",
    "any": "any acute medicine",
}


def filled(sentence: str, **slots: object) -> str | None:
    """The sentence with its slots filled; None where any slot has no datum."""
    if any(one is None for one in slots.values()):
        return None
    return sentence.format(**slots)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 day`, `2 days`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def amount(number: Decimal | None) -> str | None:
    """A dose or a score without idle noughts."""
    return None if number is None else format(number.normalize(), "f")


def tenths(number: int) -> str:
    """Tenths as a decimal number: 76 is `7.6`, 80 is `8`."""
    whole, rest = divmod(abs(number), 10)
    return f"{whole}.{rest}" if rest else str(whole)


def day(when: PartialDate | None) -> str | None:
    """A date as exactly as it is known: `5 Mar 2024`, `Mar 2024` or `2024`."""
    if when is None:
        return None
    first, last = when.earliest, when.latest
    if first == last:
        return in_words(first)
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    whole_month = date(first.year, first.month, monthrange(first.year, first.month)[1])
    if first.day == 1 and last == whole_month:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return span_in_words(first, last)


def class_name(word: str) -> str:
    """A class of medicines as a reader knows it."""
    return _CLASSES.get(word, word.replace("-", " ") if word.startswith("calcium") else word)


def instrument(name: str) -> str:
    """A questionnaire's id as it is printed: `HIT-6`."""
    return name.upper()


def bounds(count: Between, days: int) -> str:
    """`14 to 16 of 30`; a lone figure only where nothing is open, none where every day is."""
    if days and (count.low or 0) == 0 and count.high == days:
        return NOT_KNOWN
    return f"{count} of {days}"


def recorded(answer: Answer) -> str:
    """An answer somebody was asked for."""
    return "not recorded" if answer is Answer.UNKNOWN else str(answer)


def found(reason: Reason, rules: Rules, nouns: Mapping[str, str]) -> str:
    """The data a criterion was answered with: `headache days in the latest month: 17 to 18`."""
    if reason.remark == TOO_EARLY:
        return TOO_EARLY
    said = [
        f"{phrase(name, rules, nouns)}: "
        + (NOT_KNOWN if vacuous(name, one, rules) else found_of(name, one, rules))
        for name, one in reason.found.items()
    ]
    return "; ".join([*said, *filter(None, [reason.remark])])


def vacuous(name: str, fact: Fact, rules: Rules) -> bool:
    """Whether a count's bounds say nothing: from no day to every day of its window."""
    window, _, rest = name.partition(".")
    if window not in rules.windows or not isinstance(fact, Between) or fact.low != 0:
        return False
    rule = rules.windows[window]
    every = (nominal_days(rule.month) or SHORTEST_MONTH) * (rule.months if rest.endswith(".total") else 1)
    return fact.high is None or fact.high >= every
