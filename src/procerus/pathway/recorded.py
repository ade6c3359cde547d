"""What was recorded about a person, as the facts rules may ask for, and the anchors of their treatment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.reference import Fact
from procerus.diary.cycles import COURSE_NOT_KNOWN, Course, latest_course
from procerus.diary.medicines import load_medicines
from procerus.diary.windows import Anchored
from procerus.packs.rules import Anchor, Tally
from procerus.pathway.patient import Patient
from procerus.pathway.tallies import tally

INDICATION = "chronic-migraine"
SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def recorded_facts(patient: Patient, course: Course, as_of: date) -> dict[str, Fact]:
    """Every fact of `procerus.packs.facts.FACTS`; what nobody recorded is unknown."""
    history = patient.history
    return {
        "age": patient.age(as_of),
        "lifetime_migraine_attacks": _number(history.lifetime_migraine_attacks),
        "months_of_this_pattern": _months(history.months_of_this_pattern, patient, as_of),
        "months_of_overuse": _months(history.months_of_overuse, patient, as_of),
        "other_cause_excluded": history.other_cause_excluded,
        "overuse_plan": history.overuse_plan,
        "overuse_withdrawn": history.overuse_withdrawn,
        "diagnosed_by_neurologist": _diagnosed(patient, "neurologist"),
        "diagnosed_by_headache_specialist": _diagnosed(patient, "headache specialist"),
        "on_treatment": course.running,
        "course_ended": course.ended,
        "injections_in_course": course.injections,
    }


def tallied(patient: Patient, tallies: Mapping[str, Tally], as_of: date) -> dict[str, Fact]:
    """The preventives counted as each tally counts them."""
    dictionary = load_medicines()
    return {name: tally(patient.preventives, how, dictionary, as_of) for name, how in tallies.items()}


def course_of(patient: Patient, as_of: date) -> Course:
    """The latest course of toxin against chronic migraine."""
    if patient.toxin is None:
        return COURSE_NOT_KNOWN
    dates = []
    for injection in patient.toxin:
        if injection.indication is not None and injection.indication != INDICATION:
            continue
        if injection.indication is None or injection.date is None:
            return COURSE_NOT_KNOWN
        dates.append(injection.date)
    # Two entries of one day are one session, as where two vials were written down one by one.
    exact = dict.fromkeys(one for one in dates if one.day is not None)
    sessions = [*exact, *(one for one in dates if one.day is None)]
    return latest_course(sessions, [stop.date for stop in patient.stops], as_of)


def anchors_of(course: Course, as_of: date) -> dict[Anchor, Anchored]:
    """The days windows hang on."""
    return {
        "as_of": Anchored.on(as_of),
        "first_injection": course.first,
        "second_injection": course.second,
        "latest_injection": course.latest,
    }


def _number(recorded: int | None) -> Between:
    return ANYTHING if recorded is None else Between.exactly(recorded)


def _months(recorded: int | None, patient: Patient, as_of: date) -> Between:
    """Months of a history on the day of the question: fewer, where it was asked at a later session."""
    asked = None if patient.today is None else patient.today.on
    if recorded is None or asked is None or asked <= as_of:
        return _number(recorded)
    later = (asked - as_of).days
    return Between(max(0, recorded - later // SHORTEST_MONTH - 1), max(0, recorded - later // LONGEST_MONTH))


def _diagnosed(patient: Patient, by: str) -> Answer:
    said = patient.history.diagnosed_by
    return Answer.of(None if said is None else said == by)
