"""The facts a rule may ask for that are neither counted from a diary nor written in a pack.

They are what was recorded about the person, under the names of the patient file where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procerus.criteria.language import Kind


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded fact: whether it is a number or a truth, its noun, and what to do where it is missing."""

    kind: Kind
    noun: str
    to_record: str


_N, _T = Kind.NUMBER, Kind.TRUTH
_SCORES = "record questionnaire scores with their dates"
_SESSIONS = "record every toxin session with its date and indication"

FACTS: Mapping[str, Fact] = {
    "age": Fact(_N, "age in years", "record the date of birth"),
    "lifetime_migraine_attacks": Fact(
        _N, "migraine attacks in a lifetime", "ask how many migraine attacks there have been in all"
    ),
    "months_of_this_pattern": Fact(
        _N, "months of headache like this", "ask for how many months it has been like this"
    ),
    "months_of_overuse": Fact(
        _N, "months of frequent acute medicines", "ask for how many months acute medicines were this frequent"
    ),
    "other_cause_excluded": Fact(
        _T, "another cause was excluded", "record whether another cause of headache was excluded"
    ),
    "overuse_plan": Fact(
        _T, "there is a plan for medication overuse", "record whether there is a plan for medication overuse"
    ),
    "overuse_withdrawn": Fact(
        _T, "the overused medicine was withdrawn", "record whether the overused medicine was withdrawn"
    ),
    "diagnosed_by_neurologist": Fact(_T, "diagnosed by a neurologist", "record who made the diagnosis"),
    "diagnosed_by_headache_specialist": Fact(
        _T, "diagnosed by a headache specialist", "record who made the diagnosis"
    ),
    "work_related": Fact(
        _T,
        "the headache belongs to an accepted work claim",
        "record whether it belongs to an accepted work claim",
    ),
    "cgrp_treatment_now": Fact(
        _T,
        "a CGRP antibody or gepant is taken now to prevent attacks",
        "record every preventive with its drug, dates and outcome",
    ),
    "scored_before_treatment": Fact(_T, "a questionnaire was scored before treatment", _SCORES),
    "scored_on_treatment": Fact(_T, "a questionnaire was scored since treatment began", _SCORES),
    "on_treatment": Fact(_T, "a course of treatment is running", _SESSIONS),
    "course_ended": Fact(_T, "a course of treatment has ended", _SESSIONS),
    "injections_in_course": Fact(_N, "sessions in this course of treatment", _SESSIONS),
}
