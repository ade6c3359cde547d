// @ts-check
/**
 * What a medicines cell says, as procerus/diary/medicines.py reads it: the longest name wins, everything else
 * has to be understood too, and what was not understood may be of any class.
 *
 * @typedef {import("./spelling.js").Token} Token
 * @typedef {import("./quantities.js").Piece} Piece
 * @typedef {{name: string, classes: string[], acute: boolean, specific: boolean}} Medicine
 * @typedef {{text: string, name: string | null, classes: string[], acute: boolean, specific: boolean, times: number | null}} Intake
 * @typedef {{understand: (text: string) => Intake[] | null, suggest: (start: string) => string[], names: Map<string, Medicine>}} Dictionary
 */

import { quantities } from "./quantities.js";
import { isWord, key, speller, spellings, tokens } from "./spelling.js";

const SEPARATORS = /[;\r\n\u2028\u2029]+|,(?![0-9])|(?<![0-9]),/;
const LONGEST_PART = 500;
const NOT_NAMED = "not named)";
const JOIN = " + ";
const MOST_SUGGESTED = 6;

/** A medicine nobody recognised. @param {string} text @returns {Intake} */
const unrecognised = (text) => ({ text, name: null, classes: [], acute: false, specific: false, times: null });

/** Whether its class cannot be told. @param {Intake} one */
export const uncertain = (one) => one.name === null || one.classes.includes("unspecified");

