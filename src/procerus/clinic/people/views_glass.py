"""Emergency access to a patient of another clinic, and the list of every time it was used."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.people.forms import Glass
from procerus.clinic.people.glass import OPEN_HOURS, break_glass, broken_at, named_so
from procerus.clinic.people.merging import ids_of
from procerus.clinic.people.models import Patient, Registration

SALT = "found-in-an-emergency"
MOST_LISTED = 200


@for_clinic("patient.glass", "glass")
def open_in_emergency(at: At) -> HttpResponse:
    """Exactly one name and birth date, and a reason: then the record is open for some hours."""
    form = Glass(at.request.POST or None, today=at.today)
    hours = {"hours": OPEN_HOURS}
    if at.request.method != "POST" or not form.is_valid():
        status = 422 if at.request.method == "POST" else 200
        return at.render("people/glass.html", hours | {"form": form}, status)
    said = form.cleaned_data
    found = named_so(said["family"], said["born"])
    if not found:
        at.wrote("glass.nobody_found", reason=said["reason"])
        form.add_error(None, _("Nobody in this installation has exactly this family name and birth date."))
        return at.render("people/glass.html", hours | {"form": form}, 422)
    chosen = found[0] if len(found) == 1 else _chosen(at, found)
    if chosen is None:
        at.shows(found)
        listed = [(one, signing.dumps(str(one.pk), salt=SALT)) for one in found]
        return at.render("people/glass.html", hours | {"form": form, "found": listed}, 422)
    return _opened(at, chosen, said["reason"])


def _opened(at: At, patient: Patient, reason: str) -> HttpResponse:
    if Registration.objects.filter(clinic=at.clinic, patient__in=ids_of(patient), ended=None).exists():
        messages.info(at.request, _("This is a patient of your own clinic; nothing had to be opened."))
        return redirect("sheet", clinic=at.clinic.slug, patient=patient.pk)
    glass = break_glass(patient, at.clinic, reason, at.account)
    at.wrote("glass.broken", patient, glass=str(glass.pk), reason=glass.reason)
    return redirect("sheet", clinic=at.clinic.slug, patient=patient.pk)


def _chosen(at: At, found: list[Patient]) -> Patient | None:
    """Which of several people of one name and birth date was meant, once somebody said so."""
    try:
        said = signing.loads(at.request.POST.get("person", ""), salt=SALT)
    except signing.BadSignature:
        return None
    return next((one for one in found if str(one.pk) == said), None)


@for_clinic("trail.read", "glass.list")
def emergencies(at: At) -> HttpResponse:
    """Every time somebody of this clinic, or about a patient of this clinic, opened a record so."""
    listed = list(broken_at(at.clinic)[:MOST_LISTED])
    at.shows(one.patient for one in listed)
    return at.render("people/emergencies.html", {"listed": listed, "most": MOST_LISTED})
