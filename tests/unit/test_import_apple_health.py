"""What an Apple Health export says about days: attacks, and statements that there was none."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procerus.diary.day import COLUMNS
from procerus.exchange.importers.imported import Imported
from procerus.exchange.importers.recognise import import_diary
from procerus.faults import BadInput
from unit.migraine_buddy import mutated

EXAMPLE = Path(__file__).parents[2] / "examples" / "exports" / "apple-health.xml"
DOCUMENT_TYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
"""


def record(
    start: str, end: str | None = None, value: str = "Moderate", *, kind: str = "Headache", **more: str
) -> str:
    """One record; times such as `2024-03-01 09:00:00 -0800`, the end the same as the start unless given."""
    value = value if value.isdigit() else f"HKCategoryValueSeverity{value}"
    said = {"type": f"HKCategoryTypeIdentifier{kind}", "sourceName": "Health", **more}
    said |= {"startDate": start, "endDate": end or start, "value": value}
    return "<Record " + " ".join(f'{name}="{text}"' for name, text in said.items()) + "/>"


def with_identity(one: str, identity: str) -> str:
    return one.replace("/>", f'><MetadataEntry key="HKExternalUUID" value="{identity}"/></Record>')


def export(*records: str, document_type: str = DOCUMENT_TYPE) -> str:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n{document_type}<HealthData locale="en_GB">\n'
    return start + "\n".join(records) + "\n</HealthData>\n"


def read(content: str | bytes) -> Imported:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.dat"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_diary(path)


def days(*records: str) -> dict[str, dict[str, str]]:
    return {row["date"]: row for row in read(export(*records)).rows}


def only_day(*records: str) -> dict[str, str]:
    (row,) = days(*records).values()
    return row


def complaints(content: str | bytes) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(content)
    return [str(fault) for fault in caught.value.faults]


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


NOON, ONE, TWO, NINE = (f"2024-03-01 {hour}:00:00 +0000" for hour in ("12", "13", "14", "21"))


# Days


def test_not_present_is_a_headache_free_day_and_a_day_without_record_is_not():
    read_back = read(export(record(NINE, value="NotPresent"), record("2024-03-04 21:00:00 +0000")))
    assert [(row["date"], row["headache"]) for row in read_back.rows] == [
        ("2024-03-01", "no"), ("2024-03-04", "yes"),
    ]  # fmt: skip
    assert (read_back.attacks, read_back.free_days, read_back.unknown_days) == (1, 1, 2)
    assert (read_back.first, read_back.last) == (date(2024, 3, 1), date(2024, 3, 4))


@pytest.mark.parametrize(
    ("value", "headache", "worst"),
    [
        ("Unspecified", "yes", ""),
        ("NotPresent", "no", ""),
        ("Mild", "yes", "mild"),
        ("Moderate", "yes", "moderate"),
        ("Severe", "yes", "severe"),
        ("0", "yes", ""),
        ("1", "no", ""),
        ("2", "yes", "mild"),
        ("3", "yes", "moderate"),
        ("4", "yes", "severe"),
    ],
)
def test_raw_value_one_means_not_present_and_two_means_mild(value, headache, worst):
    row = only_day(record(NOON, ONE, value))
    assert (row["headache"], row["worst"]) == (headache, worst)


def test_the_worst_of_a_day_counts():
    assert only_day(record(NOON, ONE, "Mild"), record(NINE, value="Severe"))["worst"] == "severe"


def test_an_unspecified_headache_beside_a_mild_one_leaves_the_worst_open():
    assert only_day(record(NOON, ONE, "Mild"), record(NINE, value="Unspecified"))["worst"] == ""


def test_free_at_one_hour_and_in_pain_at_another_is_a_headache_day():
    row = only_day(record(NOON, TWO), record(NINE, value="NotPresent"))
    assert (row["headache"], row["hours"]) == ("yes", "2")


def test_free_and_in_pain_at_the_same_hour_leaves_the_day_open_and_says_so():
    read_back = read(export(record(NOON, TWO), record(ONE, NINE, "NotPresent")))
    (row,) = read_back.rows
    assert {name: text for name, text in row.items() if text} == {"date": "2024-03-01"}
    assert any("2024-03-01" in remark and "left open" in remark for remark in read_back.remarks)
    assert (read_back.free_days, read_back.unknown_days) == (0, 1)


