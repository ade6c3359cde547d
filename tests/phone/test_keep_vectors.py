"""The JavaScript of the phone plays the stories of tests/sync/vectors.json as Python does."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser

from phone.keeping import clinic_on_loopback
from phone.switched import phones
from sync.vectors import FILE

PLAY = """async (stories) => {
  const wrong = [];
  const { digest, canonical, rows, twoAnswers, unsent, newPhone, say, pushed, pulled } = window.kept;
  const hex = (byte) => byte.toString(16).padStart(2, "0");
  const sha = async (text) => {
    const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(found)].map(hex).join("").slice(0, 16);
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  for (const story of stories) {
    const fault = (what) => wrong.push(`story ${story.seed}: ${what}`);
    const { statements } = story;
    const place = new Map();
    for (const [at, one] of statements.entries()) {
      const found = await digest(one);
      place.set(found, at);
      if (found.slice(0, 16) !== story.digests[at]) fault(`digest ${at}`);
    }
    const log = story.order.map((at) => statements[at]);
    const shown = rows(log, 2);
    if (!same(shown, story.rows)) fault("rows");
    const now = rows(log);
    for (const [day, of] of Object.entries(story.rows_now)) if (!same(now[day], of)) fault("rows now");
    for (const [day, columns] of Object.entries(story.two_answers))
      if (!same(twoAnswers(shown[day]), columns)) fault("two answers");
    const phones = [];
    const state = async ({ held, there, ...plain }) => {
      const places = await Promise.all([...held.values()].map(async (one) => place.get(await digest(one))));
      return { ...plain, held: places.sort((one, other) => one - other), there: [...there].sort() };
    };
    for (const [at, [what, number, ...step]] of story.steps.entries()) {
      const phone = (phones[number] ??= newPhone(""));
      const after = step.at(-1);
      if (what === "is") {
        const { held, there, ...plain } = after;
        Object.assign(phone, structuredClone(plain));
        if (held) phone.held = new Map(held.map((one) => [statements[one].id, statements[one]]));
        if (there) phone.there = new Set(there);
        continue;
      }
      if (what === "say") await say(phone, step[0], step[1], step[2], step[3]);
      if (what === "pushed") {
        const [[epoch, taken, refused], given] = step;
        const names = [...given];
        await pushed(phone, { epoch, taken, refused }, () => names.shift());
        if (names.length) fault(`step ${at} gave out fewer names`);
      }
      if (what === "pulled") {
        const [[epoch, after, places]] = step;
        await pulled(phone, { epoch, after, statements: places.map((one) => statements[one]) });
      }
      if ((await sha(canonical(await state(phone)))) !== after) { fault(`step ${at}, ${what}`); break; }
    }
  }
  return wrong;
}"""


def test_the_browser_plays_every_story_as_python_does(browser: Browser, tmp_path: Path) -> None:
    stories = json.loads(FILE.read_text("utf-8"))
    with clinic_on_loopback() as clinic, phones(tmp_path, browser) as new:
        page = new(clinic.address).start()
        wrong = [
            fault for at in range(0, len(stories), 50) for fault in page.evaluate(PLAY, stories[at : at + 50])
        ]
        assert wrong == []
        broken = {**stories[0], "digests": ["0" * 16 for _ in stories[0]["digests"]]}
        assert page.evaluate(PLAY, [broken]), "a story that is wrong has to be noticed"
