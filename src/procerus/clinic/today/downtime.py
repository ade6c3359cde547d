"""The list of a day as a PDF, from the database alone: for when the server does not run."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from procerus.clinic.people.models import Clinic
from procerus.clinic.today.paper import paper_of
from procerus.clinic.trail.chain import Happened, append
from procerus.clinic.trail.models import Kind
from procerus.exchange.letters.pdf import typeset
from procerus.faults import BadInput, Fault

TEMPLATE = Path(__file__).with_name("list.typ")
WATERMARK = "Made-up people"
WHAT = "today.downtime"


def downtime_pdf(clinic: Clinic, day: date | None, demo: bool, now: datetime | None = None) -> bytes:
    """The list of a day (today's by the clinic's clock, where none is named) as a PDF.

    Each patient on it is a read, which is in the trail before the sheet is handed out. Raises BadInput
    without typesetter.
    """
    moment = now or datetime.now(UTC)
    chosen = day or moment.astimezone(ZoneInfo(clinic.timezone)).date()
    paper = paper_of(clinic, chosen, moment)
    date_of = (chosen.year, chosen.month, chosen.day)
    page = paper.to_json() | {"date": date_of, "watermark": WATERMARK if demo else None}
    made = typeset(TEMPLATE, page, date_of, "pdf")[0]
    read = dict.fromkeys(one.patient.pk for one in paper.lines)
    append([Happened(Kind.READ, WHAT, clinic=clinic.pk, patient=one) for one in read])
    return made


def find_clinic(slug: str | None) -> Clinic:
    """The clinic of that name in addresses; the only one, where none is named. Raises BadInput."""
    clinics = {one.slug: one for one in Clinic.objects.order_by("slug")}
    if slug in clinics:
        return clinics[slug]
    if slug is None and len(clinics) == 1:
        return next(iter(clinics.values()))
    if not clinics:
        raise BadInput([Fault("--data", "holds no clinic", "Check the folder.")])
    why = "is missing, and there are several" if slug is None else "is no clinic here"
    raise BadInput([Fault("--clinic", why, f"There are: {', '.join(clinics)}.", slug)])
