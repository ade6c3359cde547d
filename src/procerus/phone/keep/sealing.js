// @ts-check
/**
 * Seal and open with AES-GCM. What is sealed is filled up, so that its length does not tell a yes from a no,
 * and is bound to its place, so that one record cannot stand for another.
 *
 * @typedef {{iv: Uint8Array, sealed: ArrayBuffer}} Sealed
 */

import { Trouble } from "./trouble.js";

const STEP = 256; // bytes

/** @param {CryptoKey} key @param {string} place @param {any} value @returns {Promise<Sealed>} */
export async function seal(key, place, value) {
  return sealBytes(key, place, filled(new TextEncoder().encode(JSON.stringify(value))));
}

/** @param {CryptoKey} key @param {string} place @param {Sealed} record @returns {Promise<any>} */
export async function unseal(key, place, record) {
  return JSON.parse(new TextDecoder().decode(await unsealBytes(key, place, record)));
}

/** @param {CryptoKey} key @param {string} place @param {BufferSource} bytes @returns {Promise<Sealed>} */
export async function sealBytes(key, place, bytes) {
  const iv = random(12);
  return { iv, sealed: await crypto.subtle.encrypt(how(iv, place), key, bytes) };
}

/** @param {CryptoKey} key @param {string} place @param {Sealed} record @returns {Promise<ArrayBuffer>} */
export async function unsealBytes(key, place, record) {
  try {
    return await crypto.subtle.decrypt(how(record.iv, place), key, record.sealed);
  } catch (cause) {
    throw new Trouble("damaged", { cause });
  }
}

/** @param {number} bytes */
export const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

/** @param {Uint8Array} iv @param {string} place @returns {AesGcmParams} */
const how = (iv, place) => ({ name: "AES-GCM", iv: /** @type {BufferSource} */ (iv), additionalData: new TextEncoder().encode(place) });

/** With blanks, which JSON does not mind. @param {Uint8Array} bytes */
function filled(bytes) {
  const whole = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(0x20);
  whole.set(bytes);
  return whole;
}
