// @ts-check
/** A journal in memory, of the same interface as keep/journal.js; `window.seed` says what it holds at first. */

import { newPhone, pulled, say, unsent } from "/phone/sync/phone.js";
import { rows } from "/phone/sync/days.js";

const OTHER = "00000000-0000-4000-8000-000000000002";
const seed = window.seed ?? {};

export async function open() {
  const journal = new Journal();
  for (const one of seed.said ?? []) await journal.put(one);
  if (seed.elsewhere) {
    const other = newPhone(OTHER);
    for (const one of seed.elsewhere) await say(other, crypto.randomUUID(), one.day, one.said, moment(one.at));
    journal.phone.epoch = "life";
    await pulled(journal.phone, { epoch: "life", after: 0, statements: [...other.held.values()] });
  }
  if (seed.sent) for (const one of unsent(journal.phone)) journal.phone.there.add(one.id);
  journal.exists = seed.exists ?? Boolean(seed.said);
  journal.unlocked = journal.exists && !seed.locked;
  window.journal = journal;
  return journal;
}

const moment = (at) => ({ at: at ?? local(new Date()), zone: "Europe/Berlin", milliseconds: Date.now(), app: "test" });

function local(now) {
  const minutes = -now.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const shifted = new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, 23);
  return `${shifted}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

class Journal {
  phone = newPhone("00000000-0000-4000-8000-000000000001");
  exists = false;
  unlocked = false;
  lockedBy = seed.lockedBy ?? "pin";
  settings = { ...(seed.settings ?? {}) };
  connection = seed.connection ?? null;
  offered = seed.offered ?? null;
  pin = seed.pin ?? "123456";
  inbox = [];
  listeners = [];
  calls = [];

  async put({ day, said, at }) { return say(this.phone, crypto.randomUUID(), day, said, moment(at)); }
  async create(how) { this.calls.push(["create", how]); this.pin = how.pin; this.lockedBy = how.pin ? "pin" : "passkey"; this.exists = this.unlocked = true; this.tell(); }
  async unlock({ pin }) {
    if (pin !== undefined && pin !== this.pin) throw Object.assign(new Error("wrong"), { code: "pin", seconds: 5 });
    this.unlocked = true;
    const overrules = (one) => one.said.headache === "no" && this.days()[one.day]?.[0].headache === "yes"; // keep/waiting.js says more of it
    this.held = this.inbox.filter(overrules).map(({ day, said, at }) => ({ day, said: said.headache, before: "yes", at }));
    for (const one of this.inbox.splice(0)) if (!overrules(one)) await this.put(one);
    this.tell();
  }
  async lock() { this.unlocked = false; this.tell(); }
  async changePin(old, pin) { if (old !== this.pin) throw Object.assign(new Error("wrong"), { code: "pin" }); this.pin = pin; }
  async addPasskey() { this.lockedBy = "both"; }
  async drop(day, said) { this.inbox.push({ day, said, at: local(new Date()) }); }
  async say(day, said) { this.calls.push(["say", day, said]); const one = await this.put({ day, said }); this.tell(); return one; }
  draft(day, said) { this.calls.push(["draft", day, said]); }
  async undraft() {}
  doubts() { return this.held ?? []; }
  async settle(day, said) { this.calls.push(["settle", day, said]); this.held = []; if (Object.keys(said).length) await this.put({ day, said }); this.tell(); }
  days() { return rows(this.phone.held.values()); }
  history(day) {
    const of = [...this.phone.held.values()].filter((one) => one.day === day).sort((one, other) => one.clock - other.clock);
    return of.map((one) => ({ ...one, own: one.device === this.phone.device, onlyHere: !this.phone.there.has(one.id) }));
  }
  onlyHere() { return unsent(this.phone).length; }
  async keepSettings(more) { this.settings = { ...this.settings, ...more }; this.tell(); }
  async meet(code) {
    if (code !== "GOODCODE") throw Object.assign(new Error("no"), { code: "code" });
    this.offered = { clinic: { name: "Example Clinic" }, person: { name: "A. Example", born: "1984-05-02" }, holder: "patient" };
    this.tell();
  }
  async agree() { this.connection = { ...this.offered, since: local(new Date()) }; this.offered = null; this.tell(); }
  async decline() { this.calls.push(["decline"]); this.offered = null; this.tell(); }
  async leave() { this.connection = null; this.tell(); }
  about() { return this.connection && { ...(seed.about ?? { next_appointment: null, readers: [], phones: [] }), at: "2026-11-22T10:00:00.000+01:00" }; }
  async renewAbout() { this.calls.push(["about"]); return this.about(); }
  async keepReminder(reminder) { this.calls.push(["reminder", reminder]); }
  damaged = 0;
  async askErasure(words) { this.calls.push(["erasure", words]); }
  async sync() { return { state: "ok", at: local(new Date()) }; }
  onChange(fn) { this.listeners.push(fn); }
  tell() { for (const fn of this.listeners) fn(); }
  async backup(passphrase) { this.calls.push(["backup"]); return new Blob([`sealed with ${passphrase}`]); }
  async restore(file, passphrase) {
    if (passphrase !== "correct horse") throw Object.assign(new Error("no"), { code: "passphrase" });
    this.calls.push(["restore"]);
  }
  async eraseAll() { this.calls.push(["erase"]); this.exists = this.unlocked = false; this.phone = newPhone(this.phone.device); this.tell(); }
  async storage() { return { persisted: false, installed: false, usage: 20_000, quota: 1e9, browserMayDelete: true, ...(seed.storage ?? {}) }; }
}
