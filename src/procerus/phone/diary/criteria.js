// @ts-check
/**
 * Answers a tree of the rule language as `procerus/criteria/wire.py` writes it, by the truth tables of Kleene:
 * `and` is no with one no, `or` is yes with one yes, and what is left is unknown. Numbers lie between bounds.
 *
 * @typedef {import("./cells.js").Answer} Answer
 * @typedef {[number | null, number | null]} Between  null is an end that nobody can give
 * @typedef {Object<string, any>} Tree
 * @typedef {Object<string, Answer | Between>} Facts
 */

const LARGEST = 2 ** 30 - 1;
/** @type {Object<Answer, Answer>} */
const SWAPPED = { yes: "no", no: "yes", unknown: "unknown" };

/** Whether the rule is met. @param {Tree} tree @param {Facts} facts @returns {Answer} */
export function answer(tree, facts) {
  const [key, said] = Object.entries(tree)[0];
  switch (key) {
    case "name": return /** @type {Answer} */ (facts[said] ?? "unknown");
    case "not": return SWAPPED[answer(said, facts)];
    case "and": return first(said, facts, "no", "yes");
    case "or": return first(said, facts, "yes", "no");
    case ">=": return atLeast(number(said[0], facts), number(said[1], facts));
    case "<": return SWAPPED[atLeast(number(said[0], facts), number(said[1], facts))];
    case "<=": return atLeast(number(said[1], facts), number(said[0], facts));
    case ">": return SWAPPED[atLeast(number(said[1], facts), number(said[0], facts))];
    default: throw new Error(`no rule: ${key}`);
  }
}

/** The bounds of a quantity. @param {Tree} tree @param {Facts} facts @returns {Between} */
export function number(tree, facts) {
  const [key, said] = Object.entries(tree)[0];
  switch (key) {
    case "number": return bounded(said, said);
    case "name": return /** @type {Between} */ (facts[said] ?? [0, null]);
    case "count": return counted(said.map((/** @type {Tree} */ part) => answer(part, facts)));
    case "+": return plus(number(said[0], facts), number(said[1], facts));
    case "-": return plus(number(said[0], facts), negative(number(said[1], facts)));
    case "*": return times(number(said[0], facts), number(said[1], facts));
    default: throw new Error(`no quantity: ${key}`);
  }
}

/** At least those that are yes, at most those that are not no. @param {Answer[]} answers @returns {Between} */
export function counted(answers) {
  const no = answers.filter((one) => one === "no").length;
  return [answers.filter((one) => one === "yes").length, answers.length - no];
}

/** @param {Tree[]} parts @param {Facts} facts @param {Answer} enough @param {Answer} otherwise @returns {Answer} */
function first(parts, facts, enough, otherwise) {
  let found = otherwise;
  for (const part of parts) {
    const said = answer(part, facts);
    if (said === enough) return enough;
    if (said === "unknown") found = "unknown";
  }
  return found;
}

/** @param {Between} left @param {Between} right @returns {Answer} */
function atLeast([low, high], [otherLow, otherHigh]) {
  if (low !== null && otherHigh !== null && low >= otherHigh) return "yes";
  if (high !== null && otherLow !== null && high < otherLow) return "no";
  return "unknown";
}

/** @param {Between} one @param {Between} other @returns {Between} */
const plus = ([low, high], [otherLow, otherHigh]) => bounded(
  low === null || otherLow === null ? null : low + otherLow,
  high === null || otherHigh === null ? null : high + otherHigh,
);

/** @param {Between} one @returns {Between} */
const negative = ([low, high]) => [high === null ? null : 0 - high, low === null ? null : 0 - low];

/** @param {Between} one @param {Between} other @returns {Between} */
function times(one, other) {
  const corners = ends(one).flatMap((a) => ends(other).map((b) => (a === 0 || b === 0 ? 0 : a * b)));
  const [low, high] = [Math.min(...corners), Math.max(...corners)];
  return bounded(low === -Infinity ? null : low, high === Infinity ? null : high);
}

/** @param {Between} one */
const ends = ([low, high]) => [low ?? -Infinity, high ?? Infinity];

/** Beyond the largest number there is no end. @param {number | null} low @param {number | null} high @returns {Between} */
function bounded(low, high) {
  const least = low === null || low < -LARGEST ? null : Math.min(low, LARGEST);
  const most = high === null || high > LARGEST ? null : Math.max(high, -LARGEST);
  return [least, most];
}
