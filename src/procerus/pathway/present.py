"""What stands beside a question on its day: preventives that are taken now, questionnaires scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from procerus.criteria.bounds import Answer, every, some
from procerus.diary.cycles import Course
from procerus.diary.medicines import load_medicines
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import RegularMedicine
from procerus.pathway.patient import Patient, PreventiveTrial, Score
from procerus.pathway.tallies import a_preventive

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def taken_now(patient: Patient, classes: frozenset[str], as_of: date) -> Answer:
    """Whether a preventive of these classes is taken on the day of the question.

    A list of preventives that is present is complete, whatever the list of other medicines says.
    """
    said = [_both(_of_class(one.drug, classes), _going_on(one, as_of)) for one in patient.preventives or ()]
    said += [_both(_of_class(one.drug, classes), _in_use(one, as_of)) for one in patient.medicines or ()]
    return some(said if patient.preventives is not None else [*said, UNKNOWN])


def scored_before(scores: Sequence[Score] | None, course: Course, as_of: date) -> Answer:
    """Whether any questionnaire was scored before the first session, or at all where there is none."""
    first = course.first
    if first.exists is NO:
        return _scored(scores, lambda day: _until(day, as_of))
    on = first.day  # filled in on the day itself, before the injection
    return UNKNOWN if on is None else _scored(scores, lambda day: _both(_until(day, as_of), _until(day, on)))


def scored_since(scores: Sequence[Score] | None, course: Course, as_of: date) -> Answer:
    """Whether any questionnaire was scored after the first session."""
    first = course.first
    if first.exists is NO:
        return NO
    on = first.day
    if on is None:
        return UNKNOWN
    return _scored(scores, lambda day: _both(_until(day, as_of), _not(_until(day, on))))


def _scored(scores: Sequence[Score] | None, when: Callable[[PartialDate], Answer]) -> Answer:
    if scores is None:
        return UNKNOWN
    dated = [UNKNOWN if one.date is None else when(one.date) for one in scores]
    known = [UNKNOWN if one.score is None else YES for one in scores]
    return some(map(_both, dated, known))


def _of_class(drug: str | None, classes: frozenset[str]) -> Answer:
    dictionary = load_medicines()
    known = None if drug is None else dictionary.preventive(drug)
    if known is not None:
        return Answer.of(known.drug_class in classes)
    return a_preventive(drug, dictionary)


def _going_on(trial: PreventiveTrial, as_of: date) -> Answer:
    """Where no end is given, any outcome but `ongoing` says that it has ended."""
    begun = _until(trial.started, as_of)
    if trial.ended is None and trial.outcome is not None:
        return _both(begun, Answer.of(trial.outcome == "ongoing"))
    return _both(begun, _not_over(trial.ended, as_of))


def _in_use(medicine: RegularMedicine, as_of: date) -> Answer:
    return _both(_until(medicine.started, as_of), _not_over(medicine.ended, as_of))


def _until(day: PartialDate | None, last: date) -> Answer:
    """Whether the day lies on `last` or before; a start that nobody dated lies in the past."""
    if day is None or day.latest <= last:
        return YES
    return Answer.of(False if day.earliest > last else None)


def _not_over(ended: PartialDate | None, as_of: date) -> Answer:
    if ended is None:
        return UNKNOWN
    if ended.earliest >= as_of:
        return YES
    return Answer.of(False if ended.latest < as_of else None)


def _not(said: Answer) -> Answer:
    return {YES: NO, NO: YES}.get(said, UNKNOWN)


def _both(one: Answer, other: Answer) -> Answer:
    return every((one, other))
