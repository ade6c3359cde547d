"""`procerus compare`: every policy side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from procerus.cli.packs import policies_of
from procerus.cli.people import asked_on, day_of, read_person
from procerus.cli.screen import as_json, bold, dim, width, wrapped
from procerus.cli.words import with_way
from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.faults import BadInput, Fault
from procerus.packs.policy import QUESTIONS
from procerus.packs.shape import did_you_mean
from procerus.pathway.comparison import Compared, Comparison, Split, compare
from procerus.pathway.side_by_side import (
    SAID,
    called,
    changes,
    counted_policies,
    ordered,
    otherwise,
    standing,
    summary,
    to_bear_in_mind,
)

NARROWEST_REMARK = 20  # columns; with fewer, a remark goes on below its policy
_CRITERION = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "cannot be told"}


def compared(
    names: Sequence[str] | None,
    packs: Sequence[Path] | None,
    question: str,
    file: Path,
    as_of: str | None,
    baseline: str | None,
) -> Comparison:
    """One question of one person under every policy, or those named."""
    policies, person = policies_of(list(dict.fromkeys(names or ())), packs), read_person(file)
    known = dict.fromkeys(name for one in policies for name in one.rules.questions)
    if question not in known:
        meant = "" if question in QUESTIONS else did_you_mean(question.casefold(), known)
        why, mend = "is a question that none of these policies answers", f"They answer {', '.join(known)}."
        raise BadInput([Fault("--question", why, meant or mend, question)])
    day = asked_on(person, day_of(as_of))
    return compare(policies, question, person, day, day_of(baseline, "--baseline"))


def comparison_in(one: Comparison, format: str) -> str:
    """A comparison as text, JSON or an HTML page."""
    if format == "html":
        from procerus.exchange.pages.comparison import comparison_page

        return comparison_page(one)
    return as_json(one.to_json()) if format == "json" else comparison_text(one)


def comparison_text(one: Comparison) -> str:
    """The answers, then what would change each, then the criteria that split the policies."""
    return "\n".join(_lines(one))


def _lines(one: Comparison) -> Iterator[str]:
    count = counted_policies(len(one.policies))
    yield wrapped(f"{one.patient}: {one.question}, asked on {in_words(one.as_of)} under {count}")
    yield ""
    yield bold(wrapped(summary(one)))
    yield ""
    yield from _answers(one)
    yield from _changes(one)
    splits = one.splits()
    if splits:
        yield ""
        yield bold("The criteria that split them")
        for split in splits:
            yield from _split(split)
    warnings = list(to_bear_in_mind(one))
    if warnings:
        yield ""
        yield bold("To bear in mind")
        for name, warning in warnings:
            yield wrapped(f"- {name}: {with_way(warning)}", "  ", "    ")
    yield ""
    yield dim(wrapped("The clinician decides. A policy holds only in its place: see `procerus policy show`."))


def _answers(one: Comparison) -> Iterator[str]:
    """One line a policy: its answer, and what a reader must know beside it."""
    policies = ordered(one)
    names = max(len(each.id) for each in policies)
    answers = max(len(SAID[each.answer]) for each in policies)
    beside = names + answers + 6
    hanging = " " * (beside if width() - beside >= NARROWEST_REMARK else 6)
    for each in policies:
        remark = "; ".join(_remarks(each, one))
        yield wrapped(f"{each.id:<{names}}  {SAID[each.answer]:<{answers}}  {remark}", "  ", hanging)


def _remarks(each: Compared, one: Comparison) -> Iterator[str]:
    if other := otherwise(each):
        yield f"depends on the reading: or {other}"
    yield from standing(each, one.as_of)


def _changes(one: Comparison) -> Iterator[str]:
    said = changes(one)
    if said:
        yield ""
        yield bold("What would change it")
    for text, policies in said.items():
        yield wrapped(", ".join(policies), "  ", "    ")
        yield dim(wrapped(text, "      "))


def _split(split: Split) -> Iterator[str]:
    yield wrapped(called(split.criterion), "  ", "    ")
    for answer, policies in split.said.items():
        yield wrapped(f"{_CRITERION[answer]}: {', '.join(policies)}", "      ", "        ")
    if split.not_asked:
        yield dim(wrapped(f"not asked by {_others(split)}", "      ", "        "))


def _others(split: Split) -> str:
    """Those who do not ask: by name, or counted where they are more than those who do."""
    if len(split.not_asked) > len(split.asks):
        return f"the other {len(split.not_asked)}"
    return ", ".join(split.not_asked)
