"""What of the trail is asked for, and an event that was noted elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from procerus.clinic.look.fields import DayField, WholeField
from procerus.clinic.people.models import Clinic
from procerus.clinic.trail.models import Kind
from procerus.clinic.trail.reading import Wanted, number_to_patient, staff_ever

KINDS = [
    ("", _("every kind")),
    (Kind.READ, _("looked at")),
    (Kind.WRITE, _("written")),
    (Kind.DENIED, _("refused")),
    (Kind.ACCOUNT, _("accounts and settings")),
]
KIND_NAMES = dict(KINDS)


class Asked(forms.Form):
    """Which events to list."""

    first = DayField("trail", label=_("From"), required=False)
    last = DayField("trail", label=_("Until"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)
    account = forms.ChoiceField(label=_("Whose account"), required=False)
    number = forms.CharField(label=_("Patient number"), required=False, max_length=40)
    own = forms.BooleanField(label=_("with looks at this trail"), required=False)

    def __init__(self, *given: Any, clinic: Clinic, **named: Any) -> None:
        super().__init__(*given, **named)
        self.clinic = clinic
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("everybody")), *((str(one.pk), one.name) for one in staff_ever(clinic))]

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().lstrip("#")
        if number and number_to_patient(self.clinic, number) is None:
            raise forms.ValidationError(_("There is no patient of this number here."))
        return number

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", _("This is before the first day."))
        return said

    def wanted(self) -> Wanted:
        """What is asked for, once the form is valid."""
        said = self.cleaned_data
        patient = number_to_patient(self.clinic, said["number"]) if said["number"] else None
        account = UUID(said["account"]) if said["account"] else None
        return Wanted(said["first"], said["last"], said["kind"], account, patient, said["own"])


class Noted(forms.Form):
    """The number and the hash of an event, noted outside of the program."""

    seq = WholeField(label=_("Number of the event"), min_value=1)
    hash = forms.RegexField(
        label=_("Its hash"), regex=r"^[0-9a-f]{64}$",
        error_messages={"invalid": _("A hash is 64 characters, 0 to 9 and a to f.")},
    )  # fmt: skip
