"""How the next session stands, in words: the list of the day, the patient's page and paper say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from procerus.clinic.appointments.due import DAYS_A_WEEK, weeks_late
from procerus.clinic.appointments.models import NextSession
from procerus.clinic.look.templatetags.look import day as day_in_words


@dataclass(frozen=True, slots=True)
class Due:
    """When the next session may be, seen from a day: in one word, in some more, and what is open."""

    short: str
    says: str
    open: str = ""  # what nobody asked; it stands beside what is known
    late: bool = False
    stopped: bool = False
    days_until: int | None = None

    @property
    def in_full(self) -> str:
        """All of it but the one word."""
        return f"{self.says}; {self.open}" if self.open else self.says


def due_of(session: NextSession, today: date) -> Due:
    """How the next session stands on a day."""
    beside = "" if session.asked else _("whether there were others was never asked")
    if session.stopped:
        return Due(_("stopped"), _("a stop is recorded"), stopped=True)
    if not session.had_any:
        return Due(_("no session known"), _("no interval to keep"), beside)
    first = session.first_day
    if first is None:
        return Due(_("cannot be told yet"), _("the day of a dose is not known"), beside)
    days = (first - today).days
    said = _("from %(day)s") % {"day": day_in_words(first)}
    return Due(_how_far(first, today), said, beside, days < 0 and bool(weeks_late(first, today)), False, days)


def _how_far(first: date, today: date) -> str:
    days = (first - today).days
    if days == 0:
        return _("today")
    if days < 0:
        late = weeks_late(first, today)
        return _("%(weeks)s wk late") % {"weeks": late} if late else _("due")
    weeks, rest = divmod(days, DAYS_A_WEEK)
    return _("+%(weeks)s wk") % {"weeks": weeks} if weeks else _("+%(days)s d") % {"days": rest}
