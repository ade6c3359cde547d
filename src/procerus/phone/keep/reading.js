// @ts-check
/** What is a statement and what may be said, as procerus/sync/statement.py has it. */

import { FIELDS } from "../sync/statement.js";
import { Trouble } from "./trouble.js";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/;
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;
const LONGEST = 2000; // characters of one answer

/** @param {unknown} one @returns {one is import("../sync/statement.js").Statement} */
export function isStatement(one) {
  if (typeof one !== "object" || one === null) return false;
  const { id, device, seq, before, day, said, seen, at, zone, clock, app, schema, again } = /** @type {any} */ (one);
  const ids = [id, device, again ?? id].every((name) => typeof name === "string" && ID.test(name));
  const numbers = Number.isSafeInteger(seq) && seq > 0 && Number.isSafeInteger(clock) && clock >= 0 && Number.isSafeInteger(schema) && schema > 0;
  const texts = typeof before === "string" && typeof zone === "string" && typeof app === "string" && isDay(day) && MOMENT.test(at);
  return ids && numbers && texts && isSaid(said) && isKnown(seen);
}

/** @param {unknown} day */
export function isDay(day) {
  if (typeof day !== "string" || !DAY.test(day)) return false;
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10) === day;
}

/** @param {unknown} said */
function isSaid(said) {
  if (typeof said !== "object" || said === null || !Object.keys(said).length) return false;
  return Object.values(said).every((answer) => typeof answer === "string" && [...answer].length <= LONGEST);
}

/** @param {unknown} seen */
function isKnown(seen) {
  if (typeof seen !== "object" || seen === null) return false;
  return Object.entries(seen).every(([device, seq]) => ID.test(device) && Number.isSafeInteger(seq) && seq > 0);
}

/** What a screen hands over, or Trouble: it is said only if every reader will read it. @param {string} day @param {Object<string, string>} said */
export function sayable(day, said) {
  if (!isDay(day) || !isSaid(said) || Object.keys(said).some((name) => !FIELDS.includes(name))) throw new Trouble("said");
  // Half a character has no bytes, and a control character cannot stand in a diary file.
  const whole = Object.entries(said).map(([name, answer]) => [name, answer.replace(CONTROL, "").replace(/\p{Surrogate}/gu, "\uFFFD")]);
  return Object.fromEntries(whole);
}
