"""From a dossier to the page that is read: criteria first, then the facts behind them."""

from __future__ import annotations

from collections.abc import Iterator

from procerus.diary.dates import in_words, spans_in_words, spans_of
from procerus.exchange.letters import sections
from procerus.exchange.letters.dossier import Dossier
from procerus.exchange.letters.facts import Facts
from procerus.exchange.letters.page import Blanks, Criterion, Gap, Page, Part, Said, Section, Ticks
from procerus.exchange.letters.wording import SAID, day, found
from procerus.headache.reason import Reason
from procerus.pathway.decision import headline
from procerus.pathway.sensitivity import MET

WATERMARK = "Made-up person"
SOON = ("In the usual time", "Urgently, for the reason given here by hand")
MISSING = "missing"  # the print template sets this word in red


def compose(made: Dossier) -> Page:
    """The page of a dossier. It cannot be made without the line and the list of completeness."""
    facts, about = made.facts, made.facts.policy.pack.about
    born = day(facts.person.born)
    return Page(
        title=made.kind.title,
        subtitle="Botulinum toxin for chronic migraine",
        running=f"{facts.person.id}{f', born {born}' if born else ''} · {about.id}",
        about=({} if made.kind.options else {"To": ""})
        | {
            "Patient": facts.person.id,
            "Date of birth": _birth(facts),
            "Policy": f"{about.title} ({about.id}; {about.version})",
            "Facts as of": in_words(facts.as_of),
        },
        line=made.completeness.line,
        items=made.completeness.items,
        opening=made.kind.opening,
        sections=tuple(_sections(made)),
        foot=tuple(_foot(made)),
        watermark=WATERMARK if facts.person.made_up else None,
        date=(facts.as_of.year, facts.as_of.month, facts.as_of.day),
    )


def _birth(facts: Facts) -> str:
    """The date of birth as exactly as it is known, and that it is open where it is not known to the day."""
    born = facts.person.born
    if born is None:
        return MISSING
    return (day(born) or MISSING) + ("" if born.day is not None else " (open: the day is not known)")


def _sections(made: Dossier) -> Iterator[Section]:
    said = {name: tuple(words.splitlines()) for name, words in made.filled.items()}
    facts, blanks = made.facts, Blanks(made.kind.blanks, said)
    if made.kind.refusal:
        yield _refusal(made)
    yield Section("What the policy asks, and what is found", list(_criteria(made)))
    if made.kind.options is not None:
        options = Ticks(
            "Any of these can be chosen, whatever the criteria come to:", made.kind.options[facts.question]
        )
        yield Section("What is decided, and why", [options, blanks])
    yield sections.diagnosis(facts)
    yield sections.headache_days(facts)
    if facts.about_treatment:
        yield sections.treatment(facts)
    yield sections.acute_medicines(facts)
    yield sections.preventives(facts)
    yield sections.scores(facts)
    if facts.decision.warnings:
        yield Section("To bear in mind", [Said(text) for text in facts.decision.warnings])
    if made.kind.options is None:
        yield Section("Signed by the clinician", [Ticks("How soon it is needed:", SOON), blanks])


def _refusal(made: Dossier) -> Section:
    """What was refused, each with the datum that answers it."""
    refusal, title = made.refusal, "What was refused"
    assert refusal is not None
    parts: list[Part] = []
    if refusal.on is None:
        parts.append(Gap("missing", "the day of the refusal"))
    else:
        parts.append(Said(f"The refusal is of {in_words(refusal.on)}."))
    if not refusal.criteria:
        parts.append(Gap("missing", "the criteria on which the refusal rests"))
    reasons = [one for one in made.facts.decision.reasons if one.criterion in refusal.criteria]
    parts += [_criterion(one, made.facts, refused=True) for one in reasons]
    return Section(title, parts)


def _criteria(made: Dossier) -> Iterator[Part]:
    facts, decision = made.facts, made.facts.decision
    yield Said(f"{decision.asks} {headline(decision)}.", True)
    if not decision.same_under_all_readings:
        yield Said(f"Under the default reading: {MET[decision.answer].lower()}.")
    already = () if made.refusal is None else made.refusal.criteria
    for one in decision.reasons:
        if one.criterion not in already:
            yield _criterion(one, facts, refused=False)
    if already:
        yield Said("The criteria that were refused stand above.")
    if decision.settled_by is not None:
        yield Gap("open", decision.settled_by.text)
    yield Said(decision.hangs_on)


def _criterion(one: Reason, facts: Facts, refused: bool) -> Criterion:
    policy = facts.policy
    return Criterion(
        asks=one.asks,
        answer=SAID[one.answer],
        found=found(one, policy.rules, policy.pack.sections.nouns),
        needs=one.needs,
        at=one.at,
        status=one.status,
        open_days=spans_in_words(spans_of(one.days)) if one.days else "",
        refused=refused,
    )


def _foot(made: Dossier) -> Iterator[str]:
    """What a reader needs to check that nothing was changed since."""
    facts = made.facts
    about = facts.policy.pack.about
    months = [month for period in facts.periods for month in period.months]
    if any(not month.empty and not month.headache.known for month in months):
        yield "Two numbers are the bounds of a count: on which side an open day lies, nobody knows."
    yield f"Policy: {about.authority}, {about.source} ({about.status})."
    yield f"Packs {facts.decision.fingerprint}. Facts {facts.fingerprint}. Procerus {made.version}."
    yield "Computed from the record. The clinician decides."
