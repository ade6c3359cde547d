"""Forms about the staff of a clinic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procerus.clinic.login.staff import STAFF_ROLES, works_here
from procerus.clinic.people.models import Clinic, Role

ROLE_NAMES = {
    Role.NURSE: _("Nurse"),
    Role.DOCTOR: _("Doctor"),
    Role.COORDINATOR: _("Coordinator"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.PATIENT: _("Patient"),
    Role.CARER: _("Carer"),
}
CHOICES = [("", _("Choose a role")), *((role.value, ROLE_NAMES[role]) for role in STAFF_ROLES)]


class Invitation(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues know it."))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("They log in with it. Nothing is sent to it.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=CHOICES)

    def __init__(self, *given: Any, clinic: Clinic, **named: Any) -> None:
        super().__init__(*given, **named)
        self.clinic = clinic

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if works_here(self.clinic, email):
            raise forms.ValidationError(
                _("Somebody with this address works here already. Change the role in the list of staff.")
            )
        return email


class NewRole(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("New role"), choices=CHOICES)
