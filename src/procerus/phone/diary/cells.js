// @ts-check
/** What one cell of the diary file says, as procerus/diary/cells.py reads it; what cannot be read says nothing. */

/** @typedef {"yes" | "no" | "unknown"} Answer */

const HOURS = /^\d{1,4}([.,]\d{1,2})?$/;
const FINER = /^\d{1,4}\.\d{3,}$/;
const WHOLE = /^\d{1,4}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?)?$/;
const GRADES = new Map([["mild", 1], ["moderate", 2], ["severe", 3]]);
const DAY_MINUTES = 1440;

/** @param {string | undefined} text @returns {Answer} */
export function answerOf(text) {
  const word = (text ?? "").trim().toLowerCase();
  return word === "yes" || word === "no" ? word : "unknown";
}

/** Hours as whole minutes, half up. @param {string | undefined} text @returns {number | null} */
export function minutesOf(text) {
  const cell = (text ?? "").trim();
  if (HOURS.test(cell)) {
    const [whole, part = ""] = cell.split(/[.,]/);
    const hundredths = Number(whole) * 100 + Number(part.padEnd(2, "0"));
    const minutes = Math.floor((hundredths * 60 + 50) / 100);
    return hundredths <= 2400 ? minutes : null;
  }
  return FINER.test(cell) && cell.length <= 20 ? wholeMinutes(cell) : null;
}

/** @param {string} cell more than two decimals, which are read where they say a whole minute */
function wholeMinutes(cell) {
  const [whole, part] = cell.split(".");
  const scale = 10n ** BigInt(part.length);
  const minutes = (BigInt(whole) * scale + BigInt(part)) * 60n;
  return minutes % scale === 0n && minutes / scale <= BigInt(DAY_MINUTES) ? Number(minutes / scale) : null;
}

/** 0 none, 1 mild, 2 moderate, 3 severe. @param {string | undefined} text @returns {number | null} */
export function gradeOf(text) {
  const word = (text ?? "").trim().toLowerCase();
  if (GRADES.has(word)) return GRADES.get(word) ?? null;
  if (!WHOLE.test(word) || Number(word) > 10) return null;
  return Math.min(Math.floor((Number(word) + 2) / 3), 3);
}

/** A moment in its one spelling; empty where none can be read. @param {string | undefined} text */
export function momentOf(text) {
  const found = MOMENT.exec((text ?? "").trim());
  if (!found) return "";
  const [, day, time = "00:00", seconds = "00", parts = "", offset = ""] = found;
  return `${day}T${time}:${seconds}${parts ? `.${parts.padEnd(6, "0")}` : ""}${offset === "Z" ? "+00:00" : offset}`;
}
