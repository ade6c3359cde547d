// @ts-check
/** A month at a glance: a table of weeks, one picture a day; arrow keys move, Enter opens the day. */

import { dayOf, inWords, later, nextMonth, weeks } from "../diary/dates.js";
import { h, heading } from "./elements.js";
import { inWordsOf, mark, picture } from "./marks.js";

const KINDS = ["migraine", "headache", "none", "open", "two"];
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function month(app) {
  const { say } = app, today = dayOf(app.now());
  const shown = /^\d{4}-\d{2}$/.test(app.path[1] ?? "") && app.path[1] <= today.slice(0, 7) ? app.path[1] : today.slice(0, 7);
  const name = inWords(`${shown}-01`, app.language, { month: "long", year: "numeric" });
  return { title: name, part: h("div", { class: "stack" },
    h("div", { class: "turn" }, turn(nextMonth(shown, -1), "‹", say("month_before")), heading(name),
      shown < today.slice(0, 7) ? turn(nextMonth(shown, 1), "›", say("month_after")) : h("span", { class: "button empty", "aria-hidden": "true" })),
    table(app, shown, name), legend(app),
    h("p", { class: "links" }, h("a", { href: "#/open", id: "to-open", class: "button" }, say("open_title")))) };
}

/** @param {string} month @param {string} sign @param {string} label */
const turn = (month, sign, label) => h("a", { id: sign === "‹" ? "month-before" : "month-after", href: `#/month/${month}`, class: "button", "aria-label": label }, sign);

/** The table of a month. @param {import("../app.js").App} app @param {string} shown @param {string} name @param {boolean} [links] */
export function table(app, shown, name, links = true) {
  const today = dayOf(app.now()), all = weeks(shown);
  const start = shown === today.slice(0, 7) ? today : `${shown}-01`;
  const days = weeks("2024-01")[0].map((day) => [inWords(day, app.language, { weekday: "short" }), inWords(day, app.language, { weekday: "long" })]);
  return h("table", { class: "month", role: links ? "grid" : null, "aria-label": name, onkeydown: links ? (/** @type {KeyboardEvent} */ event) => move(app, event) : null },
    h("thead", {}, h("tr", {}, days.map(([short, long]) => h("th", { scope: "col", abbr: long }, h("span", { "aria-hidden": "true" }, short), h("span", { class: "unseen" }, long))))),
    h("tbody", {}, all.map((week) => h("tr", {}, week.map((day) => h("td", {}, day && cell(app, day, day === start, links)))))));
}

/** @param {import("../app.js").App} app @param {string} day @param {boolean} start @param {boolean} links */
function cell(app, day, start, links) {
  const today = dayOf(app.now()), rows = app.days()[day];
  if (day > today) return h("span", { class: "day later" }, String(Number(day.slice(8))));
  const known = app.heart.dayOf(day, rows);
  const said = `${inWords(day, app.language)}: ${inWordsOf(app, known, rows)}`;
  const parts = [h("span", { class: "number", "aria-hidden": "true" }, String(Number(day.slice(8)))), mark(app, known, rows)];
  if (!links) return h("span", { class: "day" }, parts, h("span", { class: "unseen" }, said));
  return h("a", { id: `d${day}`, class: "day", href: `#/day/${day}`, tabindex: start ? "0" : "-1", "aria-current": day === today ? "date" : null, "aria-label": said }, parts);
}

/** @param {import("../app.js").App} app @param {KeyboardEvent} event */
function move(app, event) {
  const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
  const here = /** @type {HTMLElement} */ (event.target).id?.slice(1);
  if (!step || !here) return;
  event.preventDefault();
  const there = later(here, step);
  if (there > dayOf(app.now())) return;
  const next = document.getElementById(`d${there}`);
  if (!next) {
    app.go(`month/${there.slice(0, 7)}`);
    setTimeout(() => document.getElementById(`d${there}`)?.focus(), 100);
    return;
  }
  /** @type {HTMLElement} */ (event.target).tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** What the pictures mean. @param {import("../app.js").App} app */
export function legend(app) {
  const one = (/** @type {any[]} */ pictured, /** @type {string} */ key) => h("li", {}, picture(pictured[0], pictured[1], pictured[2]), app.say(key));
  return h("ul", { class: "legend", "aria-label": app.say("legend") }, KINDS.map((kind) => one([kind], `kind_${kind}`)),
    one(["headache", true], "with_medicine"), one(["headache", false, true], "recalled"));
}
