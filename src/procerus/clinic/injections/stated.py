"""What a person has to state before a session is recorded, and has not: one sentence for each.

What the heart refuses is refused by the heart. These are the things that a screen words better, because it
knows where they are said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from procerus.clinic.injections.choices import NONE_APPLY, NUMBER, given_of, moment
from procerus.clinic.injections.draws import drawn
from procerus.clinic.injections.filled import Filled
from procerus.clinic.injections.looked import Looked
from procerus.clinic.look.templatetags.look import day as in_words
from procerus.clinic.look.wording import figures
from procerus.clinic.people.models import Patient
from procerus.clinic.stock.models import Vial
from procerus.diary.partial_date import PartialDate
from procerus.faults import Fault
from procerus.injection.overrides import keyed
from procerus.injection.prepared import Prepared
from procerus.injection.session_form import AUTHORITIES
from procerus.injection.site import Code
from procerus.packs.checks import IDS, checks

SPOKEN, SIGNED, OTHER = "spoken", "signed", "other"
CONSENTS = (SPOKEN, SIGNED, OTHER)
BIRTH_YEAR_FIGURES = 4


def not_stated(patient: Patient, one: Looked, prepared: Prepared, now: datetime) -> Iterator[Fault]:
    """Everything that is missing or contradicts itself on a screen, in the order of the screen."""
    yield from _birth_year(patient, one.filled)
    yield from _checks(one.filled)
    yield from _findings(one, prepared)
    yield from _authority(one.filled)
    yield from _consent(one.filled, one.day)
    yield from _given(one, prepared, now)
    yield from _time(one, now)
    if one.replaces is not None and not one.filled.correction_why:
        yield Fault("correction_why", _("is missing"), _("Say why the record is corrected."))


def _birth_year(patient: Patient, filled: Filled) -> Iterator[Fault]:
    typed = filled.birth_year
    if not typed:
        yield Fault(
            "birth_year", _("is missing"), _("Ask the person in front of you, and type the four figures.")
        )
    elif not (typed.isascii() and typed.isdigit() and len(typed) == BIRTH_YEAR_FIGURES):
        yield Fault("birth_year", _("is no year of four figures"), _("Such as 1984."), typed)
    elif patient.born and not _may_be(patient.born, int(typed)):
        why = _("is not the year in which this patient was born")
        yield Fault("birth_year", why, _("Is the right person there? Nothing was recorded."), typed)


def _may_be(born: str, year: int) -> bool:
    known = PartialDate.of(born)
    return known.earliest.year <= year <= known.latest.year


def _checks(filled: Filled) -> Iterator[Fault]:
    said = {name: filled.check.get(name, "") for name in IDS}
    if filled.none_apply == NONE_APPLY:
        if "yes" in said.values():
            mend = _("Either take the tick away, or answer that question with no.")
            yield Fault("none_apply", _("are said not to apply, and one of them is answered with yes"), mend)
        return
    open_ones = [name for name in IDS if said[name] not in ("yes", "no")]
    if len(open_ones) == len(IDS):
        mend = _("Ask them, and tick that none applies, or answer each.")
        yield Fault("none_apply", _("were not asked"), mend)
    else:
        for name in open_ones:
            yield Fault(f"check.{name}", _("was not asked"), checks()[name].asks)


def _findings(one: Looked, prepared: Prepared) -> Iterator[Fault]:
    """Cautions not ticked, stops not set aside, and what is open beside today's questions."""
    asked = {check.asks for check in checks().values()}
    for key, finding in keyed(prepared.judgement.findings).items():
        if finding.leaves_open:
            if not any(text in finding.text for text in asked):
                why = _("cannot be told yet")
                yield Fault("findings", why, f"{finding.text} " + _("What is open cannot be set aside."))
        elif finding.severity == "caution" and key not in one.filled.ticks:
            yield Fault(f"tick.{key}", _("was not ticked as read"), finding.text)
        elif finding.severity == "stop" and key not in one.filled.aside:
            mend = _("Do not inject; or set it aside with a reason and a second person.")
            yield Fault(f"aside.{key}", _("stops this session"), f"{finding.text} {mend}")


