// @ts-check
/**
 * The person's own files: the diary file (docs/reference/diary-file.md), a patient file, a calendar reminder.
 *
 * @typedef {import("../sync/days.js").Row} Row
 */

import { gradeOf, minutesOf } from "./cells.js";
import { SYMPTOMS } from "./day.js";

const COLUMNS = ["date", "headache", "hours", "worst", ...SYMPTOMS, "medicines", "entered", "note"];
const ANSWERS = ["headache", ...SYMPTOMS];
const LONGEST_LINE = 75; // octets of a line of a calendar

/** The diary as a table. @param {Object<string, Row[]>} days */
export function csv(days) {
  const lines = rowsOf(days).map((row) => COLUMNS.map((column) => quoted(row[column] ?? "")).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\n")}\n`;
}

/** The diary as a patient file. @param {Object<string, Row[]>} days */
export function patientFile(days) {
  const diary = rowsOf(days).map((row) =>
    Object.fromEntries(COLUMNS.filter((column) => row[column]).map((column) => [column, row[column]])));
  return `${JSON.stringify({ procerus: "patient/1", id: "me", diary }, null, 1)}\n`;
}

/** @param {Object<string, Row[]>} days @returns {Row[]} */
const rowsOf = (days) => Object.keys(days).sort().flatMap((date) => days[date].map((row) => ({ ...readable(row), date })));

/** A row that any clinic can read: what no column can hold stands in the note. @param {Row} row @returns {Row} */
function readable(row) {
  const wrong = Object.keys(row).filter((name) => row[name] && !canStand(name, row[name]));
  const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !wrong.includes(name)));
  const note = [row.note, ...wrong.map((name) => `${name}: ${row[name]}`)].filter(Boolean).join(" | ");
  return Object.fromEntries(Object.entries({ ...kept, note }).map(([name, said]) => [name, writable(said)]));
}

/** @param {string} name @param {string} said */
function canStand(name, said) {
  if (ANSWERS.includes(name)) return said === "yes" || said === "no";
  if (name === "hours") return minutesOf(said) !== null;
  return name !== "worst" || gradeOf(said) !== null;
}

/** Without what no text file can hold. @param {string} text */
const writable = (text) => text.replaceAll("\0", "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");

/** @param {string} text */
const quoted = (text) => (text !== text.trim() || /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A reminder every day at one time by the clock on the wall, for the phone's own calendar.
 * @param {{first: string, time: string, title: string, text: string, stamp: string, address: string}} one */
export function reminder(one) {
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Procerus//Diary//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    "BEGIN:VEVENT", `UID:procerus-diary-reminder@${one.address.replace(/^https?:\/\//, "").replace(/[/:].*$/, "")}`,
    `DTSTAMP:${one.stamp}`, `DTSTART:${one.first.replaceAll("-", "")}T${one.time.replace(":", "")}00`, "DURATION:PT5M",
    "RRULE:FREQ=DAILY", `SUMMARY:${escaped(one.title)}`, `DESCRIPTION:${escaped(one.text)}`, `URL:${one.address}`, "TRANSP:TRANSPARENT",
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0M", `DESCRIPTION:${escaped(one.title)}`, "END:VALARM",
    "END:VEVENT", "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");

/** @param {string} line */
function folded(line) {
  let octets = 0;
  return [...line].map((sign) => {
    const more = new TextEncoder().encode(sign).length;
    octets += more;
    if (octets <= LONGEST_LINE) return sign;
    octets = more + 1;
    return `\r\n ${sign}`;
  }).join("");
}
