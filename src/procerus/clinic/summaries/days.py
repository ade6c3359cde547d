"""The diary in a summary: the months, the counts against the baseline, medicines against their limits."""

from __future__ import annotations

from typing import Any

from procerus.clinic.summaries.seen import Seen, pair, span_of
from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import Span
from procerus.diary.windows import days_in, months_before, nominal_days
from procerus.exchange.letters.months import month_of
from procerus.exchange.letters.response import COMPARED, exact_fall, fall_in_tenths, fall_percent
from procerus.headache.classify import MEDICINE_FACTS, overuse_limits
from procerus.packs.load import load_headache

MONTHS = 6
"""How many months before the day of the question a page draws."""


def months(seen: Seen) -> list[dict[str, Any]]:
    """The months that are drawn, oldest first: the baseline's where it lies before the others, and these."""
    length = load_headache().rules.windows["latest"].month
    recent = months_before(length, MONTHS, seen.as_of)
    before = [span for span in seen.baseline() if span[1] < recent[0][0]]
    baseline = seen.baseline()
    return [month(span, seen) | {"baseline": span in baseline} for span in (*before, *recent)]


def month(span: Span, seen: Seen) -> dict[str, Any]:
    """One month with its picture, day by day; `differ` are the open days on which two answers stand."""
    drawn = month_of(span, seen.policy.rules, seen.case)
    places = {(day - span[0]).days for day in seen.person.diary.in_dispute if span[0] <= day <= span[1]}
    differ = [place for place in sorted(places) if drawn.letters[place] == "?"]
    return drawn.to_json() | {"taken": drawn.taken, "injected": list(drawn.injected), "differ": differ}


def against_baseline(seen: Seen) -> dict[str, Any]:
    """Headache and migraine days of the latest month, of the baseline, and the fall between them.

    There is no fall before a course, nor while the latest month reaches back before its first injection.
    """
    latest, baseline = seen.latest(), seen.baseline()
    first = seen.case.course.first.day
    comparable = bool(baseline) and first is not None and latest[0] >= first
    return {
        "latest": span_of([latest]) | {"answered": seen.answered([latest])},
        "baseline": None if not baseline else span_of(baseline) | {"answered": seen.answered(baseline)},
        "comparable": comparable,
        "per_days": nominal_days(seen.month) or days_in(latest),
        "facts": [_compared(fact, seen, latest, baseline, comparable) for fact in COMPARED],
    }


def _compared(
    fact: str, seen: Seen, latest: Span, baseline: tuple[Span, ...], comparable: bool
) -> dict[str, Any]:
    now = seen.count(fact, [latest])
    found: dict[str, Any] = {
        "fact": fact,
        "latest": pair(now),
        "baseline": None,
        "tenths": None,
        "percent": None,
    }
    if not baseline:
        return found
    before, days = seen.count(fact, baseline), sum(map(days_in, baseline))
    found["baseline"] = pair(before)
    if comparable:
        per = nominal_days(seen.month) or days_in(latest)
        found |= _fallen((before, days, now, days_in(latest)), per)
    return found


def _fallen(counts: tuple[Between, int, Between, int], per: int) -> dict[str, Any]:
    """Days in tenths and percent in tenths, between bounds that are the same where the fall is known."""
    exact, percent = exact_fall(*counts, per), fall_percent(*counts)
    if exact is not None:
        share = exact.percent_tenths
        return {"tenths": [exact.tenths] * 2, "percent": None if share is None else [share] * 2}
    whole = None if percent is None else [10 * (percent.low or 0), 10 * (percent.high or 0)]
    return {"tenths": pair(fall_in_tenths(*counts, per)), "percent": whole}


def medicines(seen: Seen) -> list[dict[str, Any]]:
    """Days with each class of acute medicine in the latest 30-day month, with the limit of overuse.

    `reached` says whether this month is at the limit; overuse itself takes more than one month (8.2).
    """
    headache = load_headache()
    spans = months_before(headache.rules.windows["latest"].month, 1, seen.as_of)
    limits = overuse_limits(headache)
    found = []
    for name, fact in MEDICINE_FACTS.items():
        counted = seen.count(fact, spans)
        limit = limits.get(fact)
        reached = None if limit is None else str(_reached(counted, limit))
        found.append({"class": name, **seen.counted(fact, spans), "limit": limit, "reached": reached})
    return found


def _reached(counted: Between, limit: int) -> Answer:
    if (counted.low or 0) >= limit:
        return Answer.YES
    return Answer.of(False if counted.high is not None and counted.high < limit else None)


def answered(seen: Seen) -> dict[str, Any]:
    """How many of the latest 30 days say whether there was a headache."""
    spans = months_before(load_headache().rules.windows["latest"].month, 1, seen.as_of)
    return span_of(spans) | {"answered": seen.answered(spans)}
