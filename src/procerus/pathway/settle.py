"""The least that would settle an unknown answer: which open days, and which facts nobody recorded.

The search fills open days with one of four plain days (no headache; headache; migraine; migraine with
medicines) and gives each missing fact its best value, most recent days first, until the answer is
reached; then it takes out whatever was not needed. What is left is enough, and nothing in it can be
left out. A cleverer choice of days may exist where months overlap; it never reports too few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from procerus.criteria.bounds import LARGEST, Answer, Between
from procerus.criteria.reference import SUMMARIES, Fact, answer, answer_each
from procerus.diary.counts import MonthCounts
from procerus.diary.dates import Span, span_in_words
from procerus.diary.day import RECALLED_AFTER
from procerus.diary.facts import WindowFacts
from procerus.packs.check import open_facts
from procerus.packs.compile import names_needed
from procerus.packs.facts import FACTS
from procerus.packs.rules import Bit
from procerus.pathway.asking import Asked, Case

MOST_FACTS = 5  # missing facts tried in every combination
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
Item = date | str
"""An open day, or the name of a fact nobody recorded."""
_Way = frozenset[Item]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What would settle it, in words and in numbers of answers; None where this cannot be told."""

    text: str
    fewest_yes: int | None
    fewest_no: int | None
    days: tuple[date, ...]  # the open days that bear on it
    facts: tuple[str, ...]  # the missing facts that bear on it

    def to_json(self) -> dict[str, object]:
        """The contract's shape (docs/reference/json.md)."""
        return {
            "text": self.text,
            "fewest_yes": self.fewest_yes,
            "fewest_no": self.fewest_no,
            "days": [day.isoformat() for day in self.days],
            "facts": list(self.facts),
        }


def settle(asked: Asked, case: Case, facts: Mapping[str, Fact]) -> Settlement | None:
    """What would settle the question; None where it is answered."""
    if asked.answer(facts) is not UNKNOWN:
        return None
    search = _Search(asked, case, facts)
    yes, no = search.fewest(YES), search.fewest(NO)
    return Settlement(
        text=_text(search, yes, no, case.as_of),
        fewest_yes=None if yes is None else len(yes),
        fewest_no=None if no is None else len(no),
        days=tuple(sorted(search.bearing(yes, no))),
        facts=tuple(search.missing),
    )


