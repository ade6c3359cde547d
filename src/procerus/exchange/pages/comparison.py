"""One question under several policies as a page: the answers, what splits them, and the reasons of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words, spans_in_words, spans_of
from procerus.exchange.pages.policy import STANDING
from procerus.exchange.pages.render import rendered
from procerus.headache.reason import TOO_EARLY, Reason
from procerus.pathway.comparison import Compared, Comparison, Split
from procerus.pathway.decision import Decision
from procerus.pathway.side_by_side import (
    SAID,
    counted_policies,
    hangs,
    made_up,
    ordered,
    otherwise,
    standing,
    summary,
)
from procerus.pathway.spoken import found_of, phrase, validity

CRITERION = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown"}
NOT_ASKED, IN_THE_WAY = "not asked", "in the way"
SHAPES = {"yes": "met", "no": "not met", "unknown": "cannot be told yet", NOT_ASKED: "silent"}
"""A criterion wears the same four shapes as a whole answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One policy in the table of answers."""

    id: str
    authority: str
    place: str
    answer: str
    sure: str  # whether other readings say the same
    standing: str  # empty for a wording that is simply in force
    change: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one policy says of one criterion."""

    said: str
    shape: str
    in_the_way: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """One way of asking a criterion, and the policies that ask it so."""

    asks: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of a decision."""

    asks: str
    cell: Cell
    found: tuple[tuple[str, str], ...]  # how much, of what
    remark: str
    needs: str
    name: str
    at: str
    status: str
    open_days: str


@dataclass(frozen=True, slots=True)
class Read:
    """The readings that give one answer, each alone."""

    answer: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything behind one policy's answer."""

    id: str
    title: str
    version: str
    authority: str
    standing: str
    validity: str
    source: str
    fingerprint: str
    answer: str
    grounds: tuple[Ground, ...]
    hangs_on: str
    readings: tuple[Read, ...]
    warnings: tuple[str, ...]
    answers: tuple[str, ...]  # the questions the source does answer


def comparison_page(one: Comparison) -> str:
    """The page of a comparison, as HTML. Raises BadInput where jinja2 is not installed."""
    policies, splits = ordered(one), one.splits()
    asked = [each for each in policies if each.decision is not None]
    return rendered(
        "comparison.html",
        patient=one.patient,
        made_up=made_up(one.patient),
        question=one.question,
        asks=wording(one),
        as_of=in_words(one.as_of),
        summary=summary(one),
        count=counted_policies(len(policies)),
        rows=[row(each, one) for each in policies],
        criteria=[split.criterion.replace("_", " ") for split in splits],
        matrix=[(each.id, SAID[each.answer], [cell(each, split) for split in splits]) for each in asked],
        askings=[(split.criterion.replace("_", " "), askings(split)) for split in splits],
        details=[detail(each) for each in policies],
    )


def wording(one: Comparison) -> str:
    """The question in the words of the policies; its name alone where they word it differently."""
    words = {each.decision.asks for each in one.asked if each.decision is not None}
    return words.pop() if len(words) == 1 else ""


def row(each: Compared, one: Comparison) -> Row:
    """One policy in the table of answers."""
    pack = each.policy.pack
    said = "; ".join(standing(each, one.as_of))
    return Row(each.id, pack.about.authority, pack.place, SAID[each.answer], sure(each), said, each.change())


def sure(each: Compared) -> str:
    """Whether the answer is the same however the guidance is read, and if not, on what it hangs."""
    if each.decision is None:
        return ""
    if not hangs(each):
        return "same under all readings"
    other = [one for one in each.decision.readings if one.answer is not each.decision.answer]
    names = [f"“{name}”" for name in dict.fromkeys(one.reading for one in other)]
    are = "is" if len(names) == 1 else "are"
    return f"depends on how {' and '.join(names)} {are} read: or {otherwise(each)}"


def cell(each: Compared, split: Split) -> Cell:
    """What a policy says of a criterion that splits the policies."""
    [*found] = (reason for reason in each.reasons if reason.criterion == split.criterion)
    return of_reason(each, found[0]) if found else Cell(NOT_ASKED, SHAPES[NOT_ASKED], False)


def of_reason(each: Compared, reason: Reason) -> Cell:
    """A criterion's answer, and whether it stands in the way of the policy's being met."""
    said = CRITERION[reason.answer]
    return Cell(said, SHAPES[said], reason in each.in_the_way())


def askings(split: Split) -> list[Asking]:
    """What the policies ask under one name, each wording once."""
    found: dict[str, tuple[str, ...]] = {}
    for policy, asks in split.asks.items():
        found[asks] = (*found.get(asks, ()), policy)
    return [Asking(asks, policies) for asks, policies in found.items()]


def detail(each: Compared) -> Detail:
    """Everything behind one policy's answer."""
    pack, decision = each.policy.pack, each.decision
    return Detail(
        id=each.id,
        title=pack.about.title,
        version=pack.about.version,
        authority=f"{pack.about.authority} · {pack.place}",
        standing=STANDING[pack.standing],
        validity=validity(pack),
        source=pack.about.source,
        fingerprint=each.policy.fingerprint,
        answer=SAID[each.answer],
        grounds=tuple(ground(each, reason) for reason in each.reasons),
        hangs_on="" if decision is None else decision.hangs_on,
        readings=() if decision is None else tuple(readings(decision)),
        warnings=() if decision is None else decision.warnings,
        answers=tuple(each.policy.rules.questions),
    )


def ground(each: Compared, reason: Reason) -> Ground:
    """One reason. Before the day on which a criterion may be judged, only that is said."""
    rules, nouns = each.policy.rules, each.policy.pack.sections.nouns
    found = () if reason.remark == TOO_EARLY else tuple(reason.found.items())
    return Ground(
        asks=reason.asks,
        cell=of_reason(each, reason),
        found=tuple((found_of(name, fact, rules), phrase(name, rules, nouns)) for name, fact in found),
        remark=reason.remark,
        needs=reason.needs,
        name=reason.criterion.replace("_", " "),
        at=reason.at,
        status=reason.status,
        open_days=spans_in_words(spans_of(reason.days)) if reason.days else "",
    )


def readings(decision: Decision) -> Iterator[Read]:
    """The other readings by the answer they give, those first that give another answer."""
    for answer in sorted(Answer, key=lambda one: one is decision.answer):
        says = tuple(f"{one.reading}: {one.says}" for one in decision.readings if one.answer is answer)
        if says:
            yield Read(SAID[str(answer)], says)
