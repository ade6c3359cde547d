// @ts-check
/**
 * The keys of the diary. One random data key seals everything. It lies on the phone wrapped: by a key made from the PIN,
 * by one that a passkey gives (its PRF extension), or by both. A pair of keys lets the locked diary take answers in.
 *
 * @typedef {import("./sealing.js").Sealed} Sealed
 * @typedef {{salt: Uint8Array, iterations: number, wrapped: Sealed}} ByPin
 * @typedef {{credential: ArrayBuffer, salt: Uint8Array, wrapped: Sealed}} ByPasskey
 * @typedef {{pin?: ByPin, passkey?: ByPasskey, inbox: {open: JsonWebKey, sealed: Sealed}, wrong: {times: number, until: number}}} Lock
 */

import { random, seal, sealBytes, unseal, unsealBytes } from "./sealing.js";
import { Trouble } from "./trouble.js";

export const ITERATIONS = 600_000;
export const SHORTEST_PIN = 6;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const FREE = 3; // wrong PINs before one has to wait
const LONGEST_WAIT = 15 * 60; // seconds

/** @returns {Promise<{key: CryptoKey, lock: Lock}>} a data key and a lock that nothing opens yet */
export async function newKeys() {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const sealed = await seal(key, "inbox-key", await crypto.subtle.exportKey("jwk", pair.privateKey));
  return { key, lock: { inbox: { open: await crypto.subtle.exportKey("jwk", pair.publicKey), sealed }, wrong: { times: 0, until: 0 } } };
}

/** The private key of the inbox. @param {Lock} lock @param {CryptoKey} key */
export async function inboxKey(lock, key) {
  return crypto.subtle.importKey("jwk", await unseal(key, "inbox-key", lock.inbox.sealed), CURVE, false, ["deriveBits"]);
}

/** @param {CryptoKey} key @param {string} pin @returns {Promise<ByPin>} */
export async function byPin(key, pin) {
  if ([...pin].length < SHORTEST_PIN) throw new Trouble("pin-short");
  const salt = random(16);
  return { salt, iterations: ITERATIONS, wrapped: await wrap(key, "pin", await fromPin(pin, salt, ITERATIONS)) };
}

/** @param {Lock} lock @param {string} pin @returns {Promise<CryptoKey>} */
export async function openByPin(lock, pin) {
  if (!lock.pin) throw new Trouble("pin");
  return unwrap(lock.pin.wrapped, "pin", await fromPin(pin, lock.pin.salt, lock.pin.iterations), "pin");
}

/** How many seconds a PIN has to wait. A clock that was put back makes nobody wait for longer than the longest wait.
 * @param {Lock} lock @param {number} now milliseconds */
export function wait(lock, now) {
  return Math.max(0, Math.min(Math.ceil((lock.wrong.until - now) / 1000), waitAfter(lock.wrong.times)));
}

/** Seconds to wait after so many wrong PINs: 5, 10, 20 ... to a quarter of an hour. @param {number} times */
export const waitAfter = (times) => (times < FREE ? 0 : Math.min(LONGEST_WAIT, 5 * 2 ** (times - FREE)));

/** Make a passkey and wrap the key with what it gives. @param {CryptoKey} key @returns {Promise<ByPasskey>} */
export async function byPasskey(key) {
  const salt = random(32);
  const made = await asked(() => navigator.credentials.create({ publicKey: {
    rp: { name: "Procerus" }, user: { id: random(16), name: "diary", displayName: "diary" }, challenge: random(32),
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    extensions: /** @type {any} */ ({ prf: { eval: { first: salt } } }),
  } }));
  const credential = made.rawId;
  const secret = given(made) ?? (await fromPasskey(credential, salt));
  return { credential, salt, wrapped: await wrap(key, "passkey", await stretched(secret)) };
}

/** @param {Lock} lock @returns {Promise<CryptoKey>} */
export async function openByPasskey(lock) {
  if (!lock.passkey) throw new Trouble("passkey-none");
  const secret = await fromPasskey(lock.passkey.credential, lock.passkey.salt);
  return unwrap(lock.passkey.wrapped, "passkey", await stretched(secret), "passkey");
}

/** @param {ArrayBuffer} credential @param {Uint8Array} salt @returns {Promise<BufferSource>} */
async function fromPasskey(credential, salt) {
  const found = await asked(() => navigator.credentials.get({ publicKey: {
    challenge: random(32), allowCredentials: [{ type: "public-key", id: credential }], userVerification: "required",
    extensions: /** @type {any} */ ({ prf: { eval: { first: salt } } }),
  } }));
  const secret = given(found);
  if (!secret) throw new Trouble("passkey-none"); // this passkey cannot keep a secret for us
  return secret;
}

/** @param {() => Promise<Credential | null>} ask @returns {Promise<any>} */
async function asked(ask) {
  try {
    const found = await ask();
    if (found) return found;
  } catch (cause) {
    throw new Trouble("passkey", { cause });
  }
  throw new Trouble("passkey");
}

/** @param {any} credential @returns {BufferSource | undefined} */
const given = (credential) => credential.getClientExtensionResults().prf?.results?.first;

/** @param {string} said @param {Uint8Array} salt @param {number} iterations @returns {Promise<CryptoKey>} */
export async function fromPin(said, salt, iterations) {
  const bytes = new TextEncoder().encode(said.normalize("NFKC"));
  const start = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: /** @type {BufferSource} */ (salt), iterations };
  return crypto.subtle.deriveKey(how, start, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {BufferSource} secret */
async function stretched(secret) {
  const start = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: new TextEncoder().encode("procerus diary passkey") };
  return crypto.subtle.deriveKey(how, start, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {string} place @param {CryptoKey} by */
const wrap = async (key, place, by) => sealBytes(by, `key by ${place}`, await crypto.subtle.exportKey("raw", key));

/** @param {Sealed} wrapped @param {string} place @param {CryptoKey} by @param {string} code of what it means if it does not open */
async function unwrap(wrapped, place, by, code) {
  const raw = await unsealBytes(by, `key by ${place}`, wrapped).catch((cause) => { throw new Trouble(code, { cause }); });
  return crypto.subtle.importKey("raw", raw, "AES-GCM", true, ["encrypt", "decrypt"]);
}
