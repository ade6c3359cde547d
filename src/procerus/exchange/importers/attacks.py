"""From attacks, which begin and end, to calendar days, which policies count.

All times are the patient's own wall clock; nothing is moved to another time zone. An attack touches
every calendar day on which it lasted; one that ends at midnight does not touch the day that begins then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from procerus.exchange.importers.imported import empty_row

MINUTES_A_DAY = 24 * 60
LONGEST_ATTACK = timedelta(days=366)  # longer ones were left running; no attack is recorded for years
GRADES = {"mild": 3, "moderate": 6, "severe": 10}  # the upper ends of the bands of the diary file
_SEVERE = 7  # from here on a higher number is the same grade


@dataclass(frozen=True, slots=True, order=True)
class Attack:
    """One attack as an app recorded it.

    `end` is None while it is not known. `worst` is 0 to 10, a grade, or empty. `ticked` holds the diary
    columns of symptoms that were said to be there; a symptom that was not ticked is not denied.
    """

    start: datetime
    end: datetime | None = None
    clock_moved: bool = False  # the offset from UTC changed on the way: hours of a day are uncertain
    worst: str = ""
    ticked: tuple[str, ...] = ()
    unilateral: str = ""
    believed_migraine: str = ""
    relieved: str = ""
    medicines: tuple[str, ...] = ()
    no_medicine: bool = False  # "no medication" was said
    note: str = ""


def days_touched(start: datetime, end: datetime | None) -> tuple[date, ...]:
    """The calendar days of an attack, oldest first; an attack without a known end touches its first day."""
    last = start.date()
    if end is not None and end > start:
        last = (end - timedelta(microseconds=1)).date()
    return tuple(start.date() + timedelta(days=n) for n in range((last - start.date()).days + 1))


def day_rows(attacks: Iterable[Attack]) -> list[dict[str, str]]:
    """One diary row for each day that an attack touches, whatever the order of the attacks."""
    by_day: dict[date, list[Attack]] = defaultdict(list)
    for attack in attacks:
        for day in days_touched(attack.start, attack.end):
            by_day[day].append(attack)
    return [_row(day, sorted(by_day[day], key=_in_order)) for day in sorted(by_day)]


def _in_order(attack: Attack) -> tuple[object, ...]:
    return (attack.start, attack.end or datetime.max, attack.worst, attack.medicines, attack.note)


def _row(day: date, attacks: Sequence[Attack]) -> dict[str, str]:
    began = [attack for attack in attacks if attack.start.date() == day]
    row = empty_row(day)
    row["worst"] = worst_of([attack.worst for attack in attacks])
    if row["worst"] == "0":  # no pain was recorded: an aura, or a slider nobody moved
        row["worst"] = ""
    else:
        row["headache"] = "yes"
        row["hours"] = hours_of(day, attacks)
    for column in sorted({column for attack in attacks for column in attack.ticked}):
        if column != "aura":
            row[column] = "yes"
    if any("aura" in attack.ticked for attack in began):  # an aura comes as the attack begins
        row["aura"] = "yes"
    row["unilateral"] = agreed(attack.unilateral for attack in attacks)
    row["believed_migraine"] = _any_yes([attack.believed_migraine for attack in attacks])
    row["relieved"] = agreed(attack.relieved for attack in began)
    row["medicines"] = _medicines(attacks, began)
    row["note"] = " / ".join(dict.fromkeys(attack.note for attack in began if attack.note))
    return row


def worst_of(said: Sequence[str]) -> str:
    """The worst of a day's pain levels; empty while an unrecorded one could be a higher grade."""
    known = [level for level in said if level]
    highest = max(known, key=_rank, default="")
    if len(known) < len(said) and _rank(highest) < _SEVERE:
        return ""
    return highest


def _rank(level: str) -> int:
    return GRADES[level] if level in GRADES else int(level or -1)


def hours_of(day: date, attacks: Sequence[Attack]) -> str:
    """How long it hurt on this day, overlaps counted once; empty where an attack's length is not known."""
    minutes = _minutes_covered(day, [attack for attack in attacks if _measured(attack)])
    if minutes < MINUTES_A_DAY and not all(_measured(attack) for attack in attacks):
        return ""
    # Rounded down, so that an attack just short of four hours never becomes one of four.
    whole, hundredths = divmod(minutes * 100 // 60, 100)
    return f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")


def _measured(attack: Attack) -> bool:
    """Whether it is known how long it hurt. An attack of no length is a moment somebody noted down."""
    if attack.end is None or attack.clock_moved or attack.worst == "0":
        return False
    return attack.end - attack.start >= timedelta(minutes=1)


def _minutes_covered(day: date, attacks: Sequence[Attack]) -> int:
    morning = datetime.combine(day, time.min)
    night = morning + timedelta(days=1)
    covered, reached = timedelta(0), morning
    for start, end in sorted((attack.start, attack.end) for attack in attacks if attack.end is not None):
        begin, stop = max(start, reached), min(end, night)
        if stop > begin:
            covered, reached = covered + (stop - begin), stop
    return covered // timedelta(minutes=1)


def agreed(answers: Iterable[str]) -> str:
    """The answer that all who gave one agree on, else empty."""
    given = {answer for answer in answers if answer}
    return given.pop() if len(given) == 1 else ""


def _any_yes(answers: Sequence[str]) -> str:
    if "yes" in answers:
        return "yes"
    return "no" if answers and all(answer == "no" for answer in answers) else ""


def _medicines(attacks: Sequence[Attack], began: Sequence[Attack]) -> str:
    taken = dict.fromkeys(name for attack in began for name in attack.medicines)
    if taken:
        return "; ".join(taken)
    nothing = all(attack.no_medicine and not attack.medicines for attack in attacks)
    return "none" if nothing else ""
