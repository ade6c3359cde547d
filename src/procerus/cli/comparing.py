"""`procerus compare`: every policy side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from procerus.cli.packs import policies_of
from procerus.cli.people import asked_on, day_of, read_person
from procerus.cli.screen import bold, dim, wrapped
from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.faults import BadInput, Fault
from procerus.packs.shape import did_you_mean
from procerus.pathway.comparison import SILENT, Compared, Comparison, Split, compare
from procerus.pathway.decision import headline

_SHORT = {"yes": "met", "no": "not met", "unknown": "cannot be told yet", SILENT: "silent"}


def compared(
    names: Sequence[str] | None,
    packs: Sequence[Path] | None,
    question: str,
    file: Path,
    as_of: str | None,
    baseline: str | None,
) -> Comparison:
    """One question of one person under every policy, or those named."""
    policies, person = policies_of(names, packs), read_person(file)
    known = dict.fromkeys(name for one in policies for name in one.rules.questions)
    if question not in known:
        why, mend = "is a question that none of these policies answers", did_you_mean(question, known)
        raise BadInput([Fault("--question", why, mend, question)])
    day = asked_on(person, day_of(as_of))
    return compare(policies, question, person, day, day_of(baseline, "--baseline"))


def comparison_text(one: Comparison) -> str:
    """The table, then what would change each answer, then the criteria that split the policies."""
    return "\n".join(_lines(one))


def _lines(one: Comparison) -> Iterator[str]:
    asked = (
        f"{one.patient}: {one.question}, asked on {in_words(one.as_of)} under {len(one.policies)} policies"
    )
    yield wrapped(asked)
    yield ""
    yield wrapped(_summary(one))
    yield ""
    widest = max(len(each.id) for each in one.policies)
    for each in sorted(one.policies, key=_order):
        yield from _row(each, one, widest)
    splits = one.splits()
    if splits:
        yield ""
        yield bold("The criteria that split them")
        for split in splits:
            yield from _split(split)
    yield ""
    yield dim(wrapped("The clinician decides. A policy holds only in its place: see `procerus policy show`."))


def _summary(one: Comparison) -> str:
    counted = [(said, sum(each.answer == said for each in one.policies)) for said in _SHORT]
    return ", ".join(f"{_SHORT[said]} under {number}" for said, number in counted if number) + "."


def _order(one: Compared) -> int:
    """The same answers together; what is silent last."""
    return list(_SHORT).index(one.answer)


def _row(each: Compared, one: Comparison, widest: int) -> Iterator[str]:
    said = f"{each.id:<{widest}}  {_SHORT[each.answer]}"
    if each.decision is not None and not each.decision.same_under_all_readings:
        said = f"{each.id:<{widest}}  {headline(each.decision).lower()} ({_SHORT[each.answer]} by default)"
    beside = list(_beside(each, one))
    yield wrapped(f"{said}{'; ' if beside else ''}{'; '.join(beside)}", "", " " * (widest + 2))
    if each.change():
        yield dim(wrapped(each.change(), " " * (widest + 2)))


def _beside(each: Compared, one: Comparison) -> Iterator[str]:
    if each.policy.pack.standing not in ("current", "local"):
        yield each.policy.pack.standing
    if not each.holds(one.as_of):
        yield "not valid on that day"


def _split(split: Split) -> Iterator[str]:
    yield f"  {split.criterion.replace('_', ' ')}"
    words = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "cannot be told"}
    for answer, policies in split.said.items():
        yield wrapped(f"{words[answer]}: {', '.join(policies)}", "    ", "      ")
    if split.not_asked:
        yield dim(wrapped(f"not asked: {', '.join(split.not_asked)}", "    ", "      "))
