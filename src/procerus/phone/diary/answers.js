// @ts-check
/**
 * What is asked of a day, what a tap says, and how it is taken back. No clock: who asks brings the moment.
 *
 * @typedef {import("../sync/days.js").Row} Row
 * @typedef {Object<string, string>} Said
 * @typedef {"open" | "two" | "so-far-no" | "no" | "yes"} Standing
 */

import { dayOf, later } from "./dates.js";
import { SYMPTOMS } from "./day.js";

export const NOON = 12;
export const EVENING = 20; // a "no" before it is asked again
const OF_THE_PAIN = ["hours", "worst", ...SYMPTOMS.filter((name) => name !== "aura")];
const COPIED = ["headache", "worst", ...SYMPTOMS.filter((name) => name !== "relieved")];

/** What stands of a day's first question. @param {string} day @param {Row[] | undefined} rows @param {Date} now @returns {Standing} */
export function standing(day, rows, now) {
  const said = answers(rows, "headache");
  if (said.length > 1) return "two";
  if (!said.length) return "open";
  if (said[0] === "yes") return "yes";
  return day === dayOf(now) && before(rows?.[0]?.entered ?? "", day) ? "so-far-no" : "no";
}

/** Every answer that stands in a column. @param {Row[] | undefined} rows @param {string} column */
export const answers = (rows, column) => (rows ?? []).flatMap((row) => row[column] || []);

/** Said on the day itself, before its evening. @param {string} entered @param {string} day */
const before = (entered, day) => entered.startsWith(day) && Number(entered.slice(11, 13)) < EVENING;

/** The day that is asked about now: yesterday first in the morning, while it is open.
 * @param {Object<string, Row[]>} days @param {Date} now @param {string} [passed] a day that was passed over */
export function asked(days, now, passed = "") {
  const today = dayOf(now), yesterday = later(today, -1);
  const open = standing(yesterday, days[yesterday], now) === "open";
  return now.getHours() < NOON && open && passed !== yesterday && Object.keys(days).length ? yesterday : today;
}

/** Whether a day's question is put, rather than its answer shown. @param {Standing} stands @param {Date} now */
export const isAsked = (stands, now) => stands === "open" || (stands === "so-far-no" && now.getHours() >= EVENING);

/** The first day that is asked about. @param {Object<string, Row[]>} days @param {string} since the day on which the diary began */
export const begins = (days, since) => [since, ...Object.keys(days)].sort()[0];

/** Days nobody has answered, latest first, without the day that is still running.
 * @param {Object<string, Row[]>} days @param {Date} now @param {string} since the day on which the diary began */
export function openDays(days, now, since) {
  const first = begins(days, since);
  const open = [];
  for (let day = later(dayOf(now), -1); day >= first; day = later(day, -1)) {
    if (standing(day, days[day], now) === "open") open.push(day);
  }
  return open;
}

/** What "yes" or "no" says: a "no" takes back what only a headache has. @param {Row[] | undefined} rows @param {string} answer @returns {Said} */
export function headacheSaid(rows, answer) {
  const gone = answer === "no" ? OF_THE_PAIN.filter((name) => answers(rows, name).some((said) => said !== "no")) : [];
  return { headache: answer, ...Object.fromEntries(gone.map((name) => [name, ""])) };
}

/** What "same as the day before" says: headache and features, never hours, medicines, relief or note; empty if there is nothing to copy.
 * @param {Row[] | undefined} rows of the day before @returns {Said} */
export function sameSaid(rows) {
  if (answers(rows, "headache").length !== 1) return {};
  const copied = COPIED.filter((name) => answers(rows, name).length === 1);
  return Object.fromEntries(copied.map((name) => [name, answers(rows, name)[0]]));
}

/** What takes a tap back: what stood before is said anew; null where two answers stood. @param {Row[] | undefined} rows before the tap @param {Said} said @returns {Said | null} */
export function takenBack(rows, said) {
  const names = Object.keys(said);
  if (names.some((name) => answers(rows, name).length > 1)) return null;
  return Object.fromEntries(names.map((name) => [name, answers(rows, name)[0] ?? ""]));
}

/** Only what changes. @param {Row[] | undefined} rows @param {Said} draft @returns {Said} */
export function changed(rows, draft) {
  const differs = (/** @type {[string, string]} */ [name, said]) => answers(rows, name).length > 1 || (answers(rows, name)[0] ?? "") !== said;
  return Object.fromEntries(Object.entries(draft).filter(differs));
}

/** Days with two answers in a column that counts, latest first. @param {Object<string, Row[]>} days */
export const twofold = (days) => Object.keys(days).filter((day) => disputed(days[day]).length).sort().reverse();

/** The columns in which two answers stand. @param {Row[] | undefined} rows */
export const disputed = (rows) => Object.keys((rows ?? [])[1] ?? {}).filter((name) => name !== "note" && name !== "entered");
