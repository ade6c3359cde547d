// @ts-check
/**
 * When the diary talks to the server, and in what order: what is only here goes first, then what is new there comes.
 * No lock is held while the network is awaited, so that nobody who says something waits for it.
 *
 * @typedef {import("./around.js").Around} Around
 * @typedef {import("./carrier.js").Carrier} Carrier
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {import("../sync/statement.js").Statement} Statement
 * @typedef {{state: import("./carrier.js").State | "alone", at: string, problem?: string}} Synced
 * @typedef {{change: <T>(act: (memory: Memory) => T | Promise<T>) => Promise<T>, open: () => Memory | null, told: () => void}} Diary
 */

import { AT_ONCE, pulled } from "../sync/phone.js";
import { batch, pause, takeIn } from "./carrier.js";
import { Trouble } from "./trouble.js";

const ONE_TAB = "procerus-diary-sync";
const LAPS = 400; // of pushes in one round; a round that needs more makes no headway
const AGE = 60 * 60_000; // after which what the server says about the connection is asked anew

export class Rounds {
  /** @type {Synced | null} */ last = null;
  /** @type {Promise<Synced> | null} */ #running = null;
  #wanted = false;
  #failed = 0;
  /** @type {any} */ #timer = null;

  /** @param {Around} env @param {Carrier} carrier @param {Diary} diary */
  constructor(env, carrier, diary) {
    this.env = env;
    this.carrier = carrier;
    this.diary = diary;
  }

  /** Try at once, whatever the pause between tries. */
  soon() {
    this.#failed = 0;
    this.run();
  }

  stop() {
    this.env.never(this.#timer);
    this.last = null;
  }

  /** One round after another while something new is wanted. It never fails: what went wrong is in the answer. @returns {Promise<Synced>} */
  run() {
    this.#wanted = true;
    this.#running ??= this.#many().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #many() {
    this.env.never(this.#timer);
    /** @type {Synced} */
    let found = { state: "alone", at: this.env.now().at };
    while (this.#wanted) {
      this.#wanted = false;
      found = await navigator.locks.request(ONE_TAB, () => this.#round());
    }
    this.last = found;
    this.diary.told();
    return found;
  }

  /** @returns {Promise<Synced>} */
  async #round() {
    try {
      const state = await this.#talk();
      this.#failed = 0;
      return { state, at: this.env.now().at };
    } catch (why) {
      return this.#afterwards(/** @type {Trouble} */ (why));
    }
  }

  /** @param {Trouble} why @returns {Promise<Synced>} */
  async #afterwards(why) {
    const { code = "storage", seconds = 0 } = why;
    const at = this.env.now().at;
    if (!(why instanceof Trouble)) console.error(why);
    if (code === "locked") return { state: "alone", at };
    if (code === "ended") {
      await this.diary.change(({ beside }) => { if (beside.connection) beside.connection.ended = true; }).catch(() => {});
      return { state: "ended", at };
    }
    this.#failed += 1;
    this.#timer = this.env.later(() => this.run(), pause(this.#failed, this.env.chance(), seconds));
    return { state: code === "offline" || code === "wait" ? "offline" : "refused", at, problem: code };
  }

  /** @returns {Promise<"ok" | "alone" | "ended">} */
  async #talk() {
    const { connection } = this.#memory().beside;
    if (!connection) return "alone";
    if (connection.ended) return "ended";
    const { token } = connection;
    if (!this.#memory().phone.epoch) await this.#pullAll(token); // a phone that was just joined: most of it may be there
    let left = LAPS;
    do {
      left = await this.#pushAll(token, left);
      await this.#pullAll(token);
    } while (batch(this.#memory().phone, this.#memory().beside.aside).length);
    const about = this.#memory().beside.about;
    if (!about || this.env.now().milliseconds - about.milliseconds > AGE) await this.renewAbout().catch((why) => { if (why.code === "ended") throw why; });
    return "ok";
  }

  /** @param {string} token @param {number} left @returns {Promise<number>} how many laps are left */
  async #pushAll(token, left) {
    for (let most = AT_ONCE; ; left -= 1) {
      const { phone, beside } = this.#memory();
      const statements = batch(phone, beside.aside, most);
      if (!statements.length) return left;
      if (!left) throw new Trouble("refused", { text: "no headway" });
      const answer = await this.#pushed(token, statements);
      if (!answer) {
        most = Math.max(1, Math.floor(statements.length / 2));
        continue;
      }
      const another = answer.epoch !== phone.epoch;
      await this.diary.change(async (memory) => {
        memory.beside.aside = await takeIn(memory.phone, memory.beside.aside, answer, this.env.newId);
        memory.beside.clockOff = (Date.parse(answer.clock ?? "") || 0) && Date.parse(answer.clock ?? "") - this.env.now().milliseconds;
      });
      if (another) await this.#pullAll(token); // the server began another life: most of it may be there
    }
  }

  /** Nothing if it was too much at once. One that is too large alone is like one that cannot be read.
   * @param {string} token @param {Statement[]} statements */
  async #pushed(token, statements) {
    try {
      return await this.carrier.push(token, statements, this.env.now().at);
    } catch (why) {
      if (!(why instanceof Trouble) || why.status !== 413) throw why;
      if (statements.length > 1) return null;
      return { epoch: this.#memory().phone.epoch, taken: [], refused: /** @type {[string, string][]} */ ([[statements[0].id, "unreadable"]]), clock: "" };
    }
  }

  /** @param {string} token */
  async #pullAll(token) {
    for (;;) {
      const { cursor, epoch } = this.#memory().phone;
      const answer = await this.carrier.pull(token, cursor);
      const news = answer.epoch !== epoch || answer.statements.length > 0;
      if (news) await this.diary.change((memory) => pulled(memory.phone, answer));
      const now = this.#memory().phone;
      if (!answer.more && answer.epoch === epoch) return;
      if (now.cursor === cursor && now.epoch === epoch) throw new Trouble("offline", { text: "no headway" });
    }
  }

  /** @returns {Promise<any>} */
  async renewAbout() {
    const { connection } = this.#memory().beside;
    if (!connection || connection.ended) return this.#memory().beside.about;
    const found = await this.carrier.about(connection.token);
    const { at, milliseconds } = this.env.now();
    await this.diary.change(({ beside }) => { Object.assign(beside, { about: { ...found, at, milliseconds }, last: { state: "ok", at } }); });
    return this.#memory().beside.about;
  }

  /** @returns {Memory} */
  #memory() {
    const found = this.diary.open();
    if (!found) throw new Trouble("locked");
    return found;
  }
}
