"""ICHD-3 for one patient: the diary, with what was asked and attested beside it."""

from __future__ import annotations

from datetime import date

from procerus.diary.counts import MonthCounts
from procerus.headache import classify as headache_classify
from procerus.headache.classify import Classification, rules_for
from procerus.packs.load import load_headache
from procerus.packs.rules import MonthLength
from procerus.pathway.patient import Patient
from procerus.pathway.recorded import course_of, recorded_facts


def classify(
    patient: Patient,
    as_of: date,
    months: MonthLength = "30-day",
    migraine_day: str = "ichd3",
    counts: MonthCounts | None = None,
) -> Classification:
    """Classify one patient on a day; it looks at the days before.

    `migraine_day` is the name of a definition in the headache pack. `counts` may be those of another
    question on the same day, so that no month is counted twice.
    """
    headache = load_headache()
    rules = rules_for(headache, months, migraine_day)
    if counts is None:
        counts = MonthCounts(patient.diary.until(as_of), rules.bits, patient.counts or ())
    recorded = recorded_facts(patient, course_of(patient, as_of), as_of)
    return headache_classify.classify(patient.id, counts, recorded, rules, headache, as_of)