class _Search:
    """Tries completions of what is open, at the level of month counts, so that each try is cheap."""

    def __init__(self, asked: Asked, case: Case, facts: Mapping[str, Fact]) -> None:
        self.asked, self.facts = asked, facts
        # Learning more never overturns an answer, so only open criteria are asked again.
        self.open = {name: tree for name, tree in asked.criteria.items() if facts[name] is UNKNOWN}
        self.given = {name: fact for name, fact in facts.items() if name not in self.open}
        self.windows = case.windows(asked.rules)
        open_ = open_facts(asked.tree, facts, asked.rules)
        self.missing = [name for name in open_ if name.count(".") != 2]
        self.counted = [name for name in open_ if name.count(".") == 2]
        self.days = {day for name in self.counted for day in self.windows.open_days(name)}
        self.recent_first = sorted(self.days, reverse=True)
        needed = sorted(names_needed(asked.rules, (asked.tree, *self.open.values())))
        keys = {name: _key(name) for name in needed if name.count(".") == 2}
        self.spans = _spans(dict.fromkeys(keys.values()), self.windows)
        self.months = _bounds(dict.fromkeys(keys.values()), self.windows)
        self.summaries = [
            (name, key, name.rsplit(".")[-1]) for name, key in keys.items() if key in self.months
        ]
        self.places = _places(self.days, self.spans)
        self.said = {
            day: case.counts.bits_on(case.counts.diary.day(day), asked.rules.diary) for day in self.days
        }
        self.effects: list[_Effects] = []
        for number, fill in enumerate(_fills(asked.rules.bits)):
            effects = self._effects(number, fill, case.counts)
            if effects not in self.effects:  # without medicines in the rules, a day with some is the same day
                self.effects.append(effects)

    def fewest(self, target: Answer) -> _Way | None:
        """A smallest set of answers found that gives the target, or None if no completion does."""
        found: _Way | None = None
        for effects in self.effects:
            for values in self._values():
                enough = self._enough(target, effects, values)
                if enough is not None and (found is None or len(enough) < len(found)):
                    found = enough
        return found

    def bearing(self, *ways: _Way | None) -> set[date]:
        """The open days to choose from: those of the narrowest window that holds every day of the ways."""
        chosen = {item for way in ways for item in way or () if isinstance(item, date)}
        windows: dict[str, set[date]] = {}
        for name in self.counted:
            windows.setdefault(name.split(".")[0], set()).update(self.windows.open_days(name))
        holding = [days for days in (*windows.values(), self.days) if chosen <= days]
        return min(holding, key=len) if chosen else set()

    def _enough(self, target: Answer, effects: _Effects, values: Mapping[str, Fact]) -> _Way | None:
        items: list[Item] = [*values, *self.recent_first]

        def reaches(chosen: Iterable[Item]) -> bool:
            return self._answer(set(chosen), effects, values) is target

        if not reaches(items):
            return None
        few, many = 0, len(self.recent_first)
        while few < many:  # learning more never overturns, so a longer run of days still reaches it
            middle = (few + many) // 2
            if reaches([*values, *self.recent_first[:middle]]):
                many = middle
            else:
                few = middle + 1
        kept: list[Item] = [*values, *self.recent_first[:many]]
        needed: set[object] = set()  # days that do the same: where one is needed, so are those still kept
        for item in reversed(list(kept)):
            alike = effects.of.get(item, item)
            if alike in needed:
                continue
            if reaches(one for one in kept if one != item):
                kept.remove(item)
            else:
                needed.add(alike)
        return frozenset(kept)

    def _answer(self, chosen: set[Item], effects: _Effects, values: Mapping[str, Fact]) -> Answer:
        times = Counter(effects.of[item] for item in chosen if item in effects.of)
        known = self.given | self._summed(effects, times)
        known |= {name: value for name, value in values.items() if name in chosen}
        return answer(self.asked.tree, answer_each(self.open, known))

    def _summed(self, effects: _Effects, times: Mapping[int, int]) -> dict[str, Fact]:
        """The counted facts once so many days of each kind are answered; the same for all other facts."""
        key = frozenset(times.items())
        if key not in effects.summed:
            counts = {place: list(ends) for place, ends in self.months.items()}
            for kind, days in times.items():
                for place, month, effect in effects.kinds[kind]:
                    low, high = counts[place][month]
                    counts[place][month] = (low + days, high) if effect is YES else (low, high - days)
            ends = {place: [Between(*pair) for pair in pairs] for place, pairs in counts.items()}
            effects.summed[key] = {
                name: SUMMARIES[summary](ends[place]) for name, place, summary in self.summaries
            }
        return effects.summed[key]

    def _values(self) -> Iterable[dict[str, Fact]]:
        """Each missing fact at either end of what it could be, in every combination."""
        names = self.missing[:MOST_FACTS]
        return (dict(zip(names, ends, strict=True)) for ends in product(*map(self._ends, names)))

    def _ends(self, name: str) -> tuple[Fact, Fact]:
        fact = self.facts[name]
        if isinstance(fact, Answer):
            return YES, NO
        high = LARGEST if fact.high is None else fact.high
        return Between.exactly(high), Between.exactly(fact.low or 0)

    def _effects(self, number: int, fill: Mapping[str, Answer], counts: MonthCounts) -> _Effects:
        """Which month counts an open day changes when it is filled, and whether to yes or to no."""
        rules = self.asked.rules
        kinds: dict[tuple[int, _Places], int] = {}
        made: list[tuple[tuple[_Key, int, Answer], ...]] = []
        of: dict[Item, int] = {}
        for day, places in self.places.items():
            said = self.said[day]
            kind = kinds.get((id(said), places))
            if kind is None:
                kind = kinds[id(said), places] = len(made)
                changed = (
                    (place, counts.filled(rules.days[place[0][1]], said, fill, number)) for place in places
                )
                made.append(tuple((*place, filled) for place, filled in changed if filled is not None))
            of[day] = kind
        return _Effects(made, of)


def _key(name: str) -> _Key:
    window, fact, _ = name.split(".")
    return window, fact


_Key = tuple[str, str]
"""A window and a counted fact."""
_Places = tuple[tuple[_Key, int], ...]
"""The month counts a day belongs to."""


@dataclass(frozen=True, slots=True)
class _Effects:
    """What answering each open day does: days of one kind do the same."""

    kinds: list[tuple[tuple[_Key, int, Answer], ...]]
    of: dict[Item, int]  # day -> its kind
    summed: dict[frozenset[tuple[int, int]], dict[str, Fact]] = field(default_factory=dict, compare=False)


