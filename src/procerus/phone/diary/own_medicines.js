// @ts-check
/**
 * The medicines cell as taps make it: a count for each medicine of the person's own list.
 *
 * @typedef {{answered: boolean, taken: Map<string, number>}} Taken  not answered is not the same as none
 */

const TIMES = / x([0-9]{1,2})$/;
const PARTS = /[;\r\n\u2028\u2029]+/;

/** @param {string} cell @returns {Taken} */
export function read(cell) {
  const parts = cell.split(PARTS).map((part) => part.trim()).filter(Boolean);
  const named = parts.filter((part) => part.toLowerCase() !== "none");
  /** @type {Map<string, number>} */
  const taken = new Map();
  for (const part of named) {
    const times = TIMES.exec(part);
    const name = times ? part.slice(0, times.index) : part;
    taken.set(name, (taken.get(name) ?? 0) + (times ? Number(times[1]) : 1));
  }
  return { answered: parts.length > 0, taken };
}

/** @param {Taken} said */
export function write({ answered, taken }) {
  const parts = [...taken].filter(([, count]) => count > 0).map(([name, count]) => (count > 1 ? `${name} x${count}` : name));
  return parts.join("; ") || (answered ? "none" : "");
}

/** A name as it can stand in a cell: without what parts one medicine from the next. @param {string} text */
export const named = (text) => text.replace(/[;\p{Cc}\u2028\u2029]+|,(?![0-9])/gu, " ").replace(/\s+/g, " ").trim().slice(0, 80);
