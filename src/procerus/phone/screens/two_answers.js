// @ts-check
/** Two answers on a day: both are shown with where and when they were given, and the person says which is right. */

import { answers, headacheSaid } from "../diary/answers.js";
import { momentInWords } from "../diary/dates.js";
import { button, h } from "./elements.js";

/** @param {import("../app.js").App} app @param {string} day @param {string[]} columns */
export function twoAnswers(app, day, columns) {
  const { say } = app, rows = app.days()[day];
  return h("section", { class: "panel two", "aria-labelledby": "two-heading" }, h("h2", { id: "two-heading" }, say("two_answers")),
    h("p", {}, say("two_answers_why")),
    columns.map((name) => h("div", { class: "stack", role: "group", "aria-labelledby": `two-${name}` },
      h("h3", { id: `two-${name}` }, say(name === "headache" ? "headache_that_day" : name === "medicines" ? "medicines" : `ask_${name}`)),
      answers(rows, name).map((said, place) => button(`two-${name}-${place}`,
        [h("strong", {}, shown(app, name, said)), h("small", {}, source(app, day, name, said))], () => settle(app, day, name, said), { class: "either" })))));
}

/** @param {import("../app.js").App} app @param {string} name @param {string} said */
function shown(app, name, said) {
  if (["yes", "no", "mild", "moderate", "severe"].includes(said)) return app.say(said);
  return name === "hours" ? app.say("hours", { count: Number(said), shown: said }) : said;
}

/** @param {import("../app.js").App} app @param {string} day @param {string} name @param {string} said */
function source(app, day, name, said) {
  const one = app.journal.history(day).filter((/** @type {any} */ each) => each.said[name] === said).pop();
  if (!one) return "";
  return app.say(one.own ? "said_here" : "said_elsewhere", { at: momentInWords(one.at, app.language) });
}

/** @param {import("../app.js").App} app @param {string} day @param {string} name @param {string} said */
async function settle(app, day, name, said) {
  const all = name === "headache" ? headacheSaid(app.days()[day], said) : { [name]: said };
  const draw = app.fromHere();
  await app.journal.say(day, all);
  app.tell(app.say("saved"));
  draw("heading");
}
