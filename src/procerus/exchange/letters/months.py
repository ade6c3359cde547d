"""The months a question looks at: the picture of each, and its counts between bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from procerus.criteria.bounds import Answer, Between
from procerus.criteria.language import Name
from procerus.diary.dates import Span
from procerus.diary.day import Day
from procerus.diary.draw import letter
from procerus.diary.windows import days_in
from procerus.headache.classify import MEDICINE_FACTS
from procerus.packs.rules import Rules
from procerus.pathway.asking import Asked, Case
from procerus.pathway.recorded import INDICATION

LONG = "four_hours"  # the headache pack's bit of a day with four hours of headache or more
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a window. Counts are bounds; `letters` draws one letter a day (`M`, `h`, `.`, `?`)."""

    span: Span
    answered: int
    headache: Between
    migraine: Between
    long: Between | None  # days with four hours or more; None where the headache pack has no such bit
    minutes: int  # all that were recorded
    days_with_hours: int  # headache days whose hours were recorded
    known_headache_days: int
    medicines: Mapping[str, Between]
    letters: str
    taken: str  # `y` an acute medicine, `.` none, `?` not known; one letter a day
    injected: tuple[int, ...]  # which days of the month, counted from 0, had an injection
    attested: tuple[str, ...]  # who counted it, where no day was answered here
    recalled: int
    untimed: int

    @property
    def days(self) -> int:
        """How long the month is."""
        return days_in(self.span)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is known of it."""
        return not self.answered and not self.attested

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "from": self.span[0].isoformat(),
            "to": self.span[1].isoformat(),
            "days": self.days,
            "recorded": self.answered,
            "headache_days": _pair(self.headache),
            "migraine_days": _pair(self.migraine),
            "days_with_four_hours": None if self.long is None else _pair(self.long),
            "minutes_recorded": self.minutes,
            "days_with_hours": self.days_with_hours,
            "medicine_days": {name: _pair(one) for name, one in self.medicines.items()},
            "picture": self.letters,
            "attested_by": list(self.attested),
            "recalled_days": self.recalled,
            "timing_unknown_days": self.untimed,
        }


@dataclass(frozen=True, slots=True)
class Period:
    """One window of the policy with its months, oldest first; none where its anchor is not one known day.

    Of a window that is not over on the day of the question it holds the days that have passed.
    """

    window: str
    noun: str
    months: tuple[Month, ...]
    begun: Answer  # whether the day it hangs on exists
    within: tuple[str, ...]  # other windows of the question that lie inside it
    until: date | None  # its last day, where that has not passed yet

    @property
    def days(self) -> int:
        """How many days it has."""
        return sum(month.days for month in self.months)

    @property
    def answered(self) -> int:
        """How many of them say whether there was a headache."""
        return sum(month.answered for month in self.months)

    def total(self, fact: str) -> Between:
        """Headache or migraine days in all its months together."""
        counts = [month.migraine if fact == "migraine_days" else month.headache for month in self.months]
        return Between(sum(one.low or 0 for one in counts), sum(one.high or 0 for one in counts))

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "window": self.window,
            "says": self.noun,
            "begun": str(self.begun),
            "until": None if self.until is None else self.until.isoformat(),
            "months": [month.to_json() for month in self.months],
        }


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours recorded in the months shown, each day once."""

    headache_days: int  # known ones
    with_hours: int
    minutes: int

    def to_json(self) -> dict[str, object]:
        """As the reference has it (docs/reference/json.md)."""
        return {
            "headache_days": self.headache_days,
            "days_with_hours": self.with_hours,
            "minutes_recorded": self.minutes,
        }


def hours_of(case: Case, spans: Sequence[Span]) -> Hours:
    """How many of the headache days say for how long it hurt, and how long that was."""
    days = [day for day in _days(case, spans) if day.headache is Answer.YES]
    timed = [day.minutes for day in days if day.minutes is not None]
    return Hours(len(days), len(timed), sum(timed))


