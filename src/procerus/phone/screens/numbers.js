// @ts-check
/** Numbers of months of 30 days, always with their bounds, and never a verdict. */

import { dayOf, inWords, spanInWords } from "../diary/dates.js";
import { button, drawn, h, heading } from "./elements.js";
import { bounds } from "./saying.js";

const LATEST = 3;
const MOST = 12;
const STOPPING = ["opioid", "combination"]; // never to be stopped suddenly: opioids, and butalbital in combinations

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function numbers(app) {
  const { say } = app, today = dayOf(app.now()), months = app.heart.months(app.days(), today);
  const latest = months.slice(-1)[0];
  const count = app.state.months ?? LATEST;
  return { title: say("way_numbers"), part: h("div", { class: "stack" }, heading(say("way_numbers")),
    latest ? [latestMonth(app, latest), medicineDays(app, latest), trend(app, months.slice(-count), "headache_days"), trend(app, months.slice(-count), "migraine_days"),
      months.length > count ? button("longer", say("longer"), () => { app.state.months = MOST; app.draw("longer"); }) : null,
      how(app)] : h("p", {}, say("no_numbers")),
    appointment(app), h("p", { class: "emergency", role: "note" }, say("emergency"))) };
}

/** @param {import("../app.js").App} app @param {import("../diary/counts.js").Month} month */
export function latestMonth(app, month) {
  const { say } = app, open = month.days - month.recorded;
  const number = (/** @type {string} */ fact) => h("div", { class: "number" }, h("dt", {}, say(fact)), h("dd", {}, bounds(month.counted[fact], say), h("small", {}, say("of_days", { count: month.days }))));
  return h("section", { class: "panel" }, h("h2", {}, say("last_month", { span: spanInWords(month.from, month.to, app.language) })),
    h("dl", { class: "numbers" }, number("headache_days"), number("migraine_days")),
    h("p", { class: "soft" }, open ? say("open_in_month", { count: open }) : say("all_answered"), month.recalled ? ` ${say("recalled_in_month", { count: month.recalled })}` : ""));
}

/** Days on which medicines were taken, in plain words. @param {import("../app.js").App} app @param {import("../diary/counts.js").Month} month */
export function medicineDays(app, month) {
  const { say } = app, pack = app.packs.headache;
  const facts = Object.entries(pack.medicine_facts).filter(([, fact]) => month.counted[/** @type {string} */ (fact)][0] > 0);
  const lines = facts.map(([name, fact]) => {
    const [low, high] = month.counted[/** @type {string} */ (fact)];
    const limit = pack.limits[/** @type {string} */ (fact)];
    const days = say(low === high ? "on_days" : "on_at_least", { count: low });
    return h("li", {}, say("medicine_line", { name: say(`class_${name.replace("-", "_")}`), days }), limit ? say("from_limit", { limit }) : ".");
  });
  return h("section", { class: "panel" }, h("h2", {}, say("medicine_days")),
    lines.length ? h("ul", { class: "lines" }, lines) : h("p", {}, say("no_medicine_days")),
    facts.some(([name]) => STOPPING.includes(name)) ? h("p", {}, say("never_stop")) : null);
}

/** The last months as bars from at least to at most. @param {import("../app.js").App} app @param {import("../diary/counts.js").Month[]} months @param {string} fact */
export function trend(app, months, fact) {
  const { say } = app;
  return h("section", { class: "panel" }, h("h2", {}, say(`trend_${fact}`)), h("table", { class: "trend" },
    h("thead", { class: "unseen" }, h("tr", {}, [say("month"), say("picture"), say("days")].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, [...months].reverse().map((month) => h("tr", {},
      h("th", { scope: "row" }, spanShort(app, month)), h("td", { class: "bar" }, bar(month, fact)), h("td", { class: "figure" }, bounds(month.counted[fact], say)))))));
}

/** @param {import("../app.js").App} app @param {import("../diary/counts.js").Month} month */
const spanShort = (app, month) => `${inWords(month.from, app.language, { day: "numeric", month: "short" })} – ${inWords(month.to, app.language, { day: "numeric", month: "short" })}`;

/** @param {import("../diary/counts.js").Month} month @param {string} fact */
function bar(month, fact) {
  const [low, high] = month.counted[fact];
  return drawn("svg", { viewBox: `0 0 ${month.days} 3`, preserveAspectRatio: "none", class: "bar", "aria-hidden": "true" },
    drawn("path", { class: "ground", d: `M0 2.9H${month.days}` }),
    high > low ? drawn("rect", { class: "hollow", x: low, y: 0.4, width: high - low, height: 2.2 }) : null,
    low ? drawn("rect", { class: "solid", x: 0, y: 0.4, width: low, height: 2.2 }) : null);
}

/** How it is counted. @param {import("../app.js").App} app */
const how = (app) => h("details", {}, h("summary", {}, app.say("how_counted")), h("p", {}, app.say("how_counted_month")),
  h("p", {}, app.say("how_counted_migraine", { source: "ICHD-3 1.3 C" })), h("p", {}, app.say("how_counted_bounds")));

/** The next appointment, where the clinic has told of one. @param {import("../app.js").App} app */
function appointment(app) {
  const at = app.journal.connection && app.journal.about()?.next_appointment?.at;
  return at ? h("p", {}, h("a", { href: "#/clinic", class: "row" }, app.say("next_appointment_short", { day: inWords(at.slice(0, 10), app.language) }))) : null;
}
