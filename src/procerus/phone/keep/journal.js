// @ts-check
/**
 * The diary of this phone, as the screens have it. Every change runs alone among all tabs, reads the database first, and is told
 * only when it is on the disk.
 *
 * @typedef {import("../sync/statement.js").Statement} Statement
 * @typedef {import("../sync/days.js").Row} Row
 * @typedef {import("./keys.js").Lock} Lock
 * @typedef {import("./around.js").Around} Around
 * @typedef {{pin: string} | {passkey: true}} How
 * @typedef {Statement & {own: boolean, onlyHere: boolean, unreadable: boolean}} Told
 */

import { say, unsent } from "../sync/phone.js";
import { APP, around, storage } from "./around.js";
import { Carrier } from "./carrier.js";
import { backup, readBack } from "./files.js";
import { byPasskey, byPin, inboxKey, newKeys, openByPasskey, openByPin, wait, waitAfter } from "./keys.js";
import { Joining } from "./joining.js";
import { Memory, restoredFrom } from "./memory.js";
import { sayable } from "./reading.js";
import { RECOVERED, Store } from "./store.js";
import { Rounds } from "./rounds.js";
import { Trouble } from "./trouble.js";
import { Waiting } from "./waiting.js";

const ALONE = "procerus-diary";
const OPEN = new Set(["language", "look"]); // settings that a locked diary needs, kept unsealed

/** Open the diary of this phone; `exists` is false on a first start. @param {Partial<Around>} [env] */
export async function open(env = {}) {
  const journal = new Journal({ ...around(), ...env });
  await journal.start();
  return journal;
}

export class Journal {
  #store = new Store();
  #channel = new BroadcastChannel(ALONE);
  /** @type {Lock | null} */ #lock = null;
  /** @type {Memory | null} */ #memory = null;
  /** @type {CryptoKey | null} */ #inbox = null;
  /** @type {Set<() => void>} */ #listeners = new Set();
  #rounds;
  #waiting;
  #joining;
  #writing = 0;
  /** What a locked diary needs too. @type {Object<string, any>} */ front = {};

  /** @param {Around} env */
  constructor(env) {
    this.env = env;
    this.carrier = new Carrier(env.address, env.fetch);
    this.#rounds = new Rounds(env, this.carrier, { change: (act) => this.#change(act), open: () => this.#memory, told: () => this.#notify() });
    this.#joining = new Joining(env, this.carrier, { change: (act) => this.#change(act), open: () => this.#open() });
    this.#waiting = new Waiting(this.#store, env, {
      change: (act, besides) => this.#change(act, besides), open: () => this.#memory, key: () => /** @type {Lock} */ (this.#lock).inbox.open });
    this.#channel.onmessage = ({ data }) => { this.#heard(data).catch(() => {}); };
    this.#store.onGone = () => this.#notify();
  }

