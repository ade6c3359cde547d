"""What is the person's own: the first start, files, the clinic and the way out, the settings, and erasing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import program
from phone.somebody import day, said, some_weeks
from procerus.diary.read import read_diary

pytestmark = pytest.mark.ci

CONNECTED = {
    "clinic": {"name": "Example Clinic"}, "person": {"name": "A. Example", "born": "1984-05-02"},
    "holder": "patient", "since": "2026-08-15T10:00:00.000+02:00",
}  # fmt: skip
ABOUT = {
    "next_appointment": {"at": "2026-12-03T09:20:00+01:00", "kind": ""},
    "readers": [{"day": "2026-11-20", "name": "N. Nurse", "role": "nurse", "clinic": "Example Clinic",
                 "times": 2,
                 "emergency": True}],
    "phones": [{"name": "Chrome, Android",
                "since": "2026-08-15", "last": "2026-11-22T21:30:00+01:00", "this": True}],
}  # fmt: skip


def start(one: Any, pin: str = "480215", again: str = "", code: str = "") -> None:
    one.tap("next")
    one.page.fill("#pin-new", pin)
    one.page.fill("#pin-again", again or pin)
    if code:
        one.page.fill("#code", code)
    one.tap("begin")


def test_a_first_start_says_what_the_browser_may_do_and_how_to_install(somebody_with: Any) -> None:
    with somebody_with({}) as one:
        assert "may delete the diary on this device by itself" in one.text()
        assert "Install" in one.text()
        start(one)
        assert one.page.inner_text("#heading") == "Headache today?"
        assert one.page.evaluate("() => journal.settings.started") == day(0)


@pytest.mark.parametrize(
    ("pin", "again"), [("12345", ""), ("123456", ""), ("777777", ""), ("480215", "480216"), ("48o215", "")]
)
def test_a_pin_that_is_short_easy_or_mistyped_is_not_taken(somebody_with: Any, pin: str, again: str) -> None:
    with somebody_with({}) as one:
        start(one, pin, again)
        assert one.page.locator(".fault").inner_text()
        assert not one.page.evaluate("() => journal.exists")


def test_the_code_of_an_invitation_is_filled_in_and_taken_out_of_the_address(somebody_with: Any) -> None:
    with somebody_with({}) as one:
        one.page.goto(f"{one.address}/phone/?again#join=GOODCODE")
        one.page.wait_for_selector("#next")
        assert "GOODCODE" not in one.page.url
        one.tap("next")
        assert one.page.input_value("#code") == "GOODCODE"
        one.page.fill("#pin-new", "480215")
        one.page.fill("#pin-again", "480215")
        one.tap("begin")
        one.page.wait_for_selector("#agree")
        assert one.page.url.endswith("#/clinic")


@pytest.mark.parametrize("right", [True, False])
def test_a_code_says_whom_it_is_for_and_how_much_is_sent_before_anything_is(
    somebody_with: Any, right: bool
) -> None:
    with somebody_with({"said": [said(1, headache="no"), said(2, headache="yes")]}) as one:
        one.to("clinic")
        one.page.fill("#code", "GOODCODE")
        one.tap("join")
        for words in ("from Example Clinic", "A. Example", "born 2 May 1984", "the 2 days that are written"):
            assert words in one.text()
        assert one.page.inner_text("#heading") == one.page.inner_text("#state") == "Is this the right person?"
        assert not one.page.evaluate("() => journal.connection")
        one.tap("agree" if right else "decline")
        assert bool(one.page.evaluate("() => journal.connection")) is right
        assert ("Shared as A. Example" in one.text()) is right
        assert ("Nothing was sent" in one.text()) is not right


def test_a_wrong_code_leaves_a_diary_that_works_alone(somebody_with: Any) -> None:
    with somebody_with({}) as one:
        start(one, code="WRONG")
        one.page.wait_for_selector("#join")
        assert "is not known, or was used already" in one.text()
        assert one.page.input_value("#code") == "WRONG", "a slip is mended, not typed anew"
        one.tap("way-today")
        one.tap("answer-no")
        assert one.of(0) == {"headache": "no"}


def test_the_table_is_read_by_the_command_line_as_the_same_diary(somebody_with: Any, tmp_path: Path) -> None:
    seed = {
        "said": [
            *some_weeks(),
            said(40, note='He said "no", then; left, again'),
            said(41, hours="many", note="kept"),
        ],
        "elsewhere": [{"day": day(2), "said": {"headache": "no"}}],
    }
    with somebody_with(seed) as one:
        one.to("files")
        with one.page.expect_download() as download:
            one.tap("csv")
        file = tmp_path / "diary.csv"
        download.value.save_as(file)
        days = one.days()
    result = program("diary", "check", file)
    assert result.returncode == 0, result.stdout + result.stderr
    (diary,) = read_diary(file)
    assert [str(one) for one in diary.days] == sorted(days)
    assert len(file.read_text().splitlines()) == 1 + sum(map(len, days.values()))
    by_day = {str(date): known for date, known in diary.days.items()}
    assert by_day[day(40)].note == 'He said "no", then; left, again'
    assert by_day[day(41)].note == "kept | hours: many"
    assert str(by_day[day(2)].headache) == "unknown"


def test_the_patient_file_is_classified_by_the_command_line(somebody_with: Any, tmp_path: Path) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("files")
        with one.page.expect_download() as download:
            one.tap("json")
        file = tmp_path / "me.json"
        download.value.save_as(file)
    result = program("classify", file, "--as-of", day(0), "--format", "json")
    assert result.returncode == 0, result.stdout + result.stderr
    assert json.loads(result.stdout)["months"][-1]["headache_days"] == [18, 21]


def test_the_reminder_is_a_daily_alarm_that_says_nothing_of_headache(
    somebody_with: Any, tmp_path: Path
) -> None:
    with somebody_with({"exists": True}) as one:
        one.to("files")
        one.page.fill("#reminder-time", "20:30")
        with one.page.expect_download() as download:
            one.tap("reminder")
        download.value.save_as(tmp_path / "reminder.ics")
    lines = (tmp_path / "reminder.ics").read_bytes().decode().split("\r\n")
    assert {
        "DTSTART:20261123T203000",
        "RRULE:FREQ=DAILY",
        "BEGIN:VALARM",
        "TRIGGER:PT0M",
        "SUMMARY:Diary",
    } <= set(lines)
    assert all(len(line.encode()) <= 75 for line in lines) and lines[-1] == ""
    assert not [line for line in lines if "eadache" in line]


def test_a_backup_wants_a_passphrase_and_a_restore_the_right_one(somebody_with: Any, tmp_path: Path) -> None:
    (tmp_path / "one.backup").write_text("sealed")
    with somebody_with({"said": [said(1, headache="no")]}) as one:
        one.to("files")
        one.page.fill("#backup-phrase", "short")
        one.tap("backup")
        assert "needs at least 8 signs" in one.text() and not one.calls("backup")
        one.page.fill("#backup-phrase", "correct horse")
        with one.page.expect_download():
            one.tap("backup")
        for phrase, words in (("wrong horse", "Nothing was restored"), ("correct horse", "was restored")):
            one.page.set_input_files("#restore-file", tmp_path / "one.backup")
            one.page.fill("#restore-phrase", phrase)
            one.tap("restore")
            one.page.wait_for_function("words => document.body.innerText.includes(words)", arg=words)


def test_the_sheet_to_print_holds_three_months_and_the_numbers_and_no_buttons(somebody_with: Any) -> None:
    with somebody_with({"said": some_weeks()}) as one:
        one.to("sheet")
        one.page.emulate_media(media="print")
        assert one.page.locator("table.month:visible").count() == 3
        assert one.page.locator("button:visible, nav:visible").count() == 0
        assert "18 to 21" in one.text()
        assert one.page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") <= 2


def test_the_clinic_screen_says_who_read_the_diary_and_when_the_next_visit_is(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED, "about": ABOUT}) as one:
        one.to("clinic")
        text = one.text()
        for words in (
            "N. Nurse, nurse, Example Clinic, 20 Nov 2026, 2 times, emergency access",
            "3 Dec 2026, 09:20",
            "Chrome, Android (this phone)",
            "1 answer only on this phone",
        ):
            assert words in text
        assert len(one.calls("about")) == 1


def test_an_ended_connection_offers_a_new_code_and_nothing_that_cannot_work(somebody_with: Any) -> None:
    seed = {"said": [said(1, headache="no")], "connection": {**CONNECTED, "ended": True}}
    with somebody_with(seed) as one:
        one.to("clinic")
        assert "The clinic has ended the connection" in one.text()
        assert one.page.locator("#sync, #erasure, #leave").count() == 0
        one.page.fill("#code", "GOODCODE")
        one.tap("join")
        one.tap("agree")
        assert one.page.locator("#sync, #erasure, #leave").count() == 3


def test_send_now_without_a_network_says_so_at_once_beside_the_button(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("clinic")
        one.page.evaluate("() => { journal.sync = () => new Promise((done) => { window.hears = done; }); }")
        said_beside = one.page.locator("section:has(#sync) #sync-said")
        one.tap("sync")
        assert said_beside.inner_text() == "Sending …"
        one.page.evaluate("() => hears({ state: 'offline' })")
        one.drawn()
        assert "No network" in said_beside.inner_text() and "later by itself" in said_beside.inner_text()
        one.page.evaluate("() => { journal.lastSync = { state: 'ok' }; journal.tell(); }")
        one.drawn()
        assert said_beside.inner_text() == "Everything is with the clinic."
        one.page.evaluate("() => { journal.lastSync = { state: 'offline' }; }")
        one.page.context.set_offline(True)
        one.tap("sync")
        assert "No network" in said_beside.inner_text()


@pytest.mark.parametrize(
    ("screen", "field"), [("clinic", "erasure-words"), (f"day/{day(1)}", "note")], ids=["the same", "another"]
)
def test_who_types_when_the_network_answers_goes_on_typing(
    somebody_with: Any, screen: str, field: str
) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("clinic")
        one.page.evaluate("() => { journal.sync = () => new Promise((done) => { window.hears = done; }); }")
        one.tap("sync")
        one.to(screen)
        one.page.locator(f"#{field}").press_sequentially("half of ")
        one.page.evaluate("() => hears({ state: 'ok', at: '2026-11-23T13:00:00.000+01:00' })")
        one.drawn()
        one.page.keyboard.type("a sentence")
        assert one.page.input_value(f"#{field}") == "half of a sentence"


def test_words_for_the_clinic_outlast_what_else_is_done_on_the_screen(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("clinic")
        one.page.fill("#erasure-words", "all of it")
        one.tap("sync")
        assert one.page.input_value("#erasure-words") == "all of it"
        one.page.evaluate("() => { journal.askErasure = async () => { throw new Error('offline'); }; }")
        one.tap("erasure")
        assert one.page.input_value("#erasure-words") == "all of it"


def test_one_can_go_on_alone_after_the_clinic_has_ended_it(somebody_with: Any) -> None:
    seed = {"said": [said(1, headache="no")], "connection": {**CONNECTED, "ended": True}}
    with somebody_with(seed) as one:
        one.to("clinic")
        one.tap("alone")
        assert one.page.evaluate("() => journal.connection === null") and day(1) in one.days()


ENDED = """() => {
  const ends = async () => { throw Object.assign(new Error("ended"), { code: "ended" }); };
  Object.assign(journal, { askErasure: ends, renewAbout: ends, sync: async () => {
    journal.connection = { ...journal.connection, ended: true };
    journal.tell();
    return { state: "ended" };
  } });
}"""


def test_asking_for_erasure_of_a_clinic_that_has_ended_it_does_not_say_try_again(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("clinic")
        one.page.evaluate(ENDED)
        one.tap("erasure")
        one.page.wait_for_selector("#code")
        assert "The clinic has ended the sharing." in one.text() and "Try again later" not in one.text()


def test_opening_the_clinic_shows_that_it_has_ended_the_connection(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED, "sent": True}) as one:
        one.page.evaluate(ENDED)
        one.page.evaluate("() => { location.hash = '#/clinic'; }")
        one.page.wait_for_selector("#code")
        assert one.page.locator("#sync, #erasure").count() == 0


def test_sharing_ends_only_after_a_second_word(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("clinic")
        one.tap("leave")
        assert one.page.evaluate("() => journal.connection !== null")
        one.tap("leave-yes")
        assert one.page.evaluate("() => journal.connection === null")
        assert "Sharing has ended" in one.text() and day(1) in one.days()


def test_erasure_is_asked_of_the_clinic_in_the_person_s_own_words(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("clinic")
        one.page.fill("#erasure-words", "everything of 2025")
        one.tap("erasure")
        assert one.calls("erasure") == [["erasure", "everything of 2025"]]


def test_erasing_the_phone_is_refused_while_something_is_only_here_and_a_backup_is_offered(
    somebody_with: Any,
) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED}) as one:
        one.to("erase")
        one.tap("erase-now")
        assert "Nothing was erased" in one.text() and not one.calls("erase")
        assert one.page.get_attribute("#backup-first", "href") == "#/files"
        one.page.check("#sure")
        one.drawn()
        one.tap("erase-now")
        assert len(one.calls("erase")) == 1


def test_erasing_the_phone_needs_one_word_when_the_clinic_has_everything(somebody_with: Any) -> None:
    with somebody_with({"said": [said(1, headache="no")], "connection": CONNECTED, "sent": True}) as one:
        one.to("erase")
        assert one.page.locator("#sure").count() == 0
        one.tap("erase-now")
        assert len(one.calls("erase")) == 1


def test_language_look_and_size_are_kept_for_the_next_time(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.to("settings")
        for tapped in ("language-de", "look-light", "text-150"):
            one.tap(tapped)
        kept = json.loads(one.page.evaluate("() => localStorage.getItem('procerus-look')"))
        assert kept == {"language": "de", "look": "light", "text": "150"}
        assert one.page.evaluate(
            "() => [document.documentElement.lang, document.documentElement.dataset.look]"
        ) == ["de", "light"]
        assert one.page.inner_text("#heading") == "Einstellungen"


def test_the_pin_is_changed_only_with_the_one_until_now(somebody_with: Any) -> None:
    with somebody_with({"exists": True}) as one:
        one.to("settings")
        one.tap("pin-change")
        for old, words in (("999999", "That was not the PIN"), ("123456", "")):
            for name, typed in (("pin-old", old), ("pin-new", "480215"), ("pin-again", "480215")):
                one.page.fill(f"#{name}", typed)
            one.tap("pin-save")
            assert words in one.text()
        assert one.page.evaluate("() => journal.pin") == "480215"


def test_taking_a_medicine_off_the_list_changes_no_day(somebody_with: Any) -> None:
    seed = {
        "said": [said(1, headache="yes", medicines="ibuprofen")],
        "settings": {"medicines": ["ibuprofen"]},
    }
    with somebody_with(seed) as one:
        one.to("settings")
        one.tap("off-0")
        assert one.page.evaluate("() => journal.settings.medicines") == []
        assert one.of(1)["medicines"] == "ibuprofen"


def test_a_reminder_of_the_browser_goes_quiet_on_a_day_that_is_answered(somebody_with: Any) -> None:
    seed = {"exists": True, "settings": {"reminder": {"time": "20:00", "notify": True}}}
    with somebody_with(seed) as one:
        one.tap("answer-no")  # so far: it is asked again
        assert all("quietOn" not in said for _, said in one.calls("reminder"))
        one.page.clock.run_for(700)
        one.tap("change")
        assert one.calls("reminder")[-1][1]["quietOn"] == day(0)
