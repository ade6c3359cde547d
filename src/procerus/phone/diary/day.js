// @ts-check
/**
 * From what one or more rows say about a day to what is known about it, as procerus/diary/agreement.py has it:
 * where two rows differ a fact is unknown, then what contradicts itself is, then what was said answers the silent.
 *
 * @typedef {import("./cells.js").Answer} Answer
 * @typedef {import("./medicines.js").Intake} Intake
 * @typedef {import("../sync/days.js").Row} Row
 * @typedef {Object<string, any> & {date: string, headache: Answer, minutes: number | null, worst: number | null,
 *   medicines: Intake[] | null, entered: string, note: string}} Day
 */

import { answerOf, gradeOf, minutesOf, momentOf } from "./cells.js";
import { between } from "./dates.js";
import { uncertain } from "./medicines.js";

export const SYMPTOMS = [
  "unilateral", "pulsating", "aggravated", "nausea", "vomiting", "photophobia", "phonophobia",
  "aura", "believed_migraine", "relieved",
];
const FACTS = ["headache", "minutes", "worst", ...SYMPTOMS, "medicines", "entered"];
const RELIEVING = ["triptan", "ergot"];
const ALL_BUT_AURA = new Set(SYMPTOMS.filter((name) => name !== "aura"));
const JUST_RELIEVED = new Set(["relieved"]);

/** What is known of a day from its rows. @param {string} date @param {Row[]} rows
 * @param {(text: string) => Intake[] | null} understand @returns {Day} */
export function known(date, rows, understand) {
  const days = rows.map((row) => said(date, row, understand));
  if (!days.length) return said(date, {}, understand);
  return days.length === 1 ? settled(days[0]) : agreed(days);
}

/** What one row says. @param {string} date @param {Row} row @param {(text: string) => Intake[] | null} understand @returns {Day} */
export function said(date, row, understand) {
  const symptoms = Object.fromEntries(SYMPTOMS.map((name) => [name, answerOf(row[name])]));
  return {
    ...symptoms, date, headache: answerOf(row.headache), minutes: minutesOf(row.hours), worst: gradeOf(row.worst),
    medicines: understand(row.medicines ?? ""), entered: momentOf(row.entered), note: row.note ?? "",
  };
}

/** Written down more than so many days late. @param {Day} day @param {number} after */
export const recalled = (day, after) => day.entered !== "" && between(day.date, day.entered.slice(0, 10)) > after;

/** Whether a triptan or an ergot was taken, which alone can be asked about relief. @param {Intake[] | null} taken */
export const mayRelieve = (taken) => (taken ?? []).some((one) => one.classes.some((name) => RELIEVING.includes(name)));

/** @param {Day} day @returns {Day} */
function settled(day) {
  const consistent = withoutContradictions(day);
  return answerTheSilent(consistent, inDispute(day, consistent));
}

/** @param {Day[]} days @returns {Day} */
function agreed(days) {
  const sorted = [...days].sort((one, other) => compare(wording(one), wording(other)));
  if (days.every((day) => meaning(day) === meaning(days[0]))) return settled(sorted[0]);
  const disputed = inDisagreement(sorted);
  if (days.some((day) => day.headache === "no") && days.some(hurts)) {
    for (const name of ["headache", "minutes", "worst"]) disputed.add(name);
  }
  for (const name of inDisagreement(sorted.map((day) => spelledOut(day, disputed)))) disputed.add(name);
  const merged = mergedOf(sorted, disputed);
  const day = withoutContradictions(merged);
  return answerTheSilent(day, new Set([...disputed, ...inDispute(merged, day)]));
}

/** @param {Day} day @param {Set<string>} but @returns {Day} */
function answerTheSilent(day, but = new Set()) {
  const implied = day.headache === "no" ? ALL_BUT_AURA : reliefRuledOut(day) ? JUST_RELIEVED : new Set();
  const filled = SYMPTOMS.filter((name) => day[name] === "unknown" && implied.has(name) && !but.has(name));
  return { ...day, ...Object.fromEntries(filled.map((name) => [name, "no"])) };
}

/** The medicines are all known, and none is a triptan or an ergot. @param {Day} day */
const reliefRuledOut = (day) => day.medicines !== null && !day.medicines.some(uncertain) && !mayRelieve(day.medicines);

/** @param {Day} day */
const hurts = (day) => Boolean(day.minutes) || Boolean(day.worst);

/** @param {Day} day @returns {Day} */
function withoutContradictions(day) {
  let kept = day;
  if (kept.headache === "no" && hurts(kept)) kept = { ...kept, headache: "unknown", minutes: null, worst: null };
  return kept.relieved === "yes" && reliefRuledOut(kept) ? { ...kept, relieved: "unknown" } : kept;
}

/** What a contradiction has made unknown may not be answered by the other half of it. @param {Day} one @param {Day} kept */
const inDispute = (one, kept) => (one.relieved === kept.relieved ? new Set() : JUST_RELIEVED);

/** What two values must share to be the same; empty where nothing was said. @param {string} name @param {any} value */
function sameness(name, value) {
  if (value === null || value === "unknown" || value === "") return "";
  if (name !== "medicines") return String(value);
  return JSON.stringify(value.map((/** @type {Intake} */ one) => one.text.toLowerCase().split(/\s+/).filter(Boolean).join(" ")).sort());
}

/** @param {Day} day */
const meaning = (day) => JSON.stringify([...FACTS.map((name) => sameness(name, day[name])), day.note]);

/** @param {Day} day */
const wording = (day) => JSON.stringify((day.medicines ?? []).map((one) => one.text));

/** @param {string} one @param {string} other */
const compare = (one, other) => (one < other ? -1 : Number(one > other));

/** @param {Day[]} days @param {string} name */
const different = (days, name) => new Map(
  [...days].reverse().map((day) => /** @type {[string, any]} */ ([sameness(name, day[name]), day[name]])).filter(([spelling]) => spelling !== ""),
);

/** @param {Day[]} days @returns {Set<string>} */
const inDisagreement = (days) => new Set(FACTS.filter((name) => different(days, name).size > 1));

/** @param {Day[]} days @param {Set<string>} disputed @returns {Day} */
function mergedOf(days, disputed) {
  const merged = said(days[0].date, {}, () => null);
  for (const name of FACTS.filter((one) => !disputed.has(one))) {
    for (const value of different(days, name).values()) merged[name] = value;
  }
  const notes = [...new Set(days.map((day) => day.note).filter(Boolean))].sort();
  return { ...merged, note: notes.join(" | ") };
}

/** A row with what its disputed answers imply, so that "no headache" disagrees with nausea. @param {Day} day @param {Set<string>} disputed @returns {Day} */
function spelledOut(day, disputed) {
  const full = answerTheSilent(day);
  if (disputed.has("headache") && day.headache === "no") return full;
  return disputed.has("medicines") ? { ...day, relieved: full.relieved } : day;
}
