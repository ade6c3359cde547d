// @ts-check
/** The sheet for the clinic: the last months as pictures with their numbers, to print or to keep as PDF. */

import { dayOf, inWords, nextMonth, spanInWords } from "../diary/dates.js";
import { button, h, heading } from "./elements.js";
import { legend, table } from "./month.js";
import { latestMonth, medicineDays } from "./numbers.js";
import { bounds } from "./saying.js";

const MONTHS = 3;

/** @param {import("../app.js").App} app @returns {import("../app.js").Shown} */
export function sheet(app) {
  const { say } = app, today = dayOf(app.now()), months = app.heart.months(app.days(), today);
  const pictured = Array.from({ length: MONTHS }, (_, place) => nextMonth(today.slice(0, 7), place - MONTHS + 1));
  const who = app.journal.connection?.person;
  return { title: say("sheet"), part: h("div", { class: "stack sheet" }, heading(say("sheet")),
    h("p", {}, who ? `${who.name}, ${who.born ? inWords(who.born, app.language) : ""}` : say("name_line")), h("p", { class: "soft" }, say("sheet_made", { day: inWords(today, app.language) })),
    h("div", { class: "row screen-only" }, button("print-now", say("print"), () => window.print(), { class: "main" }), h("a", { href: "#/files", class: "button" }, say("back"))),
    h("div", { class: "months" }, pictured.map((month) => {
      const name = inWords(`${month}-01`, app.language, { month: "long", year: "numeric" });
      return h("section", {}, h("h2", {}, name), table(app, month, name, false));
    })), legend(app),
    months.length ? [latestMonth(app, months[months.length - 1]), medicineDays(app, months[months.length - 1]), all(app, months.slice(-MONTHS * 2))] : h("p", {}, say("no_numbers")),
    h("p", { class: "soft" }, say("how_counted_month"), " ", say("how_counted_migraine", { source: "ICHD-3 1.3 C" })), h("p", { class: "emergency" }, say("emergency"))) };
}

/** @param {import("../app.js").App} app @param {import("../diary/counts.js").Month[]} months */
function all(app, months) {
  const { say } = app, heads = ["headache_days", "migraine_days"];
  return h("section", { class: "panel" }, h("h2", {}, say("months_of_30")), h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("months_of_30") }, h("table", { class: "list" },
    h("thead", {}, h("tr", {}, [say("month"), ...heads.map((one) => say(one)), say("medicine_days_short"), say("answered_days")].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, [...months].reverse().map((month) => h("tr", {}, h("th", { scope: "row" }, spanInWords(month.from, month.to, app.language)),
      [...heads, "acute_days"].map((fact) => h("td", {}, bounds(month.counted[fact], say))), h("td", {}, say("of_total", { count: month.recorded, all: month.days }))))))));
}
