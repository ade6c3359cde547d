"""What is in a diary and what is missing, said without blame: days are open, nobody missed them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from procerus.criteria.bounds import Answer
from procerus.diary.agreement import shortened
from procerus.diary.dates import Span, span_in_words, spans_in_words, spans_of
from procerus.diary.day import Intake
from procerus.diary.diary import Diary, each_day
from procerus.diary.findings import About, Finding

SAID_ELSEWHERE = frozenset({About.RECALLED, About.MEDICINE_NOT_RECOGNISED})


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as written, as understood (None: not in the dictionary), and on how many days."""

    text: str
    name: str | None
    classes: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Description:
    """What a diary holds. A day is answered when it says whether there was a headache, else it is open.

    Medicine answers and times of writing are counted among the days written about, `written` in number.
    """

    patient: str
    first: date | None
    last: date | None
    days: int  # calendar days from first to last
    written: int
    answered: int
    open: tuple[Span, ...]
    medicines_open: int  # headache days that do not say what was taken
    timing_unknown: int
    recalled: int
    medicines: tuple[Medicine, ...]
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def sentences(self) -> list[str]:
        """One line for each thing that a reader should know, the most important first."""
        if self.first is None or self.last is None:
            return [f"{self._heading()}The diary has no days yet."]
        said = f"{_days(self.answered)} of {self.days} answered, {span_in_words(self.first, self.last)}"
        lines = [f"{self._heading()}{said}.", self._open_days(), *self._timing()]
        lines += [str(one) for one in self.findings if one.about not in SAID_ELSEWHERE]
        return lines + [_medicine(one) for one in self.medicines]

    def _heading(self) -> str:
        return f"{shortened(self.patient)}: " if self.patient else ""

    def _open_days(self) -> str:
        count = self.days - self.answered
        if not count:
            return "No day is open."
        return f"{_days(count)} {_are(count)} open: {spans_in_words(self.open)}."

    def _timing(self) -> list[str]:
        lines = []
        if self.medicines_open:
            lines.append(f"{_days(self.medicines_open)} with headache without a word about medicines.")
        if self.recalled:
            lines.append(f"{_days(self.recalled)} written down more than a week later: recalled.")
        if self.timing_unknown:
            lines.append(f"{_days(self.timing_unknown)} with timing unknown.")
        return lines

    def as_json(self) -> dict[str, object]:
        """The same for a program; dates as YYYY-MM-DD."""
        return {
            "patient": self.patient, "first": _iso(self.first), "last": _iso(self.last), "days": self.days,
            "written": self.written, "answered": self.answered,
            "open": [[_iso(first), _iso(last)] for first, last in self.open],
            "medicines_open": self.medicines_open, "timing_unknown": self.timing_unknown,
            "recalled": self.recalled,
            "medicines": [
                {"text": one.text, "name": one.name, "classes": list(one.classes), "days": one.days}
                for one in self.medicines
            ],
            "findings": [
                {"about": one.about.value, "text": one.text, "day": _iso(one.day), "rows": list(one.rows)}
                for one in self.findings
            ],
        }  # fmt: skip


def describe(diary: Diary) -> Description:
    """What is in a diary, what is open, and how its medicines were understood."""
    written = tuple(diary.days.values())
    calendar = () if diary.first is None or diary.last is None else tuple(each_day(diary.first, diary.last))
    return Description(
        patient=diary.patient,
        first=diary.first,
        last=diary.last,
        days=len(calendar),
        written=len(written),
        answered=sum(day.answered for day in written),
        open=spans_of(day for day in calendar if not diary.day(day).answered),
        medicines_open=sum(day.headache is Answer.YES and day.medicines is None for day in written),
        timing_unknown=sum(day.entered is None for day in written),
        recalled=sum(day.recalled for day in written),
        medicines=_medicines(diary),
        findings=diary.findings,
    )


def _medicines(diary: Diary) -> tuple[Medicine, ...]:
    """Each different text once: first those that were not recognised, then by how often they come."""
    days: Counter[str] = Counter()
    known: dict[str, Intake] = {}
    for day in diary.days.values():
        texts = {one.text: one for one in day.medicines or ()}
        days.update(list(texts))
        known.update(texts)
    ordered = sorted(known.values(), key=lambda one: (one.name is not None, -days[one.text], one.text))
    return tuple(Medicine(one.text, one.name, tuple(sorted(one.classes)), days[one.text]) for one in ordered)


def _medicine(one: Medicine) -> str:
    where = f"'{shortened(one.text)}' on {_days(one.days)}"
    if one.name is None:
        return f"{where}: not in the dictionary, so it may be of any class."
    return f"{where}: {one.name} ({', '.join(one.classes) or 'in no overuse class'})."


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
