"""Judging a session anew when it is recorded: somebody else may have given toxin since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from procerus.criteria.bounds import Answer, every
from procerus.diary.dates import in_words
from procerus.diary.partial_date import PartialDate
from procerus.faults import Fault
from procerus.injection.alike import alike
from procerus.injection.attested import Attested, Injection
from procerus.injection.checks import answers
from procerus.injection.findings import Finding
from procerus.injection.judgement import judge, rules_of
from procerus.injection.ledger import Dose, Ledger, Rules
from procerus.injection.printed_plan import INFECTION
from procerus.injection.session import Record

AGAIN = "Plan again with what is known now, and make the session's form from the new plan."


def new_findings(record: Record, person: Attested) -> tuple[Finding, ...]:
    """What speaks against the session today and stands not in its plan; what is mere information is not."""
    printed = record.session.plan
    found = judge(record.plan, person, record.day, printed.label, printed.infected).findings
    known = set(map(_said, printed.findings))
    return tuple(one for one in found if one.severity != "information" and _said(one) not in known)


def _said(one: Finding) -> tuple[str, str, tuple[str, ...], bool]:
    """What makes two findings one: their words; of an infection its sites, for it may be worded by muscle."""
    words = tuple(sorted(one.sites)) if one.code == INFECTION else (one.text,)
    return one.code, one.severity, words, one.leaves_open


def faults_now(record: Record, patient: str, person: Attested, filed: Iterable[Injection]) -> Iterator[Fault]:
    """Why the session cannot be recorded for this person now.

    `filed` are the doses of earlier records; those that the person's own list lacks are counted too.
    """
    if not alike(patient, record.session.patient):
        why = f"is not that of the patient file, '{patient}'"
        yield Fault("patient", why, value=record.session.patient)
        return
    year = record.session.birth_year
    if person.born is not None and year is not None:
        first, last = person.born.earliest.year, person.born.latest.year
        if not first <= year <= last:
            mend = "Is the right person there?"
            yield Fault("birth_year", "is not that of the patient file", mend, str(year))
    new = new_findings(record, _with(person, filed, record))
    for one in new:
        yield Fault(f"finding {one.code}", "is new since the plan was printed", f"{one.text} {AGAIN}")
    printed = record.session.plan.text.get("checks")
    if not new and printed is not None and printed != answers(person.today, record.day):
        yield Fault("plan.checks", "is not what the patient file says was asked on the day", AGAIN)


def _with(person: Attested, filed: Iterable[Injection], record: Record) -> Attested:
    """The person's doses with those of records that the list lacks. A list nobody wrote stays unknown.

    A correction is not judged by the dose that it corrects.
    """
    if person.toxin is None:
        return person
    own = [one for one in person.toxin if record.session.replaces is None or not _is_it(one, record)]
    known = {(one.date, one.product, one.units) for one in own}
    more = [one for one in filed if (one.date, one.product, one.units) not in known]
    return replace(person, toxin=(*own, *more))


def _is_it(one: Injection, record: Record) -> bool:
    return one.date == PartialDate.on(record.day) and one.product == record.plan.product.id


def filed_too_soon(record: Record, filed: Iterable[Injection]) -> Iterator[Fault]:
    """Doses of other days within the interval, before or after, where no stop of the plan speaks of one."""
    rules = rules_of(record.plan, record.session.plan.label)
    known = {one.code for one in record.session.plan.findings}
    for one in Ledger.of(filed).doses:
        if one.given is None or one.given.day == record.day or not _counts(one, rules, record.day):
            continue
        spoken_of = "later-dose" if one.given.earliest > record.day else "interval"
        if spoken_of not in known:
            why = f"was recorded in this folder for {in_words(one.given.latest)}"
            yield Fault("finding interval", why, AGAIN, one.product)


def _counts(one: Dose, rules: Rules, on: date) -> bool:
    return every((one.is_of(rules.toxin), one.near(rules.interval, on))) is not Answer.NO
