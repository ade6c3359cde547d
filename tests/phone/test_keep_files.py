"""A diary that is gone from the phone comes back whole: from the server, from a backup, from an export."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page

from phone.keeping import PIN, Clinic, days, diary, trouble
from phone.switched import ready

pytestmark = pytest.mark.ci

WORDS = "correct horse battery"
WRITE = """async (words) => {
  const blob = await journal.backup(words);
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
READ = """async ([bytes, words]) => {
  const file = new Blob([new Uint8Array(bytes)]);
  return journal.restore(file, words).catch((why) => why.code);
}"""


def lived(page: Page) -> None:
    """A month, with a correction and settings."""
    page.evaluate("""async () => {
      for (let day = 1; day < 29; day += 1) {
        await says({ headache: day % 3 ? 'no' : 'yes', note: 'Ä ' + day }, day);
      }
      await says({ headache: 'no' }, 3);
      await journal.keepSettings({ medicines: ['sumatriptan'] });
      await journal.sync();
    }""")


def cleared(page: Page, clinic: Clinic) -> None:
    """All that the browser keeps for the site goes."""
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": clinic.address, "storageTypes": "all"}
    )
    page.reload()
    ready(page)
    assert page.evaluate("() => journal.exists") is False
    page.evaluate("(pin) => journal.create({ pin })", PIN)


def test_a_cleared_phone_gets_its_diary_back_from_the_server(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        lived(page)
        before = page.evaluate("() => journal.days()")
        cleared(page, clinic)
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        assert page.evaluate("() => journal.days()") == before and len(before) == 28
        assert page.evaluate("() => journal.onlyHere()") == 0


def test_a_cleared_phone_gets_its_diary_back_from_a_backup(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        lived(page)
        before, file = page.evaluate("() => journal.days()"), page.evaluate(WRITE, WORDS)
        cleared(page, clinic)
        assert page.evaluate(READ, [file, WORDS]) == 29
        assert page.evaluate("() => journal.days()") == before
        assert page.evaluate("() => journal.settings.medicines") == ["sumatriptan"]
        assert page.evaluate(READ, [file, WORDS]) == 0, "a second time it changes nothing"
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        page.evaluate(
            "async () => { await journal.say('2026-11-29', { headache: 'no' }); await journal.sync() }"
        )
        assert len(clinic.log) == 30 and page.evaluate("() => journal.onlyHere()") == 0


def test_a_backup_beside_the_server_makes_nothing_twice(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic, joined=True) as page:
        lived(page)
        before, file = page.evaluate("() => journal.days()"), page.evaluate(WRITE, WORDS)
        cleared(page, clinic)
        page.evaluate(READ, [file, WORDS])
        asked = len(clinic.asked)
        page.evaluate("() => journal.meet('JOIN-ME').then(() => journal.agree())")
        assert "push" not in clinic.asked[asked:], "what is there is not sent again"
        assert page.evaluate("() => journal.days()") == before and len(clinic.log) == 29


def test_a_backup_cannot_be_read_without_its_passphrase(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => journal.say('2026-11-01', { note: 'CANARY' })")
        assert trouble(page, "journal.backup('short')")["code"] == "passphrase-short"
        file = page.evaluate(WRITE, WORDS)
        assert b"CANARY" not in bytes(file) and b"2026-11-01" not in bytes(file)
        assert page.evaluate(READ, [file, "another one"]) == "passphrase"
        for damaged in (file[:-1], [*file[:-5], file[-5] ^ 1, *file[-4:]]):
            assert page.evaluate(READ, [damaged, WORDS]) == "passphrase"
        for broken in (
            [],
            list(b"{}"),
            list(b"hello\n"),
            list(b'{"procerus":"diary-backup/1","iterations":1e12}\n'),
        ):
            assert page.evaluate(READ, [broken, WORDS]) == "file"
        assert len(days(page)) == 1


def test_statements_from_an_export_come_in_wholly_or_not_at_all(browser: Browser, clinic: Clinic) -> None:
    with diary(browser, clinic) as page:
        page.evaluate("() => says({ headache: 'yes' }, 1, 2)")
        statements = page.evaluate(
            """() => [1, 2].flatMap((day) => journal.history('2026-11-0' + day))
              .map(({ own, onlyHere, unreadable, ...one }) => one)"""
        )
    with diary(browser, clinic) as page:
        broken = [statements[0], {**statements[1], "day": "2026-02-30"}]
        assert page.evaluate(READ, [list(json.dumps({"statements": broken}).encode()), ""]) == "file"
        assert days(page) == {}
        assert page.evaluate(READ, [list(json.dumps({"statements": statements}).encode()), ""]) == 2
        assert list(days(page)) == ["2026-11-01", "2026-11-02"]