/** @param {any} pack the medicines of packs.js @returns {Dictionary} */
export function dictionary(pack) {
  const words = pack.words;
  const meant = new Map(pack.acute.map(medicineOf));
  const names = namesOf(pack, meant);
  const products = madeOf(meant, names);
  const measure = quantities(words);
  const plainWords = plainOf(words);
  const none = new Set(words.none.flatMap(spellings));
  const longest = longestOf([...names.keys(), ...plainWords.keys()]);
  const vocabulary = vocabularyOf(names, plainWords, measure.words);
  const near = speller(vocabulary);
  /** @type {Map<string, Intake[]>} */
  const remembered = new Map();

  /** @param {string} text @returns {Intake[] | null} null where it says nothing */
  function understand(text) {
    const parts = text.split(SEPARATORS).map((part) => part.trim()).filter(Boolean);
    if (!parts.length) return null;
    if (parts.every((part) => none.has(key(part)))) return [];
    return parts.flatMap((part) => {
      if (!remembered.has(part)) remembered.set(part, readPart(part));
      return remembered.get(part) ?? [];
    });
  }

  /** @param {string} part @returns {Intake[]} */
  function readPart(part) {
    const pieces = piecesOf(part);
    const kinds = new Set(pieces.map((piece) => piece.kind));
    const understood = kinds.has("name") && !kinds.has("unknown") && pieces.every((piece) => piece.count !== 0);
    if (!understood) return [unrecognised(part)];
    const segments = segmentsOf(pieces).map((run) => segment(part, run));
    const product = kinds.has("then") ? null : productOf(segments, kinds.has("join"));
    if (product) return [{ text: part, ...product, times: oneOf(segments.map((one) => one.times)) }];
    return segments.map(({ medicine, text, times }) => ({ text, ...medicine, times }));
  }

  /** @param {{medicine: Medicine}[]} segments @param {boolean} joined @returns {Medicine | null} */
  function productOf(segments, joined) {
    let named = [...new Set(segments.map((one) => one.medicine))];
    if (!joined) named = named.filter((one) => !named.some((other) => describes(one, other)));
    if (named.length === 1) return named[0];
    for (const one of named) {
      if (products.get(substances(named.filter((other) => other !== one))) === one) return one;
    }
    return products.get(substances(named)) ?? null;
  }

  /** @param {string} part @param {Piece[]} pieces */
  function segment(part, pieces) {
    const name = pieces.find((piece) => piece.kind === "name")?.name ?? "";
    let medicine = /** @type {Medicine} */ (names.get(name));
    const times = oneOf(pieces.map((piece) => piece.count));
    const doses = pieces.flatMap((piece) => piece.micrograms ?? []);
    const low = pack.low_dose;
    if (doses.length === 1 && medicine.name === low.name) {
      const milligrams = doses[0] * (times || 1) / 1000;
      if (milligrams >= low.from_mg && milligrams <= low.to_mg) medicine = meant.get(low.reads_as) ?? medicine;
    }
    return { medicine, times, text: part.slice(pieces[0].start, pieces[pieces.length - 1].end).trim() };
  }

  /** @param {string} part @returns {Piece[]} */
  function piecesOf(part) {
    if (part.length > LONGEST_PART) return [{ kind: "unknown", start: 0, end: 0 }];
    const written = tokens(part).map(corrected);
    /** @type {Piece[]} */
    const pieces = [];
    for (let at = 0; at < written.length;) {
      const [piece, used] = nameAt(written, at) ?? wordsAt(written, at, 2) ?? measure.read(written, at, pieces)
        ?? wordsAt(written, at, 1) ?? [{ kind: "unknown" }, 1];
      pieces.push({ ...piece, start: written[at].start, end: written[at + used - 1].end });
      at += used;
    }
    return pieces;
  }

  /** @param {Token} token @returns {Token} */
  function corrected(token) {
    if (!isWord(token.word) || vocabulary.has(token.word)) return token;
    return { ...token, word: near(token.word) || token.word };
  }

  /** @param {Token[]} written @param {number} at @returns {[{kind: string, name: string}, number] | null} */
  function nameAt(written, at) {
    for (const [used, phrase] of phrases(written, at, longest)) {
      if (!names.has(phrase)) continue;
      const cut = phrase.lastIndexOf(" ");
      const shorter = phrase.slice(0, Math.max(cut, 0));
      if (names.has(shorter) && measure.measures(written, at + used, phrase.slice(cut + 1))) {
        return [{ kind: "name", name: shorter }, used - 1];
      }
      return [{ kind: "name", name: phrase }, used];
    }
    return null;
  }

  /** @param {Token[]} written @param {number} at @param {number} least @returns {[{kind: string}, number] | null} */
  function wordsAt(written, at, least) {
    for (const [used, phrase] of phrases(written, at, longest)) {
      const kind = plainWords.get(phrase);
      if (used >= least && kind) return [{ kind }, used];
    }
    return null;
  }

  const shown = pack.acute.flatMap((/** @type {any[]} */ row) => row[0].split("|"))
    .filter((/** @type {string} */ name) => !name.endsWith(NOT_NAMED));

  /** Names of the dictionary that begin so. @param {string} start */
  function suggest(start) {
    const begun = key(start);
    if (begun.length < 2) return [];
    return shown.filter((/** @type {string} */ name) => key(name).startsWith(begun)).slice(0, MOST_SUGGESTED);
  }

  return { understand, suggest, names };
}

/** @param {[string, string, number]} row @returns {[string, Medicine]} */
function medicineOf([all, classes, flags]) {
  const name = all.split("|")[0];
  return [name, { name, classes: classes.split("|").filter(Boolean), acute: (flags & 1) === 1, specific: (flags & 2) === 2 }];
}

/** Names to medicines; a product is found by its substances instead. @param {any} pack @param {Map<string, Medicine>} meant */
function namesOf(pack, meant) {
  /** @type {Map<string, Medicine>} */
  const names = new Map();
  for (const [all] of pack.acute) {
    const [own, ...brands] = all.split("|");
    for (const name of [own, ...brands].filter((one) => !one.includes(JOIN))) {
      for (const spelling of spellings(name)) names.set(spelling, /** @type {Medicine} */ (meant.get(own)));
    }
  }
  for (const all of pack.preventives) {
    const [name, ...brands] = all.split("|");
    const preventive = { name, classes: [], acute: false, specific: false };
    for (const spelling of [name, ...brands].flatMap(spellings)) if (!names.has(spelling)) names.set(spelling, preventive);
  }
  return names;
}

