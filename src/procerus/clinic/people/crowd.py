"""Many people compared with each other without a query, and without comparing each with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procerus.clinic.people.birth_dates import may_be, near
from procerus.clinic.people.look_alikes import Who, why_alike
from procerus.clinic.people.names import spelt
from procerus.packs.spelling import key

MOST_NAMED = 3
"""Look-alikes of one person that are named; whoever reads of three looks for the others too."""
MOST_COMPARED = 60
"""So many people with nearly the same name and birth date are looked at one by one. In a clinic of 20,000
there are one or two; where there are more, the table is wrong or nobody can tell, and that is said."""

Likeness = tuple[str, str]
"""How somebody is named to whoever reads of a likeness, and why they look alike."""


class Crowd:
    """People, looked up by name and by birth date; those with the same name and birth date are one."""

    def __init__(self) -> None:
        self._called: dict[Who, tuple[str, int]] = {}
        self._by: dict[str, list[Who]] = defaultdict(list)
        self.compared = 0

    def add(self, who: Who, called: str) -> None:
        """Somebody more; of those with one name and birth date the first is named, the others counted."""
        first, number = self._called.get(who, (called, 0))
        self._called[who] = first, number + 1
        if not number:
            for place in set(_found_at(who)):
                self._by[place].append(who)

    def alike(self, who: Who) -> tuple[Likeness, ...]:
        """Who looks like somebody and why, the likest first; not all are named where there are many."""
        found: list[Likeness] = []
        looked: set[Who] = set()
        for other in self._near(who):
            if other in looked:
                continue
            if len(looked) == MOST_COMPARED:
                return (*found, _not_all())
            looked.add(other)
            self.compared += 1
            if why := why_alike(who, other):
                found.append((self._named(other), why))
                if len(found) == MOST_NAMED:
                    break
        return tuple(found)

    def _near(self, who: Who) -> Iterator[Who]:
        if who in self._called:
            yield who
        for place in dict.fromkeys(_looked_for_at(who)):
            yield from self._by.get(place, ())

    def _named(self, who: Who) -> str:
        first, number = self._called[who]
        more = ngettext("%(first)s and %(n)s more", "%(first)s and %(n)s more", number - 1)
        return first if number == 1 else more % {"first": first, "n": number - 1}


def _not_all() -> Likeness:
    return _("Others"), _("so many have nearly the same name and birth date that not all were compared")


def _found_at(who: Who) -> Iterator[str]:
    """Where somebody is found: under the whole name, and under a part of it with what is known of the day."""
    for family in spelt(who.family):
        yield from (f"whole {family}, {given}" for given in spelt(who.given))
        yield f"born {who.born} family {family}"
        yield from (f"half {known}{family}, {_initial(who.given)}" for known in _known(who))
    for given in spelt(who.given):
        yield f"born {who.born} given {given}"
        yield from (f"half {known}{_initial(who.family)}, {given}" for known in _known(who))
    for day in may_be(who.born):
        yield f"near {day} {_initial(who.family)}{_initial(who.given)}"


def _looked_for_at(who: Who) -> Iterator[str]:
    """The likest first. Half a name counts where either birth date is not known at all."""
    families, givens = spelt(who.family), spelt(who.given)
    if who.born:
        yield from (f"born {who.born} family {family}" for family in families)
        yield from (f"born {who.born} given {given}" for given in givens)
    for family in families:
        yield from (f"whole {family}, {given}" for given in givens)
        yield from (f"whole {given}, {family}" for given in givens)
    for day in near(who.born):
        yield f"near {day} {_initial(who.family)}{_initial(who.given)}"
    known = "unborn " if who.born else ""
    yield from (f"half {known}{family}, {_initial(who.given)}" for family in families)
    yield from (f"half {known}{_initial(who.family)}, {given}" for given in givens)


def _known(who: Who) -> tuple[str, ...]:
    """Everybody, and once more those whose birth date is not known."""
    return ("",) if who.born else ("", "unborn ")


def _initial(name: str) -> str:
    """Similar names begin with the same letter."""
    return key(name)[:1]
