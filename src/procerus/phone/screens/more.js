// @ts-check
/** Everything else, one line each, and locking now. */

import { openDays } from "../diary/answers.js";
import { dayOf } from "../diary/dates.js";
import { button, emergency, h, heading } from "./elements.js";

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function more(app) {
  const { say } = app, count = openDays(app.days(), app.now(), app.journal.settings.started ?? dayOf(app.now())).length;
  const line = (/** @type {string} */ path, /** @type {string} */ key, /** @type {string} */ aside = "") =>
    h("li", {}, h("a", { id: `to-${path}`, href: `#/${path}`, class: "row" }, say(key), aside && h("small", { class: "soft" }, aside)));
  return { title: say("way_more"), part: h("div", { class: "stack" }, heading(say("way_more")),
    h("ul", { class: "plain rows" }, line("open", "open_title", count ? say("open_count", { count }) : ""), line("clinic", "clinic", app.journal.connection ? say("connected") : say("alone")),
      line("files", "files"), line("sheet", "sheet"), line("settings", "settings")),
    button("lock-now", say("lock_now"), async () => { await app.leaving?.(); await app.journal.lock(); app.state = {}; app.draw(); }), emergency(app)) };
}
