"""Forms of appointments."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from procerus.clinic.appointments.clock import instants
from procerus.clinic.appointments.models import Purpose
from procerus.clinic.look.fields import DayField, at_night
from procerus.clinic.look.templatetags.look import day as day_in_words

REALLY = "really"
"""The box that somebody ticks where the time is one at which hardly anybody comes."""


class When(forms.Form):
    """A day and a time by the clinic's clock. Where clocks show the time twice that day, it asks which."""

    day = DayField("appointment", label=lazy("Day"))
    time = forms.TimeField(label=lazy("Time"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    which = forms.ChoiceField(label=lazy("Which of the two?"), widget=forms.RadioSelect, required=False)

    def __init__(self, zone: ZoneInfo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.found = self._instants()
        if len(self.found) < 2:
            del self.fields["which"]
            return
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(number), said % {"zone": one.astimezone(zone).tzname()})
            for number, one, said in zip(
                range(2), self.found, (_("the first (%(zone)s)"), _("the second (%(zone)s)")), strict=True
            )
        ]

    @property
    def at(self) -> datetime:
        """The instant, once the form is valid."""
        return self.found[int(self.cleaned_data.get("which") or 0)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("time"):
            said = {"time": f"{cleaned['time']:%H:%M}", "day": day_in_words(cleaned["day"])}
            if not self.found:
                why = _("There is no %(time)s on %(day)s: the clocks go forward then. Choose another time.")
                self.add_error("time", why % said)
            elif "which" in self.fields and not cleaned.get("which"):
                why = _("There is %(time)s twice on %(day)s: the clocks go back then. Say which.")
                self.add_error("which", why % said)
            elif why := "" if "which" in self.fields else at_night("appointment", cleaned["time"]):
                label = _("Yes, at %(time)s.") % said
                self.fields[REALLY] = forms.BooleanField(label=label, required=False)
                if REALLY not in self.data:
                    self.add_error("time", why)
        return cleaned

    def _instants(self) -> tuple[datetime, ...]:
        """What the day and the time that were sent are, if they can be read at all."""
        read: list[Any] = []
        for name in ("day", "time"):
            try:
                read.append(self.fields[name].clean(self.data.get(name)))
            except forms.ValidationError:
                return ()
        day, at = read
        assert isinstance(day, date) and isinstance(at, time)
        return instants(day, at, self.zone)


class Making(When):
    """A new appointment."""

    purpose = forms.ChoiceField(label=lazy("What for"), choices=Purpose.choices, widget=forms.RadioSelect)
    field_order = ("day", "time", "which", "purpose")


class Moving(When):
    """Another time for an appointment."""

    reason = forms.CharField(label=lazy("Why it is moved"), required=False, max_length=500)


class Cancelling(forms.Form):
    """An appointment that will not take place."""

    reason = forms.CharField(
        label=lazy("Why it is cancelled"), max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
