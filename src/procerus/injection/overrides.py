"""Which findings were seen, which stops were set aside, by whom, and whether a second person agreed.

A caution is ticked. A stop needs a reason and another person: there, at a distance, or, where the prescriber
works alone, by a countersignature on the next working day. What is open can only be asked, never set aside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from procerus.diary.dates import in_words
from procerus.faults import Fault
from procerus.injection.findings import Finding
from procerus.injection.session_form import Override, Second, Session
from procerus.packs.shape import did_you_mean

FRIDAY = 4  # as Python counts the days of the week
FEWEST_LETTERS = 2  # of a name
HOW = {"together": "there with", "remote": "at a distance with", "countersigned": "countersigned by"}
_TITLES = {"dr", "prof", "professor", "doctor", "nurse", "sister", "mr", "mrs", "ms", "miss", "mx", "sr"}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stop that was set aside. `awaits` is the last day for a countersignature that is not there yet."""

    key: str
    finding: Finding
    override: Override
    awaits: date | None
    late: bool = False  # countersigned after that day

    @property
    def in_words(self) -> str:
        """Who set it aside, why, and who agreed."""
        override, second = self.override, self.override.second or Second()
        text = f"Set aside by {override.by}: {override.reason}"
        if self.awaits is not None:
            return f"{text}; awaits countersignature by {in_words(self.awaits)}, of {second.by}."
        assert second.how is not None and second.on is not None  # only a countersignature may be awaited
        late = ", after the next working day" if self.late else ""
        return f"{text}; {HOW[second.how]} {second.by}, {in_words(second.on)}{late}."


