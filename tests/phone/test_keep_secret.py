"""After a day of use no word of the diary can be read in the browser's profile on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from phone.keeping import FOLDER, PIN, TOKEN, clinic_on_loopback
from phone.snappy import tables, unpacked
from phone.switched import phones

pytestmark = pytest.mark.ci

NOTE, MEDICINE, LOCKED, SETTING = "CANARYNOTE5521", "CANARYTRIPTAN7733", "CANARYDROP9184", "CANARYOWNLIST3306"
WORDS = (NOTE, MEDICINE, LOCKED, SETTING, TOKEN, "1984-05-02")
DAY = """async ([pin, note, medicine, locked, setting]) => {
  await journal.create({ pin });
  await journal.meet("JOIN-ME").then(() => journal.agree());
  await journal.keepSettings({ language: "en", medicines: [setting] });
  for (let at = 0; at < 150; at += 1) {
    await says({ headache: "yes", note: `${note} ${at}`, medicines: medicine }, 1 + at % 28);
  }
  await journal.sync();
  journal.lock();
  await journal.drop("2026-11-23", { note: locked });
  await journal.unlock({ pin });
  await journal.backup("a long passphrase");
  journal.lock();
  await journal.drop("2026-11-24", { note: locked });
}"""
# As if sealing were forgotten.
OPENLY = b"""
export async function sealBytes(key, place, bytes) {
  return { iv: random(12), sealed: bytes.buffer ?? bytes };
}
export async function unsealBytes(key, place, record) { return record.sealed; }
"""


def spellings(word: str) -> tuple[bytes, ...]:
    """As it may lie on the disk."""
    return word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")


def lying(profile: Path) -> Iterator[bytes]:
    """Every file, and what is pressed in it."""
    for path in (one for one in profile.rglob("*") if one.is_file() and not one.is_symlink()):
        yield path.read_bytes()
        if path.suffix in {".ldb", ".sst"}:
            yield from tables(path)


def readable(profile: Path, words: tuple[str, ...]) -> set[str]:
    """The words that can be read somewhere in the profile."""
    found = set()
    for content in lying(profile):
        found |= {word for word in words if any(one in content for one in spellings(word))}
    return found


def a_day(browser: Browser, folder: Path, sealing: bytes | None = None) -> Path:
    """Somebody uses the diary for a day, then switches the phone off."""
    with clinic_on_loopback() as clinic, phones(folder, browser) as new:
        if sealing:
            clinic.files["keep/sealing.js"] = sealing
        phone = new(clinic.address)
        phone.start().evaluate(DAY, [PIN, NOTE, MEDICINE, LOCKED, SETTING])
        phone.stop()
        page = phone.start()  # what was in the log of the database goes into its tables
        page.evaluate("(pin) => journal.unlock({ pin })", PIN)
        page.evaluate("() => journal.say('2026-11-25', { headache: 'no' })")
        phone.stop()
        return phone.profile


def test_no_word_of_the_diary_can_be_read_in_the_profile(browser: Browser, tmp_path: Path) -> None:
    profile = a_day(browser, tmp_path)
    assert readable(profile, WORDS) == set()
    assert readable(profile, ("procerus-diary", "iterations")) != set(), "the search sees what does lie there"


def test_the_search_finds_every_word_where_sealing_is_left_out(browser: Browser, tmp_path: Path) -> None:
    whole = (FOLDER / "keep/sealing.js").read_bytes()
    start, end = (
        whole.index(b"/** @param {CryptoKey} key @param {string} place @param {BufferSource}"),
        whole.index(b"/** @param {number} bytes */"),
    )
    profile = a_day(browser, tmp_path, whole[:start] + OPENLY + whole[end:])
    assert readable(profile, WORDS) == set(WORDS)


def test_what_was_pressed_is_unpacked() -> None:
    assert unpacked(bytes([12, 0x08]) + b"abc" + bytes([0x15, 3])) == b"abcabcabcabc"
