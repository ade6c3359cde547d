"""What becomes of a pack's text: rules for the default reading, for each alternative, and a fingerprint."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs.edited import POLICIES, Change, changed, headache, policy, text_of, written
from procerus.criteria.bounds import ANYTHING, Answer, Between
from procerus.criteria.language import And, Name, names_in
from procerus.faults import BadInput
from procerus.packs.check import case_facts, open_facts
from procerus.packs.compile import AlternativeRules, closure
from procerus.packs.conventions import convention, conventions, read_conventions
from procerus.packs.load import (
    Policy,
    find_policy,
    fingerprint,
    load_headache,
    load_policy,
    medicines_text,
    policy_files,
)  # fmt: skip
from procerus.packs.rules import DiaryReading, NotBefore, Window
from unit.small_policy import TEXT, small

TA260, ARTICLE = "nice-ta260", "botox-for-migraines"
BASELINE_84 = "windows = { baseline.months = 3 }"


def alternative(policy: Policy, name: str, reading: str | None = None) -> AlternativeRules:
    [found] = [
        one
        for one in policy.alternatives
        if one.alternative.name == name and reading in (None, one.reading.id)
    ]
    return found


# Alternatives


def test_an_alternative_shares_every_tree_that_it_does_not_change() -> None:
    policy = find_policy(TA260)
    for other in policy.alternatives:
        for name, criterion in other.rules.criteria.items():
            if name not in other.alternative.patch.criteria:
                assert criterion.tree is policy.rules.criteria[name].tree
        unpatched = policy.rules.days.keys() - other.alternative.patch.definitions.keys()
        assert all(other.rules.days[fact] is policy.rules.days[fact] for fact in unpatched)


@pytest.mark.parametrize("name", POLICIES)
def test_every_alternative_has_every_criterion_and_every_question(name: str) -> None:
    policy = find_policy(name)
    inherited = {reading.id for reading in load_headache().pack.sections.readings}
    assert {one.reading.id for one in policy.alternatives} >= inherited
    for other in policy.alternatives:
        assert other.rules.criteria.keys() == policy.rules.criteria.keys()
        assert other.rules.questions == policy.rules.questions
        assert other.rules is not policy.rules


def test_an_alternative_changes_only_the_months_of_a_window() -> None:
    rules = alternative(find_policy(TA260), "84 days").rules
    assert rules.windows["baseline"] == Window(
        months=3, month="28-day", before="first_injection", fewest_answered=20
    )
    assert rules.windows["after_two"] == find_policy(TA260).rules.windows["after_two"]


def test_an_alternative_begins_a_window_on_another_day() -> None:
    rules = alternative(find_policy(TA260), "weeks 9 to 12").rules
    assert rules.windows["after_two"] == Window(
        months=1, month="28-day", after="second_injection", first_day=56
    )


def test_an_alternative_changes_a_number() -> None:
    rules = alternative(find_policy(ARTICLE), "one medicine").rules
    assert rules.numbers == {**find_policy(ARTICLE).rules.numbers, "min_medicines": 1}


def test_an_alternative_counts_days_by_another_definition() -> None:
    rules = alternative(find_policy(TA260), "patient").rules
    assert rules.days["migraine_days"] == And((Name("headache"), Name("believed_migraine")))


def test_an_alternative_reads_the_diary_otherwise() -> None:
    rules = alternative(find_policy(TA260), "gaps").rules
    assert rules.diary == DiaryReading(recalled_days="gaps")
    assert find_policy(TA260).rules.diary == DiaryReading()


def test_an_alternative_asks_another_rule_and_keeps_the_wait(tmp_path: Path) -> None:
    one = alternative(find_policy(ARTICLE), "less than 30 percent").rules.criteria["stop_no_response"]
    assert "relief_percent" in names_in(one.ungated)
    assert one.tree == And((Name("second_injection.day_84"), one.ungated))
    assert one.in_words == "", "the words of the default rule would say something else"


def test_an_alternative_that_waits_longer_waits_longer(tmp_path: Path) -> None:
    rules = alternative(
        policy(tmp_path, TA260, (BASELINE_84, "numbers = { cycle_days = 168 }")), "84 days"
    ).rules
    one = rules.criteria["stop_no_response"]
    assert one.not_before == NotBefore("second_injection", 168)
    assert names_in(one.tree)[0] == "second_injection.day_168"
    assert "second_injection.day_84" not in names_in(one.tree)


def test_an_alternative_may_name_the_day_it_waits_for(tmp_path: Path) -> None:
    change = 'numbers = { cycle_days = 168 }\ncriteria = { treated = "second_injection.day_168" }'
    rules = alternative(policy(tmp_path, TA260, (BASELINE_84, change)), "84 days").rules
    assert rules.criteria["treated"].tree == Name("second_injection.day_168")


def test_a_criterion_that_rests_on_a_changed_one_comes_after_it(tmp_path: Path) -> None:
    """The other rule uses a criterion that stands later in the file."""
    changes = (
        ('"three.headache_days.least >= min_headache_days"', '"overuse_managed and treated"'),
        (", three.headache_days.least = 15, three", ', on_treatment = "yes", three'),
    )
    rules = alternative(policy(tmp_path, TA260, *changes), "each of three months").rules
    order = list(rules.criteria)
    assert order.index("often_headache") > max(order.index("overuse_managed"), order.index("treated"))


def test_a_policys_reading_stands_in_for_the_one_of_the_same_id_below() -> None:
    policy = find_policy(TA260)
    [reading] = [one for one in policy.pack.sections.readings if one.id == "more than three months"]
    assert reading in policy.pack.own.readings
    below = [one.id for one in load_headache().pack.sections.readings]
    assert {one.id for one in policy.pack.sections.readings} >= set(below)


# How well verified


def status(policy: Policy, criterion: str) -> str:
    return policy.rules.criteria[criterion].status


VERIFIED = 'adult_age             = { is = 18, unit = "years", at = "1.1, adults", status = "read" }'
WAIT = 'TA260 itself gives no interval", status = "read" }'


@pytest.mark.parametrize(
    ("criterion", "change"),
    [
        ("adult", (VERIFIED, VERIFIED.replace('"read"', '"unverified"'))),
        ("stop_no_response", (WAIT, WAIT.replace('"read"', '"unverified"'))),
        ("adult", ('"age >= adult_age"\n', '"age >= adult_age"\nstatus = "unverified"\n')),
    ],
    ids=["its number", "its waiting time", "its own wording"],
)
def test_a_criterion_is_unverified_where_something_it_rests_on_is(
    criterion: str, change: Change, tmp_path: Path
) -> None:
    assert status(find_policy(TA260), criterion) == "read"
    changed = policy(tmp_path, TA260, change)
    assert status(changed, criterion) == "unverified"
    assert status(changed, "treated") == "read"


def test_a_criterion_is_unverified_where_a_criterion_below_it_is() -> None:
    """8.2.8 rests on a limit nobody has verified, and medication overuse rests on 8.2.8."""
    policy = find_policy(TA260)
    assert status(policy, "other_overuse") == "unverified"
    assert status(policy, "medication_overuse") == "unverified"
    assert status(policy, "overuse_managed") == "unverified"
    assert status(policy, "triptan_overuse") == "read"


def test_a_criterion_is_unverified_where_the_definition_of_a_day_is(tmp_path: Path) -> None:
    default = find_policy(TA260)
    assert status(default, "often_migraine") == "read"
    by_trials = alternative(default, "preempt").rules
    assert by_trials.criteria["often_migraine"].status == "unverified"
    assert by_trials.criteria["often_headache"].status == "read"
    chosen = headache(tmp_path, ('definition = "ichd3"', 'definition = "preempt"'), (
        'definitions = { migraine_days = "preempt" }', 'definitions = { migraine_days = "ichd3" }'
    ))  # fmt: skip
    assert chosen.rules.criteria["migraine_pattern"].status == "unverified"


def test_a_criterion_that_counts_records_by_an_unverified_length_is_unverified(tmp_path: Path) -> None:
    """The weeks a medicine must be taken stand in a tally, not in the rule."""
    assert status(small(tmp_path), "enough") == "unverified"
    weeks = 'unit = "days", at = "4", status = "unverified"'
    assert weeks in TEXT
    verified = written(tmp_path, "small", TEXT.replace(weeks, weeks.replace("unverified", "read")))
    assert status(load_policy(verified), "enough") == "read"


def test_a_criterion_that_counts_records_of_any_length_is_as_verified_as_itself(tmp_path: Path) -> None:
    free = TEXT.replace('routes   = ["oral"]\n', "").replace('min_days = "weeks"\ndistinct', "distinct")
    assert status(load_policy(written(tmp_path, "small", free)), "enough") == "read"


# What rests on what


def test_a_question_names_the_criteria_it_rests_on_each_after_those_it_uses() -> None:
    rules = find_policy(TA260).rules
    below = closure(rules, rules.questions["start"].tree)
    assert below.index("ergot_overuse") < below.index("multiple_class_overuse")
    assert below.index("multiple_class_overuse") < below.index("medication_overuse")
    assert below.index("medication_overuse") < below.index("overuse_managed")
    assert "stop_improved" not in below and len(below) == len(set(below))


def long_chain(pack: str, links: int) -> str:
    """Criteria that each use the two before: the ways down double at every link."""
    words = "".join(
        f'[criteria.link_{n}]\nasks = "L?"\nyes_when = "{rule}"\nat = "1"\n'
        for n, rule in enumerate(
            [
                "on_treatment",
                *(f"link_{n} and (link_{max(n - 1, 0)} or not link_{n})" for n in range(links - 1)),
            ]
        )
    )
    return changed(
        pack, ("[criteria.treated]", words + "[criteria.treated]"),
        ('yes_when = "on_treatment"\nat       = "1.2"', f'yes_when = "link_{links - 1}"\nat       = "1.2"'),
    )  # fmt: skip


def test_criteria_may_rest_on_one_another_a_thousand_deep(tmp_path: Path) -> None:
    deep = load_policy(written(tmp_path, TA260, long_chain(TA260, 1500)))
    treated = deep.rules.questions["continue"].tree
    assert len([name for name in closure(deep.rules, treated) if name.startswith("link_")]) == 1500
    case = deep.pack.cases[-1]
    unknown = {name: fact for name, fact in case.given.items() if name != "on_treatment"}
    facts = case_facts(type(case)(case.name, unknown, case.expected, None, case.row), deep.rules)
    assert open_facts(deep.rules.criteria["treated"].tree, facts, deep.rules) == ("on_treatment",)


# Worked cases


def test_a_case_may_say_that_a_number_is_unknown(tmp_path: Path) -> None:
    changes = (
        ("given = { age = 44,", 'given = { age = "unknown",'),
        ('start = "yes"', 'start = "unknown"\nunsettled = ["age"]'),
    )
    assert policy(tmp_path, TA260, *changes).pack.cases[0].given["age"] == ANYTHING


def test_a_case_may_say_what_a_criterion_answers(tmp_path: Path) -> None:
    said = ("given = { age = 44,", 'given = { adult = "yes",')
    assert policy(tmp_path, TA260, said).pack.cases[0].given["adult"] is Answer.YES


def test_a_month_of_the_calendar_has_no_length_in_a_worked_case(tmp_path: Path) -> None:
    calendar = ('months = 1, month = "28-day", before', 'months = 1, month = "calendar", before')
    with pytest.raises(BadInput, match=r"stop_no_response: the case .* says no, the rules say unknown"):
        policy(tmp_path, TA260, calendar)


def test_the_facts_of_a_case_hold_the_packs_numbers_and_the_lengths_of_windows() -> None:
    policy = find_policy(TA260)
    facts = case_facts(policy.pack.cases[-1], policy.rules)
    assert facts["adult_age"] == Between(18, 18)
    assert (facts["after_two.months"], facts["after_two.days"]) == (Between(3, 3), Between(84, 84))
    assert (facts["four.months"], facts["four.days"]) == (Between(4, 4), Between(120, 120))


# What is not refused


@pytest.mark.parametrize(
    "change",
    [
        ("standing  =", "valid_from = 2020-01-01\nvalid_until = 2020-01-01\nstanding  ="),
        ('"age >= adult_age"', '"age + adult_age >= adult_age + adult_age"'),
        ('"age >= adult_age"', '"age >= adult_age and 100 * age >= 100 * adult_age"'),
        ("months = 3, month", "months = 3, first_day = 3660, month"),
    ],
    ids=["valid for a day", "a number twice", "a plain literal", "a day in ten years"],
)
def test_a_policy_may_have(change: Change, tmp_path: Path) -> None:
    assert policy(tmp_path, TA260, change).rules


def test_a_criterion_may_wait_for_ten_years(tmp_path: Path) -> None:
    text = changed(TA260, ("cycle_days            = { is = 84", "cycle_days            = { is = 3660"))
    late = text.replace("second_injection.day_84", "second_injection.day_3660")
    gate = load_policy(written(tmp_path, TA260, late)).rules.criteria["stop_no_response"].not_before
    assert gate == NotBefore("second_injection", 3660)


# Fingerprints


def test_the_same_text_has_the_same_fingerprint_wherever_it_lies(tmp_path: Path) -> None:
    assert policy(tmp_path, TA260).fingerprint == find_policy(TA260).fingerprint


def test_line_ends_and_a_byte_order_mark_leave_the_fingerprint_as_it_is(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + text_of(TA260).replace("\n", "\r\n").encode()
    assert load_policy(written(tmp_path, TA260, content)).fingerprint == find_policy(TA260).fingerprint


@pytest.mark.parametrize(
    "change",
    [
        ("min_migraine_days     = { is = 8, unit", "min_migraine_days     = { is = 8, unit  "),
        ('we_read = "18 years or older', 'we_read = "eighteen years or older'),
        ("# Botulinum", "# botulinum"),
    ],
    ids=["a blank", "a word", "a comment"],
)
def test_any_change_of_a_policys_text_changes_its_fingerprint(change: Change, tmp_path: Path) -> None:
    assert policy(tmp_path, TA260, change).fingerprint != find_policy(TA260).fingerprint


def test_a_change_of_the_headache_pack_changes_the_fingerprint_of_every_policy(tmp_path: Path) -> None:
    other = headache(tmp_path, ("three  = {", "three = {"))
    assert other.fingerprint != load_headache().fingerprint
    for name in (TA260, "botox-for-migraines"):
        path = policy_files()[name]
        assert load_policy(path, other).fingerprint != find_policy(name).fingerprint
        assert load_policy(path, load_headache()).fingerprint == find_policy(name).fingerprint


def test_a_change_of_the_medicine_dictionary_changes_the_fingerprint_of_every_policy() -> None:
    policy = find_policy(TA260)
    texts = (policy.pack.text.text, policy.pack.headache.text.text)
    assert fingerprint(*texts, medicines_text()) == policy.fingerprint
    assert "sumatriptan" in medicines_text() and "topiramate" in medicines_text()
    assert fingerprint(*texts, medicines_text().replace("sumatriptan", "sumatryptan")) != policy.fingerprint


def test_moving_words_from_one_pack_to_another_changes_the_fingerprint() -> None:
    assert (
        len({fingerprint("ab", "c"), fingerprint("a", "bc"), fingerprint("abc", ""), fingerprint("abc")}) == 4
    )


# Finding


def test_a_policy_is_found_by_its_id_by_its_file_and_in_a_folder(tmp_path: Path) -> None:
    text = text_of(TA260).replace('"nice-ta260"', '"our-clinic"')
    path = written(tmp_path, "our-clinic", text)
    assert find_policy(str(path)).pack.about.id == "our-clinic"
    assert find_policy("our-clinic", [tmp_path]).pack.about.id == "our-clinic"
    assert policy_files([tmp_path]).keys() == {*POLICIES, "our-clinic"}


def test_a_policy_nobody_knows_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(BadInput) as complaint:
        find_policy("nice-ta206")
    [fault] = complaint.value.faults
    assert str(fault) == (
        "policy: 'nice-ta206' is not a policy that is known here. Did you mean 'nice-ta260'?"
    )


def test_a_convention_is_a_number_with_a_reason() -> None:
    assert convention("recalled_after_days") == 7
    assert all(one.at and one.unit and one.status == "unverified" for one in conventions().values())


def test_a_convention_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "conventions", '[numbers]\nweek = { is = 7, unit = "days", status = "read" }')
    with pytest.raises(BadInput, match=r"^conventions.toml, line 2, numbers.week: has no 'at'"):
        read_conventions(path)
