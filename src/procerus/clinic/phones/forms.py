"""What is asked about phones."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 2_000


class Wish(forms.Form):
    """What a patient asks to be erased, and why if they like."""

    words = forms.CharField(
        label=_("Anything that you want to say about it"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class Decided(forms.Form):
    """The clinic's answer to such a wish. Nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect,
        choices=(
            ("erase", _("Erase everything that the phones sent. It cannot be brought back.")),
            ("keep", _("Do not erase it")),
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), help_text=_("The patient reads it."), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    @property
    def granted(self) -> bool:
        """Whether it is erased."""
        return bool(self.cleaned_data["answer"] == "erase")
