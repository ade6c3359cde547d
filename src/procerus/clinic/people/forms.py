"""Forms about who somebody is, and how they get an account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.people.birth_dates import read_born
from procerus.clinic.people.bulk import policies
from procerus.clinic.people.models import Account
from procerus.diary.cells import Complaint
from procerus.packs.shape import hidden_in

SEXES = (
    ("", gettext_lazy("not said")),
    ("female", gettext_lazy("female")),
    ("male", gettext_lazy("male")),
    ("other", gettext_lazy("other")),
)
LARGEST_FILE = 4 * 1024 * 1024  # bytes


class Line(forms.CharField):
    """One line of text without a sign that nobody sees."""

    def clean(self, value: Any) -> str:
        text = " ".join(super().clean(value).split())
        if hidden := hidden_in(text):
            why = _("There is a character that cannot be seen (U+%(code)s). Type it again.")
            raise ValidationError(why % {"code": f"{ord(hidden[0]):04X}"})
        return text


class Born(Line):
    """A birth date as people write it, kept as YYYY-MM-DD or as much of it as is known."""

    def __init__(self, **said: Any) -> None:
        super().__init__(max_length=40, label=gettext_lazy("Date of birth"), **said)
        self.today = date.max
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return read_born(text, self.today)
        except Complaint as bad:
            raise ValidationError(f"{text}: {bad.why}. {bad.mend}") from None


class Dated(forms.Form):
    """A form that knows which day it is, for birth dates."""

    def __init__(self, *args: Any, today: date, **said: Any) -> None:
        super().__init__(*args, **said)
        for field in self.fields.values():
            if isinstance(field, Born):
                field.today = today


class Registering(Dated):
    """Who a new patient is."""

    given = Line(max_length=80, label=gettext_lazy("Given name"))
    family = Line(max_length=80, label=gettext_lazy("Family name"))
    born = Born(
        required=False,
        help_text=gettext_lazy("Such as 2 May 1984 or 1984-05-02; 1984-05 or 1984 where no more is known"),
    )
    sex = forms.ChoiceField(choices=SEXES, required=False, label=gettext_lazy("Sex"))
    number = Line(max_length=40, label=gettext_lazy("Number at this clinic"))
    policy = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Policy of the payer"),
        help_text=gettext_lazy("Only where it is another than the clinic's"),
    )

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        field = self.fields["policy"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the clinic's")), *((one, one) for one in policies())]
        for name in ("given", "family", "number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class Correcting(Registering):
    """What is written of a patient, and why it is another now."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stays beside the old and the new value"),
    )


class Reason(forms.Form):
    """Why something is done that everybody can read later."""

    reason = forms.CharField(
        label=gettext_lazy("How you know"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class Table(forms.Form):
    """A file with many patients."""

    file = forms.FileField(
        label=gettext_lazy("Table of patients (CSV)"),
        help_text=gettext_lazy(
            "Columns: given, family, born, sex, number, and policy where it differs."
            " At most 4 MB and 20,000 rows."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """The file, unless it is far too large to be such a table."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 4 MB. Divide it into several files."))
        return file


class Glass(Dated):
    """Whose record is needed at once, and why."""

    family = Line(max_length=80, label=gettext_lazy("Family name, exactly"))
    born = Born()
    reason = forms.CharField(
        label=gettext_lazy("Why you need the record now"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The patient and both clinics can read it"),
    )


class Code(Dated):
    """A code, and the patient's birth date."""

    code = Line(
        max_length=40,
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "16 letters and digits from the slip; capitals and hyphens make no difference"
        ),
    )
    born = Born(help_text=gettext_lazy("The patient's, such as 2 May 1984 or 1984-05-02"))

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}


class NewAccount(Code):
    """A code, and what an account needs."""

    name = Line(max_length=120, label=gettext_lazy("Your own name"))
    email = forms.EmailField(max_length=254, label=gettext_lazy("Your e-mail address"))
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "15 characters or more; a sentence of your own is good, and no sign is forbidden"
        ),
    )

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "username"

    def clean(self) -> dict[str, Any]:
        """The password is long enough, and neither common nor the name."""
        said = super().clean() or {}
        if password := said.get("password"):
            account = Account(email=said.get("email", ""), name=said.get("name", ""))
            try:
                validate_password(password, account)
            except ValidationError as bad:
                self.add_error("password", bad)
        return said


class Question(forms.Form):
    """Something to ask the clinic."""

    text = forms.CharField(
        label=gettext_lazy("Your question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