def test_a_headache_that_begins_when_the_free_hours_end_contradicts_nothing():
    assert only_day(record(NOON, ONE, "NotPresent"), record(ONE, TWO))["headache"] == "yes"


def test_a_contradiction_on_the_second_day_of_an_attack_leaves_the_first_day_alone():
    night = record("2024-03-01 22:00:00 +0000", "2024-03-02 09:00:00 +0000")
    found = days(night, record("2024-03-02 08:00:00 +0000", value="NotPresent"))
    assert {day: row["headache"] for day, row in found.items()} == {"2024-03-01": "yes", "2024-03-02": ""}


def test_a_headache_over_midnight_touches_both_days_and_one_that_ends_at_midnight_does_not():
    over = days(record("2024-03-01 22:00:00 +0000", "2024-03-02 00:30:00 +0000"))
    until = days(record("2024-03-01 22:00:00 +0000", "2024-03-02 00:00:00 +0000"))
    assert {day: row["hours"] for day, row in over.items()} == {"2024-03-01": "2", "2024-03-02": "0.5"}
    assert {day: row["hours"] for day, row in until.items()} == {"2024-03-01": "2"}


@pytest.mark.parametrize("offset", ["-0800", "+0000", "+1300", "-08:00"])
def test_the_day_is_that_of_the_wall_clock_wherever_it_hung(offset):
    late = record(f"2024-03-01 23:30:00 {offset}", f"2024-03-01 23:50:00 {offset}")
    early = record(f"2024-03-03 00:10:00 {offset}", f"2024-03-03 00:20:00 {offset}")
    assert list(days(late, early)) == ["2024-03-01", "2024-03-03"]


def test_a_headache_through_the_night_the_clock_goes_back_touches_both_days_without_hours():
    found = days(record("2026-10-24 23:00:00 +0200", "2026-10-25 06:00:00 +0100"))
    assert {day: row["hours"] for day, row in found.items()} == {"2026-10-24": "", "2026-10-25": ""}


def test_a_headache_noted_as_a_moment_has_no_hours():
    assert only_day(record(NOON))["hours"] == ""


def test_nausea_is_told_of_a_headache_day_and_only_if_it_was_recorded():
    row = only_day(
        record(NOON, TWO), record(NOON, ONE, kind="Nausea"), record(NOON, ONE, "NotPresent", kind="Vomiting")
    )
    assert (row["nausea"], row["vomiting"], row["photophobia"]) == ("yes", "no", "")


def test_nausea_alone_makes_no_day():
    found = days(record(NOON, TWO), record("2024-03-02 12:00:00 +0000", kind="Nausea"))
    assert list(found) == ["2024-03-01"]


def test_nausea_on_a_headache_free_day_is_no_headache():
    row = only_day(record(NINE, value="NotPresent"), record(NOON, kind="Nausea"))
    assert (row["headache"], row["nausea"]) == ("no", "")


def test_rows_have_the_columns_of_the_diary_and_say_nothing_of_medicines():
    row = only_day(record(NOON, ONE))
    assert tuple(row) == COLUMNS
    assert (row["patient"], row["medicines"], row["entered"]) == ("", "", "")


# Repeats


def test_a_record_repeated_inside_a_correlation_counts_once():
    one = record(NOON, ONE)
    read_back = read(export(one, f'<Correlation type="x">{one}</Correlation>'))
    assert read_back.attacks == 1
    assert any("repeats" in remark for remark in read_back.remarks)


def test_two_versions_of_one_record_count_as_the_later_one_whatever_their_order():
    first = with_identity(record(NOON, ONE, "Severe", creationDate="2024-03-01 23:30:00 +0200"), "a")
    later = with_identity(record(NOON, TWO, "Mild", creationDate="2024-03-01 22:00:00 +0000"), "a")
    for records in ((first, later), (later, first)):
        row = only_day(*records)
        assert (row["worst"], row["hours"]) == ("mild", "2")


