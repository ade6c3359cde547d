"""Every slip in a patient file is told in one sentence that says where, what, why and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from procerus.faults import BadInput
from procerus.pathway.patient_file import patient_from

LEAST = {"procerus": "patient/1", "id": "x", "diary": []}


def fault(**keys: Any) -> str:
    with pytest.raises(BadInput) as bad:
        patient_from(LEAST | keys, "x.json")
    (only,) = bad.value.faults
    return str(only)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"id": ""}, ", id: is empty. Write it, or write null where it is not known."),
        ({"id": "a\x07b"}, ", id: 'a b' holds a character that cannot be shown. Type it again."),
        ({"id": "a\ud800b"}, ", id: 'a b' holds a character that cannot be shown. Type it again."),
        ({"id": "a" * 201}, f", id: '{'a' * 59}…' is longer than 200 characters. Shorten it."),
        ({"id": None}, ": has no 'id'. Add it: The patient's id, as the diary has it."),
        ({"id": 7}, ", id: '7' is not text. Write it in quotes."),
        (
            {"diary": 7},
            ", diary: '7' is neither a file name nor a list of days. Write a name such as ada.csv.",
        ),
        ({"diary": None}, ": has no 'diary'. Add it: A diary CSV beside this file, or a list of days."),
        ({"born": 1984}, ", born: '1984' is not a date. Write 2026-03-05, 2026-03 or 2026."),
        ({"born": "84-05-02"}, ", born: '84-05-02' is not a date. Write 2026-03-05, 2026-03 or 2026."),
        ({"sex": "Female"}, ", sex: 'Female' is not a word this key may hold. Did you mean 'female'?"),
        ({"sex": 7}, ", sex: '7' is not a word this key may hold. It may be female, male, other."),
        ({"history": []}, ", history: 'a list' is not an object. Put it in { }."),
        (
            {"history": {"months_of_overuse": 2.5}},
            ", history.months_of_overuse: '2.5' is not a whole number. Write it in digits, without quotes.",
        ),
        (
            {"history": {"months_of_overuse": True}},
            ", history.months_of_overuse: 'true' is not a whole number. Write it in digits, without quotes.",
        ),
        (
            {"history": {"months_of_overuse": "6"}},
            ", history.months_of_overuse: '6' is not a whole number. Write it in digits, without quotes.",
        ),
        (
            {"history": {"months_of_overuse": -1}},
            ", history.months_of_overuse: '-1' is not between 0 and 1200. Check the number.",
        ),
        (
            {"history": {"months_of_overuse": 10**5000}},
            ", history.months_of_overuse: 'a very large number' is not between 0 and 1200. Check the number.",
        ),
        (
            {"history": {"overuse_plan": "maybe"}},
            ', history.overuse_plan: \'maybe\' is not an answer. Write "yes", "no" or "unknown".',
        ),
        (
            {"preventives": {}},
            ", preventives: 'an object' is not a list. Put it in [ ]; an empty list means 'asked, none'.",
        ),
        (
            {"preventives": [None]},
            ", preventives[0]: is null. Take it out; a list that is present is complete.",
        ),
        ({"preventives": ["topiramate"]}, ", preventives[0]: 'topiramate' is not an object. Put it in { }."),
        ({"toxin": [{"units": 0}]}, ", toxin[0].units: '0' is not above 0 and at most 25000. Check it."),
        (
            {"toxin": [{"units": 155.3}]},
            ", toxin[0].units: '155.3' is not a whole number, a half or a quarter. Check the number.",
        ),
        (
            {"toxin": [{"units": "155"}]},
            ", toxin[0].units: '155' is not a number. Write it in digits, without quotes.",
        ),
        (
            {"toxin": [{"product": "Botox"}]},
            ", toxin[0].product: 'Botox' is not an id. Ids are in lower case with hyphens, such as botox.",
        ),
        (
            {"toxin": [{"indication": "chronic migraine"}]},
            ", toxin[0].indication: 'chronic migraine' is not a word this key may hold. Did you "
            "mean 'chronic-migraine'?",
        ),
        (
            {"today": {"on": "2026-03"}},
            ", today.on: '2026-03' is not a full date. Write year, month and day, such as 2026-03-05.",
        ),
        (
            {"today": {"on": "2026-02-30"}},
            ", today.on: '2026-02-30' is not in the calendar. Check day and month.",
        ),
        (
            {"counts": [{"headache_days": [22, 20]}]},
            ", counts[0].headache_days: goes from 22 down to 20. Write the smaller number first.",
        ),
        (
            {"counts": [{"headache_days": [22]}]},
            ", counts[0].headache_days: is not a pair. Write [fewest, most], such as [20, 22].",
        ),
        (
            {"counts": [{"headache_days": [2, "3"]}]},
            ", counts[0].headache_days: '3' is not a whole number. Write it in digits, without quotes.",
        ),
        (
            {"toxin": [{"units": 25001}]},
            ", toxin[0].units: '25001' is not above 0 and at most 25000. Check it.",
        ),
        (
            {"today": {"inr": "high"}},
            ", today.inr: 'high' is not a number. Write it in digits, without quotes.",
        ),
        (
            {"toxin": [{"product": "b" * 61}]},
            f", toxin[0].product: '{'b' * 59}…' is not an id. Ids are in lower case with hyphens, such as "
            "botox.",
        ),
        ({"toxins": []}, ": 'toxins' has no meaning here. Did you mean 'toxin'?"),
        (
            {"zzz": 1},
            ": 'zzz' has no meaning here. It may be procerus, id, born, sex, diary, history, "
            "preventives, toxin, today, medicines, conditions, counts, scores, stops, so_far.",
        ),
        (
            {"preventives": [], "so_far": {"preventives": [{"drug": "topiramate"}]}},
            ", so_far.preventives: stands beside a complete list of 'preventives'. Keep it in 'preventives' "
            "where that is complete, else only here.",
        ),
        (
            {"preventives": [{"drug": ""}]},
            ", preventives[0].drug: is empty. Write it, or write null where it is not known.",
        ),
        (
            {"counts": [{"headache_days": 4000}]},
            ", counts[0].headache_days: '4000' is not between 0 and 3660. Check the number.",
        ),
    ],
)
def test_a_slip_is_named_with_its_place_its_value_and_what_to_do(keys: dict[str, Any], sentence: str):
    assert fault(**keys) == f"x.json{sentence}"


def test_text_may_be_as_long_as_two_hundred_letters():
    assert patient_from(LEAST | {"id": "a" * 200}, "x.json").id == "a" * 200
