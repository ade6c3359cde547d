// @ts-check
/**
 * The open diary: what the database holds, in memory, with the days as they are shown. Only the days that a change touches are
 * made anew. Who changes it does so inside the lock: `freshen`, change, `keep`; after a failure `forget`, and it is read again.
 *
 * @typedef {import("../sync/statement.js").Statement} Statement
 * @typedef {import("../sync/days.js").Row} Row
 * @typedef {import("../sync/phone.js").Phone} Phone
 * @typedef {import("./store.js").Store} Store
 * @typedef {{clinic: {name: string}, person: any, holder: string, since: string, token: string, ended?: boolean}} Connection
 * @typedef {{settings: Object<string, any>, connection: Connection | null, offer: Connection | null, about: any, aside: string[], damaged: string[], app: string, clockOff: number,
 *   last: {state: string, at: string} | null}} Beside  what is kept besides the statements
 */

import { rows } from "../sync/days.js";
import { newPhone, restored } from "../sync/phone.js";
import { canonical } from "../sync/statement.js";
import { seal, unseal } from "./sealing.js";
import { Trouble } from "./trouble.js";

const MANY = 400; // sheets; more are put together at the next opening
const ON_A_SHEET = 2000; // statements

/** Statements that know which of them, and which days, changed since they were kept. @extends {Map<string, Statement>} */
class Held extends Map {
  /** @type {Set<string>} */ changed = new Set();
  /** @type {Set<string>} */ days = new Set();
  /** @type {Map<string, Set<string>>} day: ids */ #ofDay = new Map();

  /** @param {string} id @param {Statement} one */
  set(id, one) {
    const before = this.get(id);
    if (before && (before === one || canonical(before) === canonical(one))) return this;
    this.delete(id);
    this.#touch(id, one);
    const ids = this.#ofDay.get(one.day) ?? new Set();
    this.#ofDay.set(one.day, ids.add(id));
    return super.set(id, one);
  }

  /** @param {string} id */
  delete(id) {
    const before = this.get(id);
    if (!before) return false;
    this.#touch(id, before);
    this.#ofDay.get(before.day)?.delete(id);
    return super.delete(id);
  }

  /** @param {string} day @returns {Statement[]} */
  of(day) {
    return [...(this.#ofDay.get(day) ?? [])].map((id) => /** @type {Statement} */ (this.get(id)));
  }

  /** @param {string} id @param {Statement} one */
  #touch(id, one) {
    this.changed.add(id);
    this.days.add(one.day);
  }
}

/** @returns {Beside} */
export const nothingBeside = () => ({ settings: {}, connection: null, offer: null, about: null, aside: [], damaged: [], app: "", clockOff: 0, last: null });

export class Memory {
  /** @type {Phone} */ phone = newPhone("");
  beside = nothingBeside();
  /** @type {string[]} sheets that could not be opened; they stay where they are */
  damaged = [];
  #held = new Held();
  /** @type {Map<string, string[]>} sheet: ids on it */ #sheets = new Map();
  /** @type {Map<string, string>} id: the sheet it is on */ #where = new Map();
  /** @type {Map<string, Row[]>} */ #shown = new Map();
  /** @type {Object<string, Row[]> | null} */ #days = null;
  /** By which the state is recognised as the one that is known. */
  #mark = "";

  /** @param {Store} store @param {CryptoKey} key */
  constructor(store, key) {
    this.store = store;
    this.key = key;
  }