def _authority(filled: Filled) -> Iterator[Fault]:
    if filled.authority not in AUTHORITIES:
        yield Fault("authority", _("is missing"), _("Say whether you prescribe, or which direction it is."))
    elif filled.authority != "prescriber" and not filled.authority_text:
        yield Fault("authority_text", _("is missing"), _("Say which %(kind)s.") % {"kind": filled.authority})


def _consent(filled: Filled, day: date) -> Iterator[Fault]:
    if filled.consent not in CONSENTS:
        yield Fault("consent", _("is missing"), _("Nobody is injected without it. Say how it was given."))
    elif filled.consent == OTHER:
        if not filled.consent_how:
            yield Fault("consent_how", _("is missing"), _("Say how, such as: signed form."))
        on = consent_day(filled, day)
        if on is None:
            yield Fault("consent_on", _("is missing"), _("Say on which day."))
        elif on > day:
            yield Fault("consent_on", _("is after the session"), _("Check the day."), in_words(on))


def consent_day(filled: Filled, day: date) -> date | None:
    """On which day consent was given: the day of the session, unless another was typed."""
    if filled.consent != OTHER:
        return day
    try:
        return date.fromisoformat(filled.consent_on)
    except ValueError:
        return None


def _given(one: Looked, prepared: Prepared, now: datetime) -> Iterator[Fault]:
    faults: list[Fault] = []
    planned = {site.code: site.units.amount for site in prepared.plan.sites}
    given = given_of(one.filled, planned, faults)
    yield from faults
    for code, units in planned.items():
        if given.get(code) != units and not one.filled.why.get(str(code)):
            why = _("was given otherwise than planned, and nobody says why")
            yield Fault(f"why.{code}", why, _("Write the reason."), code.in_words())
    for name in one.filled.given:
        if Code.of(name) not in planned:
            yield Fault(f"given.{name}", _("is not a site of this plan"), _("Take it out."), name)
    yield from _vials(one, given, now)


def _vials(one: Looked, given: dict[Code, Fraction], now: datetime) -> Iterator[Fault]:
    chosen = one.chosen
    gone = [name for name in one.filled.vials if name not in {str(vial.pk) for vial in chosen}]
    if gone:
        why = _("are not all in stock any more, or not all for this patient")
        yield Fault("vials", why, _("Pick others."))
    if not one.filled.vials:
        yield Fault("vials", _("were not picked"), _("Pick those that are in your hand, by lot and expiry."))
    if gone or not chosen:
        return
    out = drawn(given, [vial.units for vial in chosen])
    if out.short:
        why = _("do not hold the dose: %(units)s U are short") % {"units": figures(out.short)}
        yield Fault("vials", why, _("Pick another vial."))
    for number, vial in enumerate(chosen, 1):
        where = f"opened.{vial.pk}"
        if number not in out.vial.values():
            yield Fault(where, _("was picked, and nothing is drawn from it"), _("Put it back."), _lot(vial))
        elif not one.filled.opened.get(str(vial.pk)):
            yield Fault(where, _("was opened at an unknown time"), _("Say when it was opened."), _lot(vial))
        elif moment(one.day, one.filled.opened[str(vial.pk)], now) is None:
            typed = one.filled.opened[str(vial.pk)]
            yield Fault(where, _("is no time of day"), _("Write it as 09:30."), typed)


def _lot(vial: Vial) -> str:
    return _("lot %(lot)s") % {"lot": vial.lot}


def _time(one: Looked, now: datetime) -> Iterator[Fault]:
    began = began_at(one, now)
    if began is None:
        yield Fault("began", _("is no time of day"), _("Write it as 09:30."), one.filled.began)
    elif began > now:
        yield Fault("began", _("has not come yet"), _("Write when the injection began."), one.filled.began)
    if one.filled.inr and not NUMBER.fullmatch(one.filled.inr):
        yield Fault("inr", _("is not a number"), _("Write it in figures, such as 2.5."), one.filled.inr)


def began_at(one: Looked, now: datetime) -> datetime | None:
    """When the injection began: now, unless another time was typed."""
    if one.filled.began:
        return moment(one.day, one.filled.began, now)
    return now.replace(second=0, microsecond=0) if one.replaces is None else None
