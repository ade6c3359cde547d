"""The parts of a letter that tell the diary and the records, each from its facts alone."""

from __future__ import annotations

from collections.abc import Iterator

from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import in_words, span_in_words
from procerus.exchange.letters.codes import DISEASE, Code
from procerus.exchange.letters.completeness import lacking
from procerus.exchange.letters.facts import Facts
from procerus.exchange.letters.months import MINUTES_AN_HOUR, Month, Period
from procerus.exchange.letters.page import Gap, MonthRow, Part, Picture, Said, Section, Table, Ticks
from procerus.exchange.letters.records import Preventive
from procerus.exchange.letters.response import Fall
from procerus.exchange.letters.wording import (
    NOT_KNOWN,
    OUTCOMES,
    SAID,
    STOPS,
    amount,
    bounds,
    class_name,
    counted,
    day,
    filled,
    found,
    instrument,
    recorded,
    tenths,
)
from procerus.packs.load import load_headache
from procerus.pathway.sensitivity import MET

NOT_NEEDED = "–"  # a cell its outcome does not ask for


def told(sentence: str | None, gap: str) -> Part:
    """The sentence, or that its datum is missing."""
    return Gap("missing", gap) if sentence is None else Said(sentence)


def diagnosis(facts: Facts) -> Section:
    """What it is, by which criteria, who says so, and the codes a clinician chooses from."""
    said, headache = facts.diagnosis, load_headache()
    (disease,) = [one for one in said.codes if one.system == DISEASE]
    first = ", the day of the first injection" if said.before_treatment else ""
    when, lasted = in_words(said.on) + first, _months(said.months_of_this_pattern)
    parts: list[Part] = [
        _stated(f"{disease.title} ({DISEASE} {disease.code}), as of {when}", said.answer),
        told(filled("Diagnosed by: {by}.", by=said.by), "who made the diagnosis"),
        told(
            filled("By the history as last taken, it has been like this for {months}.", months=lasted),
            "how long it has been like this",
        ),
    ]  # fmt: skip
    nouns = headache.pack.sections.nouns
    rows = [(one.asks, SAID[one.answer], found(one, headache.rules, nouns), one.at) for one in said.reasons]
    parts.append(Table((f"{DISEASE} asks", "Answer", "Found", "At"), tuple(rows), wide=2))
    parts.append(_billing(said.codes))
    return Section("Diagnosis", parts)


def _stated(what: str, answer: Answer) -> Part:
    """A diagnosis and whether its criteria are met; where that cannot be told, the letter says it is open."""
    said = f"{what}: {MET[answer].lower()}"
    return Gap("open", said) if answer is Answer.UNKNOWN else Said(f"{said}.", True)


def _months(number: int | None) -> str | None:
    return None if number is None else counted(number, "month")


def _billing(codes: tuple[Code, ...]) -> Ticks:
    """The codes of other systems, none chosen: what tells them apart is not among the facts."""
    rows = [f"{one.system} {one.code}  {one.title}{_doubt(one)}" for one in codes if one.system != DISEASE]
    return Ticks("For the clinician to mark, where the reader asks for a billing code:", tuple(rows))


def _doubt(code: Code) -> str:
    return "" if code.status == "read" else " (wording unverified)"


def headache_days(facts: Facts) -> Section:
    """The months as pictures, with counts between bounds."""
    parts: list[Part] = []
    for period in facts.periods:
        parts += _period(period, last=period is facts.periods[-1])
    if not facts.periods:
        return Section("Headache days", [Said("The question counts no diary days.")])
    hours = facts.hours
    parts.append(
        told(
            filled(
                "Hours were recorded on {with_hours} of {days}: {hours} in all.",
                with_hours=hours.with_hours or None,
                days=counted(hours.headache_days, "known headache day"),
                hours=_hours(hours.minutes),
            ),
            "hours of headache",
        )
    )
    return Section("Headache days", parts)


def _period(period: Period, *, last: bool) -> Iterator[Part]:
    noun = period.noun[:1].upper() + period.noun[1:]
    if not period.months:
        early = period.begun is Answer.NO or period.until is not None
        yield Said(f"{noun}: no such time yet.") if early else Gap("missing", f"the dates of {period.noun}")
        return
    known = [month for month in period.months if not month.empty]
    so_far = "" if period.until is None else f", so far; it lasts until {in_words(period.until)}"
    yield Said(f"{noun}{so_far}.", strong=True)
    if known:
        heads = ("Answered", "Headache", "Migraine", "Four hours or more")
        yield Picture(heads, tuple(_row(month) for month in known), legend=last)
    for month in period.months:
        if month.empty:
            yield Gap("missing", f"the diary of {_label(month)}")
        for source in month.attested:
            yield Said(f"{_label(month)}: attested, not from a diary here. Source: {source}.")
    yield from _lateness(period)


