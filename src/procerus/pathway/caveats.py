"""What to bear in mind beside a decision: what it rests on, what it leaves out, what seems odd."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from procerus.criteria.bounds import Answer
from procerus.criteria.language import names_in
from procerus.diary.dates import in_words, span_in_words
from procerus.diary.findings import About
from procerus.packs.conventions import convention
from procerus.packs.load import Policy
from procerus.packs.wordings import in_force
from procerus.pathway.asking import BASELINE, Asked, Case
from procerus.pathway.baseline import thin_baseline
from procerus.pathway.recorded import INDICATION


def caveats(policy: Policy, question: str, asked: Asked, case: Case) -> Iterator[str]:
    """Everything a reader should bear in mind beside the answer, the gravest first."""
    yield from _what_if(policy)
    yield from _not_asked(asked, case)
    yield from _treatment(question, asked, case)
    yield from filter(None, [asked.rules.questions[question].warning])
    yield from _standing(policy, case.as_of)
    unverified = dict.fromkeys(_unverified(policy, asked))
    if unverified:
        yield f"Rests on wording or numbers not yet verified in the source: {'; '.join(unverified)}."
    yield from _attested(asked, case)
    yield from _baseline(asked, case)
    yield from _findings(case)
    untimed = sum(day.answered and day.entered is None for day in case.counts.diary.days.values())
    if untimed:
        days, they = ("day", "it was") if untimed == 1 else ("days", "they were")
        yield f"Timing unknown for {untimed} diary {days}: nobody knows when {they} written down."


def _what_if(policy: Policy) -> Iterator[str]:
    if policy.supposed:
        own = {**policy.pack.headache.sections.numbers, **policy.pack.own.numbers}
        said = [f"{name} is {value}, not {own[name].value}" for name, value in policy.supposed.items()]
        yield f"This is a what-if, not the policy: {'; '.join(said)}."


def _unverified(policy: Policy, asked: Asked) -> Iterator[str]:
    """Where criteria stand that are unverified themselves, not only through others they use."""
    for name, tree in asked.criteria.items():
        criterion = policy.rules.criteria[name]
        below = [policy.rules.criteria[used] for used in names_in(tree) if used in asked.criteria]
        if criterion.status == "unverified" and all(one.status == "read" for one in below):
            yield criterion.at


def _findings(case: Case) -> Iterator[str]:
    """What the diary says twice and differently, what seems odd, and medicines nobody recognises."""
    for about in _TOLD:
        told = [one.text for one in case.counts.diary.findings if one.about is about]
        yield from told[:MOST_FINDINGS]
        if len(told) > MOST_FINDINGS:
            more = len(told) - MOST_FINDINGS
            yield f"{more} more such {'day' if more == 1 else 'days'}."
    days = case.counts.diary.days.values()
    unknown = Counter(
        text
        for day in days
        for text in dict.fromkeys(one.text for one in day.medicines or () if not one.name)
    )
    for text, count in unknown.most_common(MOST_FINDINGS):
        yield f"“{text}” on {count} {'day' if count == 1 else 'days'} is not in the medicine dictionary."


def counts_more_days(caveat: str) -> bool:
    """Whether a caveat only says how many more days are like those before it; the diary shows which."""
    return _MORE.fullmatch(caveat) is not None


def _not_asked(asked: Asked, case: Case) -> Iterator[str]:
    """What was recorded and speaks against treatment, although this policy does not ask it."""
    today = case.patient.today
    said = (
        [] if today is None else [noun for name, noun in _TODAY.items() if getattr(today, name) is Answer.YES]
    )
    if said:
        yield f"Recorded at this session, and not asked by this policy: {', '.join(said)}."
    excluded = case.patient.history.other_cause_excluded
    if excluded is Answer.NO and "other_cause_excluded" not in asked.needed:
        yield "Recorded, and not asked by this policy: another cause of headache is not excluded."


def _treatment(question: str, asked: Asked, case: Case) -> Iterator[str]:
    """What the dates of sessions mean for the answer, where a reader would not see it."""
    course, latest = case.course, case.course.latest.day
    if question == "start" and course.running is Answer.YES:
        yield "A course of treatment is running already: the days counted here are days under treatment."
    if "on_treatment" not in asked.needed or latest is None:
        return
    weeks = convention("course_ends_after_weeks")
    stopped = any(latest <= stop.date <= case.as_of for stop in case.patient.stops)
    if course.ended is Answer.YES and not stopped and case.as_of - latest > timedelta(weeks=weeks):
        yield (
            f"The last session was on {in_words(latest)}, more than {weeks} weeks ago, so the course counts"
            " as ended: a convention of this program, not of the policy."
        )
    dates = [one.date.day for one in case.patient.doses if one.date and one.indication == INDICATION]
    known = sorted({day for day in dates if day is not None and day <= case.as_of})
    first = course.first.day
    if first is not None and known and known[0] < first:
        yield f"The course counted began on {in_words(first)}; earlier sessions belong to one that ended."
    shortest = timedelta(days=convention("session_gap_days"))
    for one, next_ in pairwise(known):
        if next_ - one < shortest:
            yield (
                f"The sessions of {in_words(one)} and {in_words(next_)} lie {(next_ - one).days} days apart,"
                " and each counts as a cycle: is one of them a top-up?"
            )


def _standing(policy: Policy, as_of: date) -> Iterator[str]:
    pack = policy.pack
    if pack.standing not in ("current", "local"):
        yield f"{pack.about.id} is {_STANDING[pack.standing]}."
    if not policy.may_hold(as_of):
        yield f"{_not_then(policy)}{_instead(policy, as_of)}"


def _not_then(policy: Policy) -> str:
    """Why this wording did not hold on the day of the question."""
    pack = policy.pack
    since = "" if pack.valid_from is None else f" from {in_words(pack.valid_from)}"
    until = "" if pack.valid_until is None else f" until {in_words(pack.valid_until)}"
    if since or until:
        return f"This wording is valid{since}{until}."
    earlier = [one.id for one in policy.wordings if one.superseded]
    return f"This wording took the place of {', '.join(earlier)}."


def _instead(policy: Policy, as_of: date) -> str:
    """Which other wording may have held on the day of the question."""
    others = [one.id for one in in_force(policy.wordings, as_of)]
    if others:
        return f" On {in_words(as_of)} another may have held: {', '.join(others)}."
    return f" No wording of it that is known here was valid on {in_words(as_of)}."


MOST_FINDINGS = 3
_MORE = re.compile(r"\d+ more such days?\.")
_TOLD = (
    About.ROWS_DISAGREE,
    About.ROW_CONTRADICTS_ITSELF,
    About.SEEMS_ODD,
    About.WRITTEN_BEFORE_THE_DAY,
)
_TODAY = {
    "allergy": "allergy",
    "infection_at_site": "infection at the site",
    "swallowing_or_breathing_trouble": "trouble swallowing or breathing",
    "pregnant": "pregnant",
    "breast_feeding": "breast-feeding",
    "toxin_elsewhere": "toxin given elsewhere",
}
_STANDING = {
    "superseded": "a wording that has been superseded",
    "retired": "retired by its authority",
    "article": "an article, not a guidance",
}


def _attested(asked: Asked, case: Case) -> Iterator[str]:
    """Says where counts come from somebody else's diary."""
    windows = case.windows(asked.rules)
    used = {
        told.span
        for name in asked.needed
        if name.count(".") == 2
        for month in windows.months(name.split(".")[0]) or ()
        for told in case.counts.told(name.split(".")[1], month)
    }
    for first, last in sorted(used):
        yield f"Attested, not from a diary here: the counts of {span_in_words(first, last)}."
    for one in case.patient.counts or ():
        if one.first is not None and one.last is not None and (one.first, one.last) not in used:
            span = span_in_words(one.first, one.last)
            yield f"The attested count of {span} is not used: a diary is there, or no window reaches it."


def _baseline(asked: Asked, case: Case) -> Iterator[str]:
    """Offers an earlier baseline where the rule's own has too few answered days."""
    looked_at = any(name.startswith(f"{BASELINE}.") for name in asked.needed)
    if looked_at and case.baseline is not None:
        yield f"The baseline was chosen: it begins on {in_words(case.baseline)}."
    elif (thin := thin_baseline(asked, case)) is not None:
        yield from thin.sentences()
