"""From what one or more rows say about a day to what is known about it (docs/reference/diary-file.md).

Three rules, in this order. Where two rows differ about a fact, it is unknown. Where what is left
contradicts itself, the facts that contradict each other are unknown. Then what was said answers what
was left empty: no headache means no symptom but aura, and without a triptan or ergot none has relieved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from procerus.criteria.bounds import Answer
from procerus.diary.dates import in_words
from procerus.diary.day import SYMPTOMS, Day, Intake
from procerus.diary.findings import About, Finding, in_rows

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
FACTS = ("headache", "minutes", "worst", *SYMPTOMS, "medicines", "entered")
"""The fields of a day on which rows can disagree; notes are kept side by side instead."""
_answers: Callable[[Day], tuple[Answer, ...]] = attrgetter(*SYMPTOMS)
RELIEVING = frozenset({"triptan", "ergot"})
PAIN_FEATURES = ("unilateral", "pulsating", "aggravated")
_SWALLOWED_ROW = re.compile(r"[\r\n][^\r\n]*\d{4}-\d{2}-\d{2} *[,;\t]", re.ASCII)
ALL_BUT_AURA = frozenset(SYMPTOMS) - {"aura"}
JUST_RELIEVED = frozenset({"relieved"})
NOTHING: frozenset[str] = frozenset()
LONGEST_SHOWN = 60  # characters of a medicine shown in a finding

Said = tuple[int, Day]
"""The number of a row, and what it says about its day, empty where it says nothing."""


def settle(day: Day, rows: tuple[int, ...] = ()) -> tuple[Day, tuple[Finding, ...]]:
    """What is known of a day that one row (or one program) speaks about, and what should be known of it."""
    consistent, findings = _without_contradictions(day, rows)
    known = answer_the_silent(consistent, but=_relief_in_dispute(day, consistent))
    return known, (*findings, *_oddities(known, rows))


def agree(said: Sequence[Said]) -> tuple[Day, tuple[Finding, ...]]:
    """What is known of a day that several rows speak about. The order of the rows does not matter."""
    rows = tuple(sorted(number for number, _ in said))
    days = [day for _, day in sorted(said, key=lambda one: one[0])]
    if all(_meaning(day) == _meaning(days[0]) for day in days[1:]):
        day, found = settle(min(days, key=_wording), rows)
        return day, (_repeated(day, rows), *found)
    differ = _disputed(days)
    findings = list(_differences(days, rows, differ)) or [_joined(days[0].date, rows)]
    disputed = differ
    if any(day.headache is NO for day in days) and any(_hurts(day) for day in days):
        disputed |= {"headache", "minutes", "worst"}
        if "headache" not in differ:
            findings.append(_hurt_without_headache(days[0].date, rows))
    # What 'no headache' only implies never becomes known here, but disputes a row that says otherwise.
    disputed |= _disputed([_spelled_out(day, disputed) for day in days])
    merged = _merged(days, disputed)
    day, contradictions = _without_contradictions(merged, rows)
    findings += contradictions + _oddities(day, rows)
    return answer_the_silent(day, but=disputed | _relief_in_dispute(merged, day)), tuple(findings)


def answer_the_silent(day: Day, but: frozenset[str] = frozenset()) -> Day:
    """The day with every empty answer filled in that its other answers imply, save those in `but`."""
    implied = _implied(day) - but
    answers = _answers(day)
    if not implied or UNKNOWN not in answers:
        return day
    filled = [
        NO if answer is UNKNOWN and name in implied else answer
        for name, answer in zip(SYMPTOMS, answers, strict=True)
    ]
    opening = (day.date, day.headache, day.minutes, day.worst)
    fields: list[Any] = [*opening, *filled, day.medicines, day.entered, day.note]
    return Day(*fields)


def _implied(day: Day) -> frozenset[str]:
    """The answers that are no unless the diary says otherwise."""
    if day.headache is NO:
        return ALL_BUT_AURA
    return JUST_RELIEVED if _relief_is_ruled_out(day) else NOTHING


def _relief_is_ruled_out(day: Day) -> bool:
    """Whether the medicines are all known, and none of them is a triptan or an ergot."""
    taken = day.medicines
    return taken is not None and not any(one.uncertain or one.classes & RELIEVING for one in taken)


def _hurts(day: Day) -> bool:
    return bool(day.minutes) or bool(day.worst)


def _without_contradictions(day: Day, rows: tuple[int, ...]) -> tuple[Day, list[Finding]]:
    findings = []
    if day.headache is NO and _hurts(day):
        day = replace(day, headache=UNKNOWN, minutes=None, worst=None)
        findings.append(_hurt_without_headache(day.date, rows))
    if day.relieved is YES and _relief_is_ruled_out(day):
        day = replace(day, relieved=UNKNOWN)
        text = "relieved is yes, but no triptan or ergot is written; whether one relieved it is not known"
        findings.append(_finding(About.ROW_CONTRADICTS_ITSELF, day.date, rows, text))
    return day, findings


def _relief_in_dispute(said: Day, kept: Day) -> frozenset[str]:
    """What a contradiction has made unknown may not be answered by the other half of it."""
    return NOTHING if said.relieved is kept.relieved else JUST_RELIEVED


def _hurt_without_headache(day: date, rows: tuple[int, ...]) -> Finding:
    text = "headache is no, but hours or worst say that it hurt; the day is open until this is put right"
    return _finding(About.ROW_CONTRADICTS_ITSELF, day, rows, text)


def _oddities(day: Day, rows: tuple[int, ...]) -> list[Finding]:
    """What is kept as written, and yet looks like a slip."""
    findings = []
    if day.headache is YES and day.worst == 0:
        findings.append(_odd(day, rows, "headache is yes, and worst is 0"))
    if day.headache is YES and day.minutes == 0:
        findings.append(_odd(day, rows, "headache is yes, and hours is 0"))
    if day.headache is NO:
        felt = [name for name in PAIN_FEATURES if getattr(day, name) is YES]
        findings += [_odd(day, rows, f"headache is no, and {name} is yes") for name in felt]
    if _SWALLOWED_ROW.search(day.note):
        text = "the note holds what looks like further rows; perhaps a quotation mark is missing"
        findings.append(_finding(About.SEEMS_ODD, day.date, rows, text))
    return findings + _timing(day, rows) + _unrecognised(day, rows)


def _odd(day: Day, rows: tuple[int, ...], text: str) -> Finding:
    return _finding(About.SEEMS_ODD, day.date, rows, f"{text}; both are kept as written")


def _timing(day: Day, rows: tuple[int, ...]) -> list[Finding]:
    if day.entered is None:
        return []
    late = day.entered.date() - day.date
    if day.recalled:
        text = f"written down {late.days} days later, so it counts as recalled"
        return [_finding(About.RECALLED, day.date, rows, text)]
    if late < timedelta(days=-1):
        text = f"written down {-late.days} days before the day itself"
        return [_finding(About.WRITTEN_BEFORE_THE_DAY, day.date, rows, text)]
    return []


def _unrecognised(day: Day, rows: tuple[int, ...]) -> list[Finding]:
    if not day.medicines:
        return []
    texts = dict.fromkeys(one.text for one in day.medicines if one.name is None)
    return [
        _finding(
            About.MEDICINE_NOT_RECOGNISED, day.date, rows, f"'{shortened(text)}' is not in the dictionary"
        )
        for text in texts
    ]


def shortened(text: str) -> str:
    """A patient's words for one line: without control characters, and not too long."""
    words = "".join(letter if letter.isprintable() else " " for letter in text)
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"


