// @ts-check
/**
 * What went wrong, by a code for which words/ has the sentence. Nothing that a person said stands in it.
 *
 * Codes: quota, storage, newer, locked, exists, pin, pin-short, wait, passkey, passkey-none, said, offline, ended, refused, code,
 * file, passphrase, passphrase-short, damaged.
 */
export class Trouble extends Error {
  /** @param {string} code @param {{cause?: unknown, seconds?: number, text?: string, status?: number}} [more] */
  constructor(code, more = {}) {
    super(more.text ? `${code}: ${more.text}` : code, { cause: more.cause });
    this.name = "Trouble";
    this.code = code;
    /** How long to wait, if waiting helps. */
    this.seconds = more.seconds ?? 0;
    /** What the server wrote for people, if it did. */
    this.text = more.text ?? "";
    this.status = more.status ?? 0;
  }
}
