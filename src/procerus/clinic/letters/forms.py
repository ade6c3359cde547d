"""What somebody says to a letter before it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from procerus.clinic.letters.kinds import Described
from procerus.clinic.letters.models import LetterKind
from procerus.clinic.look.fields import DayField
from procerus.clinic.look.wording import worded
from procerus.exchange.letters.dossier import criteria_asked
from procerus.headache.reason import filled_in
from procerus.packs.load import Policy


class LetterForm(forms.Form):
    """To whom, in which language, and a paragraph of one's own."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    to = forms.CharField(
        label=_("To"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name and address, one line each. Empty leaves it out."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your own words"), required=False, max_length=4000, widget=forms.Textarea,
        help_text=_("A paragraph at the beginning. Everything else comes from the record."),
    )  # fmt: skip

    def __init__(self, described: Described, policy: Policy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not described.own_words:
            del self.fields["to"], self.fields["words"]
        if described.dossier:
            del self.fields["language"]
        if described.kind == LetterKind.APPEAL:
            self.fields["refused"] = forms.MultipleChoiceField(
                label=_("Criteria on which the refusal rests"), choices=_criteria(policy), required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields["refused_on"] = DayField("letter", label=_("Day of the refusal"), required=False)


def _criteria(policy: Policy) -> list[tuple[str, str]]:
    """What a refusal may rest on: the policy's own criteria, in words and with their numbers."""
    names = dict.fromkeys(name for one in policy.rules.questions for name in criteria_asked(policy, one))
    return [
        (name, worded(filled_in(policy.rules.criteria[name].asks, policy.rules.numbers))) for name in names
    ]
