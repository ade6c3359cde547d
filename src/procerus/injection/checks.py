"""What was asked of the person on the day, and which illnesses and medicines matter: findings from each.

Every check of the day is asked at every session. One that was not asked is a finding of its own, never a no.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.faults import BadInput, Fault
from procerus.injection.attested import RegularMedicine, Today
from procerus.injection.findings import Finding
from procerus.injection.plan import Plan, sites_called
from procerus.injection.units import as_number
from procerus.packs.checks import Check, checks
from procerus.packs.safety import Concern, safety
from procerus.packs.shape import did_you_mean

YES, UNKNOWN = Answer.YES, Answer.UNKNOWN
OWN = "Procerus, checks on the day"
BY_THEMSELVES = ("infection_at_site", "toxin_elsewhere")  # what a yes to these means hangs on more


def not_asked(what: str) -> Finding:
    """The finding that a question has no answer."""
    return Finding("not-asked", "caution", f"Not asked: {what}", OWN, leaves_open=True)


def asked_today(today: Today | None, on: date) -> Iterator[Finding]:
    """The checks of the day. A no of another day is no answer; a yes of another day still counts."""
    if today is not None and today.on != on:
        when = "on a day that is not recorded" if today.on is None else f"on {in_words(today.on)}"
        yield not_asked(f"today's checks. They were answered {when}, and this session is on {in_words(on)}.")
    for check in checks().values():
        answer = _answer(check, today)
        if answer is YES and check.id not in BY_THEMSELVES:
            yield Finding(check.code, check.severity, check.says, check.at)
        elif answer is UNKNOWN:
            yield not_asked(check.asks)


def _answer(check: Check, today: Today | None) -> Answer:
    answer: Answer = UNKNOWN if today is None else getattr(today, check.id)
    return answer


def answers(today: Today | None, on: date) -> dict[str, str | int | float]:
    """What was answered on the day itself, check by check, and the INR where one was measured.

    An answer of another day is none: it is unknown here.
    """
    asked = today if today is not None and today.on == on else None
    said: dict[str, str | int | float] = {check.id: str(_answer(check, asked)) for check in checks().values()}
    if asked is not None and asked.inr is not None:
        said["inr"] = as_number(Fraction(asked.inr))
    return said


def infection(plan: Plan, today: Today | None, where: Sequence[str]) -> Iterator[Finding]:
    """An infection stops the sites it touches; the whole session where nobody said which.

    `where` names sites, muscles, or muscles with a side. BadInput where one is not of this plan.
    """
    check = checks()["infection_at_site"]
    called = sites_called([*(site.code for site in plan.sites), *(one.code for one in plan.omitted)])
    faults = [
        Fault("infection", "is not a site or muscle of this plan", did_you_mean(name, called), name)
        for name in where
        if name not in called
    ]
    if faults:
        raise BadInput(faults)
    if not where and (today is None or today.infection_at_site is not YES):
        return
    touched = {code for name in where for code in called[name]}
    struck = tuple(str(site.code) for site in plan.sites if site.code in touched or not where)
    if not where:
        text = f"{check.says} Say which sites it touches, and leave them out."
        yield Finding(check.code, check.severity, text, check.at, sites=struck)
    elif struck:
        text = f"{check.says} It touches {', '.join(struck)}: leave these out."
        yield Finding(check.code, check.severity, text, check.at, sites=struck)
    else:
        text = f"Infection at {', '.join(where)}: the sites it touches are left out."
        yield Finding(check.code, "information", text, check.at)


def illnesses(conditions: Sequence[str] | None, complete: bool = True) -> Iterator[Finding]:
    """What the person's illnesses mean for a session; those of a list that is not `complete` as well."""
    if conditions is None or not complete:
        yield not_asked("Which other illnesses are there? A disease of nerve or muscle may be among them.")
    for text in conditions or ():
        match = safety().condition(text)
        for found in match.found:
            yield Finding(found.id, found.severity, f"'{text}': {found.says}", found.source)
        if match.near and not match.found:
            said = f"'{text}' cannot be told: is {_or(match.near)} meant?"
            yield Finding("condition-not-clear", "caution", said, OWN, leaves_open=True)


def medicines(
    taken: Sequence[RegularMedicine] | None, today: Today | None, on: date, complete: bool = True
) -> Iterator[Finding]:
    """What the medicines taken on the day mean for a session; those of a list not `complete` as well."""
    if taken is None or not complete:
        yield not_asked("Which other medicines are taken? An aminoglycoside or warfarin may be among them.")
    for one in taken or ():
        if _surely_not_taken(one, on):
            continue
        if one.drug is None:
            yield not_asked("which medicine is meant by an entry without a name.")
            continue
        match = safety().medicine(one.drug)
        for concern in match.found:
            yield _medicine(one, concern, today)
        if match.near and not match.found:
            said = f"'{one.drug}' cannot be told: is {_or(match.near)} meant?"
            yield Finding("medicine-not-clear", "caution", said, OWN)
    yield from _unexplained_inr(taken or (), today, on)


def _unexplained_inr(taken: Sequence[RegularMedicine], today: Today | None, on: date) -> Iterator[Finding]:
    """An INR out of range of somebody of whom no anticoagulant is known: the list may lack one."""
    number, inr = safety().numbers["inr_below"], None if today is None else today.inr
    drugs = [one.drug for one in taken if one.drug is not None and not _surely_not_taken(one, on)]
    groups = {concern.group for drug in drugs for concern in safety().medicine(drug).found}
    if inr is not None and inr >= number.value and "anticoagulant" not in groups:
        text = f"INR {inr}, not below {number.value}, and no anticoagulant is in the list of medicines."
        yield Finding("inr", "caution", text, number.at)


def _medicine(one: RegularMedicine, concern: Concern, today: Today | None) -> Finding:
    if concern.measured_by_inr:
        return _by_inr(one, concern, today)
    severity = concern.severity_by(one.route)
    route = f" ({one.route})" if one.route else " (route not recorded)" if concern.routes else ""
    less = " By this route it is information only." if severity != concern.severity else ""
    inr = today.inr if today is not None and concern.group == "anticoagulant" else None
    shown = f" INR {inr} was recorded; it is judged for warfarin only." if inr is not None else ""
    return Finding(concern.id, severity, f"{one.drug}{route}: {concern.says}{less}{shown}", concern.source)


def _by_inr(one: RegularMedicine, concern: Concern, today: Today | None) -> Finding:
    """An anticoagulant that the INR says something of; without a measurement the check was not asked."""
    number = safety().numbers["inr_below"]
    inr = None if today is None else today.inr
    if inr is None:
        return not_asked(f"What is the INR? {one.drug} is taken.")
    if inr < number.value:
        text = f"{one.drug}, INR {inr}, below {number.value}: press longer, use a fine needle."
        return Finding(concern.id, "information", text, number.at)
    text = f"{one.drug}, INR {inr}, not below {number.value}: bleeding at the sites."
    return Finding(concern.id, "caution", text, number.at)


def _surely_not_taken(one: RegularMedicine, on: date) -> bool:
    """Whether it began after a day or ended before it; one without an end may still be taken."""
    later = one.started is not None and one.started.earliest > on
    return later or (one.ended is not None and one.ended.latest < on)


def _or(names: Sequence[str]) -> str:
    return " or ".join(names)
