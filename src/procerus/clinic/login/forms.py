"""Forms of logging in: the library's, with our labels and without words inside the boxes."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from procerus.clinic.people.models import Account

LONGEST_PASSWORD = 200
PASSWORD_HINT = _("At least 15 characters. A few words in a row are good; nothing has to be strange.")


class Bare:
    """A form of the library without placeholders, which vanish when somebody types."""

    fields: dict[str, forms.Field]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in self.fields.values():
            one.widget.attrs.pop("placeholder", None)


class LogIn(Bare, LoginForm):  # type: ignore[misc]  # the library has no types
    """E-mail address and password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class PasswordAgain(Bare, ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """The password once more, before something important is changed."""


class NewPassword(Bare, ChangePasswordForm):  # type: ignore[misc]  # the library has no types
    """Another password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["oldpassword"].label = _("Your password until now")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = _("New password, once more")


class FirstPassword(Bare, SetPasswordForm):  # type: ignore[misc]  # the library has no types
    """A password for an account that had none and was entered by a passkey."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = _("New password, once more")


class _WithCode(Bare):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class Code(_WithCode, AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """The code of the authenticator app, or a recovery code."""


class CodeAgain(_WithCode, ReauthenticateByCodeForm):  # type: ignore[misc]  # the library has no types
    """A code once more, before something important is changed."""


class FirstCode(_WithCode, ActivateTOTPForm):  # type: ignore[misc]  # the library has no types
    """The first code of a new authenticator app."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["code"].label = _("The six digits that the app shows")


class NewPasskey(Bare, AddWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A passkey, and whether it is enough on its own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("What you call it")
        alone = self.fields["passwordless"]
        alone.label, alone.initial = _("Log in with it alone, without the password"), True
        alone.help_text = _("It then asks for your finger, face or PIN. An old security key may not do that.")


class PasskeyName(Bare, EditWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """Another name for a passkey."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("What you call it")


class Entering(forms.Form):
    """A password for a new account, and the clinic's name where there is none yet."""

    clinic = forms.CharField(label=_("Name of the clinic"), max_length=120)
    password = forms.CharField(
        label=_("Password"), max_length=LONGEST_PASSWORD, strip=False, help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Password, once more"), max_length=LONGEST_PASSWORD, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *given: Any, account: Account, asks_clinic: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self.account = account
        if not asks_clinic:
            del self.fields["clinic"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("This is not the same password."))
        elif said.get("password"):
            try:
                validate_password(said["password"], self.account)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return said


class Language(forms.Form):
    """The language of an account."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
