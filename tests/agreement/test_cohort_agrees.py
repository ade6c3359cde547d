"""A patient asked alone and the same patient in a cohort get the same answers, under every reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from procerus.criteria import blocks
from procerus.criteria.bounds import Answer, Between
from procerus.diary.day import SYMPTOMS, Day, Intake
from procerus.diary.diary import Diary
from procerus.diary.partial_date import PartialDate
from procerus.injection.attested import Injection
from procerus.packs.load import Policy, find_policy, policy_files
from procerus.pathway.asking import Case
from procerus.pathway.cohort import Cohort, decide_cohort
from procerus.pathway.decision import decide
from procerus.pathway.patient import AttestedCount, History, Patient, PreventiveTrial, Stop

AS_OF = date(2026, 11, 1)
ANSWERS = (Answer.YES, Answer.NO, Answer.UNKNOWN)
DRUGS = (
    "topiramate",
    "propranolol",
    "amitriptyline",
    "candesartan",
    "flunarizine",
    "sumatriptan",
    "zzz",
    None,
)
OUTCOMES = ("ineffective", "not_tolerated", "contraindicated", "too_short", "refused", None)
MEDICINES = (
    None,
    (),
    (Intake("sumatriptan", "sumatriptan", frozenset({"triptan"}), acute=True, migraine_specific=True),),
    (Intake("ibuprofen", "ibuprofen", frozenset({"non-opioid"}), acute=True),),
    (Intake("zzz", None),),
)


def random_day(random: Random, when: date) -> Day:
    headache = random.choices(ANSWERS, (70, 27, 3))[0]
    if headache is Answer.NO:
        silent = dict.fromkeys((one for one in SYMPTOMS if one != "aura"), Answer.NO)
        return Day(when, headache, medicines=random.choice((None, ())), **silent)
    symptoms = {one: random.choices(ANSWERS, (45, 45, 10))[0] for one in SYMPTOMS}
    late = timedelta(days=random.choice((0, 0, 0, 9)))
    entered = None if random.random() < 0.2 else PartialDate.on(when + late).earliest
    written = None if entered is None else _noon(entered)
    return Day(
        when, headache, random.choice((None, 20, 200, 400)), random.choice((None, 1, 2, 3)),
        **symptoms, medicines=random.choice(MEDICINES), entered=written,
    )  # fmt: skip


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def random_patient(seed: int) -> Patient:
    random = Random(seed)
    length = random.choice((0, 20, 90, 130, 300, 400))
    kept = random.choice((0.5, 0.9, 1.0))
    days = [AS_OF - timedelta(days=back) for back in range(1, length + 1)]
    diary = Diary(f"p{seed}", {day: random_day(random, day) for day in days if random.random() < kept})
    first = AS_OF - timedelta(days=random.choice((40, 100, 170, 200, 260)))
    every = random.choice((84, 90, 190))
    sessions = [first + timedelta(days=every * cycle) for cycle in range(random.randint(0, 4))]
    toxin = tuple(
        Injection(PartialDate.of(day.isoformat() if random.random() < 0.9 else day.isoformat()[:7]), "botox",
                  random.choice(("chronic-migraine", "chronic-migraine", "cosmetic", None)))
        for day in sessions
    )  # fmt: skip
    return Patient(
        id=f"p{seed}",
        diary=diary,
        born=random.choice((None, *[PartialDate.of("1980-02-29")] * 4, PartialDate.of("2008"))),
        history=History(
            lifetime_migraine_attacks=random.choice((None, 3, 50)),
            months_of_this_pattern=random.choice((None, 3, 4, 20, 20)),
            overuse_plan=random.choices(ANSWERS, (4, 1, 1))[0],
            overuse_withdrawn=random.choice(ANSWERS),
            months_of_overuse=random.choice((None, 2, 8)),
        ),
        preventives=None
        if random.random() < 0.1
        else tuple(
            PreventiveTrial(drug=random.choice(DRUGS), outcome=random.choice(OUTCOMES))
            for _ in range(random.randint(0, 9))
        ),
        toxin=None if random.random() < 0.1 else toxin,
        counts=(
            AttestedCount(
                AS_OF - timedelta(days=60), AS_OF - timedelta(days=20), Between(18, 25), None, "letter"
            ),
        )
        if random.random() < 0.3
        else None,
        stops=(Stop(AS_OF - timedelta(days=50)),) if random.random() < 0.2 else (),
    )


PEOPLE = [random_patient(seed) for seed in range(60)]


def asked_of(policy: Policy) -> list[Patient]:
    """Everybody under one policy, every third person under the others: they share most of its rules."""
    return PEOPLE if policy.pack.about.id == "nice-ta260" else PEOPLE[::3]


@pytest.fixture(scope="module", params=sorted(policy_files()))
def policy(request: pytest.FixtureRequest) -> Policy:
    return find_policy(request.param)


def test_a_patient_is_answered_alike_alone_and_in_a_cohort(policy: Policy) -> None:
    for question in policy.rules.questions:
        answered_alike(policy, question)


def answered_alike(policy: Policy, question: str) -> None:
    people = asked_of(policy)
    cases = [Case.of(person, policy, AS_OF) for person in people]
    together = decide_cohort(policy, question, Cohort.of(cases, policy, question))
    whole = blocks.answers(*together.answer)
    readings = {key: blocks.answers(*pair) for key, pair in together.readings.items()}
    criteria = {key: blocks.answers(*pair) for key, pair in together.criteria.items()}
    for row, person in enumerate(people):
        alone = decide(policy, question, person, AS_OF)
        assert whole[row] is alone.answer, person.id
        for reason in alone.reasons:
            assert criteria[reason.criterion][row] is reason.answer, (person.id, reason.criterion)
        assert len(alone.readings) == len(readings)
        for one in alone.readings:
            assert readings[one.reading, one.alternative][row] is one.answer, (person.id, one)
        assert bool(together.same_under_all_readings[row]) is alone.same_under_all_readings


def test_the_random_people_are_varied_enough_to_get_every_answer() -> None:
    policy = find_policy("nice-ta260")
    for question in ("start", "continue"):
        said = {decide(policy, question, person, AS_OF).answer for person in PEOPLE}
        assert said == {*Answer}, question


def test_a_cohort_in_chunks_is_the_cohort_in_one() -> None:
    policy = find_policy("nice-ta260")
    cohort = Cohort.of([Case.of(person, policy, AS_OF) for person in PEOPLE], policy, "start")
    whole = decide_cohort(policy, "start", cohort)
    halves = [decide_cohort(policy, "start", cohort.part(slice(at, at + 20))) for at in (0, 20, 40)]
    joined = [answer for half in halves for answer in blocks.answers(*half.answer)]
    assert joined == blocks.answers(*whole.answer)


def test_windows_of_calendar_months_are_counted_alike(policy: Policy) -> None:
    calendar = {name: replace(window, month="calendar") for name, window in policy.rules.windows.items()}
    later = {
        name: replace(window, first_day=20, months=2)
        for name, window in calendar.items()
        if window.after is not None
    }
    for windows in (calendar, calendar | later):
        asked = replace(policy, rules=replace(policy.rules, windows=windows), alternatives=())
        for question in policy.rules.questions:
            counted_alike(asked, question)


def counted_alike(asked: Policy, question: str) -> None:
    people = asked_of(asked)
    cohort = Cohort.of([Case.of(person, asked, AS_OF) for person in people], asked, question)
    together = decide_cohort(asked, question, cohort)
    criteria = {key: blocks.answers(*pair) for key, pair in together.criteria.items()}
    for row, person in enumerate(people):
        for reason in decide(asked, question, person, AS_OF).reasons:
            assert criteria[reason.criterion][row] is reason.answer, (person.id, reason.criterion)


def test_readings_that_change_no_day_share_their_masks() -> None:
    policy = find_policy("nice-ta260")
    days = {day: Day(day, Answer.YES) for day in (AS_OF - timedelta(days=back) for back in range(1, 40))}
    cohort = Cohort.of([Case.of(Patient("x", Diary("x", days)), policy, AS_OF)], policy, "start")
    assert len(cohort.masks) == 3 and len({id(masks) for masks in cohort.masks.values()}) == 1
