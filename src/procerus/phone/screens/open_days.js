// @ts-check
/** Days that are open: the last seven first, the older ones on request; each is a no or a yes, marked with how late it is. */

import { begins, headacheSaid, openDays } from "../diary/answers.js";
import { between, dayOf, inWords, later } from "../diary/dates.js";
import { button, emergency, h, heading } from "./elements.js";

const WEEK = 7;
const AT_ONCE = 28;
const MONTH = 30; // days of the numbers

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function openDaysScreen(app) {
  const { say } = app, today = dayOf(app.now());
  const since = app.journal.settings.started ?? today, first = begins(app.days(), since);
  const all = openDays(app.days(), app.now(), since);
  const day = first > later(today, -MONTH) ? inWords(first, app.language) : ""; // the numbers count days that are not asked about
  const just = /** @type {Object<string, string>} */ (app.state.caught ?? {});
  const listed = [...new Set([...all, ...Object.keys(just)])].sort().reverse();
  const recent = listed.filter((day) => day >= later(today, -WEEK)), older = listed.filter((day) => day < later(today, -WEEK));
  const shown = older.slice(0, app.state.older ?? 0);
  return { title: say("open_title"), part: h("div", { class: "stack" }, heading(say("open_title")),
    h("p", {}, say(listed.length ? "open_why" : day ? "open_none_since" : "open_none", { day })),
    day ? h("p", { class: "soft", id: "open-before" }, say("open_before", { day })) : null,
    recent.length ? list(app, recent, just, say("open_week")) : listed.length ? h("p", { class: "soft" }, say("open_week_none")) : null,
    shown.length ? list(app, shown, just, say("open_older")) : null,
    older.length > shown.length ? button("older", say("open_show_older", { count: older.length - shown.length }), () => { app.state.older = shown.length + AT_ONCE; app.draw("older"); }) : null,
    h("a", { id: "done", href: "#/today", class: "button" }, say("done")), emergency(app)) };
}

/** @param {import("../app.js").App} app @param {string[]} days @param {Object<string, string>} just @param {string} title */
const list = (app, days, just, title) => h("section", { class: "panel" }, h("h2", {}, title),
  h("ul", { class: "plain days" }, days.map((day) => one(app, day, just[day]))));

/** @param {import("../app.js").App} app @param {string} day @param {string} said */
function one(app, day, said) {
  const { say } = app, count = between(day, dayOf(app.now()));
  const name = inWords(day, app.language, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return h("li", {}, h("div", { class: "choice feature", role: "group", "aria-labelledby": `open-${day}` },
    h("span", { class: "label", id: `open-${day}` }, name, h("small", { class: "soft" }, say(count > app.packs.recalled_after_days ? "days_later_recalled" : "days_later", { count }))),
    h("span", { class: "options" }, ["no", "yes"].map((answer) => button(`${answer}-${day}`, say(answer), () => keep(app, day, answer), { class: "option", "aria-pressed": String(said === answer) })),
      said === "yes" ? h("a", { class: "button", href: `#/day/${day}`, "aria-label": say("say_more_of", { day: name }) }, say("say_more_short")) : null)));
}

/** @param {import("../app.js").App} app @param {string} day @param {string} answer */
async function keep(app, day, answer) {
  const draw = app.fromHere();
  try {
    await app.journal.say(day, headacheSaid(app.days()[day], answer));
    app.state.caught = { ...app.state.caught, [day]: answer };
    app.tell(app.say("saved"));
  } catch (error) {
    app.tell(app.say("not_saved"));
  }
  draw(`${answer}-${day}`);
}
