// @ts-check
/**
 * What the diary asks of the world around it: the time, chance, the network. A test may bring its own.
 *
 * @typedef {import("../sync/phone.js").Now} Now
 * @typedef {{now: () => Now, newId: () => string, chance: () => number, fetch: typeof fetch, address: string,
 *   later: (act: () => void, milliseconds: number) => any, never: (timer: any) => void}} Around
 */

/** The version that is written on each statement. */
export const APP = "procerus-phone 1";

/** @returns {Around} */
export function around() {
  return {
    now: () => moment(new Date()),
    newId: () => crypto.randomUUID(),
    chance: Math.random,
    fetch: (...asked) => fetch(...asked),
    address: new URL("/api/v1/diary/", location.href).href,
    later: (act, milliseconds) => setTimeout(act, milliseconds),
    never: (timer) => clearTimeout(timer),
  };
}

/** The moment as a statement has it: local time with its offset. @param {Date} date @returns {Now} */
export function moment(date) {
  const ahead = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + ahead * 60_000).toISOString().slice(0, 23);
  const pair = (/** @type {number} */ one) => String(one).padStart(2, "0");
  const offset = `${ahead < 0 ? "-" : "+"}${pair(Math.trunc(Math.abs(ahead) / 60))}:${pair(Math.abs(ahead) % 60)}`;
  return { at: local + offset, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", milliseconds: date.getTime(), app: APP };
}

/** What the browser says about keeping the diary. */
export async function storage() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  const persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  const installed = matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
  // Safari deletes what a site keeps after seven days without a visit, unless it is on the home screen; persist() does not change that.
  const safari = "standalone" in navigator || /^((?!chrome|chromium|android).)*safari/i.test(navigator.userAgent);
  return { persisted, installed, usage, quota, browserMayDelete: safari ? !installed : !persisted };
}
