"""What somebody says to the phone stays said: locked, killed, full, damaged, or open in two tabs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from phone.keeping import PIN, Clinic, days, diary, trouble
from phone.sheets import COUNT
from phone.switched import phones, ready, until

THEN = """async () => {
  const at = '2026-11-20T22:10:00.000+01:00';
  const now = { at, zone: 'Europe/Berlin', milliseconds: Date.parse(at), app: '1' };
  const then = await kept.open({ now: () => now });
  await then.drop('2026-11-20', { headache: 'yes' });
}"""
TIMED = """async () => {
  window.clock = Date.now();
  window.timed = await kept.open({ now: () => ({ at: '', zone: '', milliseconds: window.clock, app: '' }) });
}"""
REOPEN = "async (pin) => { journal.lock(); await journal.unlock({ pin }) }"


def test_a_correction_replaces_and_the_first_word_stays_in_the_history(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        page.evaluate(
            "() => says({ headache: 'no' }, 23).then(() => says({ headache: 'yes', hours: '4' }, 23))"
        )
        assert days(page) == {"2026-11-23": [{"headache": "yes", "hours": "4"}]}
        told = page.evaluate("() => journal.history('2026-11-23')")
        assert [one["said"] for one in told] == [{"headache": "no"}, {"headache": "yes", "hours": "4"}]
        assert all(one["own"] and one["onlyHere"] for one in told)
        assert page.evaluate("() => journal.onlyHere()") == 2


@pytest.mark.parametrize("said", ["{}", "{ headache: 1 }", "{ mood: 'low' }", "{ note: 'x'.repeat(2001) }"])
def test_what_no_reader_would_read_is_not_said(browser: Browser, clinic: Clinic, said: str) -> None:
    with diary(browser, clinic) as page:
        assert trouble(page, f"journal.say('2026-11-23', {said})")["code"] == "said"
        assert trouble(page, "journal.say('2026-02-30', { headache: 'no' })")["code"] == "said"
        assert days(page) == {}


def test_no_control_character_is_said(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ note: 'a\\u0000b\\u001b\\u0085\\n\\tc', medicines: 'ibu\\u0000' }, 23)")
        assert days(page)["2026-11-23"] == [{"note": "ab\n\tc", "medicines": "ibu"}]


def test_an_answer_dropped_while_locked_has_the_moment_of_the_drop(
    browser: Browser, tmp_path: Path, clinic: Clinic
) -> None:
    with phones(tmp_path, browser) as new:
        phone = new(clinic.address)
        page = phone.start()
        page.evaluate("async (pin) => { await journal.create({ pin }); journal.lock(); }", PIN)
        page.evaluate(THEN)
        phone.kill()
        page = phone.start()
        assert page.evaluate("() => [journal.exists, journal.unlocked]") == [True, False]
        assert trouble(page, "journal.days()")["code"] == "locked"
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        (told,) = page.evaluate("() => journal.history('2026-11-20')")
        assert (told["at"], told["zone"], told["said"]) == (
            "2026-11-20T22:10:00.000+01:00",
            "Europe/Berlin",
            {"headache": "yes"},
        )
        page.evaluate(REOPEN, PIN)
        assert len(page.evaluate("() => journal.history('2026-11-20')")) == 1, "taken in once"
        assert page.evaluate(COUNT, "inbox") == 0, "and no longer waiting"


ASKED = """async ([pin, ...answers]) => {
  await journal.say("2026-11-23", { headache: "yes", hours: "6", worst: "severe" });
  journal.lock();
  for (const headache of answers) await journal.drop("2026-11-23", { headache });
  await journal.unlock({ pin });
  return journal.doubts().map(({ day, said, before }) => [day, said, before]);
}"""
SETTLE = "(said) => journal.settle('2026-11-23', said)"
DETAILED = {"headache": "yes", "hours": "6", "worst": "severe"}


@pytest.mark.parametrize("holds", ["yes", "no"])
def test_a_no_on_the_locked_screen_overrules_a_detailed_yes_only_when_the_person_says_so(
    browser: Browser, clinic: Clinic, holds: str
) -> None:
    with diary(browser, clinic) as page:
        assert page.evaluate(ASKED, [PIN, "no"]) == [["2026-11-23", "no", "yes"]]
        assert days(page)["2026-11-23"] == [DETAILED]
        page.evaluate(REOPEN, PIN)
        assert len(page.evaluate("() => journal.doubts()")) == 1, "it is asked until it is answered"
        page.evaluate(SETTLE, {} if holds == "yes" else {"headache": "no", "hours": "", "worst": ""})
        assert days(page)["2026-11-23"] == [DETAILED if holds == "yes" else {"headache": "no"}]
        page.evaluate(REOPEN, PIN)
        assert page.evaluate("() => journal.doubts()") == [] and page.evaluate(COUNT, "inbox") == 0


def test_the_last_tap_on_the_locked_screen_is_the_one_that_may_be_in_doubt(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        assert page.evaluate(ASKED, [PIN, "no", "yes"]) == []
        assert days(page)["2026-11-23"] == [DETAILED] and page.evaluate(COUNT, "inbox") == 0


def test_a_yes_on_the_locked_screen_after_a_no_is_taken_at_once(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => journal.say('2026-11-23', { headache: 'no' }).then(() => journal.lock())")
        page.evaluate("() => journal.drop('2026-11-23', { headache: 'yes' })")
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert days(page)["2026-11-23"] == [{"headache": "yes"}]


def test_a_button_on_the_reminder_says_it_without_unlocking(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => journal.lock()")
        worker = until(lambda: page.context.service_workers, 10)[0]
        worker.evaluate(
            "() => pressed({ action: 'no', notification: { close() {}, data: { day: '2026-11-23' } } })"
        )
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert days(page) == {"2026-11-23": [{"headache": "no"}]}
        worker.evaluate(
            "() => pressed({ action: 'yes', notification: { close() {}, data: { day: '2026-11-22' } } })"
        )
        page.wait_for_function("() => journal.days()['2026-11-22']")  # an open diary takes it in at once


def test_an_answer_on_the_reminder_is_taken_in_once_though_two_tabs_are_open(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        other = page.context.new_page()
        other.goto(clinic.address + "/phone/")
        ready(other)
        other.evaluate("(pin) => journal.unlock({ pin })", PIN)
        hold = """() => navigator.locks.request("procerus-diary", () => new Promise((done) => {
          window.goOn = done;
          setTimeout(done, 5_000);
        }))"""
        page.evaluate(f"() => {{ ({hold})() }}")
        worker = until(lambda: page.context.service_workers, 10)[0]
        worker.evaluate("() => drop('2026-11-23', { headache: 'no' })")
        page.wait_for_timeout(500)  # both have read that something waits
        page.evaluate("() => goOn()")
        for one in (page, other):
            one.wait_for_function("() => journal.days()['2026-11-23']")
            one.evaluate("() => journal.say('2026-11-24', { headache: 'yes' })")
        assert len(page.evaluate("() => journal.history('2026-11-23')")) == 1
        told = page.evaluate("() => Object.keys(journal.days()).flatMap((day) => journal.history(day))")
        assert [one["seq"] for one in told] == [1, 2, 3], "and has taken one place"


def test_a_reminder_is_shown_once_a_day_and_when_it_is_due(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.context.grant_permissions(["notifications"], origin=clinic.address)
        page.evaluate(
            "() => journal.keepReminder({ at: '00:00', title: 'Diary', body: '?', yes: 'Yes', no: 'No' })"
        )
        worker = until(lambda: page.context.service_workers, 10)[0]
        page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
        shown = """async () => {
          await remind();
          return (await registration.getNotifications()).map((one) => [one.title, one.actions.length]);
        }"""
        assert worker.evaluate(shown) == [["Diary", 2]]
        worker.evaluate(
            "async () => { for (const one of await registration.getNotifications()) one.close(); }"
        )
        assert worker.evaluate(shown) == []
        waits = page.evaluate("""() => {
          const { until } = kept.reminder;
          const at = (hour) => new Date(2026, 10, 23, hour, 0);
          const reminder = { at: '20:00' };
          const quiet = { ...reminder, quietOn: '2026-11-23' };
          return [until(reminder, at(19)), until(reminder, at(21)), until(quiet, at(21))];
        }""")
        assert waits == [3_600_000, 0, 23 * 3_600_000]


def test_a_wrong_pin_opens_nothing_waits_longer_each_time_and_deletes_nothing(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("async () => { await journal.say('2026-11-23', { headache: 'yes' }); journal.lock() }")
        page.evaluate(TIMED)
        waits = []
        for _ in range(10):
            found = trouble(page, "timed.unlock({ pin: '000000' })")
            assert found["code"] == "pin"
            waits.append(found["seconds"])
            if found["seconds"]:
                assert trouble(page, f"timed.unlock({{ pin: '{PIN}' }})")["code"] == "wait", (
                    "not even the right one"
                )
            page.evaluate(f"() => {{ window.clock += {found['seconds'] * 1000} }}")
        assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 320, 640]
        assert trouble(page, f"timed.unlock({{ pin: '{PIN}' }})") is None
        assert page.evaluate("() => Object.keys(timed.days())") == ["2026-11-23"]


def test_a_pin_can_be_changed_and_the_old_one_opens_nothing(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        assert trouble(page, f"journal.changePin('{PIN}', '12345')")["code"] == "pin-short"
        assert trouble(page, "journal.changePin('000000', '918273')")["code"] == "pin"
        page.evaluate(
            """async (pin) => {
              await says({ headache: 'yes' }, 23);
              await journal.changePin(pin, '918273');
              journal.lock();
            }""",
            PIN,
        )
        assert trouble(page, f"journal.unlock({{ pin: '{PIN}' }})")["code"] == "pin"
        page.evaluate("() => journal.unlock({ pin: '918273' })")
        assert "2026-11-23" in days(page)


def test_a_passkey_opens_the_diary_beside_the_pin(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "hasPrf": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.evaluate(
            "async () => { await says({ headache: 'yes' }, 23); await journal.addPasskey(); journal.lock() }"
        )
        assert page.evaluate("() => journal.lockedBy") == "both"
        page.evaluate("() => journal.unlock({ passkey: true })")
        assert "2026-11-23" in days(page)
        session.send("WebAuthn.removeVirtualAuthenticator", made)
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})  # another phone's
        page.evaluate("() => journal.lock()")
        session.send(
            "WebAuthn.setUserVerified",
            {
                "authenticatorId": session.send(
                    "WebAuthn.addVirtualAuthenticator",
                    {"options": {**options, "transport": "usb", "hasPrf": False}},
                )["authenticatorId"],
                "isUserVerified": False,
            },
        )
        assert page.evaluate("(pin) => journal.unlock({ pin }).then(() => journal.unlocked)", PIN)


def test_two_tabs_say_one_story_and_lock_together(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        other = page.context.new_page()
        other.goto(clinic.address + "/phone/")
        ready(other)
        other.evaluate("(pin) => journal.unlock({ pin })", PIN)
        many = "(of) => Promise.all([...Array(15).keys()].map((at) => says({ [of]: 'yes' }, at + 1)))"
        page.evaluate(f"() => {{ window.saying = ({many})('nausea') }}")
        other.evaluate(many, "aura")
        page.evaluate("() => window.saying")
        page.wait_for_function(
            "() => Object.values(journal.days()).filter(([row]) => row.aura && row.nausea).length === 15"
        )
        other.wait_for_function(
            "() => Object.values(journal.days()).filter(([row]) => row.aura && row.nausea).length === 15"
        )
        seqs = page.evaluate(
            "() => Object.keys(journal.days()).flatMap((day) => journal.history(day).map((one) => one.seq))"
        )
        assert sorted(seqs) == list(range(1, 31)), "one chain without a gap"
        other.evaluate("() => journal.lock()")
        page.wait_for_function("() => !journal.unlocked")


def test_a_full_phone_says_so_and_drops_nothing(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, begun=False) as page:
        session = page.context.new_cdp_session(page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": clinic.address, "quotaSize": 700_000})
        page.evaluate("(pin) => journal.create({ pin })", PIN)
        fill = """async () => {
          window.kept_ones = 0;
          for (; window.kept_ones < 1000; window.kept_ones += 1) {
            await says({ note: `${window.kept_ones} `.padEnd(2000, 'x') }, 2);
          }
        }"""
        assert trouble(page, f"({fill})()")["code"] == "quota"
        said = page.evaluate("() => window.kept_ones")
        assert 10 < said < 1000 and trouble(page, "says({ note: 'x'.repeat(2000) }, 3)")["code"] == "quota"
        assert list(days(page)) == ["2026-11-02"], "what was not kept is not shown"
        assert page.evaluate("() => journal.onlyHere()") == said
        session.send("Storage.overrideQuotaForOrigin", {"origin": clinic.address})
        page.evaluate("() => journal.say('2026-11-04', { headache: 'yes' })")
        page.evaluate(REOPEN, PIN)
        assert list(days(page)) == ["2026-11-02", "2026-11-04"]
        assert page.evaluate("() => journal.history('2026-11-04')[0].seq") == said + 1, (
            "the chain goes on without a gap"
        )


def test_a_connection_that_the_browser_lost_is_opened_anew(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("""async () => {
          const before = IDBDatabase.prototype.transaction;
          let times = 1;
          IDBDatabase.prototype.transaction = function (names, mode, how) {
            if (mode === "readwrite" && times-- > 0) throw new DOMException("lost", "UnknownError");
            return before.call(this, names, mode, how);
          };
          await journal.say("2026-11-23", { headache: "yes" });
          IDBDatabase.prototype.transaction = before;
        }""")
        assert list(days(page)) == ["2026-11-23"]


def test_every_write_is_asked_to_be_on_the_disk(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, begun=False) as page:
        page.evaluate("""() => {
          window.hows = [];
          const before = IDBDatabase.prototype.transaction;
          IDBDatabase.prototype.transaction = function (names, mode, how) {
            if (mode === "readwrite") hows.push(how?.durability);
            return before.call(this, names, mode, how);
          };
        }""")
        page.evaluate(
            """async (pin) => {
              await journal.create({ pin });
              await says({ headache: 'yes' }, 23);
              journal.lock();
              await journal.drop('2026-11-23', { hours: '2' });
              await journal.unlock({ pin });
            }""",
            PIN,
        )
        hows = page.evaluate("() => hows")
        assert len(hows) >= 5 and set(hows) == {"strict"}


def test_settings_are_sealed_but_for_language_and_look(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate(
            """async () => {
              await journal.keepSettings({ language: 'de', medicines: ['sumatriptan 50 mg'] });
              journal.lock();
            }"""
        )
        page.reload()
        ready(page)
        assert page.evaluate("() => journal.front") == {"language": "de"}
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert page.evaluate("() => journal.settings") == {
            "language": "de",
            "medicines": ["sumatriptan 50 mg"],
        }


def test_erasing_leaves_nothing_and_a_new_diary_can_begin(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        other = page.context.new_page()
        other.goto(clinic.address + "/phone/")
        ready(other)
        page.evaluate(
            "async () => { await journal.say('2026-11-23', { headache: 'yes' }); await journal.eraseAll() }"
        )
        assert page.evaluate("async () => [journal.exists, (await kept.open()).exists]") == [False, False]
        other.wait_for_function("() => !journal.exists")
        page.evaluate("(pin) => journal.create({ pin })", PIN)
        assert days(page) == {}
