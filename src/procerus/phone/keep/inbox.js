// @ts-check
/**
 * Answers given while the diary is locked. Each is sealed to the diary's public key with a pair of keys of its own, so that
 * even who gave it cannot read it again before unlocking. sw.js has `sealDrop` once more, as it may import nothing.
 *
 * @typedef {{id: string, day: string, said: Object<string, string>, at: string, zone: string, milliseconds: number}} Drop
 * @typedef {{id: string, from: ArrayBuffer, iv: Uint8Array, sealed: ArrayBuffer}} SealedDrop
 */

import { seal, unseal } from "./sealing.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** @param {JsonWebKey} open the public key @param {Drop} drop @returns {Promise<SealedDrop>} */
export async function sealDrop(open, drop) {
  const to = await crypto.subtle.importKey("jwk", open, CURVE, false, []);
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const from = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { id: drop.id, from, ...(await seal(await shared(pair.privateKey, to), `inbox ${drop.id}`, drop)) };
}

/** @param {CryptoKey} own the private key @param {SealedDrop} sealed @returns {Promise<Drop>} */
export async function openDrop(own, sealed) {
  const from = await crypto.subtle.importKey("raw", sealed.from, CURVE, false, []);
  return unseal(await shared(own, from), `inbox ${sealed.id}`, sealed);
}

/** @param {CryptoKey} own @param {CryptoKey} other */
async function shared(own, other) {
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const start = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: new TextEncoder().encode("procerus diary inbox") };
  return crypto.subtle.deriveKey(how, start, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