def _finding(about: About, day: date, rows: tuple[int, ...], text: str) -> Finding:
    return Finding(about, f"{in_words(day)}{in_rows(rows)}: {text}.", day, rows)


def _repeated(day: Day, rows: tuple[int, ...]) -> Finding:
    return _finding(About.ROW_REPEATED, day.date, rows, "the rows are the same; the day counts once")


def _joined(day: date, rows: tuple[int, ...]) -> Finding:
    text = "the rows do not differ, but each says something the other leaves empty; they count as one day"
    return _finding(About.ROW_REPEATED, day, rows, text)


# What counts as the same ---------------------------------------------------------------------------

_KEYS: dict[str, Callable[[Any], object]] = {
    # Two medicines in another order or in capitals are the same; another dose is not.
    "medicines": lambda taken: sorted(" ".join(one.text.casefold().split()) for one in taken),
    # 10:00+01:00 and 09:00+00:00 are one instant, but not one wall clock.
    "entered": datetime.isoformat,
}


def _key(name: str, value: Any) -> object:
    """What two values of a field must share to be the same; None where nothing was said."""
    if value is None or value is UNKNOWN:
        return None
    key = _KEYS.get(name)
    return value if key is None else key(value)


def _meaning(day: Day) -> list[object]:
    return [*(_key(name, getattr(day, name)) for name in FACTS), day.note]