def keyed(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Findings by what ticks and overrides call them: their code, with -2, -3 where several share it."""
    keys: dict[str, Finding] = {}
    for one in findings:
        number, key = 1, one.code
        while key in keys:
            number += 1
            key = f"{one.code}-{number}"
        keys[key] = one
    return keys


def next_working_day(day: date) -> date:
    """The next day that is not a Saturday or a Sunday. Holidays are not known."""
    after = day + timedelta(days=1)
    while after.weekday() > FRIDAY:
        after += timedelta(days=1)
    return after


def same_person(one: str, other: str) -> bool:
    """Whether two names are one, whatever their order, titles, capitals, dots and spaces."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = set(re.findall(r"[^\W_]+", plain))
    return words - _TITLES or words


def name_faults(where: str, name: str) -> Iterator[Fault]:
    """What is wrong with the name of somebody who answers for something."""
    if sum(letter.isalpha() for letter in name) < FEWEST_LETTERS:
        yield Fault(where, "is no name of a person", "Write the name; it has at least two letters.", name)


def open_faults(findings: Sequence[Finding]) -> Iterator[Fault]:
    """What nobody can say yet. It is asked, never set aside."""
    for one in findings:
        if one.leaves_open:
            mend = "Find out, and plan again; what is open cannot be set aside."
            yield Fault(f"finding {one.code}", "is open", f"{one.text} {mend}")


def tick_faults(findings: Mapping[str, Finding], ticks: Sequence[str]) -> Iterator[Fault]:
    """Cautions that nobody ticked, and ticks for what the plan has not."""
    wanted = {key for key, one in findings.items() if one.severity == "caution" and not one.leaves_open}
    for number, tick in enumerate(ticks):
        if tick in ticks[:number]:
            yield Fault(f"ticks[{number}]", "stands here twice", "Tick it once.", tick)
        elif tick not in wanted:
            mend = did_you_mean(tick, wanted) or "Take it out; only cautions are ticked."
            yield Fault(f"ticks[{number}]", "is no caution of this plan", mend, tick)
    for key in findings:
        if key in wanted and key not in ticks:
            why, text = f"nobody ticked the caution '{key}'", findings[key].text
            yield Fault("ticks", why, f'{text} Read it, then add "{key}".')


def set_aside(findings: Mapping[str, Finding], session: Session, faults: list[Fault]) -> tuple[SetAside, ...]:
    """The stops of the plan, each as it was set aside. What is missing or too much is added to `faults`."""
    stops = {key: one for key, one in findings.items() if one.severity == "stop" and not one.leaves_open}
    found: dict[str, SetAside] = {}
    for number, one in enumerate(session.overrides):
        where, code = f"overrides[{number}]", one.code or ""
        if code not in stops:
            mend = did_you_mean(code, stops) or "Take it out; only a stop of this plan can be set aside."
            faults.append(Fault(where, "is no stop of this plan", mend, code))
        elif code in found:
            faults.append(Fault(where, "is set aside twice", "Say it once.", code))
        else:
            faults += _override_faults(where, one, session)
            found[code] = _as_set_aside(code, stops[code], one, session.day)
    for key, finding in stops.items():
        if key not in found:
            mend = f"{finding.text} Do not inject; or set it aside with a reason and a second person."
            faults.append(Fault("overrides", f"the stop '{key}' stands", mend))
    return tuple(found.values())


def _as_set_aside(key: str, finding: Finding, one: Override, day: date | None) -> SetAside:
    second = one.second
    if day is None or second is None or second.how != "countersigned":
        return SetAside(key, finding, one, None)
    due = next_working_day(day)
    return SetAside(
        key, finding, one, due if second.on is None else None, bool(second.on and second.on > due)
    )


def _override_faults(where: str, one: Override, session: Session) -> Iterator[Fault]:
    if not (one.reason or "").strip():
        yield Fault(f"{where}.reason", "is missing", "Say why the stop was set aside.", one.code)
    if not (one.by or "").strip():
        yield Fault(f"{where}.by", "is missing", "Say who set it aside.", one.code)
    else:
        yield from name_faults(f"{where}.by", one.by or "")
    second = one.second
    if second is None or not (second.by or "").strip() or second.how is None:
        mend = "Say who else agreed, and how: together, remote or countersigned."
        yield Fault(f"{where}.second", "is missing", mend, one.code)
        return
    yield from name_faults(f"{where}.second.by", second.by or "")
    injector = "" if session.by is None else session.by.name or ""
    for other, role in ((injector, "injects"), (one.by or "", "set it aside")):
        if other and same_person(second.by or "", other):
            why = f"is the person who {role}, and a second person is somebody else"
            yield Fault(f"{where}.second.by", why, "Name another person.", second.by)
            break
    if session.day is not None:
        yield from _second_day_faults(f"{where}.second", second, session, session.day)


def _second_day_faults(where: str, second: Second, session: Session, day: date) -> Iterator[Fault]:
    if second.how == "countersigned":
        yield from _countersigned_faults(where, second, session, day)
    elif second.on is None:
        yield Fault(f"{where}.on", "is missing", "Say on which day the second person agreed.", second.by)
    elif second.on != day:
        why = f"is not the day of the session, {in_words(day)}"
        mend = "The second person agrees on the day, before the injection."
        yield Fault(f"{where}.on", why, mend, in_words(second.on))


def _countersigned_faults(where: str, second: Second, session: Session, day: date) -> Iterator[Fault]:
    if session.authority is not None and session.authority.kind != "prescriber":
        mend = "Ask a second person, together or remote."
        why = "is only for a prescriber who works alone and injects"
        yield Fault(f"{where}.how", why, mend, "countersigned")
    due = next_working_day(day)
    if second.on is None:
        return
    if second.on < day:
        why = f"is before the session on {in_words(day)}"
        yield Fault(f"{where}.on", why, "Check the date.", in_words(second.on))
    elif second.on > due and session.replaces is None:
        why = f"is after the next working day, {in_words(due)}"
        mend = "Record the session without it; a countersignature that came late is a correction."
        yield Fault(f"{where}.on", why, mend, in_words(second.on))
