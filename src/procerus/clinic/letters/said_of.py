"""The parts of a letter that tell a record: headache days, preventives, sessions, what is decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from procerus.clinic.decisions.models import Decision
from procerus.clinic.letters.parts import Part, facts, heading, listed, said, table
from procerus.clinic.look.templatetags.look import answer as answer_in_words
from procerus.clinic.look.templatetags.look import day as in_words
from procerus.criteria.bounds import Between
from procerus.diary.partial_date import PartialDate
from procerus.exchange.letters.facts import Facts
from procerus.exchange.letters.months import Month
from procerus.exchange.letters.records import Preventive, Session
from procerus.exchange.letters.wording import amount
from procerus.packs.products import products
from procerus.pathway.patient import PreventiveTrial

MEDICINES = ("any", "triptan", "opioid")
"""Classes whose days a letter names; the overview has all of them."""


def headache_days(known: Facts) -> Iterator[Part]:
    """The months of the question as pictures, with counts between bounds."""
    yield heading(_("Headache days"))
    answered = [month for month in _each_day_once(known) if not month.empty]
    if not answered:
        yield said(_("No diary is there for the months that the question looks at."))
        return
    heads = [_("Answered"), _("Headache"), _("Migraine"), _("Acute medicine")]
    yield {
        "kind": "months",
        "heads": heads,
        "rows": [_month(month) for month in answered],
        "legend": [
            {"letter": letter, "taken": taken, "injected": injected, "says": says}
            for letter, taken, injected, says in (
                ("M", ".", False, _("migraine")), ("h", ".", False, _("other headache")),
                (".", ".", False, _("no headache")), ("?", ".", False, _("nobody answered")),
                (".", "y", False, _("acute medicine")), (".", ".", True, _("injection")),
            )
        ],
    }  # fmt: skip
    if any(not month.headache.known for month in answered):
        yield said(_("Two numbers are bounds: on which side an unanswered day lies, nobody knows."))


def _each_day_once(known: Facts) -> Iterator[Month]:
    """The months of the windows, oldest window first, without those that show days a second time."""
    last = None
    for period in known.periods:
        for month in period.months:
            if last is None or month.span[0] > last:
                last = month.span[1]
                yield month


def _month(month: Month) -> dict[str, object]:
    first, last = month.span
    counts = (Between.exactly(month.answered), month.headache, month.migraine, month.medicines.get("any"))
    return {
        "label": f"{in_words(first)} – {in_words(last)}",
        "letters": month.letters,
        "taken": month.taken,
        "injected": list(month.injected),
        "cells": [bounded(one, month.days) for one in counts],
    }


def bounded(count: Between | None, days: int) -> str:
    """`14 to 16 of 28`; not known where nothing is."""
    if count is None or (not count.low and count.high in (days, None)):
        return _("not known")
    low, high = count.low or 0, count.high
    number = str(low) if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("%(number)s of %(days)s") % {"number": number, "days": days}


def preventives(known: Facts) -> Iterator[Part]:
    """Every preventive that was tried, and what came of it."""
    yield heading(_("Preventive medicines"))
    if known.preventives is None:
        yield said(_("Nobody has said yet which preventives were tried."))
    elif not known.preventives:
        yield said(_("None was tried."))
    else:
        rows = [_preventive(one) for one in known.preventives]
        yield table(
            [_("Medicine"), _("Highest dose a day"), _("From"), _("To"), _("What came of it")], rows, 4
        )
        if "preventives" in known.incomplete:
            yield said(_("Whether others were tried was never asked."))


def _preventive(one: Preventive) -> list[str]:
    trial = one.trial
    dose = amount(trial.mg_per_day)
    return [
        trial.drug or _("not known"),
        _("not known") if dose is None else f"{dose} mg",
        _when(trial, "started"),
        _when(trial, "ended"),
        outcomes().get(trial.outcome or "", _("not known")),
    ]


def _when(trial: PreventiveTrial, which: str) -> str:
    when = getattr(trial, which)
    return partly(when)


def partly(when: PartialDate | None) -> str:
    """A date as exactly as it is known."""
    if when is None:
        return _("not known")
    first, last = when.earliest, when.latest
    if first == last:
        return in_words(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return in_words(f"{first:%Y-%m}" if same_month else f"{first:%Y}")


def outcomes() -> dict[str, str]:
    """What came of a preventive, in words."""
    return {
        "ineffective": _("did not work"),
        "not_tolerated": _("was not tolerated"),
        "contraindicated": _("contraindicated"),
        "unsuitable": _("unsuitable for reasons of safety"),
        "too_short": _("tried for too short a time"),
        "refused": _("declined"),
        "ongoing": _("still taken"),
    }


def sessions(known: Facts) -> Iterator[Part]:
    """Every session of toxin, of any product and for any reason."""
    yield heading(_("Botulinum toxin so far"))
    if known.sessions is None:
        yield said(_("Nobody has said yet whether there were any."))
    elif not known.sessions:
        yield said(_("None."))
    else:
        yield table(
            [_("Day"), _("Product"), _("Dose"), _("For")], [_session(one) for one in known.sessions], 3
        )
        if "sessions" in known.incomplete:
            yield said(_("Whether there were others was never asked."))


def _session(one: Session) -> list[str]:
    given = one.injection
    product = products().get(given.product or "")
    return [
        partly(given.date),
        product.title if product else given.product or _("not known"),
        _("not known") if given.units is None else f"{amount(given.units)} U",
        (given.indication or _("not known")).replace("-", " "),
    ]


def criteria(known: Facts) -> Iterator[Part]:
    """What the policy asks and what it comes to; its own words stay in its own language."""
    about, decision = known.policy.pack.about, known.decision
    yield heading(_("What the policy asks"))
    yield said(
        _("%(policy)s, asked on %(day)s: criteria %(answer)s.")
        % {
            "policy": about.title,
            "day": in_words(known.as_of),
            "answer": answer_in_words(str(decision.answer)),
        }
    )
    yield table(
        [_("Criterion"), _("Answer")],
        [[one.asks, answer_in_words(str(one.answer))] for one in decision.reasons],
    )
    if not decision.same_under_all_readings:
        yield said(_("The answer depends on how the policy is read."))
    if decision.settled_by is not None:
        yield said(decision.settled_by.text)


def decided(decision: Decision | None) -> Iterator[Part]:
    """What the clinician decided, when and why."""
    yield heading(_("What was decided"))
    if decision is None:
        yield said(_("No decision is recorded."))
        return
    rows = [
        (_("Decision"), decision.get_choice_display()),
        (_("On"), in_words(decision.recorded_on)),
        (_("By"), decision.by.name),
    ]
    if decision.reason:
        rows.append((_("Reason"), decision.reason))
    if decision.review_on:
        rows.append((_("To be looked at again"), in_words(decision.review_on)))
    yield facts(rows)


def medicine_days(known: Facts) -> Iterator[Part]:
    """What was taken for attacks, and whether that is overuse by ICHD-3."""
    yield heading(_("Acute medicines"))
    yield said(
        _("Medication overuse by ICHD-3 8.2: criteria %(answer)s.")
        % {"answer": answer_in_words(str(known.overuse.headache))}
    )
    taken = [
        f"{name}: {', '.join(medicines)}" for name, medicines in known.overuse.taken.items() if medicines
    ]
    if taken:
        yield listed(taken)