def _row(month: Month) -> MonthRow:
    counts = (Between.exactly(month.answered), month.headache, month.migraine, month.long)
    cells = tuple(NOT_KNOWN if one is None else bounds(one, month.days) for one in counts)
    return MonthRow(_label(month), month.letters, month.taken, month.injected, cells)


def _label(month: Month) -> str:
    return span_in_words(*month.span)


def _lateness(period: Period) -> Iterator[Part]:
    recalled = sum(month.recalled for month in period.months)
    untimed = sum(month.untimed for month in period.months)
    if recalled:
        was = "was" if recalled == 1 else "were"
        yield Said(f"{counted(recalled, 'day')} {was} written down more than a week later: recalled.")
    if untimed:
        yield Said(f"For {counted(untimed, 'answered day')} nobody knows when it was written down.")


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return counted(hours, "hour") + (f" {counted(rest, 'minute')}" if rest else "")


def acute_medicines(facts: Facts) -> Section:
    """Days with each class of acute medicine, overuse, and what is planned about it."""
    said = facts.overuse
    months = {month.span: month for period in facts.periods for month in period.months if not month.empty}
    columns = [*said.taken, "any"]
    heads = ("Days with", *(class_name(name) for name in columns))
    rows = [
        (_label(one), *(bounds(one.medicines[name], one.days) for name in columns)) for one in months.values()
    ]
    parts: list[Part] = [Table(heads, tuple(rows))] if rows else []
    names = [f"{class_name(name)} ({', '.join(names)})" for name, names in said.taken.items()]
    if names:
        parts.append(Said(f"Medicines written down in these months: {'; '.join(names)}."))
    parts += _overuse(facts)
    return Section("Acute medicines and medication overuse", parts)


def _overuse(facts: Facts) -> Iterator[Part]:
    said = facts.overuse
    codes = f" ({', '.join(f'{DISEASE} {code}' for code in said.found)})" if said.found else ""
    if said.answer is Answer.UNKNOWN:
        yield Gap("open", "whether medicines were overused in the latest month")
    else:
        yield Said(f"Medication overuse in the latest month: {SAID[said.answer]}{codes}.", True)
    if said.answer is Answer.YES:
        yield Said(f"Overuse with frequent headache ({DISEASE} 8.2 A and B): {SAID[said.headache]}.")
    if said.answer is Answer.NO:
        return
    if said.plan is Answer.UNKNOWN and said.withdrawn is not Answer.YES:
        yield Gap("missing", "the plan for medication overuse")
    else:
        plan, done = recorded(said.plan), recorded(said.withdrawn)
        yield Said(f"A plan for medication overuse: {plan}. Withdrawal done: {done}.")
    lasted = filled("By the history, the overuse has lasted for {months}.", months=_months(said.months))
    if lasted is not None:
        yield Said(lasted)
    if said.codes:
        yield _billing(said.codes)


def preventives(facts: Facts) -> Section:
    """Every preventive in the order recorded, and whether the policy counts it."""
    title = "Preventive medicines"
    if facts.preventives is None:
        return Section(title, [Gap("missing", "which preventives were tried")])
    if not facts.preventives:
        return Section(title, [Said("Asked: none was tried.")])
    judged = any(one.counted is not None for one in facts.preventives)
    heads = ("Drug", "Class", "Highest dose a day", "Taken", "Whole weeks", "Outcome")
    rows = tuple(_preventive(one, judged) for one in facts.preventives)
    parts: list[Part] = [Table((*heads, "Counted by the policy") if judged else heads, rows, wide=3)]
    parts.append(Said(_altogether(facts.preventives)))
    if "preventives" in facts.incomplete:
        parts.append(Gap("missing", "whether other preventives were tried"))
    for one in facts.preventives:
        lacks = ", ".join(lacking(one))
        if lacks:
            parts.append(Gap("missing", f"{one.trial.drug or 'a preventive'}: {lacks}"))
        elif one.drug_class is None:
            parts.append(Gap("open", f"the class of {one.trial.drug}, which is not in the dictionary"))
    return Section(title, parts)


