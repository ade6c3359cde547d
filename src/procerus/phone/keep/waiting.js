// @ts-check
/**
 * What waits in the inbox to be said: answers given while the diary was locked, and what is being typed and not saved yet, so that
 * closing the tab between two keys loses nothing.
 *
 * @typedef {import("./inbox.js").Drop & {draft?: boolean}} Waits
 * @typedef {import("./inbox.js").SealedDrop} SealedDrop
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {["inbox", string][]} Removed
 * @typedef {{change: <T>(act: (memory: Memory) => T | Promise<T>, besides?: import("./store.js").Change) => Promise<T>,
 *   open: () => Memory | null, key: () => JsonWebKey}} Diary
 */

import { say } from "../sync/phone.js";
import { APP } from "./around.js";
import { openDrop, sealDrop } from "./inbox.js";
import { sayable } from "./reading.js";

export class Waiting {
  /** Answers that the person is asked about first. @type {Waits[]} */ #held = [];
  /** @type {Map<string, string>} id: day */ #drafts = new Map();
  /** @type {{day: string, said: Object<string, string>} | null} */ #next = null;
  /** @type {Promise<void>} */ #writing = Promise.resolve();

  /** @param {import("./store.js").Store} store @param {import("./around.js").Around} env @param {Diary} diary */
  constructor(store, env, diary) {
    this.store = store;
    this.env = env;
    this.diary = diary;
  }

  /** @param {string} day @param {Object<string, string>} said @param {{id?: string, draft?: boolean}} [more] */
  async put(day, said, more = {}) {
    const { at, zone, milliseconds } = this.env.now();
    const drop = { id: this.env.newId(), day, said: sayable(day, said), at, zone, milliseconds, ...more };
    await this.store.write({ put: [["inbox", drop.id, await sealDrop(this.diary.key(), drop)]] });
  }

  /** Keep what is typed until it is said. One is written at a time, and only the last of those that wait for it.
   * @param {string} day @param {Object<string, string>} said */
  draft(day, said) {
    this.#next = { day, said: { ...said } };
    this.#writing = this.#writing.then(() => this.#writeDraft()).catch(() => {});
  }

  async #writeDraft() {
    const next = this.#next, memory = this.diary.open();
    this.#next = null;
    if (!next || !memory) return;
    // Another tab that was opened meanwhile may have said it already: what follows is a draft of its own.
    const found = [...this.#drafts].find(([id, day]) => day === next.day && !memory.phone.held.has(id));
    const id = found?.[0] ?? this.env.newId();
    this.#drafts.set(id, next.day);
    await this.put(next.day, next.said, { id, draft: true });
  }

  /** What is said of a day takes the place of its drafts, in the same transaction. @template T
   * @param {string} day @param {(remove: Removed) => Promise<T>} act @returns {Promise<T>} */
  async instead(day, act) {
    const ids = [...this.#drafts].filter(([, of]) => of === day).map(([id]) => id);
    for (const id of ids) this.#drafts.delete(id);
    if (this.#next?.day === day) this.#next = null;
    await this.#writing;
    try {
      return await act(ids.map((id) => ["inbox", id]));
    } catch (why) {
      for (const id of ids) this.#drafts.set(id, day);
      throw why;
    }
  }

  /** What was typed was typed back. @param {string} day */
  forget(day) { return this.instead(day, (remove) => this.store.write({ remove })); }

  /** Nothing of it is known any more in a locked diary. */
  shut() {
    this.#held = [];
    this.#drafts.clear();
    this.#next = null;
  }

  /** What waits is said now, with the moment of then. @param {CryptoKey} own @param {boolean} [drafts] those of a tab that was closed too */
  async take(own, drafts = false) {
    const waiting = /** @type {SealedDrop[]} */ (await this.store.read(["inbox"], ({ all }) => all("inbox")));
    if (!waiting.length) return false;
    const opened = await Promise.all(waiting.map((one) => openDrop(own, one).catch(() => null))); // what cannot be opened stays
    const drops = /** @type {Waits[]} */ (opened.filter((one) => one !== null)).filter((one) => drafts || !one.draft);
    drops.sort((one, other) => one.milliseconds - other.milliseconds);
    /** @type {Removed} */ const remove = [];
    this.#held = await this.diary.change((memory) => this.#said(memory, drops, remove), { remove });
    return true;
  }

  /** @param {Memory} memory @param {Waits[]} drops oldest first @param {Removed} remove @returns {Promise<Waits[]>} what is held back */
  async #said(memory, drops, remove) {
    /** @type {Map<string, string[]>} */ const headache = new Map();
    /** @type {Waits[]} */ let held = [];
    for (const drop of drops) {
      const stands = headache.get(drop.day) ?? headacheOf(memory, drop.day);
      if (overrules(drop, stands)) {
        held.push(drop);
        continue;
      }
      // A later tap on the same question is the last word, and nothing is left to ask.
      const settled = drop.said.headache ? held.filter((one) => one.day === drop.day) : [];
      held = held.filter((one) => !settled.includes(one));
      for (const { id, day, said, at, zone, milliseconds } of [...settled, drop]) {
        if (!memory.phone.held.has(id)) await say(memory.phone, id, day, said, { at, zone, milliseconds, app: APP });
        remove.push(["inbox", id]);
      }
      if (drop.said.headache) headache.set(drop.day, [drop.said.headache]);
    }
    return held;
  }

  /** Days on which a "no" from the locked screen would put a "yes" out of sight, each with the last such answer. */
  doubts() {
    const memory = this.diary.open();
    const open = memory ? this.#held.filter((one) => overrules(one, headacheOf(memory, one.day))) : [];
    return [...new Map(open.map(({ day, said, at }) => [day, { day, said: said.headache, before: "yes", at }])).values()];
  }

  /** The person has chosen: what holds is said, or, where it is what stood before, nothing. @param {string} day @param {Object<string, string>} said */
  async settle(day, said) {
    const own = this.#held.filter((one) => one.day === day);
    const remove = /** @type {Removed} */ (own.map(({ id }) => ["inbox", id]));
    await this.diary.change(async ({ phone }) => {
      if (Object.keys(said).length) await say(phone, this.env.newId(), day, sayable(day, said), this.env.now());
    }, { remove });
    this.#held = this.#held.filter((one) => one.day !== day);
  }
}

/** @param {Memory} memory @param {string} day */
const headacheOf = (memory, day) => (memory.days()[day] ?? []).flatMap((row) => row.headache || []);

/** A "yes" after a "no" is how a day goes, and puts nothing out of sight. @param {Waits} drop @param {string[]} stands */
const overrules = (drop, stands) => !drop.draft && drop.said.headache === "no" && stands.includes("yes");
