// @ts-check
/** The picture of one day: solid migraine, mid headache, a light dot for none, a hollow ring for nobody's answer. */

import { disputed } from "../diary/answers.js";
import { drawn } from "./elements.js";

/** @typedef {"migraine" | "headache" | "none" | "open" | "two"} Kind */

/** @param {import("../app.js").App} app @param {import("../diary/day.js").Day} day @param {any[]} [rows] @returns {Kind} */
export function kindOf(app, day, rows) {
  if (disputed(rows).includes("headache")) return "two";
  if (app.heart.counts("migraine_days", day) === "yes") return "migraine";
  return /** @type {const} */ ({ yes: "headache", no: "none", unknown: "open" })[day.headache];
}

/** Whether any medicine was taken. @param {import("../diary/day.js").Day} day */
export const took = (day) => (day.medicines ?? []).length > 0;

/** The day drawn; its words stand beside it. @param {import("../app.js").App} app @param {import("../diary/day.js").Day} day @param {any[]} [rows] */
export function mark(app, day, rows) {
  return picture(kindOf(app, day, rows), took(day), app.heart.late(day));
}

/** @param {Kind} kind @param {boolean} [medicine] @param {boolean} [recalled] */
export function picture(kind, medicine = false, recalled = false) {
  const radius = { migraine: 9, headache: 9, none: 2.5, open: 8, two: 8 }[kind];
  return drawn("svg", { class: `mark ${kind}`, viewBox: "0 0 24 30", "aria-hidden": "true", focusable: "false" },
    drawn("circle", { cx: 12, cy: 12, r: radius }),
    kind === "two" ? drawn("path", { class: "stroke", d: "M12 4v16" }) : null,
    recalled ? drawn("path", { class: "stroke", d: "M2 1h5" }) : null,
    medicine ? drawn("path", { class: "stroke", d: "M12 24v6" }) : null);
}

/** The day in words, for who does not see it. @param {import("../app.js").App} app @param {import("../diary/day.js").Day} day @param {any[]} [rows] */
export function inWordsOf(app, day, rows) {
  const { say } = app;
  const parts = [say(`kind_${kindOf(app, day, rows)}`)];
  if (took(day)) parts.push(say("with_medicine"));
  if (app.heart.late(day)) parts.push(say("recalled"));
  return parts.join(", ");
}