def test_two_headaches_with_identities_of_their_own_are_two():
    one, other = with_identity(record(NOON, ONE), "a"), with_identity(record(TWO, NINE), "b")
    assert read(export(one, other)).attacks == 2


# The file


def test_a_zip_from_the_phone_is_read_under_any_name_for_its_file():
    content = export(record(NOON, ONE)).encode()
    other = b'<?xml version="1.0"?><ClinicalDocument/>'
    packed = zipped(
        ("apple_health_export/export_cda.xml", other), ("apple_health_export/Экспорт.xml", content)
    )
    assert read(packed).rows == read(content).rows


def test_a_zip_without_a_health_export_is_told_which_exports_are_known():
    assert "Apple Health" in complaints(zipped(("letter.txt", b"Dear"), ("other.xml", b"<a/>")))[0]


def test_a_zip_that_unpacks_a_thousandfold_is_refused():
    bomb = export(record(NOON, ONE)).encode() + b" " * (8 * 2**20)
    (complaint,) = complaints(zipped(("export.xml", bomb)))
    assert "unpack" in complaint


def test_a_zip_whose_list_of_files_claims_to_be_huge_is_refused():
    packed = bytearray(zipped(*((f"{n:0200}.txt", b"") for n in range(2000))) + b"")
    at = packed.rfind(b"PK\x05\x06")
    padding = bytes(20 * 2**20)
    directory = int.from_bytes(packed[at + 12 : at + 16], "little") + len(padding)
    packed[at + 12 : at + 16] = directory.to_bytes(4, "little")
    (complaint,) = complaints(bytes(packed[:at]) + padding + bytes(packed[at:]))
    assert "list of files" in complaint


@given(mutated(zipped(("export.xml", export(record(NOON, ONE), record(NINE, value="NotPresent")).encode()))))
def test_a_damaged_zip_is_refused_or_read(raw):
    try:
        assert read(raw).rows
    except BadInput as refused:
        assert all(fault.where.startswith("export.dat") for fault in refused.faults)


def test_the_broken_document_type_of_ios_16_is_tolerated():
    broken = DOCUMENT_TYPE.replace(
        "]>", "<!ATTLIST Record\n  type CDATA #REQUIRED\n<!ELEMENT Workout EMPTY>\n]>"
    )
    assert read(export(record(NOON, ONE), document_type=broken)).attacks == 1


def test_a_document_type_cannot_slip_in_a_headache():
    default = '<!ATTLIST Record value CDATA "HKCategoryValueSeveritySevere">\n]>'
    without = re.sub(r' value="[^"]*"', "", record(NOON, ONE))
    assert "value" in complaints(export(without, document_type=DOCUMENT_TYPE.replace("]>", default)))[0]


@pytest.mark.parametrize(
    "document_type",
    [
        DOCUMENT_TYPE.replace("]>", '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">\n]>'),
        DOCUMENT_TYPE.replace("]>", '<!ENTITY a SYSTEM "file:///etc/hostname">\n]>'),
        '<!DOCTYPE HealthData SYSTEM "http://example.org/health.dtd">\n',
    ],
)
def test_entities_and_foreign_document_types_are_refused(document_type):
    (complaint,) = complaints(export(record(NOON, ONE), document_type=document_type))
    assert "line 2" in complaint and "entities" in complaint


def test_a_file_that_ends_too_early_is_refused_with_its_line():
    content = export(record(NOON, ONE), record(TWO, NINE))
    (complaint,) = complaints(content[: content.rindex("<Record") + 40])
    assert "line 11" in complaint and "ends too early" in complaint


def test_a_character_that_xml_does_not_allow_is_refused_with_its_code_and_line():
    (complaint,) = complaints(
        export(record(NOON, ONE), record(TWO, NINE).replace('Health"', 'He\x0balth"', 1))
    )
    assert "line 11" in complaint and "code 11" in complaint


def test_such_a_character_is_named_also_far_into_a_long_file():
    steps = record(NOON, ONE, kind="StepCount") + "\n"
    (complaint,) = complaints(export(steps * 2000, "\x0b"))
    assert "code 11" in complaint