def _wording(day: Day) -> tuple[str, ...]:
    return tuple(one.text for one in day.medicines or ())


def _values(days: Iterable[Day], name: str) -> list[Any]:
    """The different things that the days say about one field, in an order of their own."""
    said = (getattr(day, name) for day in sorted(days, key=_wording))
    different: dict[str, Any] = {}
    for value in said:
        key = _key(name, value)
        if key is not None:
            different.setdefault(str(key), value)
    return [different[key] for key in sorted(different)]


def _disputed(days: Sequence[Day]) -> frozenset[str]:
    return frozenset(name for name in FACTS if len(_values(days, name)) > 1)


def _merged(days: Sequence[Day], disputed: frozenset[str]) -> Day:
    """One day with what the rows share, save what is in dispute."""
    known: dict[str, Any] = {}
    for name in FACTS:
        values = _values(days, name)
        if name not in disputed and len(values) == 1:
            known[name] = values[0]
    notes = sorted({day.note for day in days if day.note})
    return Day(days[0].date, note=" | ".join(notes), **known)


def _spelled_out(day: Day, disputed: frozenset[str]) -> Day:
    """A row with what its disputed answers imply, so that 'no headache' disagrees with a row of nausea."""
    full = answer_the_silent(day)
    if "headache" in disputed and day.headache is NO:
        return full
    return replace(day, relieved=full.relieved) if "medicines" in disputed else day


def _differences(days: Sequence[Day], rows: tuple[int, ...], differ: frozenset[str]) -> Iterator[Finding]:
    """What rows answer differently; and, apart from it, that they were not written down at one time."""
    if answers := differ - {"entered"}:
        yield _disagreement(days, rows, answers)
    if "entered" in differ:
        text = (
            f"the rows were written down at different times ({_either(days, 'entered')}); when is not known"
        )
        yield _finding(About.WRITTEN_DOWN_TWICE, days[0].date, rows, text)


def _disagreement(days: Sequence[Day], rows: tuple[int, ...], disputed: frozenset[str]) -> Finding:
    shown = [f"{_column(name)} ({_either(days, name)})" for name in FACTS if name in disputed]
    text = f"the rows disagree about {', '.join(shown)}; this counts as not answered"
    return _finding(About.ROWS_DISAGREE, days[0].date, rows, text)


def _either(days: Sequence[Day], name: str) -> str:
    return " or ".join(shortened(_spoken(name, value)) for value in _values(days, name))


def _column(name: str) -> str:
    return "hours" if name == "minutes" else name


def _spoken(name: str, value: Any) -> str:
    if name == "minutes":
        return f"{value} minutes"
    if name == "worst":
        return ("0", "mild", "moderate", "severe")[value]
    if name == "medicines":
        return medicines_text(value)
    return str(value)


def medicines_text(taken: tuple[Intake, ...] | None) -> str:
    """The cell of the diary file for these medicines: empty is not answered, `none` is an answer."""
    if taken is None:
        return ""
    return "; ".join(one.text for one in taken) or "none"