def _places(days: Iterable[date], spans: Mapping[_Key, Sequence[Span | None]]) -> dict[date, _Places]:
    places: dict[date, list[tuple[_Key, int]]] = {day: [] for day in days}
    for key, months in spans.items():
        for month, span in enumerate(months):
            for day in places:
                if span is not None and span[0] <= day <= span[1]:
                    places[day].append((key, month))
    return {day: tuple(found) for day, found in places.items()}


def _spans(keys: Iterable[_Key], windows: WindowFacts) -> dict[_Key, list[Span | None]]:
    """The months behind every counted fact.

    A month with an attested count has no dates here: no answered day changes what was told.
    """
    return {
        key: [None if windows.counts.told(key[1], month) else month for month in months]
        for key in keys
        if (months := windows.months(key[0])) is not None
    }


def _bounds(keys: Iterable[_Key], windows: WindowFacts) -> dict[_Key, list[tuple[int, int]]]:
    """The counts of those months now."""
    rules = windows.rules
    return {
        key: [(count.low or 0, count.high or 0) for count in
              windows.counts.window(key[1], rules.days[key[1]], months, rules.diary)]
        for key in keys
        if (months := windows.months(key[0])) is not None
    }  # fmt: skip


def _fills(bits: Mapping[str, Bit]) -> list[dict[str, Answer]]:
    """Four plain days: without headache; headache; migraine; migraine with medicines of every class."""
    headache = {name for name, bit in bits.items() if bit.column == "headache"}
    medicines = {name for name, bit in bits.items() if bit.medicine is not None}
    said_yes: list[set[str]] = [set(), headache, set(bits) - medicines, set(bits)]
    return [{name: Answer.of(name in yes) for name in bits} for yes in said_yes]


def _text(search: _Search, yes: _Way | None, no: _Way | None, as_of: date) -> str:
    ways = [way for way in (yes, no) if way is not None]
    if not ways:
        return _dates_text(search)
    least, most_days = min(ways, key=len), max(map(_days_of, ways))
    asked = [name for name in search.missing if name in least]
    more = [name for name in search.missing if name not in least and any(name in way for way in ways)]
    steps = [_to_record(name) for name in asked]
    later = [_to_record(name) for name in more]
    if most_days:
        bearing = search.bearing(yes, no)
        (steps if _days_of(least) else later).insert(0, _days_text(_days_of(least), most_days, bearing))
    text = _sentence(steps)
    if later:
        text += f" It may also take: {'; '.join(dict.fromkeys(later))}."
    if most_days and min(search.bearing(yes, no)) < as_of - RECALLED_AFTER:
        text += (
            f" Use a record written at the time: days more than {RECALLED_AFTER.days} days back, filled in"
            " from memory, will be marked as recalled."
        )
    return text


def _dates_text(search: _Search) -> str:
    """Where no answer can come about as things stand: the days of treatment that windows hang on."""
    windows = search.windows.rules.windows
    hung = [windows[_key(name)[0]] for name in search.counted if search.windows.months(_key(name)[0]) is None]
    undated = sorted({str(one.before or one.after).replace("_", " ") for one in hung})
    if not undated:
        return "Nothing that could be recorded now was found to settle it."
    return (
        f"Record the exact {'date' if len(undated) == 1 else 'dates'} of the {' and of the '.join(undated)}."
    )


def _sentence(steps: Iterable[str]) -> str:
    joined = "; ".join(dict.fromkeys(steps))
    return f"{joined[0].upper()}{joined[1:]}."


def _days_of(way: _Way) -> int:
    return sum(isinstance(item, date) for item in way)


def _days_text(fewest: int, most: int, days: set[date]) -> str:
    first, last = min(days), max(days)
    between = span_in_words(first, last)
    if len(days) == 1:
        return f"answer the open day {between}"
    some = f"answer {fewest or most} of the {len(days)} open days ({between})"
    return f"{some}; {most} may be needed" if most > fewest > 0 else some


def _to_record(name: str) -> str:
    return FACTS[name].to_record if name in FACTS else _by_name(name)


def _by_name(name: str) -> str:
    if "." in name:
        return f"record the date of the {name.split('.')[0].replace('_', ' ')}"
    return "record each preventive with its drug, dates and outcome"
