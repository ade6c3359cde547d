// @ts-check
/**
 * The way to a clinic and out of it. A code says whom it is for; nothing goes there and nothing comes from there before somebody has
 * said that this is the right person, for the diary of one must not end in the record of another.
 *
 * @typedef {import("./around.js").Around} Around
 * @typedef {import("./carrier.js").Carrier} Carrier
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {{change: <T>(act: (memory: Memory) => T | Promise<T>) => Promise<T>, open: () => Memory}} Diary
 */

import { Trouble } from "./trouble.js";

export class Joining {
  /** @param {Around} env @param {Carrier} carrier @param {Diary} diary */
  constructor(env, carrier, diary) {
    this.env = env;
    this.carrier = carrier;
    this.diary = diary;
  }

  /** @param {string} code @param {string} phone */
  async meet(code, phone) {
    this.diary.open();
    const offer = await this.carrier.join(code, phone);
    await this.diary.change(({ beside }) => { beside.offer = offer; });
    return offer;
  }

  async agree() {
    await this.diary.change(({ beside, phone }) => {
      if (!beside.offer) return;
      const { token, holder, person, clinic } = beside.offer;
      Object.assign(beside, { offer: null, about: null, connection: { token, holder, person, clinic, since: this.env.now().at } });
      Object.assign(phone, { epoch: "", cursor: 0, there: new Set() }); // that it is elsewhere says nothing about here
    });
    navigator.storage?.persist?.().catch(() => {});
  }

  /** Without a network the clinic lists a phone that never comes, until somebody there ends it. */
  async decline() {
    const { offer } = this.diary.open().beside;
    await this.diary.change(({ beside }) => { beside.offer = null; });
    if (offer) await this.carrier.leave(offer.token).catch(() => {});
  }

  async leave() {
    const { connection } = this.diary.open().beside;
    if (connection && !connection.ended) await this.carrier.leave(connection.token).catch((why) => { if (why.code !== "ended") throw why; });
    await this.diary.change(({ beside }) => Object.assign(beside, { connection: null, about: null }));
  }

  /** @param {string} words */
  async askErasure(words) {
    const { connection } = this.diary.open().beside;
    if (!connection) throw new Trouble("ended");
    await this.carrier.askErasure(connection.token, words);
  }
}