  /** Called once, by `open`. */
  async start() {
    await this.#readLock();
    if (!this.#lock) await this.#recover();
    globalThis.addEventListener?.("online", () => this.#rounds.soon());
    globalThis.document?.addEventListener("visibilitychange", () => { if (!document.hidden) this.#rounds.soon(); });
  }

  /** Whether something is on its way to the disk. */
  get busy() { return this.#writing > 0; }
  get exists() { return this.#lock !== null; }
  get unlocked() { return this.#memory !== null; }
  get lockedBy() { return this.#lock?.pin ? (this.#lock.passkey ? "both" : "pin") : "passkey"; }
  get settings() { return { ...this.#open().beside.settings }; }
  /** Sheets of the diary that could not be opened; what the server has of them comes back from it. */
  get damaged() { return this.#open().damaged.length; }
  /** Where this browser tab stands with the server. */
  get lastSync() { return this.#rounds.last ?? this.#open().beside.last; }

  get connection() {
    const found = this.#open().beside.connection;
    return found && { clinic: found.clinic, person: found.person, holder: found.holder, since: found.since, ended: Boolean(found.ended) };
  }

  /** Begin a diary on this phone. @param {How} how */
  async create(how) {
    if (this.exists) throw new Trouble("exists");
    const { key, lock } = await newKeys();
    if ("pin" in how) lock.pin = await byPin(key, how.pin);
    else lock.passkey = await byPasskey(key);
    const memory = new Memory(this.#store, key);
    memory.begin(this.env.newId());
    await this.#alone(async () => {
      await this.#readLock();
      if (this.exists) throw new Trouble("exists");
      await memory.keep({ put: [["lock", "lock", lock]] });
    });
    this.#lock = lock;
    await this.#opened(memory, key);
    this.#tell("lock");
    navigator.storage?.persist?.().catch(() => {});
  }

  /** @param {How} how */
  async unlock(how) {
    if (this.unlocked) return;
    const key = await ("pin" in how ? this.#byPin(how.pin) : this.#byPasskey());
    const memory = new Memory(this.#store, key);
    await this.#alone(() => memory.freshen());
    await this.#opened(memory, key);
    this.#rounds.soon();
    this.#alone(() => memory.tidy()).catch(() => memory.forget());
  }

  /** Locked in all tabs. */
  lock() {
    this.#shut();
    this.#tell("shut");
  }

  /** @param {string} old @param {string} pin */
  async changePin(old, pin) {
    const found = await byPin(await this.#byPin(old), pin);
    await this.#changeLock((lock) => ({ ...lock, pin: found }));
  }

  async addPasskey() {
    const found = await byPasskey(this.#open().key);
    await this.#changeLock((lock) => ({ ...lock, passkey: found }));
  }

  /** Take an answer in without unlocking. @param {string} day @param {Object<string, string>} said */
  async drop(day, said) {
    if (this.unlocked) return void (await this.say(day, said));
    if (!this.#lock) throw new Trouble("locked");
    await this.#counted(() => this.#waiting.put(day, said));
    this.#tell("dropped");
  }

  /** @param {string} day @param {Object<string, string>} said @returns {Promise<Statement>} when it is on the disk */
  async say(day, said) {
    const right = sayable(day, said);
    const one = await this.#waiting.instead(day, (remove) =>
      this.#change(({ phone }) => say(phone, this.env.newId(), day, right, this.env.now()), { remove }));
    this.#rounds.soon();
    return one;
  }

  /** Keep what is being typed, until `say` or, where it says nothing new, `undraft`. @param {string} day @param {Object<string, string>} said */
  draft(day, said) { if (this.unlocked) this.#waiting.draft(day, said); }

  /** @param {string} day */
  undraft(day) { return this.#waiting.forget(day); }

  /** Days of which an answer from the locked screen waits for the person to choose. */
  doubts() { return this.#waiting.doubts(); }

  /** @param {string} day @param {Object<string, string>} said nothing where what stood before holds */
  async settle(day, said) {
    await this.#waiting.settle(day, said);
    this.#rounds.soon();
  }

  /** @returns {Object<string, Row[]>} */
  days() { return this.#open().days(); }

  /** @param {string} day @returns {Told[]} every statement of the day, oldest first */
  history(day) {
    const { phone, beside } = this.#open();
    return this.#open().ofDay(day).map((one) => ({
      ...one, own: one.device === phone.device, onlyHere: !phone.there.has(one.id), unreadable: beside.aside.includes(one.id),
    }));
  }

  /** How many statements the server has not acknowledged. */
  onlyHere() { return unsent(this.#open().phone).length; }

  /** @param {Object<string, any>} some */
  async keepSettings(some) {
    const front = { ...this.front, ...Object.fromEntries(Object.entries(some).filter(([name]) => OPEN.has(name))) };
    await this.#change(({ beside }) => { beside.settings = { ...beside.settings, ...some }; }, { put: [["lock", "front", front]] });
    this.front = front;
  }

  /** What a reminder says and when, readable without unlocking; null for none. @param {import("./reminder.js").Reminder | null} reminder */
  async keepReminder(reminder) {
    await this.#store.write(reminder ? { put: [["lock", "reminder", reminder]] } : { remove: [["lock", "reminder"]] });
  }

  /** Ask a clinic whom its code is for. @param {string} code @param {string} [phone] what the clinic shows for this phone */
  meet(code, phone = "") { return this.#joining.meet(code, phone); }

  /** Whom the code was for, while nobody has said that it is right. */
  get offered() { return this.#open().beside.offer; }

  /** It is right: what is here goes there, and what is there comes here. */
  async agree() {
    await this.#joining.agree();
    await this.sync();
    return this.connection;
  }

  /** It is not. */
  decline() { return this.#joining.decline(); }

  /** The statements stay here and there. */
  leave() { return this.#joining.leave(); }

  /** What the server said last about the connection, and when. */
  about() { return this.#open().beside.about; }

  /** @returns {Promise<any>} what it says now */
  renewAbout() { return this.#rounds.renewAbout(); }

  /** @param {string} words */
  askErasure(words) { return this.#joining.askErasure(words); }

  sync() { return this.#rounds.run(); }

  /** @param {() => void} act called after each change, here or in another tab @returns {() => void} to stop it */
  onChange(act) {
    this.#listeners.add(act);
    return () => { this.#listeners.delete(act); };
  }

  /** @param {string} passphrase @returns {Promise<Blob>} */
  backup(passphrase) {
    const { phone, beside } = this.#open();
    return backup({ statements: [...phone.held.values()], settings: beside.settings }, passphrase);
  }

  /** Add what a backup or an export holds, under a new name of the phone. @param {Blob} file @param {string} [passphrase]
   * @returns {Promise<number>} how many statements came in */
  async restore(file, passphrase = "") {
    const { statements, settings } = await readBack(file, passphrase);
    const came = await this.#change((memory) => {
      const { phone, beside } = memory;
      const fresh = statements.filter((one) => !phone.held.has(one.id));
      if (fresh.length) memory.become({ ...phone, ...restoredFrom(this.env.newId(), [...phone.held.values(), ...fresh]) });
      beside.settings = { ...settings, ...beside.settings };
      return fresh.length;
    });
    this.#rounds.soon();
    return came;
  }

  async eraseAll() {
    this.#shut();
    this.#tell("erased");
    await this.#alone(() => this.#store.erase());
    this.#lock = null;
    this.front = {};
    this.#notify();
  }

  storage() { return storage(); }

  /** @returns {Memory} */
  #open() {
    if (!this.#memory) throw new Trouble("locked");
    return this.#memory;
  }

  /** @param {Memory} memory @param {CryptoKey} key */
  async #opened(memory, key) {
    this.#inbox = await inboxKey(/** @type {Lock} */ (this.#lock), key);
    this.#memory = memory;
    await this.#goOnAnew();
    this.#alone(() => this.#store.copy()).catch(() => {});
    await this.#takeDrops(true);
    if (memory.beside.app !== APP) await this.#change(({ beside }) => Object.assign(beside, { app: APP, aside: [] })); // a new version may be read
    this.#notify();
  }

  /** Where the browser has thrown the database away, its second copy is put back. */
  async #recover() {
    await this.#alone(async () => {
      await this.#readLock();
      if (!this.#lock && (await this.#store.recover())) await this.#readLock();
    });
  }

  /** A diary from its second copy goes on under a new name of the phone, and takes nothing for sent: it may not know its last word. */
  async #goOnAnew() {
    if (!(await this.#store.read(["lock"], ({ get }) => get("lock", RECOVERED)))) return;
    await this.#change((memory) => {
      const again = restoredFrom(this.env.newId(), [...memory.phone.held.values()]);
      memory.become({ ...again, there: new Set(), cursor: 0, epoch: "" });
    }, { remove: [["lock", RECOVERED]] });
  }

  #shut() {
    this.#memory = null;
    this.#inbox = null;
    this.#waiting.shut();
    this.#rounds.stop();
    this.#notify();
  }

  /** @param {boolean} [drafts] */
  async #takeDrops(drafts) {
    if (this.#inbox && (await this.#waiting.take(this.#inbox, drafts))) this.#rounds.soon();
  }

  /** @template T @param {(memory: Memory) => T | Promise<T>} act @param {import("./store.js").Change} [besides] @returns {Promise<T>} */
  async #change(act, besides) {
    const result = await this.#alone(async () => {
      const memory = this.#open();
      try {
        await memory.freshen();
        const found = await act(memory);
        await memory.keep(besides);
        return found;
      } catch (why) {
        memory.forget();
        await memory.freshen().catch(() => {});
        throw why;
      }
    });
    this.#tell("changed");
    return result;
  }

  /** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  #alone(act) { return this.#counted(() => navigator.locks.request(ALONE, act)); }

  /** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  async #counted(act) {
    this.#writing += 1;
    try {
      return await act();
    } finally {
      this.#writing -= 1;
    }
  }

  async #readLock() {
    const found = await this.#store.read(["lock"], async ({ get }) => [await get("lock", "lock"), await get("lock", "front")]);
    this.#lock = found[0] ?? null;
    this.front = found[1] ?? {};
  }

  /** @param {(lock: Lock) => Lock} act */
  async #changeLock(act) {
    await this.#alone(async () => {
      await this.#readLock();
      if (!this.#lock) throw new Trouble("locked");
      const made = act(this.#lock);
      await this.#store.write({ put: [["lock", "lock", made]] });
      this.#lock = made;
    });
    this.#tell("lock");
  }

  /** Each try is counted before it is made. @param {string} pin */
  async #byPin(pin) {
    let times = 0;
    await this.#changeLock((lock) => {
      const seconds = wait(lock, this.env.now().milliseconds);
      if (seconds) throw new Trouble("wait", { seconds });
      times = lock.wrong.times + 1;
      return { ...lock, wrong: { times, until: this.env.now().milliseconds + waitAfter(times) * 1000 } };
    });
    const key = await openByPin(/** @type {Lock} */ (this.#lock), pin).catch((why) => {
      throw why.code === "pin" ? new Trouble("pin", { seconds: waitAfter(times) }) : why;
    });
    await this.#changeLock((lock) => ({ ...lock, wrong: { times: 0, until: 0 } }));
    return key;
  }

  async #byPasskey() {
    await this.#readLock();
    if (!this.#lock) throw new Trouble("locked");
    return openByPasskey(this.#lock);
  }

  /** @param {string} what another tab did */
  async #heard(what) {
    if (what === "shut" || what === "erased") this.#shut();
    if (what === "erased") this.#lock = null;
    if (what === "lock") await this.#readLock();
    if (what === "dropped" && this.unlocked) await this.#takeDrops();
    const memory = this.#memory;
    if (what === "changed" && memory) await this.#alone(() => memory.freshen());
    this.#notify();
  }

  /** @param {string} what */
  #tell(what) {
    this.#channel.postMessage(what);
    this.#notify();
  }

  #notify() { for (const act of this.#listeners) act(); }
}
