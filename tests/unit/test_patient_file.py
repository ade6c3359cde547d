"""A patient file is read exactly, or every fault in it is named."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from procerus.criteria.bounds import Answer, Between
from procerus.diary.partial_date import PartialDate
from procerus.faults import BadInput
from procerus.pathway.patient import Patient
from procerus.pathway.patient_file import patient_from, read_patient

LEAST = {"procerus": "patient/1", "id": "x", "diary": []}
CONTRACT: dict[str, Any] = {
    "procerus": "patient/1",
    "id": "ada",
    "born": "1984-05-02",
    "sex": "female",
    "diary": [{"date": "2026-03-29", "headache": "yes"}],
    "history": {
        "lifetime_migraine_attacks": 50,
        "months_of_this_pattern": 14,
        "other_cause_excluded": "yes",
        "diagnosed_by": "neurologist",
        "overuse_plan": "yes",
        "overuse_withdrawn": "no",
        "months_of_overuse": 6,
    },
    "preventives": [
        {
            "drug": "topiramate",
            "from": "2024-01-10",
            "to": "2024-04-20",
            "mg_per_day": 50,
            "outcome": "not_tolerated",
        }
    ],
    "toxin": [{"date": "2026-01-05", "product": "botox", "indication": "chronic-migraine", "units": 155}],
    "today": {
        "on": "2026-03-30",
        "allergy": "no",
        "infection_at_site": "no",
        "swallowing_or_breathing_trouble": "no",
        "pregnant": "no",
        "breast_feeding": "no",
        "toxin_elsewhere": "no",
        "inr": None,
    },
    "medicines": [{"drug": "gentamicin", "route": "systemic", "from": "2026-01-02", "to": None}],
    "conditions": ["myasthenia gravis"],
    "counts": [
        {
            "from": "2025-01-01",
            "to": "2025-01-30",
            "headache_days": [20, 22],
            "migraine_days": [9, 12],
            "source": "letter",
        }
    ],
    "scores": [{"date": "2026-01-05", "instrument": "hit-6", "score": 66}],
}


def faults(**keys: Any) -> list[str]:
    with pytest.raises(BadInput) as bad:
        patient_from(LEAST | keys, "x.json")
    return [str(fault) for fault in bad.value.faults]


def fault(**keys: Any) -> str:
    (only,) = faults(**keys)
    return only


def patient(**keys: Any) -> Patient:
    return patient_from(LEAST | keys, "x.json")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "x.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as bad:
        read_patient(path)
    return str(bad.value)


def test_every_key_of_the_contract_is_read():
    ada = patient_from(CONTRACT, "ada.json")
    assert (ada.id, ada.sex, ada.conditions) == ("ada", "female", ("myasthenia gravis",))
    assert ada.born == PartialDate.on(date(1984, 5, 2))
    assert (ada.history.months_of_overuse, ada.history.overuse_withdrawn) == (6, Answer.NO)
    assert ada.history.lifetime_migraine_attacks == 50
    (topiramate,) = ada.preventives or ()
    assert (topiramate.drug, topiramate.mg_per_day, topiramate.outcome) == ("topiramate", 50, "not_tolerated")
    assert topiramate.days(date(2026, 1, 1)) == Between.exactly(102)
    (injection,) = ada.toxin or ()
    assert (injection.product, injection.indication, injection.units) == ("botox", "chronic-migraine", 155)
    assert ada.today is not None
    assert (ada.today.on, ada.today.pregnant, ada.today.inr) == (date(2026, 3, 30), Answer.NO, None)
    (gentamicin,) = ada.medicines or ()
    assert (gentamicin.route, gentamicin.ended) == ("systemic", None)
    (count,) = ada.counts or ()
    assert (count.days, count.headache_days, count.migraine_days) == (30, Between(20, 22), Between(9, 12))
    (score,) = ada.scores or ()
    assert (score.instrument, score.score) == ("hit-6", Decimal(66))
    assert ada.diary.day(date(2026, 3, 29)).headache is Answer.YES


def test_a_key_that_is_missing_is_unknown_and_an_empty_list_means_none():
    silent, asked = patient(), patient(preventives=[], toxin=[], conditions=[])
    assert (silent.preventives, silent.toxin, silent.conditions, silent.today) == (None, None, None, None)
    assert (asked.preventives, asked.toxin, asked.conditions) == ((), (), ())
    assert silent.history.overuse_plan is Answer.UNKNOWN


def test_null_says_the_same_as_leaving_a_key_out():
    everything = {name: None for name in CONTRACT if name not in LEAST}
    assert patient(**everything) == patient()
    assert patient(history=dict.fromkeys(CONTRACT["history"])) == patient()


@pytest.mark.parametrize(
    "outer", ["history", "preventives", "toxin", "today", "medicines", "counts", "scores"]
)
def test_any_key_inside_a_record_may_be_missing(outer: str):
    kept = CONTRACT[outer]
    for name in kept if isinstance(kept, dict) else kept[0]:
        record = {
            key: value for key, value in (kept if isinstance(kept, dict) else kept[0]).items() if key != name
        }
        patient(**{outer: record if isinstance(kept, dict) else [record]})


def test_only_a_recorded_stop_ends_a_course_so_silence_records_none():
    assert patient().stops == ()
    (stop,) = patient(stops=[{"date": "2025-09-01", "reason": "improved"}]).stops
    assert (stop.date, stop.reason) == (date(2025, 9, 1), "improved")
    assert "has no 'date'" in fault(stops=[{"reason": "improved"}])


def test_every_fault_is_named_at_once_with_its_place():
    said = faults(
        sexx="female",
        born="2024-02-30",
        preventives=[{"outcom": "ineffective"}, {"outcome": "inefective"}],
        history={"overuse_plan": True},
    )
    assert said == [
        "x.json: 'sexx' has no meaning here. Did you mean 'sex'?",
        "x.json, born: '2024-02-30' is not in the calendar. Check day and month.",
        'x.json, history.overuse_plan: \'true\' is not an answer. Write "yes", "no" or "unknown".',
        "x.json, preventives[0]: 'outcom' has no meaning here. Did you mean 'outcome'?",
        "x.json, preventives[1].outcome: 'inefective' is not a word this key may hold. "
        "Did you mean 'ineffective'?",
    ]


@pytest.mark.parametrize("top", [[], "patient", 7, None])
def test_a_file_that_is_not_one_object_is_refused(top: object):
    with pytest.raises(BadInput, match=r"x\.json: .*is not an object"):
        patient_from(top, "x.json")


def test_another_version_is_refused_before_its_keys_are_judged():
    assert fault(procerus="patient/2", born=7) == (
        "x.json, procerus: 'patient/2' is another format. This program reads 'patient/1'."
    )
    assert "has no 'procerus'" in fault(procerus=None)
    assert "x.json, procerus: '1' is not 'patient/1'" in fault(procerus=1)


def test_a_medicine_cannot_end_before_it_starts():
    assert "preventives[0].to: '2023-12-31' ends before it starts on 2024-01-01" in fault(
        preventives=[{"from": "2024", "to": "2023"}]
    )
    assert "medicines[1].to" in fault(medicines=[{}, {"from": "2026-01-02", "to": "2026-01-01"}])
    patient(preventives=[{"from": "2024-03-20", "to": "2024-03"}, {"from": "2024", "to": "2024-01"}])


def test_attested_counts_cannot_exceed_their_days_or_share_days():
    first = {"from": "2025-01-01", "to": "2025-01-30"}
    assert "counts[0].headache_days: '31' is more than the 30 days" in fault(
        counts=[first | {"headache_days": [20, 31]}]
    )
    assert "counts[0].migraine_days: '31' is more" in fault(counts=[first | {"migraine_days": 31}])
    patient(counts=[first | {"headache_days": 30, "migraine_days": [0, 30]}])
    second = {"from": "2025-01-30", "to": "2025-02-28"}
    assert "counts[1]: shares days with counts[0]" in fault(counts=[first, second])
    assert "counts[1]: shares days with counts[0]" in fault(counts=[second, first])
    year = {"from": "2025-01-01", "to": "2025-12-31"}
    apart = {"from": "2025-03-01", "to": "2025-03-30"}
    assert [one[:45] for one in faults(counts=[year, second, apart])] == [
        "x.json, counts[1]: shares days with counts[0]",
        "x.json, counts[2]: shares days with counts[0]",
    ]
    patient(counts=[first, second | {"from": "2025-01-31"}, {"from": "2025-01-15"}, {"to": "2025-01-15"}])
    assert "counts[0].to" in fault(counts=[{"from": "2025-01-30", "to": "2025-01-29"}])


def test_an_item_that_is_no_record_does_not_hide_the_faults_of_its_neighbours():
    said = faults(
        counts=[None, {"from": "2025-01-02", "to": "2025-01-01"}],
        preventives=[7, {"from": "2025", "to": "2024"}],
    )
    assert [one.split(":")[0] for one in said] == [
        "x.json, preventives[0]",
        "x.json, counts[0]",
        "x.json, preventives[1].to",
        "x.json, counts[1].to",
    ]


def test_a_number_with_a_decimal_point_is_read_from_a_file(tmp_path: Path):
    text = '{"procerus": "patient/1", "id": "x", "diary": [], "today": {"inr": 2.4}}'
    today = read_patient(written(tmp_path, text)).today
    assert today is not None and today.inr == Decimal("2.4")


def test_an_end_of_a_count_that_nobody_gave_stays_open():
    (count,) = patient(counts=[{"headache_days": [20, None], "migraine_days": [None, 9]}]).counts or ()
    assert (count.headache_days, count.migraine_days) == (Between(20, None), Between(0, 9))
    assert count.days is None


def test_fewest_and_most_may_be_the_same_number():
    (count,) = patient(counts=[{"headache_days": [22, 22]}]).counts or ()
    assert count.headache_days == Between.exactly(22)


def test_a_number_is_kept_as_it_is_written():
    (trial,) = patient(preventives=[{"mg_per_day": 0.1}]).preventives or ()
    assert trial.mg_per_day == Decimal("0.1")
    (injection,) = patient(toxin=[{"units": 157.5}]).toxin or ()
    assert injection.units == Decimal("157.5")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"id": "a", "id": "b"}', "x.json: 'id' stands here more than once. Keep the right one."),
        ('{"today": {"inr": 1, "inr": 2}}', "x.json, today: 'inr' stands here more than once"),
        (
            '{"toxin": [{"units": 1e999}]}',
            "x.json, toxin[0].units: 'inf' is not a number. Write null where it is not known.",
        ),
        ('{"today": {"inr": NaN}}', "x.json, today.inr: 'nan' is not a number"),
        ('{"today": {"inr": -Infinity}}', "x.json, today.inr: '-inf' is not a number"),
        ('{"today": {"inr": ' + "9" * 5000 + "}}", "x.json: holds a number with too many digits"),
        ("[" * 100_000, "x.json: has lists within lists too deep"),
        ('{\n "id": "a"\n "born": 1}', "x.json, line 3, column 2: is not JSON"),
        ("", "x.json, line 1, column 1: is not JSON"),
        (b'{"id": "\xff"}', "x.json, byte 9: is not UTF-8"),
        ('{"a\\nb": {"c": NaN}}', "x.json, 'a\\nb'.c: 'nan' is not a number"),
    ],
)
def test_what_is_not_plain_json_is_refused(text: str | bytes, says: str, tmp_path: Path):
    assert says in refused(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    assert refused(tmp_path / "nobody.json") == "nobody.json: cannot be opened (No such file or directory)."


def test_a_byte_order_mark_is_no_fault(tmp_path: Path):
    assert read_patient(written(tmp_path, b"\xef\xbb\xbf" + json.dumps(LEAST).encode())).id == "x"


def with_diary(folder: Path, text: str, name: str = "x.csv", entry: str = "x.csv") -> Path:
    (folder / name).write_text(text)
    return written(folder, json.dumps(LEAST | {"diary": entry}))


def test_a_diary_beside_the_file_is_read_and_bears_the_id(tmp_path: Path):
    found = read_patient(with_diary(tmp_path, "date,headache\n2026-03-29,yes\n"))
    assert (found.diary.patient, list(found.diary.days)) == ("x", [date(2026, 3, 29)])


def test_of_several_diaries_the_one_of_this_id_is_taken(tmp_path: Path):
    rows = "patient,date,headache\ny,2026-03-28,yes\nx,2026-03-29,yes\n"
    assert list(read_patient(with_diary(tmp_path, rows)).diary.days) == [date(2026, 3, 29)]


def test_the_diary_of_somebody_else_is_refused_even_if_it_is_the_only_one(tmp_path: Path):
    path = with_diary(tmp_path, "patient,date,headache\ny,2026-03-29,yes\n")
    assert "x.json, diary: is not the diary of 'x'. It is of 'y'." in refused(path)
    many = "".join(f"y{number},2026-03-29,yes\n" for number in range(6))
    path = with_diary(tmp_path, f"patient,date,headache\n{many}")
    assert "It is of 'y0', 'y1', 'y2', 'y3', 'y4' and others." in refused(path)
    assert "is not the diary of 'x'" in fault(diary=[{"patient": "y", "date": "2026-03-29"}])


def test_rows_without_a_name_among_other_peoples_rows_are_nobodys(tmp_path: Path):
    path = with_diary(tmp_path, "patient,date,headache\n,2026-03-28,yes\ny,2026-03-29,yes\n")
    assert "x.csv, row 2, column patient: no patient is named" in refused(path)


def test_faults_of_diary_and_file_come_together(tmp_path: Path):
    (tmp_path / "x.csv").write_text("date,headache\n2026-03-29,perhaps\n")
    said = refused(written(tmp_path, json.dumps(LEAST | {"diary": "x.csv", "sex": 7})))
    assert "x.csv, row 2, column headache: 'perhaps'" in said
    assert "x.json, sex: '7'" in said


@pytest.mark.parametrize(
    "entry", ["/etc/x.csv", "../x.csv", "a/../../x.csv", "..\\x.csv", "C:x.csv", " ", "a\0b"]
)
def test_a_diary_is_never_looked_for_outside_the_folder(entry: str, tmp_path: Path):
    (tmp_path / "x.csv").write_text("date,headache\n2026-03-29,yes\n")
    folder = tmp_path / "inner"
    folder.mkdir()
    path = written(folder, json.dumps(LEAST | {"diary": entry}))
    told = refused(path)
    assert told.endswith("does not stay in this folder. Write the name of a file beside this one.")
    assert told.startswith("x.json, diary: '")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "secret.csv").write_text("date,headache\n2026-03-29,yes\n")
    folder = tmp_path / "inner"
    folder.mkdir()
    (folder / "x.csv").symlink_to(tmp_path / "secret.csv")
    assert refused(written(folder, json.dumps(LEAST | {"diary": "x.csv"}))) == (
        "x.json, diary: 'x.csv' leads out of this folder. Put the diary itself beside this file."
    )


def test_a_named_diary_needs_a_folder():
    assert fault(diary="x.csv") == (
        "x.json, diary: 'x.csv' names a file, but there is no folder to look in. Give the days as a list."
    )


def test_a_letter_cannot_count_more_migraine_days_than_headache_days():
    window = {"from": "2026-01-01", "to": "2026-01-30"}
    complaint = fault(counts=[window | {"headache_days": 5, "migraine_days": 20}])
    assert complaint == (
        "x.json, counts[0].migraine_days: '20' is more than the headache days, and every migraine day is a"
        " headache day. Check both."
    )
    patient(counts=[window | {"headache_days": [5, 20], "migraine_days": [6, 9]}])