def test_an_attribute_of_megabytes_is_refused_and_not_waited_for():
    (complaint,) = complaints(export(record(NOON, ONE), f'<Record type="{"x>" * 2**22}"/>'))
    assert "1 MiB" in complaint


def test_a_declared_encoding_that_does_not_exist_changes_nothing():
    content = export(record(NOON, ONE))
    assert read(content.replace('encoding="UTF-8"', 'encoding="ATF-8"')).rows == read(content).rows


def test_elements_nested_without_end_are_refused():
    assert "nested" in complaints(export(record(NOON, ONE), "<a>" * 10_000))[0]


def test_more_records_than_one_person_can_have_are_refused(monkeypatch):
    monkeypatch.setattr("procerus.exchange.importers.health_xml._MOST_RECORDS", 2)
    three = [record(f"2024-03-0{n} 12:00:00 +0000") for n in (1, 2, 3)]
    assert len(read(export(*three[:2])).rows) == 2
    assert "too many" in complaints(export(*three))[0]


def test_every_record_that_cannot_be_understood_is_named_with_its_line():
    said = complaints(
        export(
            record("2024-13-01 12:00:00 +0000"),
            record("2024-03-01T12:00:00Z"),
            record(TWO, NOON),
            record(NOON, ONE, "Terrible"),
            record(NOON, "2026-03-01 12:00:00 +0000"),
        )
    )
    found = [re.search(r"line (\d+), (\w+):", one).groups() for one in said]
    assert found == [
        ("10", "startDate"), ("10", "endDate"), ("11", "startDate"), ("11", "endDate"), ("12", "endDate"),
        ("13", "value"), ("14", "endDate"),
    ]  # fmt: skip


def test_thousands_of_faults_are_counted_and_a_hundred_are_shown():
    said = complaints(export(*(record(NOON, ONE, str(n)) for n in range(5, 305))))
    assert len(said) == 101
    assert "200 more" in said[-1]


def test_an_export_without_headaches_is_no_headache_free_diary():
    assert "no headache is recorded" in complaints(export(record(NOON, ONE, kind="StepCount")))[0]


def test_reading_the_example_gives_headache_days_free_days_and_days_left_open():
    read_back = read(EXAMPLE.read_bytes())
    assert read_back.source == "Apple Health"
    assert read_back.attacks >= 15 and read_back.free_days >= 5 and read_back.unknown_days >= 1


# Laws


def days_spoken_of(raw: bytes) -> set[date]:
    """Every day from the first to the last that any headache record in the bytes may cover."""
    spoken: set[date] = set()
    for one in re.findall(rb"<Record[^>]*Headache[^>]*>", raw):
        written = [bytes.decode(text) for text in re.findall(rb'(?:start|end)Date="(\d{4}-\d\d-\d\d)', one)]
        try:
            ends = sorted(date.fromisoformat(text) for text in written)
        except ValueError:
            continue
        spoken |= (
            {ends[0] + timedelta(days=n) for n in range((ends[-1] - ends[0]).days + 1)} if ends else set()
        )
    return spoken


@given(mutated(EXAMPLE.read_bytes()))
def test_a_damaged_export_is_refused_or_read_and_never_speaks_of_other_days(raw):
    try:
        read_back = read(raw)
    except BadInput as refused:
        assert all(fault.where.startswith("export.dat") and fault.why for fault in refused.faults)
        return
    assert {date.fromisoformat(row["date"]) for row in read_back.rows} <= days_spoken_of(raw)
    assert read(raw) == read_back


@given(st.randoms(use_true_random=False))
def test_the_order_of_records_in_the_file_does_not_change_the_diary(random):
    values = ("Mild", "Severe", "NotPresent", "Unspecified")
    records = [
        record(
            f"2024-03-0{day} {hour:02}:00:00 +0000",
            f"2024-03-0{day} {hour + 3:02}:00:00 +0000",
            random.choice(values),
        )
        for day in range(1, 6)
        for hour in random.sample(range(20), 3)
    ]
    shuffled = random.sample(records, len(records))
    assert read(export(*shuffled)).rows == read(export(*records)).rows
