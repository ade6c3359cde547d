// @ts-check
/**
 * From statements to the rows of the diary file, as procerus/sync/days.py does it.
 * An answer stands until somebody who had seen it says that column anew.
 *
 * @typedef {import("./statement.js").Statement} Statement
 * @typedef {Object<string, string>} Row
 */

import { FIELDS, SCHEMA, knew, origin } from "./statement.js";

const NOT_CLINICAL = new Set(["note"]);

/** For each day its rows, days oldest first. @param {Iterable<Statement>} statements @returns {Object<string, Row[]>} */
export function rows(statements, schema = SCHEMA) {
  const days = new Map();
  for (const one of statements) {
    if (one.schema > schema) continue;
    if (!days.has(one.day)) days.set(one.day, new Map());
    const day = days.get(one.day);
    day.set(origin(one), [...(day.get(origin(one)) ?? []), one]);
  }
  const found = [...days.keys()].sort().map((day) => [day, rowsOf([...days.get(day).values()])]);
  return Object.fromEntries(found.filter(([, shown]) => shown.length));
}

/** The rows of one day. @param {Statement[][]} day each with its repetitions @returns {Row[]} */
export function rowsOf(day) {
  /** @type {Map<string, Map<string, [number, string]>>} */
  const standing = new Map(FIELDS.map((name) => [name, new Map()]));
  let latest = "";
  for (const [one, name, answer] of live(day)) {
    const of = standing.get(name);
    if (!of) continue;
    /** @type {[number, string]} */
    const order = [one.clock, origin(one)];
    const before = of.get(answer);
    if (!before || compare(order, before) < 0) of.set(answer, order);
    if (!NOT_CLINICAL.has(name) && one.at.slice(0, 16) > latest) latest = one.at.slice(0, 16);
  }
  /** @type {Row[]} */
  const made = [];
  for (const name of FIELDS) {
    const answers = [...(standing.get(name) ?? [])].sort((one, other) => compare(one[1], other[1]));
    answers.forEach(([answer], place) => { (made[place] ??= {})[name] = answer; });
  }
  if (made.length && latest) made[0].entered = latest;
  return made;
}

/** Every answer that stands. @param {Statement[][]} day @returns {Generator<[Statement, string, string]>} */
export function* live(day) {
  for (const copies of day) {
    for (const [name, answer] of Object.entries(copies[0].said)) {
      const anew = day.filter((others) => others !== copies && name in others[0].said);
      const overruled = anew.some((others) => others.some((other) => copies.some((one) => knew(other, one))));
      if (answer && !overruled) yield [copies[0], name, answer];
    }
  }
}

/** The columns in which two answers stand. @param {Row[]} day */
export const twoAnswers = (day) => day.slice(1, 2).flatMap((one) => Object.keys(one)).filter((name) => !NOT_CLINICAL.has(name));

/** @param {[number, string]} one @param {[number, string]} other */
function compare(one, other) {
  if (one[0] !== other[0]) return one[0] - other[0];
  return one[1] < other[1] ? -1 : Number(one[1] > other[1]);
}
