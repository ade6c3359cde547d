// @ts-check
/**
 * How many days of a month a definition counts, between bounds, as procerus/diary/counts.py does it.
 *
 * @typedef {import("./cells.js").Answer} Answer
 * @typedef {import("./day.js").Day} Day
 * @typedef {import("./medicines.js").Intake} Intake
 * @typedef {import("../sync/days.js").Row} Row
 * @typedef {{from: string, to: string, days: number, recorded: number, recalled: number, counted: Object<string, [number, number]>}} Month
 */

import { answer } from "./criteria.js";
import { between, each, monthsCovering } from "./dates.js";
import { known, recalled } from "./day.js";
import { dictionary, uncertain } from "./medicines.js";

/** Everything that the packs make of rows. @param {any} packs */
export function counting(packs) {
  /** @type {import("./medicines.js").Dictionary | null} */
  let medicines = null;
  const words = () => (medicines ??= dictionary(packs.medicines)); // made when the first medicine is read
  const understand = (/** @type {string} */ text) => (text.trim() ? words().understand(text) : null);

  /** What is known of a day. @param {string} date @param {Row[] | undefined} rows */
  const dayOf = (date, rows) => known(date, rows ?? [], understand);

  /** Whether a fact counts the day. @param {string} fact @param {Day} day @returns {Answer} */
  const counts = (fact, day) => answer(packs.headache.days[fact], bitsOf(day, packs.headache.bits));

  /** One month. @param {Object<string, Row[]>} rows @param {string} from @param {string} to @returns {Month} */
  function month(rows, from, to) {
    const days = each(from, to).map((date) => dayOf(date, rows[date]));
    const bits = days.map((day) => bitsOf(day, packs.headache.bits));
    const facts = Object.entries(packs.headache.days).map(([fact, tree]) => {
      const said = bits.map((one) => answer(tree, one));
      return [fact, [said.filter((one) => one === "yes").length, said.filter((one) => one !== "no").length]];
    });
    return {
      from, to, days: between(from, to) + 1, recorded: days.filter((day) => day.headache !== "unknown").length,
      recalled: days.filter((day) => late(day)).length, counted: Object.fromEntries(facts),
    };
  }

  /** Months of 30 days back from a day, oldest first. @param {Object<string, Row[]>} rows @param {string} anchor */
  function months(rows, anchor) {
    const first = Object.keys(rows).sort()[0] ?? anchor;
    const read = Object.fromEntries(Object.entries(rows).filter(([date]) => date < anchor));
    return monthsCovering(first, anchor).map(([from, to]) => month(read, from, to));
  }

  /** @param {Day} day */
  const late = (day) => recalled(day, packs.recalled_after_days);

  return { dayOf, counts, month, months, late, understand, suggest: (/** @type {string} */ start) => words().suggest(start) };
}

/** Every declared bit of one day. @param {Day} day @param {Object<string, any>} bits @returns {Object<string, Answer>} */
export function bitsOf(day, bits) {
  const taken = day.medicines === null && day.headache === "no" ? [] : day.medicines;
  return Object.fromEntries(Object.entries(bits).map(([name, bit]) => [name, bitOf(day, bit, taken)]));
}

/** @param {Day} day @param {any} bit @param {Intake[] | null} taken @returns {Answer} */
function bitOf(day, bit, taken) {
  if (bit.medicine) return taken === null ? "unknown" : took(taken, bit.medicine);
  if (bit.at_least === undefined) return day[bit.column];
  if (day.headache === "no") return "no";
  const grade = day[bit.column];
  return grade === null ? "unknown" : grade >= bit.at_least ? "yes" : "no";
}

/** What the medicines of a day say of a class; an unknown medicine leaves the others open.
 * @param {Intake[]} taken @param {string} name @returns {Answer} */
function took(taken, name) {
  const unknown = taken.some((one) => one.name === null) ? "unknown" : "no";
  const open = taken.some(uncertain) ? "unknown" : "no";
  if (name === "any") return taken.some((one) => one.acute) ? "yes" : unknown;
  if (name === "migraine-specific") return taken.some((one) => one.specific) ? "yes" : open;
  if (name === "unrecognised") return open === "unknown" ? "yes" : "no";
  if (taken.some((one) => one.classes.includes(name))) return "yes";
  return name === "unspecified" ? unknown : open;
}
