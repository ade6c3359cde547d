"""Whether a planned session may be given to a person on a day: every finding, and what would fit instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection, RegularMedicine, Today
from procerus.injection.checks import asked_today, illnesses, infection, medicines, not_asked
from procerus.injection.findings import Finding, Severity, allowed, in_order
from procerus.injection.ledger import Ledger, Rules, Sum, fits_under, free_from, strictest
from procerus.injection.plan import Plan
from procerus.injection.units import in_figures
from procerus.packs.checks import checks
from procerus.packs.products import Label, Place, Window, products
from procerus.packs.safety import safety

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Attested:
    """What is known of a person that matters for a session. None is "never asked"."""

    toxin: tuple[Injection, ...] | None = None
    today: Today | None = None
    medicines: tuple[RegularMedicine, ...] | None = None
    conditions: tuple[str, ...] | None = None
    born: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """The units that count under one label's ceiling on the day, without the session itself."""

    label: Label
    binds: bool
    given: Sum


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found, whether the session is allowed, and which day and dose would fit.

    `earliest` and `largest` are None where they cannot be told, or where nobody was asked about.
    """

    findings: tuple[Finding, ...]
    allowed: Answer
    counted: tuple[Counted, ...]
    earliest: date | None
    largest: Fraction | None


def judge(
    plan: Plan,
    person: Attested | None,
    on: date | None,
    label: Place | None = None,
    infected: Sequence[str] = (),
) -> Judgement:
    """What speaks against this plan: for a person on a day, or without one for the protocol alone.

    `label` is the place whose label the clinic follows; without one, every label's ceiling binds.
    `infected` names the sites that an infection touches. BadInput where one is not of this plan.
    """
    found = [*_of_the_plan(plan, label)]
    if person is None or on is None:
        return Judgement(in_order(found), allowed(found), (), None, None)
    rules = rules_of(plan, label)
    ledger = None if person.toxin is None else Ledger.of(person.toxin, on)
    found += _of_the_ledger(plan, rules, ledger, on, label, person.today)
    found += asked_today(person.today, on)
    found += infection(plan, person.today, infected)
    found += illnesses(person.conditions)
    found += medicines(person.medicines, person.today, on)
    found += _of_age(plan, person.born, on)
    earliest = rules.earliest(ledger, plan.total.amount, on) if ledger else None
    largest = rules.largest(ledger, on) if ledger else None
    counted = _counted(plan, rules, ledger, on) if ledger else ()
    return Judgement(in_order(found), allowed(found), counted, earliest, largest)


def _counted(plan: Plan, rules: Rules, ledger: Ledger, on: date) -> tuple[Counted, ...]:
    labels = plan.product.toxin.labels.values()
    return tuple(
        Counted(one, one in rules.ceilings, ledger.total(rules.toxin, one.window, on)) for one in labels
    )


def rules_of(plan: Plan, label: Place | None) -> Rules:
    """The interval of the protocol and the ceilings of the labels that bind."""
    days = plan.protocol.numbers["interval_days"].value
    labels = strictest(tuple(plan.product.toxin.labels.values()), label)
    return Rules(plan.product.toxin.id, Window(days, "days"), labels)


def _of_the_plan(plan: Plan, label: Place | None) -> Iterator[Finding]:
    toxin, protocol = plan.product.toxin, plan.protocol
    for one in toxin.labels.values():
        most = one.most.get(protocol.indication)
        if most is None or plan.total.amount <= most.value:
            continue
        severity: Severity = "caution" if one.place == label else "information"
        dose = _u(plan.total.amount)
        text = f"{dose} is outside the {one.title} ({most.value} U), inside {protocol.about.title}."
        if one.place == label or label is None:
            yield Finding("outside-label", severity, text, f"{one.title}, {most.at}")
    if protocol.use == "off-label":
        text = f"No label of {toxin.name} has this use: an off-label protocol of the clinic's own."
        yield Finding("off-label", "caution", text, protocol.about.source)
    for muscle in protocol.muscles:
        for side in muscle.sides:
            extra = sum(
                site.code.extra and site.code.side == side for site in plan.sites if site.muscle == muscle
            )
            if extra > muscle.extra_each_side:
                text = f"{extra} extra sites in {muscle.id} on one side; {muscle.extra_each_side} are usual."
                yield Finding("extra-on-one-side", "caution", text, muscle.at)


def _of_the_ledger(
    plan: Plan, rules: Rules, ledger: Ledger | None, on: date, label: Place | None, today: Today | None
) -> Iterator[Finding]:
    if ledger is None:
        yield not_asked("Which botulinum toxin was ever given, for anything?")
        return
    yield from _interval(plan, rules, ledger, on)
    for one in plan.product.toxin.labels.values():
        yield from _ceiling(plan, one, one in rules.ceilings, ledger, on)
    yield from _other_toxins(plan, ledger, on)
    yield from _not_clear(ledger)
    if today is not None and today.toxin_elsewhere is YES:
        yield _elsewhere(ledger, on)


def _interval(plan: Plan, rules: Rules, ledger: Ledger, on: date) -> Iterator[Finding]:
    soon = ledger.recent(rules.toxin, rules.interval, on)
    if soon is NO:
        return
    number, name = plan.protocol.numbers["interval_days"], plan.product.toxin.name
    last = ledger.last(rules.toxin)
    rule = f"{number.value} days are the least between two sessions"
    if soon is YES and last is not None and last <= on:
        text = f"{name} was last given on {in_words(last)}, {(on - last).days} days before; {rule}."
    elif soon is YES:
        text = f"{name} was given less than {number.value} days before; {rule}."
    if soon is YES:
        text += f" {_first_free(last, rules.interval)}"
        yield Finding("interval", "stop", text.strip(), number.at)
        return
    text = f"When {name} was last given is not known well enough; {rule}. Complete the list of doses."
    yield Finding("interval-not-known", "caution", text, number.at, leaves_open=True)


def _first_free(last: date | None, interval: Window) -> str:
    return f"The first day is {in_words(free_from(last, interval))}." if last else ""


def _ceiling(plan: Plan, label: Label, binds: bool, ledger: Ledger, on: date) -> Iterator[Finding]:
    """Both readings are shown: the one that binds as a stop, the other as a caution."""
    toxin, dose = plan.product.toxin, plan.total.amount
    fits = fits_under(label, ledger, toxin.id, dose, on)
    if fits is YES:
        return
    given = ledger.total(toxin.id, label.window, on)
    window = f"{label.window.length} {label.window.unit}"
    source = f"{label.title}, {label.ceiling.at}; {label.window_at}"
    limit = f"{label.ceiling.value} U in {window}"
    if fits is NO:
        text = f"{_u(given.least)} of the last {window} and {_u(dose)} today are more than {limit}."
        yield Finding("ceiling", "stop" if binds else "caution", text, source)
        return
    known = f"How much was given in the last {window} is not known well enough ({_span(given)})"
    text = f"{known}: whether {_u(dose)} keep {limit} cannot be told."
    yield Finding("ceiling-not-known", "caution", text, source, leaves_open=binds)


def _other_toxins(plan: Plan, ledger: Ledger, on: date) -> Iterator[Finding]:
    number = safety().numbers["other_toxin_months"]
    window = Window(number.value, "calendar months")
    for one in ledger.others(plan.product.toxin.id, window, on):
        name = products()[one.product or ""].title
        day = in_words(one.given.latest) if one.given else "a day that is not recorded"
        units = "units not recorded" if one.units is None else f"{_u(one.units)} of its own"
        text = (
            f"{name} ({units}) on {day}, within {number.value} months: another toxin."
            " Its units are not added; the effects may be."
        )
        yield Finding("other-toxin", "caution", text, number.at)


def _not_clear(ledger: Ledger) -> Iterator[Finding]:
    for one in ledger.doses:
        if one.product is not None and one.toxin is None:
            text = f"'{one.product}' in the list of doses is no product known here; it may be any toxin."
            yield Finding("product-not-known", "caution", text, "procerus product list")
    for one in ledger.later:
        day = in_words(one.given.earliest) if one.given else ""
        text = f"The list of doses has one of {day}, after this session. It is not counted here."
        yield Finding("later-dose", "caution", text, "the list of doses")


def _elsewhere(ledger: Ledger, on: date) -> Finding:
    """Toxin from somebody else: open while the list has no dose that it may be."""
    check = checks()["toxin_elsewhere"]
    window = Window(safety().numbers["other_toxin_months"].value, "calendar months")
    entered = any(one.within(window, on) is not NO for one in ledger.doses)
    text = check.says if entered else f"{check.says} The list has none of the last {window.length} months."
    return Finding(check.code, check.severity, text, check.at, leaves_open=not entered)


def _of_age(plan: Plan, born: PartialDate | None, on: date) -> Iterator[Finding]:
    number = plan.protocol.numbers.get("adult_age")
    if number is None or born is None:
        return
    age = born.years_before(on).high
    if age is not None and age < number.value:
        text = f"Not yet {number.value} years old: the labels have this use for adults."
        yield Finding("under-age", "caution", text, number.at)


def _span(total: Sum) -> str:
    if total.most is None:
        return f"{_u(total.least)} or more"
    return f"{in_figures(total.least)} to {_u(total.most)}"


def _u(units: Fraction) -> str:
    return f"{in_figures(units)} U"
