"""How the chapters of the specification ask: one day, one month, or ICHD-3 as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from people import LAST_DAY
from procerus.criteria.bounds import Answer, Between
from procerus.diary.counts import MonthCounts
from procerus.diary.day import Day
from procerus.diary.diary import Diary
from procerus.headache.classify import Classification, Month, classify, rules_for
from procerus.packs.load import load_headache
from procerus.packs.rules import MonthLength, Rules
from procerus.pathway.patient import AttestedCount, History, Patient
from procerus.pathway.recorded import course_of, recorded_facts

AS_OF = LAST_DAY + timedelta(days=1)


def classified(
    diary: Diary,
    months: MonthLength | None = None,
    migraine_day: str | None = None,
    *,
    rules: Rules | None = None,
    as_of: date = AS_OF,
    counts: Sequence[AttestedCount] = (),
    **history: Any,
) -> Classification:
    """ICHD-3 over a diary that ends the day before `as_of`, with what was asked about the past."""
    headache = load_headache()
    rules = rules or rules_for(headache, months, migraine_day)
    person = Patient("made-up", diary, history=History(**history))
    recorded = recorded_facts(person, course_of(person, as_of), as_of)
    counted = MonthCounts(diary.until(as_of), rules.bits, counts)
    return classify(person.id, counted, recorded, rules, headache, as_of)


def under(reading: str, alternative: str) -> Rules:
    """The rules under one alternative of one reading of ICHD-3."""
    (found,) = [
        one.rules
        for one in load_headache().alternatives
        if (one.reading.id, one.alternative.name) == (reading, alternative)
    ]
    return found


def latest_month(diary: Diary, months: MonthLength | None = None, as_of: date = AS_OF) -> Month:
    """The latest month of a diary, with its counts."""
    return classified(diary, months, as_of=as_of).months[-1]


def span(low: int, high: int) -> Between:
    """From so many to so many."""
    return Between(low, high)


def on_one_day(day: Day, fact: str, rules: Rules | None = None) -> Answer:
    """Whether one day is counted, such as among the `headache_days`."""
    rules = rules or load_headache().rules
    counts = MonthCounts(Diary.of([day]), rules.bits)
    return counts.answer_on(rules.days[fact], day.date, rules.diary)


def a_migraine_day(day: Day, definition: str = "ichd3") -> Answer:
    """Whether one day counts as a migraine day under a definition of the pack."""
    return on_one_day(day, "migraine_days", rules_for(load_headache(), None, definition))
