"""The facts of an adverse event as a report says them. A fact nobody recorded is None, and stays None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from procerus.criteria.bounds import Answer, Between
from procerus.diary.dates import in_words
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.exchange.letters.event_file import EventFile, OtherMedicine, Session
from procerus.exchange.letters.wording import amount, day
from procerus.packs.adverse_events import adverse_events
from procerus.packs.products import Product, products
from procerus.pathway.patient import Patient

CRITERIA = {
    "death": "death",
    "life-threatening": "life-threatening",
    "hospitalisation": "a stay in hospital, begun or prolonged",
    "disability": "lasting or significant disability",
    "congenital-anomaly": "congenital anomaly",
    "other-medically-important": "otherwise medically important",
}
OUTCOMES = {
    "recovered": "recovered",
    "recovering": "recovering",
    "recovered-with-sequelae": "recovered with sequelae",
    "not-recovered": "not recovered",
    "fatal": "fatal",
    "unknown": "unknown to whoever was asked",
}
RELATEDNESS = {
    "related": "yes",
    "possible": "possibly",
    "unlikely": "unlikely",
    "not-related": "no",
}
MONTHS_OF_A_YEAR = 12
FACTS = (
    "id", "initials", "age", "born", "sex", "weight", "brand", "substance", "lots", "expiry", "dose", "route",
    "given", "indication", "reaction", "onset", "ended", "grade", "serious", "criteria", "action", "outcome",
    "relatedness", "note", "history", "allergies", "tests", "reporter_name", "reporter_role",
    "reporter_address", "reporter_telephone", "reporter_email",
)  # fmt: skip
"""Every fact a form may ask for."""


def facts_of(made: EventFile) -> dict[str, str | None]:
    """Every fact of `FACTS`, in words, or None where nobody recorded it."""
    return {**_person(made), **_product(made.session), **_reaction(made), **_besides(made)}


def _person(made: EventFile) -> dict[str, str | None]:
    who = made.patient
    weight = amount(who.weight_kg)
    return {
        "id": who.id,
        "initials": who.initials,
        "age": _age(who.born, made.event.onset),
        "born": day(who.born),
        "sex": who.sex,
        "weight": None if weight is None else f"{weight} kg",
    }


def _age(born: PartialDate | None, onset: PartialDate | None) -> str | None:
    """Whole years when it began, between bounds where a date is not known to the day."""
    if born is None or onset is None:
        return None
    person = Patient("", Diary.of([]), born=born)
    ages = Between(person.age(onset.earliest).low, person.age(onset.latest).high)
    return f"{ages} years"


def product_of(session: Session) -> Product | None:
    """The product of the packs, where the session names one of them."""
    return products().get(session.product or "")


def _product(session: Session) -> dict[str, str | None]:
    known, units = product_of(session), _units(session.units)
    if units is not None and known is not None:
        units = f"{units} ({known.toxin.units_are})"
    return {
        "brand": known.title if known else session.product,
        "substance": known.toxin.name if known else None,
        "lots": None if session.lots is None else "; ".join(one.lot for one in session.lots) or None,
        "expiry": _expiry(session),
        "dose": units,
        "route": session.route,
        "given": None if session.date is None else f"{in_words(session.date)}, one session",
        "indication": None if session.indication is None else session.indication.replace("-", " "),
    }


def _units(units: Decimal | None) -> str | None:
    return None if units is None else f"{amount(units)} U"


def _expiry(session: Session) -> str | None:
    """The expiry of each lot; nothing where none is known."""
    lots = session.lots or ()
    if not any(one.expires for one in lots):
        return None
    return "; ".join(f"{one.lot}: {day(one.expires) or 'not recorded'}" for one in lots)


def _reaction(made: EventFile) -> dict[str, str | None]:
    event = made.event
    return {
        "reaction": _named(event.term),
        "onset": _onset(made),
        "ended": day(event.ended),
        "grade": event.grade,
        "serious": None if event.serious is Answer.UNKNOWN else str(event.serious),
        "criteria": _criteria(event.seriousness),
        "action": event.action,
        "outcome": None if event.outcome is None else OUTCOMES[event.outcome],
        "relatedness": None if event.relatedness is None else RELATEDNESS[event.relatedness],
        "note": event.note,
    }


def _named(words: str) -> str:
    """The name of the event with the words it was recorded in, or those words alone."""
    known = adverse_events().term(words)
    if known is None or known.name == words:
        return words
    return f"{known.name} (recorded as “{words}”)"


def _onset(made: EventFile) -> str | None:
    when = day(made.event.onset)
    if when is None or made.day is None:
        return when
    if made.event.onset_before_session:
        return f"{when}, before the injection"
    if made.day == Between.exactly(0):
        return f"{when}, the day of the injection"
    return f"{when}, day {made.day} after the injection"


def _criteria(met: tuple[str, ...] | None) -> str | None:
    """The criteria of seriousness that are met; that none is met is a fact too."""
    if met is None:
        return None
    return "; ".join(CRITERIA[one] for one in met) or "none of the six criteria"


def _besides(made: EventFile) -> dict[str, str | None]:
    who = made.reporter
    return {
        "history": _listed(made.history),
        "allergies": _listed(made.allergies),
        "tests": made.tests,
        "reporter_name": who.name,
        "reporter_role": who.role,
        "reporter_address": who.address,
        "reporter_telephone": who.telephone,
        "reporter_email": who.email,
    }


def _listed(said: Iterable[str] | None) -> str | None:
    return None if said is None else "; ".join(said) or "asked: none"


def medicines_before(made: EventFile, months: int) -> tuple[OtherMedicine, ...] | None:
    """The other medicines that may have been taken in so many months before the event; None: nobody asked.

    Without a date of the event none is left out.
    """
    if made.medicines is None:
        return None
    onset = made.event.onset
    if onset is None:
        return made.medicines
    since = _months_before(onset.earliest, months)
    return tuple(one for one in made.medicines if one.ended is None or one.ended.latest >= since)


def _months_before(on: date, months: int) -> date:
    """The same day so many calendar months earlier, or the first day after it where that month has none."""
    count = on.year * MONTHS_OF_A_YEAR + on.month - 1 - months
    year, month = divmod(count, MONTHS_OF_A_YEAR)
    try:
        return date(year, month + 1, on.day)
    except ValueError:
        return date(year, month + 2, 1)


def medicine_row(one: OtherMedicine) -> Mapping[str, str | None]:
    """One other medicine as a row."""
    return {
        "Medicine": one.drug,
        "Dose": one.dose,
        "Route": one.route,
        "From": day(one.started),
        "To": day(one.ended),
        "For": one.purpose,
    }
