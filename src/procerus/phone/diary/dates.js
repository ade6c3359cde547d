// @ts-check
/** Calendar days as text, `2026-11-23`, counted without clocks or zones. A month is what the person sees on a wall. */

const DAY = 86_400_000;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** @param {string} day */
const at = (day) => Date.parse(`${day}T00:00:00Z`);

/** Whether a text is a day of the calendar. @param {string} text */
export const isDay = (text) => ISO.test(text) && !Number.isNaN(at(text)) && later(text, 0) === text;

/** The day so many days later. @param {string} day @param {number} days */
export const later = (day, days) => new Date(at(day) + days * DAY).toISOString().slice(0, 10);

/** How many days after the first the second is. @param {string} one @param {string} other */
export const between = (one, other) => Math.round((at(other) - at(one)) / DAY);

/** Every day from the first to the last, both included. @param {string} first @param {string} last */
export const each = (first, last) =>
  Array.from({ length: Math.max(between(first, last) + 1, 0) }, (_, number) => later(first, number));

/** The day on the wall where the phone is. @param {Date} now */
export const dayOf = (now) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** The weeks of a calendar month, Monday first; days of other months are empty. @param {string} month `2026-11` */
export function weeks(month) {
  const first = `${month}-01`;
  const days = each(first, later(`${nextMonth(month, 1)}-01`, -1));
  const cells = [...Array(weekday(first)).fill(""), ...days];
  while (cells.length % 7) cells.push("");
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Monday is 0. @param {string} day */
export const weekday = (day) => (new Date(at(day)).getUTCDay() + 6) % 7;

/** The month so many months later. @param {string} month @param {number} months */
export function nextMonth(month, months) {
  const [year, number] = month.split("-").map(Number);
  const all = year * 12 + number - 1 + months;
  return `${String(Math.floor(all / 12)).padStart(4, "0")}-${two((all % 12) + 1)}`;
}

/** Months of 30 days back from a day, which is in none of them, until a first day is covered; oldest first.
 * @param {string} first @param {string} anchor @param {number} length @returns {[string, string][]} */
export function monthsCovering(first, anchor, length = 30) {
  /** @type {[string, string][]} */
  const spans = [];
  for (let end = anchor; end > first; end = later(end, -length)) spans.unshift([later(end, -length), later(end, -1)]);
  return spans;
}

/** A day as it is said. @param {string} day @param {string} language @param {Intl.DateTimeFormatOptions} more */
export function inWords(day, language, more = { day: "numeric", month: "short", year: "numeric" }) {
  return new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { timeZone: "UTC", ...more }).format(at(day));
}

/** With its weekday. @param {string} day @param {string} language */
export const inFull = (day, language) =>
  inWords(day, language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** A first and a last day. @param {string} first @param {string} last @param {string} language */
export function spanInWords(first, last, language) {
  const short = first.slice(0, 4) === last.slice(0, 4);
  const start = short ? inWords(first, language, { day: "numeric", month: "short" }) : inWords(first, language);
  return `${start} – ${inWords(last, language)}`;
}

/** A moment by the clock that wrote it: `23 Nov 2026, 14:35`. @param {string} moment @param {string} language */
export const momentInWords = (moment, language) =>
  `${inWords(moment.slice(0, 10), language)}${moment.length > 10 ? `, ${moment.slice(11, 16)}` : ""}`;
