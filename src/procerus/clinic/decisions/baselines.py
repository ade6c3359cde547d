"""Keep which days a clinician chose as baseline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.decisions.inquiry import Inquiry
from procerus.clinic.record.models import Kind
from procerus.clinic.record.reading import live
from procerus.clinic.record.writing import enter, withdraw
from procerus.faults import BadInput, Fault


def choose(at: At, asked: Inquiry, last: str) -> None:
    """Keep the offered baseline that ends on this day; without a day, the policy's own counts again.

    Raises BadInput where it is not among those that are offered now.
    """
    if not last:
        entry = live(at.patient.pk, Kind.BASELINE).last()
        if entry is None:
            raise BadInput([Fault("baseline", _("was not chosen, so there is nothing to take back"))])
        kept = withdraw(entry, "the policy's own baseline counts again", at.author)
    else:
        offered = asked.thin.offered if asked.decision and asked.thin else ()
        if last not in {one.span[1].isoformat() for one in offered}:
            raise BadInput([Fault("baseline", _("is not offered any more"), _("Look again."), last)])
        kept = enter(at.patient, Kind.BASELINE, {"last": last}, at.author, last)
    at.wrote("decision.baseline", entry=str(kept.pk))
