"""The record of a session: shown, printed, countersigned, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.injections.head import codes_of, language, of_record, signs
from procerus.clinic.injections.looked import newest
from procerus.clinic.injections.models import Agreement, Countersignature, Session, TakenBack
from procerus.clinic.injections.own_protocols import protocol_called
from procerus.clinic.injections.reading import awaits
from procerus.clinic.injections.refusals import sentence_of
from procerus.clinic.injections.second import password_faults, seconds
from procerus.clinic.look.demonstration import marked
from procerus.clinic.record.writing import withdraw
from procerus.clinic.stock.models import Vial
from procerus.clinic.stock.vials import billable, take_back
from procerus.diary.dates import in_words
from procerus.exchange.letters.session_sheet import Sheet, sheet_of
from procerus.exchange.sessions.session_file import session_from
from procerus.faults import BadInput, Fault
from procerus.injection.site import Code
from procerus.packs.protocols import Protocol


def counts(one: Session) -> bool:
    """Whether it is neither replaced nor taken back."""
    return not hasattr(one, "replaced_by") and not hasattr(one, "taken_back")


def sheet(at: At, one: Session) -> Sheet:
    """The sheet of a session: what was written of it, and what it came to. Raises BadInput."""
    follows = one.follows | {"set_aside": [row | {"says": _agreed(one, row["says"])} for row in _aside(one)]}
    return marked(sheet_of(session_from(one.written, "session"), follows, str(one.pk), language()))


def _aside(one: Session) -> list[dict[str, str]]:
    return list(one.follows.get("set_aside", ()))


def _agreed(one: Session, says: str) -> str:
    """How a stop was set aside, with the countersignature that came later."""
    signed, (before, awaited, _rest) = getattr(one, "countersigned", None), says.partition("; awaits ")
    if signed is None or not awaited:
        return says
    return f"{before}; countersigned by {signed.by.name}, {in_words(signed.at.date())}."


def page(at: At, one: Session, bad: BadInput | None = None) -> dict[str, Any]:
    """Everything that the page of a session shows."""
    given = {code: Fraction(str(row["units"])) for code, row in _given(one)}
    left_out = [
        *codes_of(one.written["plan"]["omitted"], "id"),
        *codes_of(one.follows["differences"], "site"),
    ]
    due = awaits(one)
    signed = getattr(one, "countersigned", None)
    return {
        "one": one, "sheet": sheet(at, one), "signs": signs(), "vials": _vials(one),
        "drawings": of_record(_protocol(one), given, left_out), "live": counts(one),
        "replaced_by": getattr(one, "replaced_by", None), "taken_back": getattr(one, "taken_back", None),
        "awaits": due, "late": due is not None and at.today > due, "signed": signed,
        "signed_late": signed is not None and _day(signed.at, at) > _due(one),
        "may_countersign": due is not None and counts(one) and not list(_not_the_second(at, one)),
        "refusals": [] if bad is None else [sentence_of(fault) for fault in bad.faults],
    }  # fmt: skip


def _given(one: Session) -> Iterator[tuple[Code, dict[str, Any]]]:
    for row in one.written["given"]:
        code = Code.of(row["site"])
        if code is not None:
            yield code, row


def _protocol(one: Session) -> Protocol | None:
    """The protocol, where it is still known here: it says where sites are drawn."""
    try:
        return protocol_called(one.protocol)
    except BadInput:
        return None


def _vials(one: Session) -> list[tuple[Vial, bool]]:
    """The vials in stock that it used, and whether the clinic may bill them."""
    found = {str(vial.pk): vial for vial in Vial.objects.filter(pk__in=one.vials)}
    return [(found[name], billable(found[name])) for name in one.vials if name in found]


def _day(moment: Any, at: At) -> date:
    return timezone.localtime(moment, at.zone).date()


def _due(one: Session) -> date:
    said = one.follows.get("awaits_countersignature_by")
    return date.max if said is None else date.fromisoformat(said)


# Countersigning ------------------------------------------------------------------------------


def countersign(at: At, one: Session) -> None:
    """Agree as a second person. BadInput where that is not awaited, or not for this person to give."""
    if awaits(one) is None or not counts(one):
        why = _("is not awaited any more")
        raise BadInput([Fault(_("countersignature"), why, _("Look at the record as it is now."))])
    faults = list(_not_the_second(at, one))
    if faults:
        raise BadInput(faults)
    Countersignature.objects.create(session=one, by=at.account, role=at.role)


def _not_the_second(at: At, one: Session) -> Iterator[Fault]:
    """Whoever recorded a session set its stops aside, and is never its second person."""
    if not at.can("injection.countersign"):
        yield Fault(_("countersignature"), _("is not for your role to give"))
    if one.by_id == at.account.pk:
        why = _("is given by another person than the one who injected or set the stop aside")
        yield Fault(_("countersignature"), why, _("Ask the second person who is named."))


# Agreeing at a distance ----------------------------------------------------------------------


def agree(at: At) -> None:
    """A second person agrees, from their own account, to set aside a stop of today. Raises BadInput."""
    said = at.request.POST
    code, text, reason = (said.get(name, "").strip() for name in ("code", "text", "reason"))
    if not reason:
        raise BadInput([Fault("reason", _("is missing"), _("Say why the stop may be set aside."))])
    if not code or not text:
        raise BadInput([Fault("code", _("is missing"), _("Open the page again."))])
    Agreement.objects.create(
        clinic=at.clinic, patient=at.patient, day=at.today, code=code[:80], text=text, reason=reason,
        by=at.account,
    )  # fmt: skip


# Taking back ---------------------------------------------------------------------------------


def to_take_back(at: At, one: Session, bad: BadInput | None = None) -> dict[str, Any]:
    """What the page says that takes a session back."""
    return {
        "one": one, "sheet": sheet(at, one), "seconds": seconds(at.clinic, at.account),
        "reason": at.request.POST.get("reason", ""), "second": at.request.POST.get("second", ""),
        "refusals": [] if bad is None else [sentence_of(fault) for fault in bad.faults],
    }  # fmt: skip


def take_it_back(at: At, one: Session) -> None:
    """Take a session back: its dose and answers count no more, its vials are back. Raises BadInput."""
    reason, faults = at.request.POST.get("reason", "").strip(), list[Fault]()
    if not reason:
        faults.append(Fault("reason", _("is missing"), _("Say why it should not have been recorded.")))
    second = {str(each.pk): each for each in seconds(at.clinic, at.account)}.get(
        at.request.POST.get("second", "")
    )
    if second is None:
        faults.append(
            Fault("second", _("is missing"), _("Say who else agrees: another person, who may countersign."))
        )
    else:
        faults += password_faults("password", second, at.request.POST.get("password", ""))
    if faults or second is None:
        raise BadInput(faults)
    for entry in (one.dose, one.asked):
        last = None if entry is None else newest(entry)
        if last is not None and not last.withdrawn:
            withdraw(last, reason, at.author)
    take_back(one, at.account, reason)
    TakenBack.objects.create(session=one, reason=reason, by=at.account, second=second)