  /** A diary that was just begun. @param {string} device @param {Iterable<Statement>} [statements] */
  begin(device, statements = []) {
    this.phone = { ...newPhone(device), held: this.#held };
    for (const one of statements) this.#held.set(one.id, one);
  }

  /** Take a phone that was made from this one. @param {Phone} phone */
  become(phone) {
    for (const id of [...this.#held.keys()]) if (!phone.held.has(id)) this.#held.delete(id);
    for (const one of phone.held.values()) this.#held.set(one.id, one);
    this.phone = { ...phone, held: this.#held };
  }

  /** What the database holds is read anew the next time. */
  forget() {
    this.#mark = "";
  }

  /** Take in what another tab has changed. @returns {Promise<boolean>} whether there was anything */
  async freshen() {
    const found = await this.store.read(["state", "statements"], async ({ get, keys }) => {
      const state = await get("state", "state");
      if (!state || hex(state.iv) === this.#mark) return { state, names: null, sheets: [] };
      const names = await keys("statements");
      const missing = this.#mark ? names.filter((name) => !this.#sheets.has(name)) : names;
      return { state, names, sheets: await Promise.all(missing.map(async (name) => ({ name, sheet: await get("statements", name) }))) };
    });
    if (!found.state) throw new Trouble("storage", { text: "nothing is kept here any more" });
    if (!found.names) return false;
    if (!this.#mark) this.#empty();
    const state = await unseal(this.key, "state", found.state);
    await this.#takeIn(found.names, found.sheets);
    this.#takeState(state);
    this.#mark = hex(found.state.iv);
    this.#show();
    return true;
  }

  /** On the disk with it, together with what else is to be changed. @param {import("./store.js").Change} [change] */
  async keep({ put = [], remove = [] } = {}) {
    const { fresh, stale, where } = this.#sorted();
    const sheets = await Promise.all(fresh.map(async ({ name, ids }) => {
      /** @type {[import("./store.js").Name, string, any]} */
      const written = ["statements", name, await seal(this.key, name, ids.map((id) => this.#held.get(id)))];
      return written;
    }));
    const state = await seal(this.key, "state", this.#state());
    await this.store.write({
      put: [...put, ...sheets, ["state", "state", state]], remove: [...remove, ...stale.map((name) => /** @type {["statements", string]} */ (["statements", name]))],
    });
    for (const name of stale) this.#sheets.delete(name);
    for (const { name, ids } of fresh) this.#sheets.set(name, ids);
    for (const [id, name] of where) name ? this.#where.set(id, name) : this.#where.delete(id);
    this.#mark = hex(state.iv);
    this.#held.changed.clear();
    this.#show();
  }

  /** Many small sheets are put together, so that the diary opens fast. @returns {Promise<void>} */
  async tidy() {
    const small = [...this.#sheets].filter(([, ids]) => ids.length < ON_A_SHEET / 10);
    if (small.length <= MANY) return;
    for (const [, ids] of small) for (const id of ids) this.#held.changed.add(id);
    await this.keep();
  }

  /** Days with their rows, oldest first. @returns {Object<string, Row[]>} */
  days() {
    this.#days ??= Object.fromEntries([...this.#shown].sort(([one], [other]) => (one < other ? -1 : 1)));
    return this.#days;
  }

  /** Every statement of a day, oldest first. @param {string} day @returns {Statement[]} */
  ofDay(day) {
    return this.#held.of(day).sort((one, other) => one.clock - other.clock || (one.id < other.id ? -1 : 1));
  }

  #empty() {
    this.#held = new Held();
    this.#sheets.clear();
    this.#where.clear();
    this.#shown.clear();
    this.damaged = [];
  }

  /** @param {string[]} names all sheets @param {{name: string, sheet: any}[]} sheets those that are not known yet */
  async #takeIn(names, sheets) {
    const there = new Set(names);
    const gone = [...this.#sheets.keys()].filter((name) => !there.has(name));
    const opened = await Promise.all(sheets.map(async ({ name, sheet }) => {
      try {
        return { name, statements: /** @type {Statement[]} */ (await unseal(this.key, name, sheet)) };
      } catch {
        return { name, statements: null };
      }
    }));
    const left = new Set(gone.flatMap((name) => this.#sheets.get(name) ?? []));
    for (const name of gone) this.#sheets.delete(name);
    for (const { name, statements } of opened) {
      if (!statements) this.damaged.push(name);
      this.#sheets.set(name, (statements ?? []).map((one) => one.id));
      for (const one of statements ?? []) {
        left.delete(one.id);
        this.#held.set(one.id, one);
        this.#where.set(one.id, name);
      }
    }
    for (const id of left) {
      this.#held.delete(id);
      this.#where.delete(id);
    }
    this.#held.changed.clear();
  }

  #state() {
    const { device, seen, last, clock, cursor, epoch, there } = this.phone;
    const here = [...this.#held.keys()].filter((id) => !there.has(id));
    return { device, seen, last, clock, cursor, epoch, here, beside: this.beside };
  }

  /** @param {any} state */
  #takeState({ device, seen, last, clock, cursor, epoch, here, beside }) {
    const there = new Set(this.#held.keys());
    for (const id of here) there.delete(id);
    this.beside = { ...nothingBeside(), ...beside };
    // What cannot be opened any more comes once more from the server.
    const anew = this.damaged.some((name) => !this.beside.damaged.includes(name));
    this.beside.damaged = [...new Set([...this.beside.damaged, ...this.damaged])];
    this.phone = { device, held: this.#held, there, seen, last, clock, cursor: anew ? 0 : cursor, epoch };
  }

  /** Which sheets are new, which are replaced, and where each changed statement lies then. */
  #sorted() {
    const ids = new Set(this.#held.changed);
    const stale = [...new Set([...ids].map((id) => this.#where.get(id)).filter((name) => name !== undefined))];
    for (const name of stale) for (const id of this.#sheets.get(name) ?? []) ids.add(id);
    /** @type {Map<string, string>} */
    const where = new Map([...ids].map((id) => [id, ""]));
    const held = [...ids].filter((id) => this.#held.has(id));
    const fresh = [];
    for (let from = 0; from < held.length; from += ON_A_SHEET) {
      const sheet = { name: crypto.randomUUID(), ids: held.slice(from, from + ON_A_SHEET) };
      for (const id of sheet.ids) where.set(id, sheet.name);
      fresh.push(sheet);
    }
    return { fresh, stale, where };
  }

  /** Make the days anew that changed. */
  #show() {
    if (this.#held.days.size) this.#days = null;
    for (const day of this.#held.days) {
      const shown = rows(this.#held.of(day))[day];
      if (shown) this.#shown.set(day, shown);
      else this.#shown.delete(day);
    }
    this.#held.days.clear();
  }
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

/** A phone of statements that were read back, without what only its server knows. @param {string} device @param {Statement[]} statements */
export function restoredFrom(device, statements) {
  const { held, seen, last, clock } = restored(device, statements);
  return { device, held, seen, last, clock };
}
