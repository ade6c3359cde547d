"""The browser throws the database away, as Chromium does with a damaged one: the diary is there again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from phone.keeping import PIN, Clinic, days, diary
from phone.switched import ready, until

pytestmark = pytest.mark.ci

THROWN_AWAY = """() => new Promise((done, failed) => {
  const request = indexedDB.deleteDatabase("procerus-diary");
  request.onsuccess = () => done();
  request.onerror = () => failed(request.error);
})"""
COPIES = """async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("diary", { create: true });
  const names = [];
  for await (const name of folder.keys()) names.push(decodeURIComponent(name).split(" ")[0]);
  return names.sort();
}"""
STATE = """async (put) => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("diary");
  const names = [];
  for await (const name of folder.keys()) if (name.startsWith("state%20")) names.push(name);
  const file = await folder.getFileHandle(names[0]);
  if (put) {
    const writing = await file.createWritable();
    await writing.write(window.state);
    await writing.close();
  } else window.state = await (await file.getFile()).arrayBuffer();
  return names.length;
}"""
WHOLE = """async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("diary", { create: true });
  for (const place of ["a", "b"]) {
    const file = await folder.getFileHandle(`state%20state.${place}`).catch(() => null);
    if ((await file?.getFile())?.size) return true;
  }
  return false;
}"""
CUT_SHORT = """async () => {
  const write = FileSystemWritableFileStream.prototype.close;
  FileSystemWritableFileStream.prototype.close = function () {
    const full = () => { throw new DOMException("full", "QuotaExceededError") };
    return window.cut ? this.abort().then(full) : write.call(this);
  };
}"""


def opened_after_its_loss(page: Page) -> None:
    """The database goes, the diary is opened again, and unlocked."""
    page.evaluate(THROWN_AWAY)
    page.reload()
    ready(page)
    page.evaluate("(pin) => journal.unlock({ pin })", PIN)


def test_what_was_only_on_the_phone_is_there_again_and_reaches_the_clinic_once(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'yes' }, 20, 21).then(() => says({ hours: '4' }, 20))")
        page.evaluate("() => journal.keepSettings({ medicines: ['sumatriptan 50 mg'] })")
        before = days(page)
        opened_after_its_loss(page)
        assert (days(page), page.evaluate("() => journal.onlyHere()")) == (before, 3)
        assert page.evaluate("() => journal.settings.medicines") == ["sumatriptan 50 mg"]
        page.evaluate("() => says({ headache: 'no' }, 22)")
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        page.evaluate("() => journal.sync()")
        assert sorted(one.day for one in clinic.log) == [f"2026-11-{day}" for day in (20, 20, 21, 22)]
        assert page.evaluate("() => journal.onlyHere()") == 0


def test_a_word_that_its_state_does_not_know_of_is_not_taken_for_sent(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        page.evaluate("() => says({ headache: 'yes' }, 20).then(() => journal.sync())")
        assert page.evaluate(STATE, False) == 1
        page.context.set_offline(True)
        page.evaluate("() => says({ headache: 'no' }, 21)")
        assert page.evaluate(STATE, True) == 1
        page.context.set_offline(False)
        opened_after_its_loss(page)
        page.evaluate("() => journal.sync()")
        assert sorted(one.day for one in clinic.log) == ["2026-11-20", "2026-11-21"]


def test_an_answer_given_while_it_was_locked_is_there_again(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => { journal.lock(); return journal.drop('2026-11-23', { headache: 'yes' }) }")
        opened_after_its_loss(page)
        assert days(page) == {"2026-11-23": [{"headache": "yes"}]}


def test_a_wrong_pin_is_counted_after_it_as_well(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => { journal.lock() }")
        for _ in range(3):
            page.evaluate("() => journal.unlock({ pin: '000000' }).catch(() => {})")
        page.evaluate(THROWN_AWAY)
        page.reload()
        ready(page)
        why = page.evaluate("(pin) => journal.unlock({ pin }).catch((why) => why.code)", PIN)
        assert why == "wait"


def test_what_was_erased_does_not_come_back(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'yes' }, 20)")
        assert page.evaluate(COPIES) == ["lock", "state", "statements"]
        page.evaluate("() => journal.eraseAll()")
        assert page.evaluate(COPIES) == []
        page.reload()
        ready(page)
        assert page.evaluate("() => journal.exists") is False


def test_a_diary_without_a_second_copy_gets_one_when_it_is_opened(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'yes' }, 20)")
        page.evaluate(
            "async () => (await navigator.storage.getDirectory()).removeEntry('diary', { recursive: true })"
        )
        page.reload()
        ready(page)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        until(lambda: page.evaluate(WHOLE), 10)
        opened_after_its_loss(page)
        assert days(page) == {"2026-11-20": [{"headache": "yes"}]}


def test_a_second_copy_that_could_not_be_written_is_made_anew_at_the_next_opening(
    browser: Browser, clinic: Clinic
) -> None:
    with diary(browser, clinic) as page:
        page.evaluate(CUT_SHORT)
        page.evaluate("() => { window.cut = true; return says({ headache: 'yes' }, 20) }")
        page.evaluate("() => { window.cut = false; return says({ headache: 'no' }, 21) }")
        assert page.evaluate(WHOLE) is False, "half of a diary is none"
        page.reload()
        ready(page)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        until(lambda: page.evaluate(WHOLE), 10)
        opened_after_its_loss(page)
        assert days(page) == {"2026-11-20": [{"headache": "yes"}], "2026-11-21": [{"headache": "no"}]}


def test_where_the_browser_has_no_such_files_the_diary_goes_on_without_them(
    browser: Browser, clinic: Clinic
) -> None:
    without = "delete FileSystemFileHandle.prototype.createWritable"
    with diary(browser, clinic) as page:
        page.add_init_script(without)
        page.reload()
        ready(page)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        page.evaluate("() => says({ headache: 'yes' }, 20)")
        page.reload()
        ready(page)
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        assert days(page) == {"2026-11-20": [{"headache": "yes"}]}
        page.evaluate("() => journal.eraseAll()")
        assert page.evaluate("() => journal.exists") is False
