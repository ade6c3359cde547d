"""What a clinician fills in. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procerus.clinic.decisions.departing import DEPARTS, departs, needs_reason, needs_review
from procerus.clinic.decisions.inquiry import Inquiry
from procerus.clinic.decisions.models import Choice
from procerus.clinic.decisions.recording import Chosen
from procerus.clinic.look.fields import DayField
from procerus.criteria.bounds import Answer
from procerus.pathway.patient import StopReason
from procerus.pathway.recorded import course_of

MOST_WRITTEN = 4000
STOPPED_BECAUSE = {
    "improved": gettext_lazy("Improved: no longer needed"),
    "no_response": gettext_lazy("It did not help enough"),
    "not_tolerated": gettext_lazy("Not tolerated"),
    "contraindicated": gettext_lazy("Contraindicated"),
    "limit": gettext_lazy("The limit of courses was reached"),
    "patient_wish": gettext_lazy("The patient's wish"),
    "other": gettext_lazy("Another reason, said below"),
}
"""The words of the patient file for the end of a course."""


class DecisionForm(forms.Form):
    """The clinician's own decision about one question, beside what the criteria came to."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What you decide"), widget=forms.RadioSelect, choices=(),
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=MOST_WRITTEN,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    review_on = DayField(
        "review", label=gettext_lazy("Look again on"), required=False,
        help_text=gettext_lazy("Needed where treatment stops or waits, so that the patient comes back."),
    )  # fmt: skip
    stop_reason = forms.ChoiceField(
        label=gettext_lazy("Only to stop: why the course ends"), required=False,
        choices=[("", "–"), *((name, STOPPED_BECAUSE[name]) for name in get_args(StopReason))],
    )  # fmt: skip
    stopped_on = DayField(
        "treatment", label=gettext_lazy("Only to stop: the day on which the course ends"), required=False
    )

    def __init__(self, asked: Inquiry, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.today = asked, today
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(one.value, _noted(one, asked)) for one in Choice]
        self.fields["reason"].help_text = why_a_reason(asked)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if choice := said.get("choice"):
            self._clean_reason(choice, said)
            self._clean_review(choice, said)
            if choice == Choice.STOP:
                self._clean_stop(said)
        return said

    def _clean_reason(self, choice: str, said: Mapping[str, Any]) -> None:
        one = self.asked
        if needs_reason(choice, one.question, one.answer, one.same) and not said.get("reason"):
            self.add_error("reason", _("Write the reason. %(why)s") % {"why": why_a_reason(one)})
        if said.get("stop_reason") == "other" and not said.get("reason"):
            self.add_error("reason", _("Write why the course ends."))

    def _clean_review(self, choice: str, said: Mapping[str, Any]) -> None:
        day = said.get("review_on")
        if day is None:
            if needs_review(choice) and "review_on" not in self.errors:
                self.add_error("review_on", _("Give a day to look again: without one nobody is reminded."))
        elif day <= self.today:
            self.add_error("review_on", _("That day has passed. Give a day after today."))

    def _clean_stop(self, said: Mapping[str, Any]) -> None:
        if not said.get("stop_reason"):
            self.add_error("stop_reason", _("Choose why the course ends."))
        course, day = course_of(self.asked.person, self.today), said.get("stopped_on")
        if course.running is Answer.NO:
            self.add_error("choice", _("No course of treatment is running in the record."))
        if day is None:
            if "stopped_on" not in self.errors:
                self.add_error("stopped_on", _("Give the day on which the course ends."))
        elif day > self.today:
            self.add_error("stopped_on", _("That day has not come yet. Give today or a day before."))
        elif course.latest.earliest is not None and day < course.latest.earliest:
            self.add_error("stopped_on", _("That is before the latest session of the course."))

    @property
    def chosen(self) -> Chosen:
        """What was chosen and written, once the form is valid."""
        said = self.cleaned_data
        return Chosen(
            said["choice"], said["reason"].strip(), said["review_on"], said["stop_reason"], said["stopped_on"]
        )


def _noted(choice: Choice, asked: Inquiry) -> str:
    """A choice with what follows from it, for whoever reads it aloud."""
    said, rule = str(choice.label), DEPARTS[choice]
    if not asked.holds:
        return _("%(choice)s (a reason is needed)") % {"choice": said}
    if departs(choice, asked.question, asked.answer):
        if rule.question != asked.question:
            return _("%(choice)s (not the question that was asked: a reason is needed)") % {"choice": said}
        return _("%(choice)s (departs from the computed answer: a reason is needed)") % {"choice": said}
    return said


def why_a_reason(asked: Inquiry) -> str:
    """For what a reason is asked, on this page."""
    if not asked.holds:
        return _("Needed here whatever you choose: this wording is not valid on that day.")
    if asked.answer == str(Answer.UNKNOWN):
        return _("Needed here whatever you choose: the criteria cannot be told yet, so they give no reason.")
    if not asked.same:
        return _("Needed here whatever you choose: the answer depends on how the guidance is read.")
    return _("Needed where the choice departs from the computed answer, so that a later reader sees why.")
