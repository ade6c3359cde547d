"""The form of a section, made from the keys that its entries may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.look.fields import FigureField, WholeField
from procerus.clinic.look.forms import add_faults
from procerus.clinic.record.models import Kind
from procerus.clinic.records.sections import Asked, Section
from procerus.clinic.records.shapes import RECORDS, FreeText
from procerus.clinic.records.words import NONE_OF_THEM
from procerus.clinic.records.writing import refuse
from procerus.faults import BadInput
from procerus.injection.adverse_events import SERIOUSNESS
from procerus.pathway.patient_kinds import Amount, Count, FullDate, Key, Many, Text, Whole, Word

NOT_KNOWN = gettext_lazy("not known")
LONG = 200
"""Characters from which a text is written over several lines."""
_COUNT = re.compile(r"([0-9]{1,4})(?:\s*(?:-|–|to|bis)\s*([0-9]{1,4}))?")


class CountField(forms.CharField):
    """A number of days, or the fewest and the most."""

    def clean(self, value: Any) -> Any:
        """A number, or a pair; nothing where nothing was written."""
        text = str(super().clean(value))
        if not text:
            return None
        found = _COUNT.fullmatch(text)
        if found is None:
            raise forms.ValidationError(
                _("Write a number of days, or the fewest and the most such as 14-16.")
            )
        return int(found[1]) if found[2] is None else [int(found[1]), int(found[2])]

    def prepare_value(self, value: Any) -> Any:
        """As it was typed."""
        return (
            "-".join("" if one is None else str(one) for one in value) if isinstance(value, list) else value
        )


class CriteriaField(forms.MultipleChoiceField):
    """The criteria of seriousness: nothing asked, none met, or those that are."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """The criteria met; empty where all were asked and none is; None where nobody asked."""
        said = super().clean(value)
        if NONE_OF_THEM in said and len(said) > 1:
            raise forms.ValidationError(_("Either none is met, or those that are ticked."))
        return [one for one in SERIOUSNESS if one in said] if said else None

    def prepare_value(self, value: Any) -> Any:
        """An empty list is an answer of its own."""
        return [NONE_OF_THEM] if value == [] else value


def field_of(key: Key, asked: Asked) -> forms.Field:
    """The field for one key of an entry. Nothing is needed here: the reader of the entry says what is."""
    said: dict[str, Any] = {"label": asked.label, "help_text": asked.hint, "required": False}
    kind = key.kind
    if isinstance(kind, Many):
        return CriteriaField(choices=list(asked.words.items()), **said)
    if asked.words:
        choices = [("", NOT_KNOWN), *asked.words.items()]
        widget = forms.RadioSelect() if asked.spread else forms.Select()
        return forms.ChoiceField(choices=choices, widget=widget, **said)
    if isinstance(kind, Count):
        return CountField(**said)
    if isinstance(kind, Whole):
        return WholeField(widget=forms.TextInput({"inputmode": "numeric", "size": 8}), **said)
    if isinstance(kind, Amount):
        decimal = forms.TextInput({"inputmode": "decimal", "size": 8})
        return FigureField(localize=True, widget=decimal, **said)
    return forms.CharField(widget=_text_widget(kind, asked), **said)


def _text_widget(kind: object, asked: Asked) -> forms.Widget:
    if isinstance(kind, FullDate):
        return forms.TextInput({"type": "date"})
    if isinstance(kind, FreeText) or (isinstance(kind, Text) and kind.longest > LONG):
        return forms.Textarea({"rows": 4})
    if isinstance(kind, Text | Word) or asked.suggestions:
        listed = {"list": f"known-{asked.suggestions}"} if asked.suggestions else {}
        return forms.TextInput({"size": 40, "autocomplete": "off", **listed})
    return forms.TextInput({"size": 12, "autocomplete": "off"})


class EntryForm(forms.Form):
    """One entry of a section; with `reason`, the correction of one."""

    def __init__(
        self, section: Section, said: Mapping[str, Any] | None, initial: Mapping[str, Any] | None = None,
        sessions: Mapping[str, str] | None = None, *, today: date, reason: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(said, initial=dict(initial or {}))
        self.section, self.today = section, today
        if section.kind == Kind.ADVERSE_EVENT:
            choices = [("", _("after no session recorded here")), *(sessions or {}).items()]
            self.fields["session"] = forms.ChoiceField(
                label=_("After which session"), choices=choices, required=False
            )
        for name, asked in section.asks.items():
            self.fields[name] = field_of(RECORDS[section.kind].keys[name], asked)
        if reason:
            self.fields["reason"] = forms.CharField(
                label=_("Why it is corrected"), max_length=500, widget=forms.TextInput({"size": 40})
            )

    def clean(self) -> dict[str, Any]:
        """Every fault at once: those of the fields, and those that the reader of the entry finds."""
        said = super().clean() or {}
        try:
            refuse(self.section.kind, self.entry, self.today)
        except BadInput as bad:
            add_faults(self, BadInput([one for one in bad.faults if one.where not in self.errors]))
        return said

    @property
    def entry(self) -> dict[str, Any]:
        """What was filled in, in the shape of an entry; what was left open is left out."""
        named = (*self.section.asks, *(("session",) if "session" in self.fields else ()))
        return {
            name: _plain(self.cleaned_data[name])
            for name in named
            if self.cleaned_data.get(name) not in ("", None)
        }

    @property
    def reason(self) -> str:
        """Why it is corrected."""
        return str(self.cleaned_data.get("reason", ""))


class ReasonForm(forms.Form):
    """Why an entry should not have been made."""

    reason = forms.CharField(
        label=gettext_lazy("Why it should not be here"), max_length=500, widget=forms.TextInput({"size": 40})
    )


class TextForm(forms.Form):
    """A text of several lines."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, label: str, said: Mapping[str, Any] | None) -> None:
        super().__init__(said)
        self.fields["text"].label = label


def _plain(value: Any) -> Any:
    """A number as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
