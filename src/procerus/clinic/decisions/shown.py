"""A decision as a page shows it: the headline in fixed words, every criterion and what lies behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.decisions.inquiry import Inquiry
from procerus.clinic.decisions.policies import every_policy, own_policy
from procerus.criteria.bounds import Answer, Between
from procerus.criteria.reference import Fact
from procerus.diary.dates import Span, spans_in_words, spans_of
from procerus.headache.reason import TOO_EARLY
from procerus.packs.load import Policy
from procerus.pathway.asking import BASELINE
from procerus.pathway.looked_at import windows_of_criterion
from procerus.pathway.spoken import found_of, phrase, validity
from procerus.pathway.why import why


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: asked, answered, with what was found and where the days behind it are."""

    asks: str
    answer: str
    found: tuple[tuple[str, str], ...]
    remark: str
    needs: str
    at: str
    unverified: bool
    open_days: str
    days: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One policy to choose, with its place and standing."""

    id: str
    title: str
    place: str
    standing: str
    unverified: bool
    holds: bool
    own: bool


def headline(answer: str, same: bool, holds: bool = True) -> str:
    """Three words, in the fixed wording; none where the wording did not hold on the day."""
    if not holds:
        return _("No verdict: this wording is not valid on that day")
    if not same:
        return _("Depends on how the guidance is read")
    words = {"yes": _("Criteria met"), "no": _("Criteria not met"), "unknown": _("Cannot be told yet")}
    return words[answer]


def criterion_answer(said: str) -> str:
    """The answer of one criterion: it was asked as a question."""
    return {"yes": _("yes"), "no": _("no"), "unknown": _("cannot be told")}[said]


def because(asked: Inquiry) -> list[str]:
    """Why, in the sentences of the heart."""
    return [] if asked.decision is None else list(why(asked.decision, asked.policy))


def warnings(asked: Inquiry) -> list[str]:
    """What to bear in mind; an offer of other baselines is a form of its own."""
    own = set(asked.thin.sentences()) if asked.decision and asked.thin else set()
    return [one for one in (asked.decision.warnings if asked.decision else ()) if one not in own]


def rows(policy: Policy, computed: Mapping[str, Any], spans: Mapping[str, Span], chosen: bool) -> list[Row]:
    """The criteria of a computed decision in the shape of its JSON; `spans` says where windows lie."""
    return [_row(policy, one, spans, chosen) for one in computed["reasons"]]


def _row(policy: Policy, one: Mapping[str, Any], spans: Mapping[str, Span], chosen: bool) -> Row:
    nouns = dict(policy.pack.sections.nouns)
    if chosen:
        nouns[BASELINE] = "the baseline that was chosen"
    early = one.get("remark") == TOO_EARLY
    found = () if early else tuple(
        (phrase(name, policy.rules, nouns), found_of(name, _fact(said), policy.rules))
        for name, said in one["found"].items()
    )  # fmt: skip
    looked_at = sorted({spans[name] for name in windows_of_criterion(policy, one["criterion"]) & set(spans)})
    open_days = [date.fromisoformat(day) for day in one["days"]]
    return Row(
        asks=one["asks"], answer=one["answer"], found=found, remark=one.get("remark", ""),
        needs=one["needs"], at=one["at"], unverified=one["status"] != "read",
        open_days=spans_in_words(spans_of(open_days)) if open_days else "", days=tuple(looked_at),
    )  # fmt: skip


def _fact(said: Any) -> Fact:
    return Answer(said) if isinstance(said, str) else Between(*said)


def spans_of_windows(asked: Inquiry) -> dict[str, Span]:
    """Where each window of the question lies, as far as that is known."""
    return {one.name: one.span for one in asked.windows if one.span is not None}


def days_address(at: At, span: Span) -> str:
    """The page with the days of a span; empty as long as there is none."""
    with suppress(NoReverseMatch):
        said = {"from": span[0].isoformat(), "to": span[1].isoformat()}
        return f"{at.url('diary_days')}?{urlencode(said)}"
    return ""


def listed(at: At, day: date) -> list[Listed]:
    """Every policy, the patient's or the clinic's first, the others by place."""
    own = own_policy(at.patient, at.clinic)
    found = [_listed(one, one.pack.about.id == own, day) for one in every_policy().values()]
    return sorted(found, key=lambda one: (not one.own, one.place, one.id))


def _listed(policy: Policy, own: bool, day: date) -> Listed:
    pack = policy.pack
    unverified = pack.about.status != "read"
    return Listed(
        pack.about.id, pack.about.title, pack.place, standing(pack.standing), unverified,
        policy.may_hold(day), own,
    )  # fmt: skip


def standing(said: str) -> str:
    """How a wording stands, in words."""
    words = {
        "current": _("current"),
        "superseded": _("superseded"),
        "retired": _("retired"),
        "article": _("an article, not a guidance"),
        "local": _("local"),
    }
    return words[said]


def parts_of_the_record(keys: Iterable[str]) -> list[str]:
    """The parts of a patient file, and the packs of the program, as somebody at a clinic calls them."""
    words = {
        "born": _("date of birth"),
        "sex": _("sex"),
        "diary": _("diary"),
        "history": _("history"),
        "preventives": _("preventives tried"),
        "toxin": _("doses of toxin"),
        "today": _("what was asked on the day"),
        "medicines": _("medicines"),
        "conditions": _("illnesses"),
        "counts": _("counted days"),
        "scores": _("scores"),
        "stops": _("ends of treatment"),
        "conventions": _("conventions of the program"),
    }
    return [words.get(one, one) for one in keys]


def questions(policy: Policy) -> Iterator[tuple[str, str]]:
    """What a policy answers: the question's name and its words."""
    for name, one in policy.rules.questions.items():
        yield name, one.asks


def held_when(policy: Policy) -> str:
    """From when until when a wording holds."""
    return validity(policy.pack)
