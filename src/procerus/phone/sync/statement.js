// @ts-check
/**
 * One statement of a diary, as procerus/sync/statement.py has it: tests/sync/vectors.json is read by both.
 *
 * @typedef {{id: string, device: string, seq: number, before: string, day: string, said: Object<string, string>,
 *   seen: Object<string, number>, at: string, zone: string, clock: number, app: string, schema: number,
 *   again?: string}} Statement  with whatever a later schema adds
 */

export const SCHEMA = 1;
export const FIELDS = [
  "headache", "hours", "worst", "unilateral", "pulsating", "aggravated", "nausea", "vomiting", "photophobia",
  "phonophobia", "aura", "believed_migraine", "relieved", "medicines", "note",
];

/** The one spelling of a value, the same in every language. @param {any} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${parts.join(",")}}`;
}

/** The SHA-256 of a statement's one spelling. @param {Statement} statement @returns {Promise<string>} */
export async function digest(statement) {
  const bytes = new TextEncoder().encode(canonical(statement));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The id under which it was said first. @param {Statement} statement */
export const origin = (statement) => statement.again || statement.id;

/** Whether whoever said one had seen the other. @param {Statement} one @param {Statement} other */
export function knew(one, other) {
  if (one.device === other.device) return one.seq > other.seq;
  return (one.seen[other.device] ?? 0) >= other.seq;
}
