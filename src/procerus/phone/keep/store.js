// @ts-check
/**
 * The database of the phone: IndexedDB, each write in one transaction that is on the disk before it is told.
 *
 * `lock` is readable by anybody who has the phone: salts, wrapped keys, the public key, what a reminder says. All else is sealed.
 * A record of `statements` is a sheet: a sealed list of statements that is never changed, only replaced by another.
 *
 * @typedef {"lock" | "statements" | "state" | "inbox"} Name
 * @typedef {{put?: [Name, string, any][], remove?: [Name, string][]}} Change
 */

import { Mirror } from "./mirror.js";
import { Trouble } from "./trouble.js";

export const DATABASE = "procerus-diary";
/** A record of `lock`: the diary came back from its second copy, which may lack the last word. */
export const RECOVERED = "recovered";
const VERSION = 1;
/** @type {Name[]} */
const STORES = ["lock", "statements", "state", "inbox"];
const LOST = new Set(["InvalidStateError", "UnknownError", "TransactionInactiveError"]); // a connection that the browser dropped

export class Store {
  /** @type {IDBDatabase | null} */
  #database = null;
  #mirror = new Mirror();
  /** Another tab wants to change or delete the database: it may, and this one opens it anew. */
  onGone = () => {};

  /** @returns {Promise<IDBDatabase>} */
  async #opened() {
    if (this.#database) return this.#database;
    const found = await opened(VERSION).catch((why) => {
      // A newer version of the diary was here, and only ever adds: the older one goes on with what it knows.
      if (why?.name === "VersionError") return opened();
      throw why;
    });
    found.onclose = () => { this.#database = null; };
    found.onversionchange = () => { this.close(); this.onGone(); };
    this.#database = found;
    return found;
  }

  close() {
    this.#database?.close();
    this.#database = null;
  }

  /** Read what belongs together. No crypto and no network may be awaited inside. @template T
   * @param {Name[]} names @param {(one: {get: (name: Name, key: string) => Promise<any>, keys: (name: Name) => Promise<string[]>,
   *   all: (name: Name) => Promise<any[]>}) => Promise<T>} act @returns {Promise<T>} */
  read(names, act) {
    return this.#again((database) => {
      const transaction = database.transaction(names, "readonly");
      return act({
        get: (name, key) => answered(transaction.objectStore(name).get(key)),
        keys: (name) => /** @type {Promise<string[]>} */ (answered(transaction.objectStore(name).getAllKeys())),
        all: (name) => answered(transaction.objectStore(name).getAll()),
      });
    });
  }

  /** Write all of it or nothing. When this resolves it is on the disk, twice where the browser can. @param {Change} change */
  async write(change) {
    await this.#write(change);
    if (begins(change) || (await this.#mirror.whole())) await this.#mirror.write(change).catch(() => this.#mirror.spoil());
  }

  /** From the second copy, where the database was thrown away. @returns {Promise<boolean>} whether a diary was found there */
  async recover() {
    const found = await this.#mirror.all().catch(() => []);
    const names = found.map(([name, key]) => `${name} ${key}`);
    if (!names.includes("lock lock") || !names.includes("state state")) return false;
    await this.#write({ put: [...found, ["lock", RECOVERED, true]] });
    return true;
  }

  /** Make the second copy of a diary that has none, or not all of it. */
  async copy() {
    if (await this.#mirror.whole()) return;
    const put = await this.read(STORES, async ({ get, keys }) => {
      /** @type {[Name, string, any][]} */ const found = [];
      for (const name of STORES) for (const key of await keys(name)) found.push([name, key, await get(name, key)]);
      return found;
    });
    await this.#mirror.write({ put });
  }

  /** @param {Change} change @returns {Promise<void>} */
  #write({ put = [], remove = [] }) {
    const names = [...new Set([...put, ...remove].map(([name]) => name))];
    if (!names.length) return Promise.resolve();
    return this.#again((database) => new Promise((done, failed) => {
      const transaction = database.transaction(names, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => done(undefined);
      transaction.onabort = () => failed(transaction.error ?? new DOMException("aborted", "AbortError"));
      for (const [name, key] of remove) transaction.objectStore(name).delete(key);
      for (const [name, key, value] of put) transaction.objectStore(name).put(value, key);
    }));
  }

  /** Everything goes. @returns {Promise<void>} */
  async erase() {
    this.close();
    await this.#mirror.erase().catch((why) => { throw plain(why); }); // first: what is left of it would come back
    await answered(indexedDB.deleteDatabase(DATABASE)).catch((why) => { throw plain(why); });
  }

  /** Once more with a new connection if the browser dropped the old one: every write may be repeated.
   * @template T @param {(database: IDBDatabase) => Promise<T>} act @returns {Promise<T>} */
  async #again(act) {
    try {
      return await act(await this.#opened());
    } catch (why) {
      if (!LOST.has(/** @type {DOMException} */ (why)?.name)) throw plain(why);
    }
    this.close();
    try {
      return await act(await this.#opened());
    } catch (why) {
      throw plain(why);
    }
  }
}

/** Whether it is the first of a diary. @param {Change} change */
const begins = ({ put = [] }) => ["lock", "state"].every((name) => put.some(([store, key]) => store === name && key === name));

/** @param {number} [version] @returns {Promise<IDBDatabase>} */
function opened(version) {
  const request = indexedDB.open(DATABASE, version);
  request.onupgradeneeded = () => {
    for (const name of STORES) if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
  };
  return answered(request);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** @param {any} why @returns {Error} */
function plain(why) {
  if (why instanceof Trouble) return why;
  return new Trouble(why?.name === "QuotaExceededError" ? "quota" : "storage", { cause: why });
}
