// @ts-check
/**
 * A second copy of every record, in files of the origin beside the database. Chromium throws all databases of an origin away where
 * it finds them damaged after a crash; what no server has yet would be gone with them. A record is sealed here as it is there.
 *
 * Chromium puts a file in the place of another in two steps, and between them there is none. So each record has two places by turns:
 * what is new goes into the free one, and then what is old goes.
 *
 * @typedef {import("./store.js").Change} Change
 * @typedef {import("./store.js").Name} Name
 */

const FOLDER = "diary";
const BYTES = "\0bytes";
const PLACES = [".a", ".b"];

export class Mirror {
  /** @type {Promise<FileSystemDirectoryHandle | null> | null} */ #folder = null;
  #whole = false;

  /** Every record. A file whose writing was cut short is none; of two in both places the later one counts. @returns {Promise<[Name, string, any][]>} */
  async all() {
    const folder = await this.#opened();
    if (!folder) return [];
    /** @type {Map<string, {at: number, value: any}>} */ const found = new Map();
    for await (const [name, file] of /** @type {any} */ (folder).entries()) {
      const one = await file.getFile().then(read).catch(() => null);
      const record = decodeURIComponent(name.slice(0, -PLACES[0].length));
      if (one && !(/** @type {any} */ (found.get(record))?.at > one.at)) found.set(record, one);
    }
    return [...found].map(([record, { value }]) => {
      const [store, ...key] = record.split(" ");
      return /** @type {[Name, string, any]} */ ([store, key.join(" "), value]);
    });
  }

  /** The state comes last of what is new, so that where it is the others are, and what is old goes after it. @param {Change} change */
  async write({ put = [], remove = [] }) {
    const folder = await this.#opened();
    if (!folder) return;
    for (const last of [false, true]) {
      await Promise.all(put.filter(([store]) => (store === "state") === last).map(([store, key, value]) => written(folder, named(store, key), value)));
    }
    await Promise.all(remove.map(([store, key]) => gone(folder, named(store, key))));
  }

  /** Whether all of the diary is here: then the state is, which is written last. */
  async whole() {
    const folder = await this.#opened();
    return (this.#whole ||= Boolean(folder && (await place(folder, STATE))));
  }

  /** Something could not be written: all of it is to be written anew. */
  async spoil() {
    const folder = await this.#opened();
    this.#whole = false;
    if (folder) await gone(folder, STATE);
  }

  /** Nothing is left, or it is told. */
  async erase() {
    if (!(await this.#opened())) return;
    this.#folder = null;
    this.#whole = false;
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true });
  }

  /** The folder; none where the browser has no such files. */
  #opened() {
    this.#folder ??= folder();
    return this.#folder;
  }
}

/** @returns {Promise<FileSystemDirectoryHandle | null>} */
async function folder() {
  if (!globalThis.FileSystemFileHandle?.prototype.createWritable) return null;
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return null; // as in some private windows
  }
}

/** @param {FileSystemDirectoryHandle} folder @param {string} name @param {any} value */
async function written(folder, name, value) {
  const old = await place(folder, name), free = PLACES[old === PLACES[0] ? 1 : 0];
  const file = await folder.getFileHandle(name + free, { create: true });
  const writing = await file.createWritable();
  await writing.write(packed(value));
  await writing.close();
  if (old) await gone(folder, name, [old]);
}

/** Where a record lies, whole: a file that is only being written is empty. @param {FileSystemDirectoryHandle} folder @param {string} name */
async function place(folder, name) {
  for (const one of PLACES) {
    const file = await folder.getFileHandle(name + one).then((found) => found.getFile()).catch(() => null);
    if (file?.size) return one;
  }
  return "";
}

/** @param {FileSystemDirectoryHandle} folder @param {string} name */
const gone = (folder, name, places = PLACES) => Promise.all(places.map((one) => folder.removeEntry(name + one).catch(() => {})));

/** @param {Name} store @param {string} key */
const named = (store, key) => encodeURIComponent(`${store} ${key}`);
const STATE = named("state", "state");

/** As JSON in one line, with its bytes after it. @param {any} value */
function packed(value) {
  /** @type {BlobPart[]} */ const bytes = [];
  const words = JSON.stringify(value, (_key, one) => {
    if (!(one instanceof ArrayBuffer || one instanceof Uint8Array)) return one;
    bytes.push(/** @type {BlobPart} */ (one));
    return { [BYTES]: one.byteLength, array: one instanceof Uint8Array };
  });
  return new Blob([words, "\n", ...bytes]);
}

/** @param {File} file */
async function read(file) {
  const all = await file.arrayBuffer();
  const end = new Uint8Array(all).indexOf(10);
  let from = end + 1;
  const value = JSON.parse(new TextDecoder().decode(all.slice(0, end)), (_key, one) => {
    const length = one?.[BYTES];
    if (length === undefined) return one;
    const part = all.slice(from, from += length);
    return one.array ? new Uint8Array(part) : part;
  });
  return { at: file.lastModified, value };
}
