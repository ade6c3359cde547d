"""What a button of the screen changes before the screen is computed anew. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.injections.choices import WHOLE
from procerus.clinic.injections.filled import Filled, Place
from procerus.clinic.injections.looked import looked_at
from procerus.clinic.injections.models import Session
from procerus.clinic.injections.own_protocols import folders, protocol_called
from procerus.clinic.injections.reading import live
from procerus.clinic.injections.refusals import sentence_of
from procerus.exchange.sessions.session_file import plan_in
from procerus.faults import BadInput
from procerus.injection.dilution import TENTH
from procerus.injection.plan import Plan
from procerus.injection.printed_plan import made_again
from procerus.injection.units import in_figures
from procerus.packs.anatomy import anatomy
from procerus.packs.signatures import signed

Act = tuple[Filled, str]
"""What is filled in afterwards, and what there is to say about it."""
APART = ">"


def at_first(at: At) -> Filled:
    """A screen on which nothing was said: the clinic's protocol and product, and nothing else."""
    return Filled(protocol=at.clinic.protocol, product=at.clinic.product, revision=str(at.patient.revision))


def acted(at: At, filled: Filled, replaces: Session | None) -> Act:
    """What the button that was pressed changes."""
    post = at.request.POST
    for name, act in ACTS.items():
        if name in post:
            return act(at, filled, post[name], replaces)
    return filled, ""


def _more(at: At, filled: Filled, value: str, replaces: Session | None) -> Act:
    place = _place(value)
    return _tried(at, filled, _counted(filled, place, 1), place, replaces)


def _fewer(at: At, filled: Filled, value: str, replaces: Session | None) -> Act:
    place = _place(value)
    if not _count(filled, place):
        return filled, _("%(place)s has no extra site.") % {"place": place_in_words(place)}
    return _counted(filled, place, -1), _("One extra site fewer: %(place)s.") % {
        "place": place_in_words(place)
    }


def _move(at: At, filled: Filled, value: str, replaces: Session | None) -> Act:
    origin, _sign, goal = value.partition(APART)
    taken = _counted(filled, _place(origin), -1)
    if taken == filled:
        return filled, _("%(place)s has no extra site.") % {"place": place_in_words(_place(origin))}
    moved, said = _tried(at, taken, _counted(taken, _place(goal), 1), _place(goal), replaces)
    return (filled, said) if moved == taken else (moved, said)


def _tried(at: At, before: Filled, after: Filled, place: Place, replaces: Session | None) -> Act:
    """A change that the protocol allows; else everything stays, and its limit is said."""
    one = looked_at(at, after, replaces)
    if one.prepared is None and looked_at(at, before, replaces).prepared is not None:
        return before, " ".join(sentence_of(fault) for fault in one.faults)
    return after, _("One more extra site: %(place)s.") % {"place": place_in_words(place)}


def _place(text: str) -> Place:
    muscle, _sign, side = text.partition(":")
    return muscle, side


def place_in_words(place: Place) -> str:
    """A muscle and a side, such as `temporalis, patient's left`."""
    words = anatomy()
    return f"{words.muscles.get(place[0], place[0])}, {words.sides.get(place[1], place[1])}"


def _count(filled: Filled, place: Place) -> int:
    text = filled.extra.get(place, "")
    return int(text) if WHOLE.fullmatch(text) else 0


def _counted(filled: Filled, place: Place, more: int) -> Filled:
    count = max(0, _count(filled, place) + more)
    rest = {one: text for one, text in filled.extra.items() if one != place}
    return replace(filled, extra=rest | ({place: str(count)} if count else {}))


def _open_now(at: At, filled: Filled, value: str, replaces: Session | None) -> Act:
    """Somebody holds this vial and opened it now: one statement, one click."""
    vials = tuple(dict.fromkeys([*filled.vials, value]))
    opened = {**filled.opened, value: f"{at.now:%H:%M}"}
    return replace(filled, vials=vials, opened=opened), _("Picked, opened now.")


def _from_protocol(at: At, filled: Filled, value: str, replaces: Session | None) -> Act:
    fresh = at_first(at)
    chosen = planned_as(filled, fresh)
    return replace(chosen, protocol=filled.protocol, product=filled.product), _("As the protocol has it.")


def _repeat(at: At, filled: Filled, value: str, replaces: Session | None) -> Act:
    """The sites of an earlier session. Nothing else of it: no check, consent, authority, lot or vial."""
    try:
        last = live(at.patient.pk).filter(clinic=at.clinic, pk=UUID(value)).first()
    except ValueError:
        last = None
    if last is None:
        return filled, _("There is no such session.")
    try:
        source = copied(last)
    except BadInput as bad:
        return filled, " ".join(sentence_of(fault) for fault in bad.faults)
    return planned_as(filled, source), _("The sites of %(day)s are copied, and nothing else of it.") % {
        "day": last.day.isoformat()
    }


def planned_as(filled: Filled, source: Filled) -> Filled:
    """A screen with the sites, protocol, product and dilution of another; all else stays as it was."""
    return replace(
        filled, protocol=source.protocol, product=source.product, dilution=source.dilution,
        dilution_reason=source.dilution_reason, extra=source.extra, units=source.units, sites=source.sites,
        omit=source.omit, given={}, why={},
    )  # fmt: skip


def copied(last: Session) -> Filled:
    """What was planned at a session, as a screen. BadInput where its protocol is not what it was."""
    printed = plan_in(last.written.get("plan"), "plan")
    protocol = protocol_called(printed.protocol)
    made = made_again(printed, protocol, signed(protocol, folders()))
    own = protocol.per_ml is not None and made.per_ml == protocol.per_ml.value
    extra, units, sites = _places(made)
    return Filled(
        protocol=printed.protocol, product=printed.product,
        dilution="" if own else in_figures(made.per_ml * TENTH), dilution_reason=printed.dilution_reason,
        extra=extra, units=units, sites=sites,
        omit={str(code): why for code, why in printed.omitted},
    )  # fmt: skip


def _places(made: Plan) -> tuple[Mapping[Place, str], Mapping[Place, str], Mapping[Place, str]]:
    """Extra sites, and the doses that a clinician chose, by muscle and side."""
    extra: dict[Place, int] = {}
    sites: dict[Place, int] = {}
    each: dict[Place, Any] = {}
    chosen = {one.id for one in made.protocol.muscles if one.units_each is None}
    for code in [*(site.code for site in made.sites), *(site.code for site in made.omitted)]:
        place = (code.muscle, str(code.side))
        if code.extra:
            extra[place] = extra.get(place, 0) + 1
        elif code.muscle in chosen:
            sites[place] = sites.get(place, 0) + 1
    for site in made.sites:
        each[site.code.muscle, str(site.code.side)] = site.units.amount
    return (
        {place: str(count) for place, count in extra.items()},
        {place: in_figures(each[place] * count) for place, count in sites.items()},
        {place: str(count) for place, count in sites.items()},
    )


ACTS: Mapping[str, Callable[[At, Filled, str, Session | None], Act]] = {
    "more": _more,
    "fewer": _fewer,
    "move": _move,
    "open_now": _open_now,
    "repeat": _repeat,
    "from_protocol": _from_protocol,
}
"""By the name of the button."""
