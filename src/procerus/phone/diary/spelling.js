// @ts-check
/** Words as people write them, as procerus/packs/spelling.py cuts them, makes them plain and matches near spellings. */

/** @typedef {{word: string, start: number, end: number}} Token */

const SHORTEST_MISSPELT = 6;
const LONGEST_MISSPELT = 40;
const TWO_SLIPS_FROM = 11;
const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
const TOKEN = new RegExp(
  `[0-9]{1,2}:[0-9]{2}|[0-9]+(?:[.,][0-9]+)*|(?<=[0-9])[xX](?=${LETTER}{3})|(?:${LETTER}|[\\u0300-\\u036f])+|\\S`, "gu",
);
const IGNORED = new Set(".,()[]{}-–—‐‑'’\u0060´\"“”„®™©:!_·•~");
const TIMES = new Set("*×");
const UNSEEN = /[\p{Cf}\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]/u;
const ASCII = /^[\x00-\x7f]*$/;
const WORD = /^\p{L}+$/u;
const SOUNDS = [["ph", "f"], ["th", "t"], ["y", "i"], ["ck", "k"]];

/** @param {string} text */
const folded = (text) => text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");

/** Lower case, without accents. @param {string} word */
export function plain(word) {
  const lower = folded(word);
  return ASCII.test(lower) ? lower : lower.normalize("NFD").replace(/\p{Mn}/gu, "");
}

/** Without signs that nobody sees. @param {string} text */
export function visible(text) {
  if (ASCII.test(text)) return text;
  const seen = [...text].filter((sign) => !UNSEEN.test(sign));
  return seen.map((sign) => (IGNORED.has(sign) ? sign : sign.normalize("NFKC"))).join("").normalize("NFC");
}

/** The words, numbers and signs of a text. @param {string} text @returns {Token[]} */
export function tokens(text) {
  return [...text.matchAll(TOKEN)].filter(([sign]) => !IGNORED.has(sign)).map((found) => ({
    word: TIMES.has(found[0]) ? "x" : plain(found[0]),
    start: found.index, end: found.index + found[0].length,
  }));
}

/** How a name is looked up. @param {string} name */
export const key = (name) => tokens(visible(name)).map((one) => one.word).join(" ");

/** As it stands, and with umlauts written as two letters. @param {string} name */
export function spellings(name) {
  const lower = ASCII.test(name) ? "" : folded(visible(name));
  const written = lower.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue");
  return written === lower ? [key(name)] : [key(name), key(written)];
}

/** Whether only letters stand in it. @param {string} word */
export const isWord = (word) => WORD.test(word);

/** Finds the one known word that a misspelt one can only be. @param {Map<string, string>} meanings */
export function speller(meanings) {
  const known = [...meanings].filter(([word]) => word.length >= SHORTEST_MISSPELT && isWord(word))
    .map(([word, meaning]) => ({ word, meaning, sound: sound(word) }));
  return (/** @type {string} */ word) => {
    if (word.length < SHORTEST_MISSPELT || word.length > LONGEST_MISSPELT || !isWord(word)) return "";
    const heard = sound(word);
    const found = known.flatMap((one) => {
      const most = one.word.length >= TWO_SLIPS_FROM ? 2 : 1;
      const wrong = slips(heard, one.sound, most);
      return wrong <= most ? [{ ...one, wrong }] : [];
    });
    if (new Set(found.map((one) => one.meaning)).size !== 1) return "";
    found.sort((one, other) => one.wrong - other.wrong || (one.word < other.word ? -1 : 1));
    return found[0].sound[0] === heard[0] ? found[0].word : "";
  };
}

/** Letters missing, extra, wrong or swapped. @param {string} one @param {string} other @param {number} most */
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      let least = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + Number(one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) least = Math.min(least, before[j - 2] + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[other.length];
}

/** @param {string} word */
const sound = (word) => SOUNDS.reduce((text, [written, heard]) => text.replaceAll(written, heard), word);
