"""Migraine days: which headache days count as migraine, and under whose definition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from people import LAST_DAY, felt, migraine, other_headache
from procerus.criteria.bounds import Answer
from procerus.diary.day import Day
from spec.diagnosed import a_migraine_day

title = "Migraine days"
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


# ICHD-3 1.3 C 1: criteria C and D of migraine without aura.


def test_two_pain_features_and_nausea_make_a_migraine_day() -> None:
    assert a_migraine_day(felt("unilateral pulsating nausea")) is YES


def test_one_pain_feature_is_not_enough() -> None:
    assert a_migraine_day(felt("unilateral nausea")) is NO


def test_moderate_pain_is_one_of_the_four_pain_features_and_mild_pain_is_not() -> None:
    assert a_migraine_day(felt("unilateral nausea", worst=2)) is YES
    assert a_migraine_day(felt("unilateral nausea", worst=1)) is NO


def test_pain_of_unwritten_strength_leaves_open_what_hangs_on_it() -> None:
    assert a_migraine_day(felt("unilateral nausea", worst=None)) is UNKNOWN
    assert a_migraine_day(felt("unilateral pulsating nausea", worst=None)) is YES


def test_worse_with_activity_is_one_of_the_four_pain_features() -> None:
    assert a_migraine_day(felt("aggravated pulsating nausea")) is YES


def test_pain_features_without_nausea_light_or_sound_are_not_enough() -> None:
    assert a_migraine_day(felt("unilateral pulsating aggravated", worst=3)) is NO


@pytest.mark.parametrize("alone", ["photophobia", "phonophobia"])
def test_only_light_ticked_or_only_sound_ticked_does_not_satisfy_criterion_d(alone: str) -> None:
    assert a_migraine_day(felt(f"unilateral pulsating {alone}")) is NO


def test_light_and_sound_together_satisfy_criterion_d() -> None:
    assert a_migraine_day(felt("unilateral pulsating photophobia phonophobia")) is YES


def test_light_ticked_and_sound_left_empty_leaves_criterion_d_open() -> None:
    assert a_migraine_day(felt("unilateral pulsating photophobia", not_said="phonophobia")) is UNKNOWN


@pytest.mark.parametrize("alone", ["nausea", "vomiting"])
def test_nausea_or_vomiting_alone_satisfies_criterion_d(alone: str) -> None:
    assert a_migraine_day(felt(f"unilateral pulsating {alone}")) is YES


@pytest.mark.parametrize("minutes", [90, 10, None])
def test_a_headache_aborted_at_90_minutes_still_counts_for_no_least_duration_is_asked(
    minutes: int | None,
) -> None:
    assert a_migraine_day(felt("unilateral pulsating nausea", minutes=minutes)) is YES


def test_a_tension_type_like_headache_is_no_migraine_day() -> None:
    assert a_migraine_day(other_headache(LAST_DAY)) is NO


def test_every_symptom_of_migraine_without_a_headache_is_no_migraine_day() -> None:
    assert a_migraine_day(replace(migraine(LAST_DAY), headache=NO, minutes=None, worst=None)) is NO


def test_a_headache_day_that_describes_nothing_may_be_a_migraine_day() -> None:
    assert a_migraine_day(Day(LAST_DAY, headache=YES)) is UNKNOWN


def test_an_unanswered_day_may_be_a_migraine_day() -> None:
    assert a_migraine_day(Day(LAST_DAY)) is UNKNOWN


# ICHD-3 1.3 C 2 and C 3.


def test_a_headache_with_aura_counts_whatever_the_headache_is_like() -> None:
    assert a_migraine_day(felt("aura")) is YES


def test_aura_without_headache_is_no_migraine_day() -> None:
    assert a_migraine_day(Day(LAST_DAY, headache=NO, aura=YES)) is NO


def test_believed_to_be_migraine_and_relieved_by_a_triptan_counts() -> None:
    assert a_migraine_day(felt("believed_migraine relieved", medicines="sumatriptan")) is YES


def test_believed_to_be_migraine_and_relieved_by_an_ergot_counts() -> None:
    assert a_migraine_day(felt("believed_migraine relieved", medicines="dihydroergotamine")) is YES


def test_a_triptan_taken_without_recorded_effect_is_unknown_not_yes() -> None:
    assert a_migraine_day(felt("believed_migraine", not_said="relieved", medicines="sumatriptan")) is UNKNOWN


def test_a_triptan_that_did_not_help_is_no_proof_of_migraine() -> None:
    assert a_migraine_day(felt("believed_migraine", medicines="sumatriptan")) is NO


def test_belief_alone_is_not_enough() -> None:
    assert a_migraine_day(felt("believed_migraine", not_said="relieved", medicines="none")) is NO


def test_relief_alone_is_not_enough() -> None:
    assert a_migraine_day(felt("relieved", medicines="sumatriptan")) is NO


def test_relief_by_paracetamol_is_not_relief_by_a_triptan_or_ergot() -> None:
    day = felt("believed_migraine", not_said="relieved", medicines="paracetamol")
    assert a_migraine_day(day) is NO


def test_relief_written_beside_paracetamol_alone_contradicts_itself_and_is_open() -> None:
    assert a_migraine_day(felt("believed_migraine relieved", medicines="paracetamol")) is UNKNOWN


# Other definitions, which trials and registries use.


def test_probable_migraine_does_not_count_under_the_classification_but_does_under_preempt() -> None:
    for probable in (felt("nausea", minutes=240), felt("unilateral pulsating", minutes=240)):
        assert a_migraine_day(probable) is NO
        assert a_migraine_day(probable, "preempt") is YES


def test_a_headache_without_any_feature_is_not_even_probable_migraine() -> None:
    assert a_migraine_day(felt(minutes=1440), "preempt") is NO


@pytest.mark.parametrize(("minutes", "counts"), [(239, NO), (240, YES), (None, UNKNOWN)])
def test_preempt_asks_for_four_hours(minutes: int | None, counts: Answer) -> None:
    assert a_migraine_day(felt("unilateral pulsating nausea", minutes=minutes), "preempt") is counts


@pytest.mark.parametrize(("minutes", "counts"), [(29, NO), (30, YES), (None, UNKNOWN)])
@pytest.mark.parametrize("definition", ["leiden", "thirty-minutes"])
def test_leiden_and_the_antibody_trials_ask_for_half_an_hour(
    minutes: int | None, counts: Answer, definition: str
) -> None:
    assert a_migraine_day(felt("unilateral pulsating nausea", minutes=minutes), definition) is counts


@pytest.mark.parametrize("definition", ["ichd3", "preempt", "leiden", "thirty-minutes", "patient"])
def test_features_on_a_day_that_does_not_say_if_there_was_a_headache_leave_it_open(definition: str) -> None:
    day = replace(migraine(LAST_DAY), headache=UNKNOWN)
    assert a_migraine_day(day, definition) is UNKNOWN


def test_leiden_counts_a_triptan_on_a_headache_day_whatever_its_effect() -> None:
    assert a_migraine_day(felt(minutes=10, medicines="sumatriptan"), "leiden") is YES


def test_leiden_counts_no_triptan_that_was_taken_without_a_headache() -> None:
    day = replace(felt(medicines="sumatriptan"), headache=NO, minutes=None, worst=None)
    assert a_migraine_day(day, "leiden") is NO


def test_leiden_counts_any_migraine_specific_medicine_and_the_antibody_trials_a_triptan_or_ergot() -> None:
    day = felt(minutes=10, medicines="rimegepant")
    assert a_migraine_day(day, "leiden") is YES
    assert a_migraine_day(day, "thirty-minutes") is NO
    assert a_migraine_day(felt(minutes=10, medicines="ergotamine"), "thirty-minutes") is YES


def test_a_painkiller_nobody_can_identify_may_be_migraine_specific() -> None:
    assert a_migraine_day(felt(medicines="painkiller"), "leiden") is UNKNOWN
    assert a_migraine_day(felt(medicines="paracetamol"), "leiden") is NO


def test_leiden_asks_for_both_features_and_the_antibody_trials_for_either() -> None:
    day = felt("nausea", minutes=30)
    assert a_migraine_day(day, "leiden") is NO
    assert a_migraine_day(day, "thirty-minutes") is YES


def test_leiden_counts_a_headache_with_aura_however_short() -> None:
    assert a_migraine_day(felt("aura", minutes=10), "leiden") is YES


def test_what_the_patient_calls_migraine_is_a_definition_of_its_own() -> None:
    assert a_migraine_day(felt("believed_migraine"), "patient") is YES
    assert a_migraine_day(replace(migraine(LAST_DAY), believed_migraine=NO), "patient") is NO
    assert a_migraine_day(felt(not_said="believed_migraine"), "patient") is UNKNOWN
    assert a_migraine_day(Day(LAST_DAY, headache=NO, believed_migraine=YES), "patient") is NO
