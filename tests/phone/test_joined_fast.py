"""An entry is with a real clinic at once, and a diary of ten years comes from it to an empty phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pace import at_quiet_pace
from phone.joined import JOURNAL, PIN, Clinic, begin, clinic_that_may_be_killed, codes_for_both
from phone.switched import APP, phones
from phone.ten_years import COUNT, ten_years
from procerus.sync.days import rows

pytestmark = pytest.mark.alone
ENTRY, RESTORE, TRANSFER = 300, 3_000, 2_000_000  # milliseconds, milliseconds, bytes
ENTRIES = """async (many) => {
  const times = [];
  for (let at = 0; at < many; at += 1) {
    const before = performance.now();
    const day = `2026-10-${String(1 + at % 28).padStart(2, "0")}`;
    await journal.say(day, { headache: "yes", note: `entry ${at}` });
    while (journal.onlyHere()) await new Promise((done) => setTimeout(done, 1));
    times.push(performance.now() - before);
  }
  return times.sort((one, other) => one - other);
}"""
RESTORES = """async ([pin, code]) => {
  const { open } = await import("/phone/keep/journal.js");
  window.journal = await open();
  await journal.unlock({ pin });
  const before = performance.now();
  await journal.meet(code, "test").then(() => journal.agree());
  const days = journal.days();
  return { took: performance.now() - before, onlyHere: journal.onlyHere(), days };
}"""


def received(page: Page) -> list[float]:
    """The bytes that come over the wire from now on, request by request."""
    found: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda one: found.append(one["encodedDataLength"]))
    return found


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with clinic_that_may_be_killed(tmp_path_factory.mktemp("clinic"), codes_for_both) as one:
        yield one


def test_an_entry_is_acknowledged_by_the_clinic_before_anybody_waits(
    browser: Browser, tmp_path: Path, clinic: Clinic
) -> None:
    with phones(tmp_path, browser) as new:
        page = new(clinic.address, APP).start()
        begin(page, clinic.code[0])
        page.evaluate(JOURNAL, PIN)
        page.evaluate(ENTRIES, 10)  # the server has read everything once

        def said() -> float:
            times = page.evaluate(ENTRIES, 100)
            print(f"half within {times[50]:.0f} ms, 95 within {times[94]:.0f}, at worst {times[-1]:.0f}")
            return float(times[94])

        assert at_quiet_pace(browser.new_page(), ENTRY, said) < ENTRY


def test_ten_years_come_from_the_clinic_to_an_empty_phone_in_three_seconds(
    browser: Browser, tmp_path: Path, clinic: Clinic
) -> None:
    codes = iter(clinic.code[1])
    expected = rows(ten_years())
    with phones(tmp_path, browser) as new:

        def restored() -> float:
            phone = new(clinic.address, APP)
            page = phone.start()
            begin(page)
            came = received(page)
            found = page.evaluate(RESTORES, [PIN, next(codes)])
            phone.stop()
            print(f"{COUNT} statements, {sum(came):.0f} bytes")
            assert found["onlyHere"] == 0 and found["days"] == expected
            assert sum(came) < TRANSFER
            return float(found["took"])

        assert at_quiet_pace(browser.new_page(), RESTORE, restored) < RESTORE
