"""Forms of the diary pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.diaries.models import Source
from procerus.clinic.diaries.uploads import LARGEST

ORDERS = (
    ("", gettext_lazy("as the file itself shows")),
    ("day-first", gettext_lazy("day before month, 26.11.2026")),
    ("month-first", gettext_lazy("month before day, 11/26/2026")),
)
SOURCES = (
    (Source.IMPORT, gettext_lazy("the patient: an app, a spreadsheet, a phone")),
    (Source.PAPER, gettext_lazy("the patient on paper, typed in by the clinic")),
)


class ChooseFile(forms.Form):
    """Which file, who kept it, and how its dates are written where the file does not show it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A diary file (CSV), a patient file (JSON), or an export of Migraine Buddy or Apple Health."
            " At most 5 MB and 10,000 days."
        ),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Who kept this diary?"), choices=SOURCES, widget=forms.RadioSelect
    )
    order = forms.ChoiceField(label=gettext_lazy("Order of day and month"), choices=ORDERS, required=False)

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than any diary is."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is over 5 MB, and no diary is that long."))
        return file


class Confirm(forms.Form):
    """What the preview showed, signed; and where the file may be somebody else's, that it is not."""

    taken = forms.CharField(widget=forms.HiddenInput)
    source = forms.ChoiceField(choices=SOURCES, widget=forms.HiddenInput)
    whose = forms.BooleanField(
        label=gettext_lazy("I asked or looked it up: this file is the diary of the patient of this page."),
        error_messages={
            "required": gettext_lazy("Say that the file is this patient's, or choose another file.")
        },
    )

    def __init__(self, *args: Any, differs: bool, **said: Any) -> None:
        super().__init__(*args, **said)
        if not differs:
            del self.fields["whose"]


class Undo(forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it undone?"), max_length=200,
        help_text=gettext_lazy("Its days stay in the record and count no more."),
    )  # fmt: skip


class DayNote(forms.Form):
    """What the clinic has to say about a day of the diary."""

    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, widget=forms.Textarea,
        help_text=gettext_lazy(
            "It stands beside the day, with your name. What the patient wrote stays as it is. Patients do not"
            " see notes on their page; their copy of the record says that there are notes, and why a"
            " clinician looks through them first."
        ),
    )  # fmt: skip
