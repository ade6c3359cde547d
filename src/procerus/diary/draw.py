"""The picture of a diary: one letter a day, one month a line, weeks of seven, gaps to be seen.

`M` migraine, `h` other headache, `.` none, `?` unanswered. A headache that may or may not have been
migraine is drawn `h`; the count beside the line says how many it may have been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import Span, span_in_words
from procerus.diary.day import Day
from procerus.diary.diary import Diary

LEGEND = "M migraine  h other headache  . none  ? unanswered"
WEEK = 7  # days drawn without a space, counted from the first day of the month


def letter(headache: Answer, migraine: Answer) -> str:
    """The letter of a day, from whether it was a headache day and whether it was a migraine day."""
    if migraine is Answer.YES:
        return "M"
    return {Answer.YES: "h", Answer.NO: ".", Answer.UNKNOWN: "?"}[headache]


def headache_letter(day: Day) -> str:
    """The letter of a day of which only the headache is asked, and not whether it was migraine."""
    return letter(day.headache, Answer.UNKNOWN)


def draw_months(
    diary: Diary,
    months: Sequence[Span],
    day_letter: Callable[[Day], str] = headache_letter,
    counts: Sequence[str] | None = None,
    width: int = 80,
) -> str:
    """Each month (first and last day) on a line: its dates, its days, a count such as `headache 14 to 16`.

    `counts` has one text a month; headache days are counted where it is not given. A line wider than
    `width` columns is broken before the count, then after the dates, then between weeks.
    """
    labels = [span_in_words(first, last) for first, last in months]
    weeks = [_weeks(diary, month, day_letter) for month in months]
    counted = [headaches(diary.spans(*month)) for month in months] if counts is None else counts
    label_width = max(map(len, labels), default=0)
    cells_width = max((len(" ".join(one)) for one in weeks), default=0)
    lines: list[str] = []
    for label, cells, count in zip(labels, weeks, counted, strict=True):
        whole = f"{label:<{label_width}}  {' '.join(cells):<{cells_width}}"
        lines += _fitted(whole, label, cells, count, label_width + cells_width + 4, width)
    return "\n".join(lines)


def headaches(days: Iterable[Day]) -> str:
    """How many of the days had headache, as `headache 14 to 16`, or `headache 14` if all were answered."""
    said = [day.headache for day in days]
    surely = said.count(Answer.YES)
    return f"headache {Between(surely, surely + said.count(Answer.UNKNOWN))}"


def _weeks(diary: Diary, month: Span, day_letter: Callable[[Day], str]) -> list[str]:
    letters = "".join(day_letter(day) for day in diary.spans(*month))
    return [letters[start : start + WEEK] for start in range(0, len(letters), WEEK)]


def _fitted(
    whole: str, label: str, weeks: list[str], count: str, count_at: int, width: int
) -> list[str]:  # fmt: skip
    if count_at + len(count) <= width:
        return [f"{whole}  {count}".rstrip()]
    if len(whole.rstrip()) <= width:
        return [whole.rstrip(), f"  {count}"]
    return [label, *_wrapped(weeks, width), f"  {count}"]


def _wrapped(weeks: list[str], width: int) -> list[str]:
    """Whole weeks, indented, as many to a line as fit and never fewer than one."""
    at_once = max((width - 1) // (WEEK + 1), 1)
    return ["  " + " ".join(weeks[start : start + at_once]) for start in range(0, len(weeks), at_once)]
