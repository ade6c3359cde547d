"""The closed words of entries, as they are said on a screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from procerus.clinic.look.wording import in_german, worded
from procerus.packs.instruments import Band, Instrument, Scale, scales

Label = str | Promise

OUTCOME: Mapping[str, Label] = {
    "ineffective": _("did not work: long enough, at a fitting dose, without enough effect"),
    "not_tolerated": _("not tolerated: stopped for side effects"),
    "contraindicated": _("contraindicated: never begun, because something speaks against it"),
    "unsuitable": _("unsuitable for reasons of safety, such as a planned pregnancy"),
    "too_short": _("too short or too little to tell; does not count as tried"),
    "refused": _("the patient did not want it; does not count as tried"),
    "ongoing": _("still being taken; does not count as tried"),
}
ROUTE: Mapping[str, Label] = {
    "oral": _("by mouth"),
    "systemic": _("into the body, such as by drip"),
    "topical": _("on the skin"),
    "ear": _("into the ear"),
    "eye": _("into the eye"),
    "inhaled": _("inhaled"),
    "nasal": _("through the nose"),
    "injection": _("by injection"),
}
ANSWER: Mapping[str, Label] = {"yes": _("yes"), "no": _("no"), "unknown": _("asked; nobody knows")}
YES_NO: Mapping[str, Label] = {"yes": _("yes"), "no": _("no")}
DIAGNOSER: Mapping[str, Label] = {
    "neurologist": _("neurologist"),
    "headache specialist": _("headache specialist"),
    "gp": _("GP"),
    "other": _("somebody else"),
}
SIDE: Mapping[str, Label] = {"left": _("left"), "right": _("right"), "both": _("both sides")}
WHERE: Mapping[str, Label] = {
    "at-home": _("at home"),
    "day-clinic": _("in a day clinic"),
    "inpatient": _("in hospital"),
}
INDICATION: Mapping[str, Label] = {
    "chronic-migraine": _("chronic migraine"),
    "blepharospasm": _("blepharospasm"),
    "strabismus": _("strabismus"),
    "hemifacial-spasm": _("hemifacial spasm"),
    "cervical-dystonia": _("cervical dystonia"),
    "spasticity": _("spasticity"),
    "sialorrhoea": _("sialorrhoea"),
    "axillary-hyperhidrosis": _("sweating of the armpits"),
    "overactive-bladder": _("overactive bladder"),
    "neurogenic-bladder": _("neurogenic bladder"),
    "bruxism": _("bruxism"),
    "cosmetic": _("cosmetic"),
    "other": _("something else"),
}
GRADE: Mapping[str, Label] = {"mild": _("mild"), "moderate": _("moderate"), "severe": _("severe")}
NONE_OF_THEM = "none"
"""What a form says for: all six criteria asked, none met."""
SERIOUSNESS: Mapping[str, Label] = {
    "death": _("death"),
    "life-threatening": _("life-threatening"),
    "hospitalisation": _("a stay in hospital, begun or prolonged"),
    "disability": _("lasting or significant disability"),
    "congenital-anomaly": _("congenital anomaly"),
    "other-medically-important": _("otherwise medically important"),
    NONE_OF_THEM: _("all six asked: none is met"),
}
EVENT_OUTCOME: Mapping[str, Label] = {
    "recovered": _("recovered"),
    "recovering": _("recovering"),
    "recovered-with-sequelae": _("recovered, with something left"),
    "not-recovered": _("not recovered"),
    "fatal": _("fatal"),
    "unknown": _("asked; nobody knows"),
}
RELATEDNESS: Mapping[str, Label] = {
    "related": _("yes"),
    "possible": _("possibly"),
    "unlikely": _("unlikely"),
    "not-related": _("no"),
}


def language_of(one: Instrument) -> str:
    """The language of the questions: English, where nobody has read a published German wording."""
    asked = [item.says for item in one.items if item.says]
    return "en" if any(worded(says) == says for says in asked) else get_language() or "en"


def scale_name(scale: Scale) -> str:
    """What a score is called in the language of the page."""
    return scale.german if in_german() else scale.title


def instrument_name(one: Instrument) -> str:
    """What a questionnaire is called in the language of the page."""
    return one.german if in_german() else f"{one.name} ({one.about.title})"


def recall_of(one: Instrument) -> str:
    """The time that a questionnaire asks about, in the language of the page."""
    return one.recall.german if in_german() else one.recall.says


def band_name(band: Band) -> str:
    """What a score is called, in the language of the page."""
    return band.german if in_german() else band.says


def _named(name: str) -> str:
    return scale_name(scales()[name][1])


SCALES: Mapping[str, Label] = {
    name: lazy(_named, str)(name)
    for name, (one, _scale) in scales().items()
    if one.display != "none" and not one.alerts
}
"""Scores that may be entered as a number. A questionnaire with an alert is entered answer by answer, so that
the answer which cannot wait is never lost in a sum."""