def periods_of(asked: Asked, case: Case, nouns: Mapping[str, str]) -> tuple[Period, ...]:
    """Every window the question counts days in; one that lies inside another is told with it."""
    names = dict.fromkeys(name.split(".")[0] for name in asked.needed if name.count(".") == 2)
    windows = case.windows(asked.rules)
    spans = {name: windows.months(name) for name in asked.rules.windows if name in names}
    found = []
    for name, months in spans.items():
        if months and any(set(months) < set(other) for other in spans.values() if other):
            continue
        inside = tuple(one for one, its in spans.items() if months and its and set(its) < set(months))
        passed = _passed(months or (), case.as_of)
        until = months[-1][1] if months and months[-1][1] >= case.as_of else None
        drawn = tuple(month_of(span, asked.rules, case) for span in passed)
        rule = windows.rules.windows[name]
        side = rule.before or rule.after
        begun = Answer.UNKNOWN if side is None else case.anchors[side].exists
        noun = nouns.get(name, name.replace("_", " "))
        found.append(Period(name, noun, drawn, begun, inside, until))
    return tuple(sorted(found, key=lambda one: one.months[0].span if one.months else (date.max, date.max)))


def _passed(months: Sequence[Span], as_of: date) -> list[Span]:
    """The months as far as they have passed; a day that has not come is no gap."""
    last = as_of - timedelta(days=1)
    return [(first, min(end, last)) for first, end in months if first <= last]


def month_of(span: Span, rules: Rules, case: Case) -> Month:
    """One month by the definitions of these rules, with its picture."""
    counts, reading = case.counts, rules.diary
    days = list(counts.diary.spans(*span))
    timed = [day for day in days if day.headache is Answer.YES and day.minutes is not None]

    def count(fact: str) -> Between:
        return counts.count(fact, rules.days[fact], span, reading)

    def drawn(day: Day) -> str:
        return letter(day.headache, counts.answer_on(rules.days["migraine_days"], day.date, reading))

    return Month(
        span=span,
        answered=sum(day.answered for day in days),
        headache=count("headache_days"),
        migraine=count("migraine_days"),
        long=counts.count("long_days", Name(LONG), span, reading) if LONG in rules.bits else None,
        minutes=sum(day.minutes or 0 for day in timed),
        days_with_hours=len(timed),
        known_headache_days=sum(day.headache is Answer.YES for day in days),
        medicines={name: count(fact) for name, fact in MEDICINE_FACTS.items()},
        letters="".join(map(drawn, days)),
        taken="".join(_taken(rules, case, day) for day in days),
        injected=tuple(sorted(_injected(span, case))),
        attested=tuple(_attesters(span, case)),
        recalled=sum(day.recalled for day in days),
        untimed=sum(day.answered and day.entered is None for day in days),
    )


def _taken(rules: Rules, case: Case, day: Day) -> str:
    said = case.counts.answer_on(rules.days["acute_days"], day.date, rules.diary)
    return {Answer.YES: "y", Answer.NO: ".", Answer.UNKNOWN: "?"}[said]


def _injected(span: Span, case: Case) -> set[int]:
    """Which days of the month had an injection against chronic migraine, or one of no stated kind."""
    against = [one for one in case.patient.doses if one.indication in (None, INDICATION)]
    days = [one.date.day for one in against if one.date is not None]
    return {(day - span[0]).days for day in days if day is not None and span[0] <= day <= span[1]}


def _attesters(span: Span, case: Case) -> Iterator[str]:
    told = {one.span for one in case.counts.told("headache_days", span)}
    for one in case.patient.counts or ():
        if one.first is not None and one.last is not None and (one.first, one.last) in told:
            yield one.source or "nobody named"


def medicine_names(case: Case, spans: Sequence[Span]) -> dict[str, tuple[str, ...]]:
    """Which medicines of each class were written down in these spans, as understood or else as written."""
    found: dict[str, dict[str, None]] = {name: {} for name in MEDICINE_FACTS}
    for one in (taken for day in _days(case, spans) for taken in day.medicines or ()):
        for name in one.classes & set(found):
            found[name][one.name or one.text] = None
        if one.uncertain:
            found["unrecognised"][one.text] = None
    return {name: tuple(sorted(names)) for name, names in found.items() if names}


def _days(case: Case, spans: Sequence[Span]) -> list[Day]:
    within: dict[date, Day] = {day.date: day for span in spans for day in case.counts.diary.spans(*span)}
    return list(within.values())


def _pair(count: Between) -> list[int | None]:
    return [count.low, count.high]
