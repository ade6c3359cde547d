"""Forms about a clinic as a whole. What can be chosen comes from the packs."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from procerus.clinic.look.wording import worded
from procerus.clinic.people.models import Clinic
from procerus.packs.load import load_policy, policy_files
from procerus.packs.policy import PolicyPack
from procerus.packs.products import products
from procerus.packs.protocols import find_protocol, load_protocol, protocol_files
from procerus.packs.sections import About

Choices = list[tuple[str, Any]]


def policies() -> Choices:
    """Every policy by the place it holds in."""
    named = [
        (one.about.id, f"{one.about.authority}, {worded(one.place)}: {worded(one.about.title)}")
        for one in _policies()
    ]
    return sorted(named, key=lambda one: one[1])


def protocols() -> Choices:
    """Every protocol by its title."""
    return sorted(((one.id, worded(one.title)) for one in _protocols()), key=lambda one: one[1])


@cache
def _policies() -> list[PolicyPack]:
    return [load_policy(path).pack for path in policy_files().values()]


@cache
def _protocols() -> list[About]:
    return [load_protocol(path).about for path in protocol_files().values()]


def brands() -> Choices:
    """Every product by its title."""
    return sorted(((one.id, one.title) for one in products().values()), key=lambda one: one[1])


def zones() -> Choices:
    """Time zones, named by their largest city."""
    places = sorted(one for one in available_timezones() if "/" in one and not one.startswith("Etc/"))
    return [(one, one.replace("_", " ")) for one in [*places, "UTC"]]


LABELS = [
    ("", _("not chosen")),
    ("eu", _("European Union or United Kingdom")),
    ("us", _("United States")),
]


def _of_no_other(name: str, own: str) -> str:
    """The name of a clinic, if no other one has it."""
    if name.lower() != own.lower() and Clinic.objects.filter(name__iexact=name).exists():
        raise forms.ValidationError(_("There is a clinic of this name already."))
    return name


class NewClinic(forms.Form):
    """The name of a clinic."""

    name = forms.CharField(
        label=_("Name of the clinic"),
        max_length=120,
        help_text=_("It stands on letters and on every page."),
    )

    def clean_name(self) -> str:
        return _of_no_other(str(self.cleaned_data["name"]), "")


class Settings(forms.Form):
    """What is set for a clinic as a whole."""

    name = forms.CharField(
        label=_("Name of the clinic"),
        max_length=120,
        help_text=_("It stands on letters and on every page."),
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it stands on letters."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("It says which day it is here, so which day is due.")
    )
    policy = forms.ChoiceField(
        label=_("Policy"), choices=policies,
        help_text=_("Asked first where a patient has no payer of their own. The others are one choice away."),
    )  # fmt: skip
    protocol = forms.ChoiceField(
        label=_("Protocol"), choices=protocols, help_text=_("What a new plan begins with.")
    )
    product = forms.ChoiceField(label=_("Product"), choices=brands)
    label = forms.ChoiceField(
        label=_("Whose label of the product"), choices=LABELS, required=False,
        help_text=_("Labels of one product differ between places."),
    )  # fmt: skip

    def clean_name(self) -> str:
        return _of_no_other(str(self.cleaned_data["name"]), str(self.initial["name"]))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("protocol") and said.get("product"):
            meant = find_protocol(said["protocol"]).brands
            if said["product"] not in meant:
                names = ", ".join(products()[one].title for one in meant)
                self.add_error(
                    "product",
                    _("This protocol is written for %(names)s. Units of one toxin say nothing about another.")
                    % {"names": names},
                )
        return said
