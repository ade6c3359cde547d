"""Whether a planned session may be given to a person on a day: every finding, and what would fit instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import in_words, span_in_words
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Attested, Today
from procerus.injection.checks import asked_today, illnesses, infection, medicines, not_asked
from procerus.injection.findings import Finding, allowed, in_order
from procerus.injection.ledger import Dose, Ledger, Rules, Sum, fits_under, strictest
from procerus.injection.plan import Plan
from procerus.injection.units import in_figures
from procerus.packs.checks import Severity, checks
from procerus.packs.products import Label, Place, Toxin, Window, products
from procerus.packs.protocols import Protocol
from procerus.packs.safety import safety
from procerus.packs.sections import PackNumber

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


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
    ledger = None if person.toxin is None else Ledger.of(person.toxin, "toxin" not in person.incomplete)
    found += _of_the_ledger(plan, rules, ledger, on, label, person.today)
    found += asked_today(person.today, on)
    found += infection(plan, person.today, infected)
    found += illnesses(person.conditions, "conditions" not in person.incomplete)
    found += medicines(person.medicines, person.today, on, "medicines" not in person.incomplete)
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


def interval_of(plan: Plan) -> PackNumber:
    """The least days between two sessions: the protocol's, and never fewer than the toxin's own."""
    return longer_interval(plan.protocol, plan.product.toxin)


def longer_interval(protocol: Protocol, toxin: Toxin) -> PackNumber:
    """Of the interval of a protocol and that of a toxin the longer one."""
    own, other = protocol.numbers["interval_days"], toxin.numbers.get("interval_days")
    return own if other is None or own.value >= other.value else other


def rules_of(plan: Plan, label: Place | None) -> Rules:
    """The interval of the protocol and the ceilings of the labels that bind."""
    days = interval_of(plan).value
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
    if protocol.per_ml is not None and plan.per_ml != protocol.per_ml.value:
        tenth, own = in_figures(plan.per_ml / 10), in_figures(Fraction(protocol.per_ml.value, 10))
        text = f"{tenth} U in 0.1 mL; {protocol.about.title} has {own} U in 0.1 mL."
        yield Finding("another-dilution", "caution", text, protocol.per_ml.at)
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
    if not ledger.complete:
        yield not_asked("Was botulinum toxin ever given beside what is recorded, for anything?")
    yield from _interval(plan, rules, ledger, on)
    for one in plan.product.toxin.labels.values():
        yield from _ceiling(plan, one, one in rules.ceilings, ledger, on)
    yield from _other_toxins(plan, ledger, on)
    yield from _not_clear(ledger, on)
    if today is not None and today.toxin_elsewhere is YES:
        yield _elsewhere(plan, ledger, on)


def _interval(plan: Plan, rules: Rules, ledger: Ledger, on: date) -> Iterator[Finding]:
    """Too near to another dose of the same toxin, whichever of the two comes first."""
    soon = ledger.recent(rules.toxin, rules.interval, on)
    if soon is NO or (soon is UNKNOWN and not ledger.any_near(rules.toxin, rules.interval, on)):
        return  # where only a dose that nobody recorded may be too near, the open question says so
    number, name = interval_of(plan), plan.product.toxin.name
    rule = f"{number.value} days are the least between two sessions"
    if soon is YES:
        first = replace(rules, ceilings=()).earliest(replace(ledger, complete=True), Fraction(0), on)
        says = "The first day is" if ledger.complete else "By what is recorded, the first day is"
        free = "" if first is None else f" {says} {in_words(first)}."
        text = f"{name} {_nearest(rules, ledger, on)}; {rule}.{free}"
        yield Finding("interval", "stop", text, number.at)
        return
    text = f"When {name} was last given is not known well enough; {rule}. Complete the list of doses."
    yield Finding("interval-not-known", "caution", text, number.at, leaves_open=True)


def _nearest(rules: Rules, ledger: Ledger, on: date) -> str:
    """When the nearest of the doses that are surely too near was given."""
    near = [
        one.given
        for one in ledger.doses
        if one.given and one.is_of(rules.toxin) is YES and one.near(rules.interval, on) is YES
    ]
    given = min(near, key=lambda one: abs((on - one.latest).days))
    if given.day is None:
        return f"was given {_span_of(given)}, less than {rules.interval.length} days from {in_words(on)}"
    if given.day > on:
        return f"is recorded as given on {in_words(given.day)}, {(given.day - on).days} days after"
    return f"was last given on {in_words(given.day)}, {(on - given.day).days} days before"


def _span_of(given: PartialDate) -> str:
    return span_in_words(given.earliest, given.latest)


def _ceiling(plan: Plan, label: Label, binds: bool, ledger: Ledger, on: date) -> Iterator[Finding]:
    """Both readings are shown: the one that binds as a stop, the other as a caution."""
    toxin, dose = plan.product.toxin, plan.total.amount
    fits = fits_under(label, ledger, toxin.id, dose, on)
    given = ledger.total(toxin.id, label.window, on)
    recorded = replace(ledger, complete=True)
    if fits is YES or (not ledger.complete and fits_under(label, recorded, toxin.id, dose, on) is YES):
        return
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
    for one in ledger.others(plan.product.toxin.id, _other_toxin_window(), on):
        name = products()[one.product or ""].title
        units = "units not recorded" if one.units is None else f"{_u(one.units)} of its own"
        text = (
            f"{name} ({units}) {_given(one, on)}, within {number.value} months: another toxin."
            " Its units are not added; the effects may be."
        )
        yield Finding("other-toxin", "caution", text, number.at)


def _not_clear(ledger: Ledger, on: date) -> Iterator[Finding]:
    """Doses that may be of any toxin while that matters, and doses after the session."""
    for one in ledger.doses:
        if one.toxin is None and one.within(_other_toxin_window(), on) is not NO:
            which = f"'{one.product}'" if one.product else f"A dose without a product, {_given(one, on)},"
            text = f"{which} in the list of doses is no product known here; it may be any toxin."
            yield Finding("product-not-known", "caution", text, "procerus product list")
    for one in ledger.later(on):
        text = f"The list of doses has one {_given(one, None)}, after this session."
        yield Finding("later-dose", "caution", text, "the list of doses")


def _given(dose: Dose, on: date | None) -> str:
    """When a dose was given, as far as it is known; of a span, the part up to a day."""
    if dose.given is None:
        return "on a day that is not recorded"
    if dose.given.day is not None:
        return f"on {in_words(dose.given.day)}"
    last = dose.given.latest if on is None else min(dose.given.latest, on)
    return f"some day of {span_in_words(dose.given.earliest, last)}"


def _other_toxin_window() -> Window:
    return Window(safety().numbers["other_toxin_months"].value, "calendar months")


def _elsewhere(plan: Plan, ledger: Ledger, on: date) -> Finding:
    """Toxin from somebody else: open while the list has no dose that it may be.

    A dose of this product for this use is taken for the clinic's own.
    """
    check, window = checks()["toxin_elsewhere"], _other_toxin_window()
    own = plan.product.id, plan.protocol.indication
    entered = any(
        one.within(window, on) is not NO and (one.product, one.indication) != own for one in ledger.doses
    )
    missing = (
        f" The list has no other dose of the last {window.length} months: enter it. Once every dose is there,"
        " ask whether there is one that is not."
    )
    text = check.says if entered else f"{check.says}{missing}"
    return Finding(check.code, check.severity, text, check.at, leaves_open=not entered)


def _of_age(plan: Plan, born: PartialDate | None, on: date) -> Iterator[Finding]:
    number = plan.protocol.numbers.get("adult_age")
    if number is None:
        return
    age = Between(0, None) if born is None else born.years_before(on)
    if age.high is not None and age.high < number.value:
        text = f"Not yet {number.value} years old: the labels have this use for adults."
        yield Finding("under-age", "caution", text, number.at)
    elif age.low is None or age.low < number.value:
        text = f"Whether the person is {number.value} years old is not recorded; the labels are for adults."
        yield Finding("age-not-known", "caution", text, number.at)


def _span(total: Sum) -> str:
    if total.most is None:
        return f"{_u(total.least)} or more"
    return f"{in_figures(total.least)} to {_u(total.most)}"


def _u(units: Fraction) -> str:
    return f"{in_figures(units)} U"