def _altogether(recorded_: tuple[Preventive, ...]) -> str:
    """How many drugs of how many classes, and what is taken now: what payers' forms ask."""
    known = {one.drug_class for one in recorded_ if one.drug_class is not None}
    ongoing = [one.trial.drug or "one without a name" for one in recorded_ if one.trial.outcome == "ongoing"]
    now = f"Still taken: {', '.join(ongoing)}." if ongoing else "None is recorded as still taken."
    many = counted(len(recorded_), "preventive")
    return f"{many} recorded, of {counted(len(known), 'known class', 'known classes')}. {now}"


def _preventive(one: Preventive, judged: bool) -> tuple[str | None, ...]:
    trial = one.trial
    dose = filled("{mg} mg", mg=amount(trial.mg_per_day))
    dates = filled("{start} to {end}", start=day(trial.started), end=day(trial.ended))
    if trial.outcome == "ongoing" and trial.ended is None:
        dates = filled("since {start}", start=day(trial.started))
    weeks = None if one.weeks is None or dates is None else str(one.weeks)
    taken = [dose, dates, weeks]
    if not one.taken:  # what was never taken has neither dose nor dates, unless somebody recorded them
        taken = [NOT_NEEDED if cell is None else cell for cell in taken]
    known = NOT_KNOWN if one.drug_class is None else class_name(one.drug_class)
    outcome = None if trial.outcome is None else OUTCOMES[trial.outcome]
    counts = () if not judged else ("–" if one.counted is None else SAID[one.counted],)
    return (trial.drug, known, *taken, outcome, *counts)


def scores(facts: Facts) -> Section:
    """The scores of questionnaires, without a word on what they mean."""
    title = "Questionnaires"
    if facts.scores is None:
        return Section(title, [Gap("missing", "scores of questionnaires")])
    if not facts.scores:
        return Section(title, [Said("Asked: none was filled in.")])
    rows = [
        (None if one.instrument is None else instrument(one.instrument), day(one.when), amount(one.score))
        for one in facts.scores
    ]
    return Section(title, [Table(("Instrument", "Date", "Score"), tuple(rows))])


def treatment(facts: Facts) -> Section:
    """Sessions of toxin, and headache days before and after."""
    title = "Botulinum toxin so far"
    if not facts.sessions:
        return Section(title, [Gap("missing", "the sessions of botulinum toxin")])
    rows = [
        (
            day(one.date),
            one.product,
            filled("{units} U", units=amount(one.units)),
            _indication(one.indication),
        )
        for one in (session.injection for session in facts.sessions)
    ]
    parts: list[Part] = [Table(("Date", "Product", "Units", "For"), tuple(rows))]
    if "sessions" in facts.incomplete:
        parts.append(Gap("missing", "whether there were other sessions"))
    for stop in facts.stops:
        why = "" if stop.reason is None else f": {STOPS[stop.reason]}"
        parts.append(Said(f"A stop was recorded on {in_words(stop.date)}{why}."))
    parts += [Said(fall_text(one), True) for one in facts.falls]
    if not facts.falls:
        parts.append(Said("No window after treatment can be compared with a baseline yet."))
    return Section(title, parts)


def _indication(word: str | None) -> str | None:
    return None if word is None else word.replace("-", " ")


def fall_text(fall: Fall) -> str:
    """Days first, then the fall in days, then the percent beside them."""
    before, after = fall.before, fall.after
    days = f"{before.total(fall.fact)} of {before.days} days in {before.noun}"
    later = f"{after.total(fall.fact)} of {after.days} days in {after.noun}"
    what = "Migraine" if fall.fact == "migraine_days" else "Headache"
    return f"{what} on {days}, and on {later}: {_fallen(fall)}."


def _fallen(fall: Fall) -> str:
    low, high = fall.tenths.low or 0, fall.tenths.high or 0
    per, share = f" per {fall.per_days} days", fall.percent
    percent = "" if share is None else f", {share} percent"
    if fall.exact is not None:
        low = high = fall.exact.tenths
        percent = "" if share is None else f", {tenths(fall.exact.percent_tenths or 0)} percent"
    if low >= 0:
        return f"a fall of {_range(low, high)} days{per}{percent}"
    if high <= 0:
        return f"a rise of {_range(-high, -low)} days{per}"
    return f"between a rise of {tenths(low)} and a fall of {tenths(high)} days{per}"


def _range(low: int, high: int) -> str:
    return tenths(low) if low == high else f"{tenths(low)} to {tenths(high)}"
