// @ts-check
/**
 * What a phone knows and what it does next, as procerus/sync/phone.py does it. Nothing here asks for the time,
 * for chance, for storage or for the network: who calls brings them, and keeps what a call has changed.
 *
 * @typedef {import("./statement.js").Statement} Statement
 * @typedef {{at: string, zone: string, milliseconds: number, app: string}} Now
 * @typedef {{device: string, held: Map<string, Statement>, there: Set<string>, seen: Object<string, number>,
 *   last: string, clock: number, cursor: number, epoch: string}} Phone
 * @typedef {{epoch: string, taken: string[], refused: [string, string][]}} Pushed
 * @typedef {{epoch: string, after: number, statements: Statement[]}} Pulled
 */

import { SCHEMA, digest, origin } from "./statement.js";

export const AT_ONCE = 200;

/** A phone that knows nothing. @param {string} device @returns {Phone} */
export function newPhone(device) {
  return { device, held: new Map(), there: new Set(), seen: {}, last: "", clock: 0, cursor: 0, epoch: "" };
}

/** Say something about a day. @param {Phone} phone @param {string} id @param {string} day
 * @param {Object<string, string>} said @param {Now} now @returns {Promise<Statement>} */
export async function say(phone, id, day, said, now) {
  const { [phone.device]: own, ...seen } = phone.seen;
  const one = {
    id, device: phone.device, seq: (own ?? 0) + 1, before: phone.last, day, said, seen, at: now.at, zone: now.zone,
    clock: Math.max(now.milliseconds, phone.clock + 1), app: now.app, schema: SCHEMA,
  };
  phone.held.set(id, one);
  phone.last = await digest(one);
  remember(phone, one);
  return one;
}

/** What is only on this phone, in the order in which the server takes it. @param {Phone} phone */
export function unsent(phone) {
  const waiting = [...phone.held.values()].filter((one) => !phone.there.has(one.id));
  return waiting.sort((one, other) => (one.device < other.device ? -1 : Number(one.device > other.device)) || one.seq - other.seq);
}

/** Take in the answer to a push. @param {Phone} phone @param {Pushed} answer @param {() => string} newId */
export async function pushed(phone, answer, newId) {
  if (!sameLife(phone, answer.epoch)) return;
  for (const id of answer.taken) if (phone.held.has(id)) phone.there.add(id);
  for (const [id, why] of answer.refused) {
    const refused = phone.held.get(id);
    if (!refused || phone.there.has(id)) continue; // an old answer
    if (why === "unreadable") continue; // saying it again would not help
    const before = [...phone.held.values()].filter((one) => one.device === refused.device && one.seq + 1 === refused.seq);
    if (why === "gap" && before.length) before.forEach((one) => phone.there.delete(one.id));
    else await sayAgain(phone, refused, newId);
  }
}

/** Take in the answer to a pull: late, twice or out of order it changes nothing. @param {Phone} phone @param {Pulled} answer */
export async function pulled(phone, answer) {
  if (!sameLife(phone, answer.epoch) || answer.after > phone.cursor) return;
  for (const one of answer.statements.slice(phone.cursor - answer.after)) {
    await learn(phone, one);
    phone.cursor += 1;
  }
}

/** A phone made from a file backup, under a new name. @param {string} device @param {Iterable<Statement>} statements */
export function restored(device, statements) {
  const phone = newPhone(device);
  for (const one of statements) {
    phone.held.set(one.id, one);
    remember(phone, one);
  }
  return phone;
}

/** @param {Phone} phone @param {string} epoch */
function sameLife(phone, epoch) {
  if (phone.epoch === epoch) return true;
  phone.epoch = epoch;
  phone.cursor = 0;
  phone.there.clear();
  return false;
}

/** @param {Phone} phone @param {Statement} one */
async function learn(phone, one) {
  phone.held.set(one.id, one);
  phone.there.add(one.id);
  if (one.device === phone.device && one.seq >= (phone.seen[one.device] ?? 0)) phone.last = await digest(one);
  remember(phone, one);
}

/** @param {Phone} phone @param {Statement} one */
function remember(phone, one) {
  phone.seen[one.device] = Math.max(one.seq, phone.seen[one.device] ?? 0);
  phone.clock = Math.max(phone.clock, one.clock);
}

/** Say what has lost its place once more, with what was known then, under a new name. What another phone had said gets one of its own,
 * so that two answers stay two. @param {Phone} phone @param {Statement} refused @param {() => string} newId */
async function sayAgain(phone, refused, newId) {
  const lost = unsent(phone).filter((one) => one.device === refused.device && one.seq >= refused.seq);
  for (const one of lost) phone.held.delete(one.id);
  const left = [...phone.held.values()].filter((one) => one.device === refused.device).map((one) => one.seq);
  delete phone.seen[refused.device];
  if (left.length) phone.seen[refused.device] = Math.max(...left);
  const device = newId();
  let before = "";
  for (const [place, one] of lost.entries()) {
    const seen = refused.seq > 1 ? { ...one.seen, [one.device]: refused.seq - 1 } : one.seen;
    const anew = { ...one, id: newId(), device, seq: place + 1, before, seen, again: origin(one) };
    phone.held.set(anew.id, anew);
    remember(phone, anew);
    before = await digest(anew);
  }
  if (refused.device === phone.device) Object.assign(phone, { device, last: before });
}
