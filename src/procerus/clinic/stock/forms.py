"""What the pages of the stock ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.look.dates import in_full
from procerus.clinic.look.fields import WholeField, implausible
from procerus.clinic.people.models import Clinic, Patient
from procerus.clinic.stock.counting import Counted
from procerus.clinic.stock.expiries import as_kept, other_expiries
from procerus.clinic.stock.models import Cause, Owner
from procerus.clinic.stock.receiving import MOST_AT_ONCE, Delivery
from procerus.clinic.stock.shelf import Kind
from procerus.faults import BadInput
from procerus.injection.opened import expiry_day
from procerus.packs.products import products

OWNERS = (
    (Owner.CLINIC, gettext_lazy("the clinic's: bought by the clinic")),
    (Owner.PATIENT, gettext_lazy("a patient's own: from a specialty pharmacy, for this patient only")),
    (Owner.SAMPLE, gettext_lazy("a sample: never billed")),
)
CAUSES = (
    (Cause.DISCARDED, gettext_lazy("discarded: broken, warm, thrown away unused")),
    (Cause.EXPIRED, gettext_lazy("expired")),
    (Cause.LOST, gettext_lazy("lost")),
)
REALLY = "really"
UNCHOSEN = ("", gettext_lazy("Choose"))


def vial_choices() -> list[Any]:
    """Every vial that is sold, by product: no other size can be chosen."""
    made: list[Any] = [UNCHOSEN]
    for one in sorted(products().values(), key=lambda product: product.title):
        sizes = [(f"{one.id}:{units}", f"{one.title} {units} U") for units in one.sizes()]
        made.append((one.title, sizes))
    return made


class Receiving(forms.Form):
    """Vials of one kind that arrived."""

    vial = forms.ChoiceField(label=gettext_lazy("Product and size"), choices=vial_choices)
    lot = forms.CharField(
        label=gettext_lazy("Lot"), max_length=40, help_text=gettext_lazy("As it stands on the vial.")
    )
    expiry = forms.CharField(
        label=gettext_lazy("Expiry"), max_length=20,
        help_text=gettext_lazy("2028-03-31, or 2028-03 or 03/2028 where only the month is printed."),
    )  # fmt: skip
    number = WholeField(label=gettext_lazy("Number of vials"), min_value=1, max_value=MOST_AT_ONCE)
    owner = forms.ChoiceField(
        label=gettext_lazy("Whose they are"), choices=OWNERS, widget=forms.RadioSelect,
        help_text=gettext_lazy("This never changes afterwards."),
    )  # fmt: skip
    patient = forms.CharField(
        label=gettext_lazy("Patient's number"), required=False, max_length=40,
        help_text=gettext_lazy("Only for a patient's own vials: the number at this clinic."),
    )  # fmt: skip
    serials = forms.CharField(
        label=gettext_lazy("Serial numbers"), required=False, widget=forms.Textarea,
        help_text=gettext_lazy("May be left out. One a line, one for each vial."),
    )  # fmt: skip

    def __init__(self, clinic: Clinic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic

    def clean_expiry(self) -> str:
        """As it is kept; not in a year that no vial lasts to."""
        kept = as_kept(self.cleaned_data["expiry"])
        try:
            wrong = implausible("expiry", expiry_day(kept))
        except BadInput:
            return kept  # whoever receives the vials says what is wrong with it
        if wrong:
            raise forms.ValidationError(wrong)
        return kept

    def clean(self) -> dict[str, Any]:
        """A lot that is here with another expiry is asked about: one of the two was misread."""
        said: dict[str, Any] = super().clean() or {}
        product = said.get("vial", "").partition(":")[0]
        if others := other_expiries(self.clinic, product, said.get("lot", ""), said.get("expiry", "")):
            self.fields[REALLY] = forms.BooleanField(
                label=_("I looked at the label again: this lot is printed with this expiry."), required=False
            )
            if REALLY not in self.data:
                says = _(
                    "This lot is here with the expiry %(others)s. A lot has one: look at the label again."
                )
                self.add_error("expiry", says % {"others": ", ".join(in_full(one) for one in others)})
        return said

    def clean_patient(self) -> Patient | None:
        """The patient with this number; none where it was left empty."""
        number = self.cleaned_data["patient"].strip()
        if not number:
            return None
        found = self.clinic.registrations.filter(number=number, ended=None).select_related("patient").first()
        if found is None:
            raise forms.ValidationError(_("Nobody at this clinic has this number."))
        return found.patient

    def delivery(self) -> Delivery:
        """What was received."""
        said = self.cleaned_data
        product, _colon, units = said["vial"].partition(":")
        serials = [one.strip() for one in said["serials"].splitlines() if one.strip()]
        return Delivery(
            product, int(units), said["lot"], said["expiry"], said["number"], said["owner"], said["patient"],
            serials,
        )  # fmt: skip


class TakingOut(forms.Form):
    """Vials that leave without a session."""

    number = WholeField(label=gettext_lazy("Number of vials"), min_value=1)
    cause = forms.ChoiceField(label=gettext_lazy("Why they leave"), choices=CAUSES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("What happened"), max_length=500, widget=forms.Textarea,
        help_text=gettext_lazy("Such as: the refrigerator stood at 14 degrees over the weekend."),
    )  # fmt: skip

    def clean_number(self) -> int:
        """Not more than there are."""
        number: int = self.cleaned_data["number"]
        if number > self.most:
            raise forms.ValidationError(_("There are %(number)s in stock.") % {"number": self.most})
        return number

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most


class Reason(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class Counting(forms.Form):
    """A number for every kind on the shelf; what was not counted stays empty."""

    def __init__(self, kinds: Sequence[Kind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            key, name = kind.one.pk, f"{kind.title} {kind.one.units} U {kind.one.lot}"
            self.fields[f"counted_{key}"] = WholeField(
                label=_("Counted, %(kind)s") % {"kind": name}, min_value=0, required=False
            )
            self.fields[f"reason_{key}"] = forms.CharField(
                label=_("Reason, %(kind)s") % {"kind": name}, max_length=500, required=False
            )
            self.fields[f"shown_{key}"] = WholeField(
                widget=forms.HiddenInput, initial=kind.number, required=False
            )

    def rows(self) -> Iterator[tuple[Kind, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each kind with its fields."""
        for kind in self.kinds:
            key = kind.one.pk
            yield kind, self[f"counted_{key}"], self[f"reason_{key}"], self[f"shown_{key}"]

    def lines(self) -> list[Counted]:
        """The kinds that were counted."""
        said = self.cleaned_data
        return [
            Counted(
                kind.one, said.get(f"shown_{kind.one.pk}") or 0, said[f"counted_{kind.one.pk}"],
                said[f"reason_{kind.one.pk}"],
            )
            for kind in self.kinds
            if said.get(f"counted_{kind.one.pk}") is not None
        ]  # fmt: skip
