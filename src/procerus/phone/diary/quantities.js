// @ts-check
/**
 * Doses and counts beside a medicine's name, as procerus/diary/quantities.py reads them.
 *
 * @typedef {import("./spelling.js").Token} Token
 * @typedef {{kind: string, name?: string, count?: number | null, micrograms?: number, start: number, end: number}} Piece
 * @typedef {Omit<Piece, "start" | "end">} Bare
 */

import { key } from "./spelling.js";

const MOST_TAKEN = 20;
const LONGEST_NUMBER = 8;
/** @type {Object<string, number>} */
const MICROGRAMS = { mg: 1000, g: 1_000_000, mcg: 1, ug: 1, "μg": 1 };

/** @param {any} words the pack's table of words */
export function quantities(words) {
  const forms = new Set(words.forms.map(key));
  const units = new Set(words.units.map(key));
  const times = new Set(words.times);
  const counts = new Map(Object.entries(words.counts).map(([word, count]) => [key(word), Number(count)]));
  /** @param {string} word */
  const isUnit = (word) => word in MICROGRAMS || units.has(word);

  /** @param {Token[]} tokens @param {number} at @param {Piece[]} before @returns {[Bare, number] | null} */
  function read(tokens, at, before) {
    const word = tokens[at].word, after = wordAt(tokens, at + 1);
    if (counts.has(word)) return [{ kind: "count", count: counts.get(word) }, times.has(after) ? 2 : 1];
    if (word.includes(":") && /^\p{Nd}/u.test(word)) return [{ kind: "filler" }, 1];
    if (word === "x" && isNumber(after) && !isUnit(wordAt(tokens, at + 2))) return [counted(after), 2];
    return isNumber(word) ? numberAt(tokens, at, alreadyNamed(before)) : null;
  }

  /** @param {Token[]} tokens @param {number} at @param {boolean} named @returns {[Bare, number]} */
  function numberAt(tokens, at, named) {
    const number = tokens[at].word, after = wordAt(tokens, at + 1);
    if (after in MICROGRAMS) return [{ kind: "dose", micrograms: Math.floor(thousandths(number) * MICROGRAMS[after] / 1000) }, 2];
    if (units.has(after)) return [{ kind: "dose" }, 2];
    if (after === "/" && isNumber(wordAt(tokens, at + 2))) return [{ kind: "dose" }, isUnit(wordAt(tokens, at + 3)) ? 4 : 3];
    if (times.has(after)) return [counted(number), 2];
    return forms.has(after) || !named ? [counted(number), 1] : [bare(number), 1];
  }

  /** Whether the word after a number makes it a dose or a count. @param {Token[]} tokens @param {number} at @param {string} number */
  function measures(tokens, at, number) {
    const after = wordAt(tokens, at), beyond = wordAt(tokens, at + 1);
    return isNumber(number) && ((times.has(after) && !isNumber(beyond)) || isUnit(after));
  }

  return { read, measures, words: [...forms, ...units, ...times, ...counts.keys(), ...Object.keys(MICROGRAMS)] };
}

/** @param {Piece[]} before */
function alreadyNamed(before) {
  for (const piece of [...before].reverse()) {
    if (["name", "join", "then"].includes(piece.kind)) return piece.kind === "name";
  }
  return false;
}

/** @param {Token[]} tokens @param {number} at */
const wordAt = (tokens, at) => tokens[at]?.word ?? "";

/** @param {string} word */
const isNumber = (word) => word.length > 0 && word.length <= LONGEST_NUMBER && /^[0-9]/.test(word) && !word.includes(":");

/** @param {string} number @returns {Bare} */
function counted(number) {
  const all = thousandths(number), whole = Math.floor(all / 1000);
  if (all % 1000) return { kind: "count", count: null };
  return whole > MOST_TAKEN ? bare(number) : { kind: "count", count: whole };
}

/** @param {string} number @returns {Bare} */
function bare(number) {
  const all = thousandths(number);
  return all ? { kind: "dose", micrograms: all } : { kind: "count", count: 0 };
}

/** @param {string} number */
function thousandths(number) {
  const [whole, ...rest] = number.replaceAll(",", ".").split(".");
  const last = rest.at(-1);
  if (last?.length === 3 && whole !== "0") return Number(whole + rest.join("")) * 1000;
  return Number(whole) * 1000 + (last === undefined ? 0 : Number(last.slice(0, 3).padEnd(3, "0")));
}
