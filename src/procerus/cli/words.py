"""Decisions and classifications on the terminal: the answer, then why, then the days behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from procerus.cli.screen import bold, dim, wrapped
from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import in_words, span_in_words, spans_in_words, spans_of
from procerus.diary.windows import days_in
from procerus.headache.classify import MEDICINE_FACTS, SUBTYPES, Classification, Month
from procerus.headache.reason import TOO_EARLY, Reason
from procerus.packs.load import Headache, Policy
from procerus.packs.rules import Rules
from procerus.pathway.caveats import counts_more_days
from procerus.pathway.decision import Decision, headline
from procerus.pathway.sensitivity import MET
from procerus.pathway.spoken import found_text
from procerus.pathway.why import SAID, why

_MARK = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "?"}


def decision_text(decision: Decision, policy: Policy) -> str:
    """A decision as a tired clinician reads it in ten seconds."""
    asked = f"{decision.asks} {decision.patient}, asked on {in_words(decision.as_of)}"
    lines = [wrapped(f"{decision.policy}: {asked}"), "", bold(_what_if(decision) + headline(decision))]
    lines += [wrapped(sentence) for sentence in why(decision, policy)]
    lines += ["", *(line for reason in decision.reasons for line in _reason(reason, policy))]
    if decision.settled_by is not None:
        lines += ["", bold("What would settle it"), wrapped(decision.settled_by.text, "  ")]
    lines += _readings(decision)
    if decision.warnings:
        lines += ["", bold("To bear in mind")]
        lines += [wrapped(f"- {with_way(text)}", "  ", "    ") for text in decision.warnings]
    return "\n".join([*lines, "", dim(wrapped(f"The clinician decides. Packs {decision.fingerprint}."))])


def with_way(caveat: str) -> str:
    """A caveat as the terminal says it: one that only counts more days, with the command that shows them."""
    return f"{caveat[:-1]}: see `procerus diary check`." if counts_more_days(caveat) else caveat


def _what_if(decision: Decision) -> str:
    """What was set, before anything is said: nobody may take a what-if for the policy."""
    said = ", ".join(f"{name} were {value}" for name, value in decision.what_if.items())
    return f"What if {said}? Not the policy. " if said else ""


def _reason(reason: Reason, policy: Policy) -> Iterator[str]:
    yield wrapped(f"{_MARK[reason.answer]:<4}{reason.asks}  [{reason.at}]", "  ", " " * 6)
    yield dim(wrapped(_found(reason, policy.rules, policy.pack.sections.nouns), " " * 6))
    if reason.days:
        yield dim(wrapped(f"open days: {spans_in_words(spans_of(reason.days))}", " " * 6))


def _found(reason: Reason, rules: Rules, nouns: Mapping[str, str]) -> str:
    if reason.remark == TOO_EARLY:
        return TOO_EARLY
    found = [found_text(name, fact, rules, nouns) for name, fact in reason.found.items()]
    return "; ".join([*found, *filter(None, [reason.remark])])


def _readings(decision: Decision) -> Iterator[str]:
    if not decision.readings:
        return
    same = sum(one.answer is decision.answer for one in decision.readings)
    yield ""
    yield wrapped(decision.hangs_on)
    if 0 < same < len(decision.readings):
        yield wrapped(f"It is the same under the other {same} of {len(decision.readings)} readings.")


def classification_text(result: Classification, headache: Headache) -> str:
    """What ICHD-3 makes of a diary: months, chronic migraine, medication overuse."""
    rules, nouns = headache.rules, headache.pack.sections.nouns
    name = f"{result.patient}: " if result.patient else ""
    lines = [wrapped(f"{name}ICHD-3, asked on {in_words(result.as_of)}"), ""]
    lines += [bold("Months") + f" of {_LENGTH[result.month_length]}"]
    lines += [_month(month) for month in result.months] or ["  the diary has no days before this one"]
    for title, said, reasons in (
        ("Chronic migraine (1.3)", _chronic(result), result.chronic_reasons),
        ("Medication overuse (8.2)", _overuse(result), _worth_saying(result.overuse_reasons)),
    ):
        lines += ["", bold(title), wrapped(said, "  ")]
        for reason in reasons:
            lines.append(wrapped(f"{_MARK[reason.answer]:<4}{reason.asks}  [{reason.at}]", "  ", " " * 6))
            lines.append(dim(wrapped(_found(reason, rules, nouns), " " * 6)))
    silent = [one.at for one in result.overuse_reasons if one.answer is Answer.UNKNOWN and not _hinted(one)]
    if silent:
        lines.append(
            wrapped(f"?   Not one such day is known, but open days leave room: {', '.join(silent)}", "  ")
        )
    return "\n".join(lines)


def _hinted(reason: Reason) -> bool:
    """Whether any day is known to count towards it; without one, only open days keep it unknown."""
    days = [fact for name, fact in reason.found.items() if name.count(".") == 2]
    return any(isinstance(fact, Between) and fact.low for fact in days)


_LENGTH = {"30-day": "30 days", "28-day": "28 days", "calendar": "the calendar"}


def _month(month: Month) -> str:
    days = days_in(month.span)
    taken = [
        f"{name} {_days(bounds)}"
        for name, fact in MEDICINE_FACTS.items()
        if name != "any" and (bounds := month.counted[fact]).low
    ]
    said = [
        f"{span_in_words(*month.span)}:",
        f"headache {_days(month.counted['headache_days'])},",
        f"migraine {_days(month.counted['migraine_days'])},",
        f"clear {_days(month.counted['crystal_clear_days'])}",
        f"of {days} days ({'all' if month.recorded == days else month.recorded} answered)",
    ]
    return wrapped(" ".join(said) + ("; " + ", ".join(taken) if taken else ""), "  ", "    ")


def _days(bounds: Between) -> str:
    return str(bounds)


def _chronic(result: Classification) -> str:
    pattern, whole = result.answer("chronic_pattern"), result.answer("chronic_migraine")
    return f"All criteria: {MET[whole].lower()}. The pattern (A and C): {MET[pattern].lower()}."


def _overuse(result: Classification) -> str:
    overuse = result.answer("medication_overuse")
    headache = result.answer("medication_overuse_headache")
    codes = [code for code in SUBTYPES if result.subtypes[code] is Answer.YES]
    found = f" ({', '.join(codes)})" if codes else ""
    return f"Overuse: {SAID[overuse]}{found}. With frequent headache (A and B): {MET[headache].lower()}."


def _worth_saying(reasons: tuple[Reason, ...]) -> list[Reason]:
    """The first, and every class that is overused, or may be by days that are known."""
    open_ = [one for one in reasons[1:] if one.answer is Answer.UNKNOWN and _hinted(one)]
    return [reasons[0], *(one for one in reasons[1:] if one.answer is Answer.YES), *open_]
