"""The form of an authorisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procerus.clinic.authorisations.changing import FIELDS
from procerus.clinic.authorisations.models import AFTER, Status
from procerus.clinic.authorisations.standing import Standing
from procerus.clinic.look.fields import DayField, WholeField
from procerus.packs.products import products

MOST_UNITS, MOST_VISITS = 100_000, 100


def _day(label: Any, hint: Any = "") -> DayField:
    return DayField("authorisation", label=label, required=False, help_text=hint)


def _products() -> list[tuple[str, Any]]:
    return [("", _("not said")), *((one.id, one.title) for one in products().values())]


class New(forms.Form):
    """What a request says; whatever is left empty is not known yet."""

    payer = forms.CharField(label=_("Payer or funding body"), max_length=120)
    member = forms.CharField(label=_("Member number at the payer"), max_length=60, required=False)
    number = forms.CharField(label=_("Number of the authorisation"), max_length=60, required=False)
    product = forms.ChoiceField(label=_("Product"), choices=_products, required=False)
    units = WholeField(
        label=_("Units in all"), min_value=1, max_value=MOST_UNITS, required=False,
        help_text=_("With the units that are thrown away, for all visits together."),
    )  # fmt: skip
    visits = WholeField(label=_("Visits"), min_value=1, max_value=MOST_VISITS, required=False)
    valid_from = _day(_("Valid from"))
    valid_to = _day(_("Valid to"), _("The last day on which it holds."))


class Changed(New):
    """An authorisation as it is from now on."""

    status = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    denial = forms.CharField(
        label=_("What the payer said when it was denied"), required=False, widget=forms.Textarea({"rows": 3})
    )
    appeal_by = _day(_("Last day to appeal"))
    note = forms.CharField(
        label=_("Note on this change"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    seen = WholeField(widget=forms.HiddenInput)

    def __init__(self, stands: Standing, seen: int, sent: Any = None) -> None:
        one = stands.authorisation
        initial: dict[str, Any] = {name: getattr(one, name) for name in FIELDS}
        super().__init__(sent, initial=initial | {"seen": seen})
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        kept = (one.status, stands.status.label)
        field.choices = [kept, *((after.value, after.label) for after in AFTER[stands.status])]

    @property
    def said(self) -> dict[str, Any]:
        """The fields of the authorisation as they were sent."""
        cleaned = self.cleaned_data
        return {name: Status(cleaned[name]) if name == "status" else cleaned[name] for name in FIELDS}