/** @param {Map<string, Medicine>} meant @param {Map<string, Medicine>} names */
function madeOf(meant, names) {
  /** @type {Map<string, Medicine>} */
  const products = new Map();
  for (const [name, medicine] of meant) {
    const parts = name.split(JOIN);
    if (parts.length > 1) products.set(substances(parts.map((part) => /** @type {Medicine} */ (names.get(key(part))))), medicine);
  }
  return products;
}

/** @param {Medicine[]} medicines */
const substances = (medicines) => [...new Set(medicines.map((one) => one.name))].sort().join("|");

/** @param {any} words @returns {Map<string, string>} */
function plainOf(words) {
  const tables = [["fillers", "filler"], ["forms", "filler"], ["times", "filler"], ["joins", "join"], ["apart", "then"]];
  return new Map(tables.flatMap(([table, kind]) =>
    words[table].flatMap(spellings).map((/** @type {string} */ phrase) => [phrase, kind])));
}

/** For each first word, how many words the longest phrase with it has. @param {string[]} all */
function longestOf(all) {
  /** @type {Map<string, number>} */
  const longest = new Map();
  for (const phrase of all) {
    const [first, ...rest] = phrase.split(" ");
    longest.set(first, Math.max(longest.get(first) ?? 0, rest.length + 1));
  }
  return longest;
}

/** Every word of some name or filler, and what it means by itself.
 * @param {Map<string, Medicine>} names @param {Map<string, string>} plain @param {string[]} measures */
function vocabularyOf(names, plain, measures) {
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const phrase of [...names.keys(), ...plain.keys(), ...measures]) {
    for (const word of phrase.split(" ")) known.set(word, word);
  }
  for (const [name, medicine] of names) if (known.has(name)) known.set(name, medicine.name);
  return known;
}

/** @param {Token[]} written @param {number} at @param {Map<string, number>} longest @returns {Generator<[number, string]>} */
function* phrases(written, at, longest) {
  const most = Math.min(longest.get(written[at].word) ?? 0, written.length - at);
  for (let used = most; used > 0; used--) yield [used, written.slice(at, at + used).map((one) => one.word).join(" ")];
}

/** Runs of one named medicine each; a run without a name belongs to the one before. @param {Piece[]} pieces */
function segmentsOf(pieces) {
  /** @type {Piece[][]} */
  const runs = [[]];
  const isNamed = (/** @type {Piece[]} */ run) => run.some((piece) => piece.kind === "name");
  for (const piece of pieces) {
    const parts = ["join", "then"].includes(piece.kind);
    if (isNamed(runs[runs.length - 1]) && (parts || piece.kind === "name")) runs.push([]);
    if (!parts) runs[runs.length - 1].push(piece);
  }
  /** @type {Piece[][]} */
  const joined = [];
  for (const run of runs.filter((one) => one.length)) {
    if (joined.length && !isNamed(run)) joined[joined.length - 1].push(...run);
    else joined.push(run);
  }
  return joined;
}

/** Whether this is only a word for the kind of medicine that the other is. @param {Medicine} one @param {Medicine} other */
function describes(one, other) {
  if (!one.name.endsWith(NOT_NAMED) || other.name.endsWith(NOT_NAMED)) return false;
  if (one.classes.includes("unspecified") && other.acute && !other.specific) return true;
  return one.classes.every((name) => other.classes.includes(name)) && one.acute === other.acute;
}

/** The one number that was written. @param {(number | null | undefined)[]} counts */
function oneOf(counts) {
  const written = [...new Set(counts.filter((count) => typeof count === "number"))];
  return written.length === 1 ? /** @type {number} */ (written[0]) : null;
}
