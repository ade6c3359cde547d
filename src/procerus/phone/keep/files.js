// @ts-check
/**
 * The diary as a file: a backup sealed with a passphrase, and statements read back from it or from an export.
 * The first line of a backup says in JSON how it is sealed; what follows are the bytes, pressed with gzip before sealing.
 *
 * @typedef {import("../sync/statement.js").Statement} Statement
 * @typedef {{statements: Statement[], settings: Object<string, any>}} Kept
 */

import { ITERATIONS, fromPin } from "./keys.js";
import { isStatement } from "./reading.js";
import { random, sealBytes, unsealBytes } from "./sealing.js";
import { Trouble } from "./trouble.js";

const KIND = "diary-backup/1";
const SHORTEST = 8; // characters of a passphrase
const MOST_ITERATIONS = 10_000_000; // a file must not make the phone hang

/** @param {Kept} kept @param {string} passphrase @returns {Promise<Blob>} */
export async function backup(kept, passphrase) {
  if ([...passphrase].length < SHORTEST) throw new Trouble("passphrase-short");
  const salt = random(16);
  const pressed = await through(new CompressionStream("gzip"), new TextEncoder().encode(JSON.stringify(kept)));
  const { iv, sealed } = await sealBytes(await fromPin(passphrase, salt, ITERATIONS), KIND, pressed);
  const how = { procerus: KIND, kdf: "PBKDF2-SHA-256", iterations: ITERATIONS, salt: base64(salt), cipher: "AES-256-GCM", iv: base64(iv) };
  return new Blob([`${JSON.stringify(how)}\n`, sealed], { type: "application/octet-stream" });
}

/** What a file holds, checked wholly before anything of it is taken. @param {Blob} file @param {string} passphrase @returns {Promise<Kept>} */
export async function readBack(file, passphrase) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const end = bytes.indexOf(0x0a);
  const first = json(bytes.slice(0, end < 0 ? 0 : end));
  const found = first?.procerus === KIND ? await unsealed(first, bytes.slice(end + 1), passphrase) : json(bytes);
  const statements = Array.isArray(found) ? found : found?.statements;
  if (!Array.isArray(statements) || !statements.every(isStatement)) throw new Trouble("file");
  return { statements, settings: found.settings ?? {} };
}

/** @param {any} how @param {Uint8Array<ArrayBuffer>} sealed @param {string} passphrase */
async function unsealed(how, sealed, passphrase) {
  if (!(how.iterations >= 1 && how.iterations <= MOST_ITERATIONS)) throw new Trouble("file");
  const key = await fromPin(passphrase, bytesOf(how.salt), how.iterations);
  const pressed = await unsealBytes(key, KIND, { iv: bytesOf(how.iv), sealed: sealed.buffer }).catch((cause) => { throw new Trouble("passphrase", { cause }); });
  return json(new Uint8Array(await through(new DecompressionStream("gzip"), new Uint8Array(pressed))));
}

/** @param {GenericTransformStream} change @param {Uint8Array<ArrayBuffer>} bytes */
const through = (change, bytes) => new Response(new Blob([bytes]).stream().pipeThrough(/** @type {any} */ (change))).arrayBuffer();

/** @param {Uint8Array} bytes @returns {any} */
function json(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** @param {unknown} text */
function bytesOf(text) {
  try {
    return Uint8Array.from(atob(String(text)), (one) => one.charCodeAt(0));
  } catch {
    throw new Trouble("file");
  }
}
