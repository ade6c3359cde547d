// @ts-check
/**
 * What goes to the clinic's server and comes from it. It asks for no time and no network by itself: both are brought.
 * An answer may be late, come twice or never; nothing is told to be there before the server said so.
 *
 * @typedef {import("../sync/statement.js").Statement} Statement
 * @typedef {import("../sync/phone.js").Phone} Phone
 * @typedef {import("../sync/phone.js").Pushed} Pushed
 * @typedef {import("../sync/phone.js").Pulled} Pulled
 * @typedef {"ok" | "offline" | "ended" | "refused"} State
 */

import { AT_ONCE, pushed, unsent } from "../sync/phone.js";
import { isStatement } from "./reading.js";
import { Trouble } from "./trouble.js";

const LARGEST = 900_000; // characters of one push; the server takes a megabyte
const PAGE = 2000;
const PATIENCE = 20_000; // milliseconds until an answer is given up
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

export class Carrier {
  /** @param {string} address @param {typeof globalThis.fetch} fetch */
  constructor(address, fetch) {
    this.address = address;
    this.fetch = fetch;
  }

  /** @param {string} code @param {string} phone */
  join(code, phone) {
    return this.#ask("join", "", { code, phone });
  }

  /** @param {string} token @param {Statement[]} statements @param {string} now @returns {Promise<Pushed & {clock?: string}>} */
  async push(token, statements, now) {
    const found = await this.#ask("push", token, { statements, now });
    const right = typeof found.epoch === "string" && Array.isArray(found.taken) && Array.isArray(found.refused);
    if (!right) throw new Trouble("offline", { text: "not an answer to a push" });
    return found;
  }

  /** @param {string} token @param {number} after @returns {Promise<Pulled & {more: boolean}>} */
  async pull(token, after) {
    const found = await this.#ask(`pull?after=${after}&most=${PAGE}`, token);
    const right = typeof found.epoch === "string" && Number.isSafeInteger(found.after) && Array.isArray(found.statements);
    if (!right || !found.statements.every(isStatement)) throw new Trouble("offline", { text: "not an answer to a pull" });
    return found;
  }

  /** @param {string} token */
  about(token) {
    return this.#ask("about", token);
  }

  /** @param {string} token */
  leave(token) {
    return this.#ask("leave", token, {});
  }

  /** @param {string} token @param {string} words */
  askErasure(token, words) {
    return this.#ask("erasure", token, { words });
  }

  /** @param {string} what @param {string} token @param {any} [body] @returns {Promise<any>} */
  async #ask(what, token, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    let answer, found;
    try {
      answer = await this.fetch(`${this.address}${what}`, {
        method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "omit",
        redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE),
      });
      found = await answer.json();
    } catch (cause) {
      if (!answer || answer.ok || answer.status >= 500) throw new Trouble("offline", { cause, status: answer?.status });
    }
    if (answer?.ok && found && typeof found === "object") return found;
    throw problem(answer, found);
  }
}

/** @param {Response | undefined} answer @param {any} found */
function problem(answer, found) {
  const status = answer?.status ?? 0;
  const more = { status, text: typeof found?.text === "string" ? found.text : "", seconds: Number(answer?.headers.get("Retry-After")) || 0 };
  if (status === 401) return new Trouble("ended", more);
  if (status === 400 && found?.problem === "code") return new Trouble("code", more);
  if (status === 429) return new Trouble("wait", more);
  return new Trouble(status >= 500 || status < 400 ? "offline" : "refused", more);
}

/** What goes with one push: in order, not too many, not too large, and nothing that the server cannot read.
 * @param {Phone} phone @param {string[]} aside @param {number} [most] @returns {Statement[]} */
export function batch(phone, aside, most = AT_ONCE) {
  const left = new Set(aside);
  const taken = [];
  let size = 0;
  for (const one of unsent(phone)) {
    if (left.has(one.id)) continue;
    size += JSON.stringify(one).length;
    if (taken.length && (size > LARGEST || taken.length === most)) break;
    taken.push(one);
  }
  return taken;
}

/** Take in the answer to a push. What the server could not read is put aside: it stays here and shown, and what was said
 * after it goes on under a new name of the phone. @param {Phone} phone @param {string[]} aside @param {Pushed} answer
 * @param {() => string} newId @returns {Promise<string[]>} what is aside now */
export async function takeIn(phone, aside, answer, newId) {
  const left = new Set(aside);
  /** @type {[string, string][]} */
  const refused = [];
  for (const [id, why] of answer.refused) {
    const one = phone.held.get(id);
    const behind = [...left].some((other) => follows(phone.held.get(other), one));
    if (why === "unreadable") left.add(id);
    else refused.push([id, why === "gap" && behind ? "other-place" : why]);
  }
  await pushed(phone, { ...answer, refused }, newId);
  return [...left].filter((id) => phone.held.has(id) && !phone.there.has(id));
}

/** @param {Statement | undefined} one @param {Statement | undefined} next */
const follows = (one, next) => Boolean(one && next && one.device === next.device && one.seq + 1 === next.seq);

/** How long to wait before the next try, in milliseconds: twice as long each time, and never all phones at once.
 * @param {number} failed how often in a row @param {number} chance from 0 to 1 @param {number} [asked] seconds */
export function pause(failed, chance, asked = 0) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failed - 1, 20));
  return Math.max(asked * 1000, Math.round(wait * (0.5 + chance / 2)));
}
