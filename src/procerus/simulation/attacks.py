"""What a headache day is like: symptoms, severity, hours, aura, and what was taken for it.

Symptoms hang together through one hidden score a day, "how migraine-like". Each symptom is present where
loading * score + sqrt(1 - loading^2) * its own noise exceeds the normal quantile of its share: the sum is
again standard normal, so every symptom has exactly the share of the pack, whatever the loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from procerus.simulation.parameters import Parameters, Symptoms
from procerus.simulation.streams import Codes, Flags, Floats, Purpose, Streams

_SYMPTOMS = {
    "unilateral": Purpose.UNILATERAL,
    "pulsating": Purpose.PULSATING,
    "aggravated": Purpose.AGGRAVATED,
    "photophobia": Purpose.PHOTOPHOBIA,
    "phonophobia": Purpose.PHONOPHOBIA,
    "believed_migraine": Purpose.BELIEVED_MIGRAINE,
}


@dataclass(frozen=True, slots=True)
class Attacks:
    """What happened to a block of people, as it was, written down or not. One row a day."""

    symptoms: dict[str, Flags]  # by diary column; False without headache, except aura
    worst: Codes  # 0 none, 1 mild, 2 moderate, 3 severe
    long: Flags  # four hours or more
    first_taken: Flags
    second_taken: Flags
    relieved: Flags  # would a triptan or ergot, if taken, have relieved it


def attacks(streams: Streams, headache: Flags, habits: Codes, parameters: Parameters) -> Attacks:
    """Draw what each headache day is like; `habits` holds each person's place in the pack's habits."""
    score = _migraine_score(streams, len(headache), parameters.symptoms)
    symptoms = _symptoms(streams, score, headache, parameters.symptoms)
    symptoms["aura"] = _aura(streams, headache, parameters.symptoms)
    severity = _latent(streams, Purpose.WORST, score, parameters.symptoms.loading)
    worst = headache.astype(np.uint8)
    for share in (parameters.symptoms.moderate, parameters.symptoms.severe):
        worst += headache & (severity > _threshold(share))
    duration = _latent(streams, Purpose.FOUR_HOURS, score, parameters.symptoms.loading)
    first, second = _taken(streams, score, headache, habits, parameters)
    relieved = streams.uniform(Purpose.RELIEVED, len(headache)) < parameters.treating.relieved
    long = headache & (duration > _threshold(parameters.symptoms.four_hours))
    return Attacks(symptoms, worst, long, first, second, relieved)


def hours(streams: Streams, headache: Flags, long: Flags, parameters: Parameters) -> Codes:
    """Whole hours of headache: 1 to 3 on short days, 4 to 24 with the pack's mean on long ones."""
    u = streams.uniform(Purpose.HOURS, len(headache))
    bend = 20 / (parameters.symptoms.hours_of_long_days - 4) - 1  # the mean of 4 + 20 u^bend is the pack's
    spent = np.where(long, np.rint(4 + 20 * u ** np.float32(bend)), 1 + np.floor(3 * u))
    return np.where(headache, spent, 0).astype(np.uint8)


def habits_of(streams: Streams, parameters: Parameters) -> Codes:
    """Each person's place in the pack's list of habits."""
    upto = np.cumsum([one.share for one in parameters.habits])
    places = np.searchsorted(upto, streams.uniform(Purpose.HABIT)[0], side="right")
    drawn: Codes = np.minimum(places, len(upto) - 1).astype(np.uint8)
    return drawn


def _migraine_score(streams: Streams, days: int, symptoms: Symptoms) -> Floats:
    person = streams.normal(Purpose.MIGRAINE_PERSON) * np.float32(sqrt(symptoms.personal))
    score = streams.normal(Purpose.MIGRAINE_DAY, days) * np.float32(sqrt(1 - symptoms.personal))
    score += person
    return score


def _symptoms(streams: Streams, score: Floats, headache: Flags, shares: Symptoms) -> dict[str, Flags]:
    drawn: dict[str, Flags] = {}
    for column, purpose in _SYMPTOMS.items():
        latent = _latent(streams, purpose, score, shares.loading)
        drawn[column] = headache & (latent > _threshold(getattr(shares, column)))
    sickness = _latent(streams, Purpose.NAUSEA, score, shares.loading)  # one score: who vomits is sick
    drawn["nausea"] = headache & (sickness > _threshold(shares.nausea))
    drawn["vomiting"] = headache & (sickness > _threshold(shares.vomiting))
    return drawn


def _aura(streams: Streams, headache: Flags, shares: Symptoms) -> Flags:
    people = streams.uniform(Purpose.AURA_PERSON) < shares.aura_people
    u = streams.uniform(Purpose.AURA, len(headache))
    with_headache, without = np.float32(shares.aura_days), np.float32(shares.aura_without_headache)
    return people & (u < np.where(headache, with_headache, without))


def _taken(
    streams: Streams, score: Floats, headache: Flags, habits: Codes, parameters: Parameters
) -> tuple[Flags, Flags]:
    shares, days = parameters.treating, len(headache)
    latent = streams.normal(Purpose.TREATING_DAY, days)
    latent *= np.float32(sqrt(1 - shares.loading**2 - shares.personal))
    latent += np.float32(shares.loading) * score
    latent += np.float32(sqrt(shares.personal)) * streams.normal(Purpose.TREATING_PERSON)
    has_first = np.array([one.first is not None for one in parameters.habits])[habits]
    has_second = np.array([one.second is not None for one in parameters.habits])[habits]
    first = headache & has_first & (latent > _threshold(shares.treated))
    too = streams.uniform(Purpose.SECOND_MEDICINE, days) < shares.second_too
    return first, first & has_second & too


def _latent(streams: Streams, purpose: Purpose, score: Floats, loading: float) -> Floats:
    latent = streams.normal(purpose, len(score))
    latent *= np.float32(sqrt(1 - loading**2))
    latent += np.float32(loading) * score
    return latent


def _threshold(share: float) -> np.float32:
    """What a standard normal number exceeds in this share of draws."""
    if share <= 0 or share >= 1:
        return np.float32(np.inf if share <= 0 else -np.inf)
    return np.float32(NormalDist().inv_cdf(1 - share))
