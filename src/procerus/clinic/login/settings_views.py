"""What is set for a clinic as a whole, and further clinics of the installation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from procerus.clinic.access.at import At
from procerus.clinic.access.pages import for_clinic
from procerus.clinic.login.links import free_slug
from procerus.clinic.login.removing import NotEmpty, another_of, remove
from procerus.clinic.login.settings_forms import NewClinic, Settings
from procerus.clinic.people.models import Clinic, Membership, Role


@for_clinic("clinic.manage", "clinic.settings")
def clinic_settings(at: At) -> HttpResponse:
    """Name and address, time zone, and what is meant where nobody chooses."""
    now = {name: getattr(at.clinic, name) for name in Settings.base_fields}
    form = Settings(at.request.POST or None, initial=now)
    if at.request.method != "POST" or not form.is_valid():
        shown = {"form": form, "another": another_of(at.account, at.clinic)}
        return at.render("login/settings.html", shown, status=422 if form.is_bound else 200)
    changed = [name for name in form.cleaned_data if form.cleaned_data[name] != now[name]]
    for name in changed:
        setattr(at.clinic, name, form.cleaned_data[name])
    if changed:
        at.clinic.save(update_fields=changed)
        codes = {name: form.cleaned_data[name] for name in changed if name not in ("address", "phone")}
        at.wrote("clinic.settings", changed=sorted(changed), now=codes)
    messages.success(
        at.request,
        _("The settings are saved.") if changed else _("Nothing was different, so nothing was changed."),
    )
    return redirect(at.url("clinic_settings"))


@for_clinic("clinic.manage", "clinic.new")
def new_clinic(at: At) -> HttpResponse:
    """Another clinic in this installation, with whoever makes it as its administrator."""
    form = NewClinic(at.request.POST or None)
    if at.request.method != "POST" or not form.is_valid():
        return at.render("login/new_clinic.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    made = Clinic.objects.create(
        name=said["name"], slug=free_slug(said["name"]), timezone=at.clinic.timezone, label=at.clinic.label,
        policy=at.clinic.policy, protocol=at.clinic.protocol, product=at.clinic.product,
    )  # fmt: skip
    Membership.objects.create(account=at.account, clinic=made, role=Role.ADMINISTRATOR)
    at.wrote("clinic.new", made=str(made.pk))
    messages.success(
        at.request,
        _("%(name)s is there. You are its administrator; nobody else sees it yet.") % {"name": made.name},
    )
    return redirect("clinic_settings", clinic=made.slug)


@for_clinic("clinic.manage", "clinic.remove")
def remove_clinic(at: At) -> HttpResponse:
    """A clinic that was made by mistake is gone; whoever made it is led to another of theirs."""
    another = another_of(at.account, at.clinic)
    if at.request.method != "POST" or another is None:
        return redirect(at.url("clinic_settings"))
    try:
        remove(at.clinic, at.account)
    except NotEmpty:
        said = _("%(name)s has or had staff, patients or stock, so it stays.") % {"name": at.clinic.name}
        messages.warning(at.request, said)
        return redirect(at.url("clinic_settings"))
    at.wrote("clinic.removed", removed=str(at.clinic.pk), name=at.clinic.name)
    messages.success(at.request, _("%(name)s is gone.") % {"name": at.clinic.name})
    return redirect("clinic_settings", clinic=another.slug)
