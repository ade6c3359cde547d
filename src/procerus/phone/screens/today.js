// @ts-check
/** Today in one tap: no, yes, or as yesterday; in the morning yesterday is asked first. */

import { asked, headacheSaid, isAsked, openDays, sameSaid, standing, takenBack, twofold } from "../diary/answers.js";
import { dayOf, inFull, later, momentInWords } from "../diary/dates.js";
import { button, emergency, h, heading } from "./elements.js";
import { mark } from "./marks.js";
import { renewReminder } from "./reminding.js";

const TOO_SOON = 600; // milliseconds in which a second tap is the first one's echo

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function today(app) {
  const { say } = app, now = app.now(), days = app.days();
  const day = asked(days, now, app.state.passed);
  const stands = standing(day, days[day], now);
  const last = app.state.last, [doubt] = app.journal.doubts();
  renewReminder(app);
  return {
    title: say("way_today"),
    part: h("div", { class: "stack" },
      doubt ? doubted(app, doubt) : isAsked(stands, now) || stands === "two" ? question(app, day, stands) : answered(app, day, stands),
      h("p", { class: "saved", id: "last" }, last ? say("saved_day", { day: named(app, last.day), answer: say(last.said) }) : "\u00a0",
        last?.back && button("undo", say("undo"), () => undo(app))),
      beside(app, days, now), emergency(app)),
  };
}

/** @param {import("../app.js").App} app @param {string} day */
const named = (app, day) => app.say(day === dayOf(app.now()) ? "today" : "yesterday");

/** @param {import("../app.js").App} app @param {string} day @param {string} stands */
function question(app, day, stands) {
  const { say } = app, isToday = day === dayOf(app.now());
  if (stands === "two") return twoAnswers(app, day);
  const text = !isToday ? "headache_yesterday" : stands === "so-far-no" ? "headache_after_all" : "headache_today";
  const same = stands === "open" ? sameSaid(app.days()[later(day, -1)]) : {};
  return h("section", { class: "ask" }, heading(say(text)), h("p", { class: "date" }, inFull(day, app.language)),
    h("div", { class: "answers" }, ["no", "yes"].map((said) =>
      button(`answer-${said}`, say(said), () => answer(app, day, said, headacheSaid(app.days()[day], said)), { class: "answer" }))),
    same.headache ? button("same", [say("same", { answer: say(same.headache) }), h("small", {}, say("same_what"))],
      () => answer(app, day, same.headache, same), { class: "same" }) : h("p", { class: "same-none" }, ""),
    isToday ? null : button("pass", say("ask_today"), () => { app.state.passed = day; app.draw("heading"); }, { class: "quiet" }));
}

/** @param {import("../app.js").App} app @param {string} day @param {string} stands */
function answered(app, day, stands) {
  const { say } = app, known = app.heart.dayOf(day, app.days()[day]);
  const soFar = stands === "so-far-no";
  const other = stands === "yes" ? "no" : "yes";
  return h("section", { class: "ask" }, heading(say(soFar ? "so_far_no" : stands === "yes" ? "is_yes" : "is_no")),
    h("p", { class: "date" }, inFull(day, app.language)), h("p", { class: "picture" }, mark(app, known, app.days()[day])),
    soFar ? h("p", { class: "soft" }, say("so_far_why")) : null,
    h("a", { id: "more", href: `#/day/${day}`, class: "button main" }, say(stands === "yes" ? "say_more" : "say_more_no")),
    button("change", say(stands === "yes" ? "change_to_no" : "change_to_yes"),
      () => answer(app, day, other, headacheSaid(app.days()[day], other)), { class: "quiet" }));
}

/** An answer from the locked screen that would put an earlier one out of sight. @param {import("../app.js").App} app @param {any} one */
function doubted(app, one) {
  const { say } = app, rows = app.days()[one.day];
  const why = say("doubt_why", { said: say(one.said), before: say(one.before), at: momentInWords(one.at, app.language) });
  return h("section", { class: "ask" }, heading(say("doubt")), h("p", { class: "date" }, inFull(one.day, app.language)), h("p", {}, why),
    h("div", { class: "answers" }, [one.said, one.before].map((said) =>
      button(`holds-${said}`, say(said), () => settle(app, one.day, said === one.said ? headacheSaid(rows, said) : {}), { class: "answer" }))),
    h("p", { class: "soft" }, say("doubt_no")));
}

/** @param {import("../app.js").App} app @param {string} day @param {Object<string, string>} said */
async function settle(app, day, said) {
  const draw = app.fromHere();
  try {
    await app.journal.settle(day, said);
    app.tell(app.say("saved"));
  } catch (error) {
    app.tell(app.say("not_saved"));
  }
  draw("heading");
}

/** @param {import("../app.js").App} app @param {string} day */
function twoAnswers(app, day) {
  return h("section", { class: "ask" }, heading(app.say("two_answers")), h("p", { class: "date" }, inFull(day, app.language)),
    h("p", {}, app.say("two_answers_why")), h("a", { id: "more", href: `#/day/${day}`, class: "button main" }, app.say("two_answers_look")));
}

/** What else is open. @param {import("../app.js").App} app @param {Object<string, any>} days @param {Date} now */
function beside(app, days, now) {
  const { say } = app, day = asked(days, now, app.state.passed), today = dayOf(now);
  const since = app.journal.settings.started ?? today;
  const week = openDays(days, now, since).filter((one) => one >= later(today, -7) && one !== day);
  const two = twofold(days).filter((one) => one !== day);
  return h("ul", { class: "plain" },
    two.length ? h("li", {}, h("a", { id: "two", href: `#/day/${two[0]}`, class: "row" }, say("two_days", { count: two.length }))) : null,
    week.length ? h("li", {}, h("a", { id: "open-days", href: "#/open", class: "row" }, say("open_days", { count: week.length }))) : null,
    app.journal.connection || !app.journal.onlyHere() ? null : h("li", { class: "soft" }, say("only_this_phone")));
}

/** @param {import("../app.js").App} app @param {string} day @param {string} said @param {Object<string, string>} all */
async function answer(app, day, said, all) {
  if (performance.now() - (app.state.tapped ?? -TOO_SOON) < TOO_SOON) return;
  app.state.tapped = performance.now();
  await keep(app, day, said, all, takenBack(app.days()[day], all));
}

/** @param {import("../app.js").App} app */
async function undo(app) {
  const { day, back } = app.state.last;
  const before = back.headache || "not_said";
  await keep(app, day, before, back, null);
}

/** @param {import("../app.js").App} app @param {string} day @param {string} said @param {Object<string, string>} all @param {Object<string, string> | null} back */
async function keep(app, day, said, all, back) {
  const draw = app.fromHere();
  try {
    await app.journal.say(day, all);
    app.state.last = { day, said, back };
    app.tell(app.say("saved_day", { day: named(app, day), answer: app.say(said) }));
  } catch (error) {
    app.state.last = null;
    app.tell(app.say("not_saved"));
  }
  draw("heading");
}

