"""A diary of ten years comes to an empty phone, and opens, without a wait."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pace import at_quiet_pace
from phone.keeping import PIN, clinic_on_loopback
from phone.switched import phones
from phone.ten_years import COUNT, ten_years
from procerus.sync.days import rows

pytestmark = pytest.mark.alone
RESTORE, OPEN, SAY, TRANSFER = 3000, 1500, 300, 2_000_000  # milliseconds; bytes

COMES = """async (pin) => {
  await journal.create({ pin });
  const start = performance.now();
  await journal.meet("JOIN-ME").then(() => journal.agree());
  const took = performance.now() - start;
  return { took, state: journal.lastSync, onlyHere: journal.onlyHere() };
}"""
OPENS = """async (pin) => {
  const start = performance.now();
  await journal.unlock({ pin });
  const days = journal.days();
  const took = performance.now() - start;
  await journal.sync();
  const times = [];
  for (let at = 0; at < 20; at += 1) {
    const before = performance.now();
    await journal.say("2026-11-23", { headache: at % 2 ? "yes" : "no" });
    journal.days();
    times.push(performance.now() - before);
  }
  return { took, days: JSON.stringify(days), times: times.sort((one, other) => one - other) };
}"""


def test_ten_years_come_to_an_empty_phone_and_open_at_once(browser: Browser, tmp_path: Path) -> None:
    statements = ten_years()
    expected = rows(statements)
    with clinic_on_loopback() as clinic, phones(tmp_path, browser) as new:

        def share() -> float:
            """What comes nearest to its limit, in hundredths of it."""
            clinic.log = list(statements)
            phone = new(clinic.address)
            page, before = phone.start(), clinic.bytes_out
            came = page.evaluate(COMES, PIN)
            transferred = clinic.bytes_out - before
            assert came["state"]["state"] == "ok" and came["onlyHere"] == 0
            phone.kill()
            opened = phone.start().evaluate(OPENS, PIN)
            phone.stop()
            assert json.loads(opened["days"]) == expected
            assert list(json.loads(opened["days"])) == sorted(expected), "oldest first"
            assert transferred < TRANSFER
            print(
                f"{COUNT} statements: restored {came['took']:.0f} ms, {transferred} bytes; "
                f"opened {opened['took']:.0f} ms; "
                f"said {opened['times'][10]:.0f}, at worst {opened['times'][-1]:.0f} ms"
            )
            took = {RESTORE: came["took"], OPEN: opened["took"], SAY: opened["times"][18]}
            return 100.0 * max(one / limit for limit, one in took.items())

        assert at_quiet_pace(browser.new_page(), 100, share) < 100
