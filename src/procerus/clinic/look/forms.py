"""How forms look: a label, a hint, the fault beside the field, and a summary of faults at the top."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.forms.renderers import TemplatesSetting

from procerus.faults import BadInput, Fault


class Renderer(TemplatesSetting):
    """Django's forms, drawn by look/templates/look/form.html and field.html."""

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"


def add_faults(form: forms.Form, bad: BadInput, fields: Iterable[str] = ()) -> None:
    """The faults that the heart found, at the fields they are about; the others at the top of the form."""
    known = {*form.fields, *fields}
    for fault in bad.faults:
        name = fault.where.partition(".")[0].partition("[")[0]
        form.add_error(name if name in known else None, sentence(fault))


def sentence(fault: Fault) -> str:
    """A fault as it is read on a screen: what stands there, why it cannot be so, what to do."""
    said = f"{fault.value or ''} {fault.why}. {fault.mend}".strip()
    return said[:1].upper() + said[1:]
