"""What was recorded about a person, as the facts rules may ask for, and the anchors of their treatment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.reference import Fact
from procerus.diary.cycles import COURSE_NOT_KNOWN, Course, latest_course
from procerus.diary.medicines import load_medicines
from procerus.diary.windows import Anchored
from procerus.injection.attested import Indication
from procerus.packs.records import count_cycles
from procerus.packs.rules import Anchor, Tally
from procerus.pathway.patient import Patient
from procerus.pathway.present import scored_before, scored_since, taken_now
from procerus.pathway.tallies import cycle_lengths, tally

INDICATION: Indication = "chronic-migraine"
CGRP_CLASSES = frozenset({"cgrp-antibody", "gepant"})
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
        "work_related": history.work_related,
        "cgrp_treatment_now": taken_now(patient, CGRP_CLASSES, as_of),
        "scored_before_treatment": scored_before(patient.scores, course, as_of),
        "scored_on_treatment": scored_since(patient.scores, course, as_of),
        "on_treatment": course.running,
        "course_ended": course.ended,
        "injections_in_course": course.injections,
    }


def tallied(patient: Patient, course: Course, how: Tally, as_of: date) -> Between:
    """The preventives, or the cycles of the course, counted as the tally counts them."""
    if how.of == "cycles":
        return count_cycles(cycle_lengths(course), how)
    return tally(patient.preventives, how, load_medicines(), as_of)


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


def question_of(patient: Patient, course: Course, questions: Collection[str]) -> str:
    """Which of a policy's questions is asked of a patient now.

    `start` where no course ever began, `continue` while one runs or may run, `restart` after one has ended
    where the policy has that question, and `start` where it has not. A policy with none of these asks its
    first.
    """
    if course.ended is Answer.YES:
        wanted = ["restart", "start"]
    elif course.running is Answer.NO or (course.running is Answer.UNKNOWN and not patient.doses):
        wanted = ["start"]
    else:
        wanted = ["continue", "start"]
    return next(one for one in (*wanted, *questions) if one in questions)


def anchors_of(course: Course, as_of: date) -> dict[Anchor, Anchored]:
    """The days windows hang on."""
    return {
        "as_of": Anchored.on(as_of),
        "first_injection": course.first,
        "second_injection": course.second,
        "third_injection": course.third,
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
